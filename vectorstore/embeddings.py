"""sentence-transformers as LangChain Embeddings."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from ingest.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


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

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of texts, shape (len(texts), dimension)."""
        with self._lock:
            vectors = self._loaded().encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return [[float(x) for x in vector] for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question, shape (dimension,)."""
        return list(self._question(text))

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
