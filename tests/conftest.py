"""What the tests share: the real briefing, fakes that implement the real interfaces, a store in memory."""

import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.stores import InMemoryByteStore
from langchain_core.vectorstores import InMemoryVectorStore

from chat.settings import stay_local
from ingest import Source, load
from ingest.assemble import Block, Parsed, assemble
from vectorstore.chroma import Backend
from vectorstore.models import EmbeddingModel
from vectorstore.store import Store

stay_local()

REPOSITORY = Path(__file__).parent.parent
BRIEFING = REPOSITORY / "briefings" / "us-foreign-policy-2025.txt"


class WordEmbeddings(Embeddings):
    """Texts are alike as far as they share words: each word has a dimension of its own (by hash)."""

    def __init__(self, size: int = 512) -> None:
        self.size = size
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.0] * self.size
        for word in re.findall(r"\w+", text.lower()):
            vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.size] += 1.0
        return vector


class CosineVectorStore(InMemoryVectorStore):
    """LangChain's own store in memory, whose scores are cosines already."""

    def _select_relevance_score_fn(self) -> Any:
        return lambda cosine: min(1.0, max(0.0, cosine))

    def similarity_search_with_score(self, query: str, k: int = 4, **kwargs: Any) -> list[tuple[Document, float]]:
        return super().similarity_search_with_score(query, k, **kwargs)


class MemoryBackend:
    """A backend that outlives the Store that uses it, as a folder or a server does."""

    def __init__(self) -> None:
        self.records = InMemoryByteStore()
        self.collections: dict[str, CosineVectorStore] = {}
        self.connections = 0

    def connect(self) -> Backend:
        self.connections += 1
        return Backend(self.records, self._vectors, self._drop, self._among, lambda: None)

    def _vectors(self, name: str, embeddings: Embeddings) -> CosineVectorStore:
        return self.collections.setdefault(name, CosineVectorStore(embeddings))

    def _drop(self, name: str) -> None:
        self.collections.pop(name, None)

    def _among(self, names: Sequence[str]) -> Any:
        return lambda document: document.metadata["source"] in names

    def vector_ids(self) -> set[str]:
        return {f"{name}/{key}" for name, collection in self.collections.items() for key in collection.store}


def memory_store(backend: MemoryBackend | None = None, model: EmbeddingModel | None = None) -> Store:
    model = model or EmbeddingModel("words", "words-1", WordEmbeddings())
    return Store((backend or MemoryBackend()).connect, lambda: model, contextlib.nullcontext())


def make_source(*paragraphs: str, name: str = "note.txt", version: str = "1") -> Source:
    """A Source of paragraphs; those that start with # are headings."""
    blocks = [Block(p.lstrip("# "), level=1 if p.startswith("#") else 0) for p in paragraphs]
    digest = hashlib.sha256(f"{paragraphs}{version}".encode()).hexdigest()
    return assemble(Parsed(blocks), name=name, origin=f"/nowhere/{name}", sha256=digest)


@pytest.fixture(scope="session")
def briefing() -> Source:
    """The real briefing, read."""
    return load(BRIEFING)


@pytest.fixture(scope="session")
def briefing_store(briefing: Source, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The real briefing in a real Chroma folder, embedded with the real model."""
    from vectorstore.store import open_store

    store = open_store(str(tmp_path_factory.mktemp("store")), "all-MiniLM-L6-v2")
    store.put(briefing)
    yield store
    store.close()


@pytest.fixture(scope="session")
def builtin_model() -> Path:
    """The built-in chat model, pulled when it isn't there."""
    from chat.download import pull
    from chat.settings import load_settings

    return pull(load_settings().models_folder)
