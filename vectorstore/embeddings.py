"""sentence-transformers as LangChain Embeddings."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.errors import EmbeddingError
from vectorstore.late import TokenVectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


KEPT_TOKENS = 2000  # texts whose token vectors are kept: some 50 kB each
MAX_TOKENS = 256  # longer texts are cut; a sentence is not longer


class LocalEmbeddings(Embeddings):
    """A sentence-transformers model in a folder; loaded on first use, then kept.

    LangChain's own wrapper calls ``encode`` for questions and texts alike. Models such as E5 or BGE want a prompt
    before each; ``encode_query`` and ``encode_document`` put in the ones that the model itself declares.

    Vectors have unit length, so that a dot product is their cosine.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: SentenceTransformer | None = None
        # The tokenizers are not safe to use from two threads at once ("Already borrowed").
        self._lock = threading.Lock()
        # One question is searched for among passages and among sentences.
        self._question = lru_cache(maxsize=32)(self._embed_query)
        self._tokens: dict[str, TokenVectors] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of texts, shape (len(texts), dimension)."""
        with self._lock:
            vectors = self._loaded().encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return [[float(x) for x in vector] for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question, shape (dimension,)."""
        return list(self._question(text))

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of texts, without the special ones."""
        if not texts:  # the tokenizer takes no empty list
            return []
        with self._lock:
            tokenizer = self._loaded().tokenizer
            ids: list[list[int]] = tokenizer(
                list(texts), add_special_tokens=False, truncation=True, max_length=MAX_TOKENS
            )["input_ids"]
        return ids

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Vectors of the tokens of texts; the last ones asked for are kept."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._tokens]
            found = {text: self._tokens[text] for text in texts if text in self._tokens}
            found |= zip(new, self._embed_tokens(new), strict=True) if new else ()
            for text in new:
                self._tokens[text] = found[text]
            while len(self._tokens) > KEPT_TOKENS:
                del self._tokens[next(iter(self._tokens))]
        return [found[text] for text in texts]

    def _embed_tokens(self, texts: list[str]) -> list[TokenVectors]:
        model = self._loaded()
        encoded = model.tokenizer(
            texts,
            truncation=True,
            max_length=MAX_TOKENS,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        vectors = model.encode(texts, output_value="token_embeddings", show_progress_bar=False)
        tokens = []
        for i, matrix in enumerate(vectors):
            special = encoded["special_tokens_mask"][i]
            # The model may read fewer tokens than the tokenizer gives.
            kept = [k for k in range(min(len(special), len(matrix))) if not special[k]]
            raw = matrix.float().cpu().numpy()[kept]
            length = np.linalg.norm(raw, axis=1, keepdims=True)
            tokens.append(
                TokenVectors(
                    ids=tuple(encoded["input_ids"][i][k] for k in kept),
                    spans=tuple(tuple(encoded["offset_mapping"][i][k]) for k in kept),
                    vectors=raw / np.maximum(length, 1e-9),
                )
            )
        return tokens

    def _embed_query(self, text: str) -> tuple[float, ...]:
        with self._lock:
            vector = self._loaded().encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return tuple(float(x) for x in vector)

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            # Six seconds of imports: not before they are needed.
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                # No code from the model's folder is run, and the hub is not asked for anything.
                self._model = SentenceTransformer(str(self._folder), trust_remote_code=False, local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError, ImportError, TypeError, AttributeError) as error:
                raise EmbeddingError(
                    f"{self._folder} can't be loaded by sentence-transformers "
                    f"({str(error).partition(chr(10))[0]}). Name another model with --embeddings."
                ) from error
        return self._model
