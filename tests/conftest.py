"""What the tests share: the real briefing, fakes that implement the real interfaces, a store in memory."""

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.stores import InMemoryByteStore
from langchain_core.vectorstores import InMemoryVectorStore, VectorStore

from chat.answer import Answer, Citation, Claim, Evidence, Timings
from chat.models import Model, OpenModel
from chat.render import REFUSAL, prose
from chat.settings import stay_local
from ingest import Source, load
from ingest.assemble import Block, Parsed, assemble
from vectorstore.chroma import Backend
from vectorstore.models import EmbeddingModel
from vectorstore.store import Store

stay_local()

REPOSITORY = Path(__file__).parent.parent
BRIEFING = REPOSITORY / "briefings" / "us-foreign-policy-2025.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: what is wrong shows before anything slow begins."""
    slow = ("command", "server", "model", "browser")
    items.sort(key=lambda item: max((1 + slow.index(m.name) for m in item.iter_markers() if m.name in slow), default=0))


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
        return Backend(self.records, self._vectors, self._drop, self._among, lambda: None, self._stored)

    def _vectors(self, name: str, embeddings: Embeddings) -> CosineVectorStore:
        return self.collections.setdefault(name, CosineVectorStore(embeddings))

    def _drop(self, name: str) -> None:
        self.collections.pop(name, None)

    def _among(self, names: Sequence[str]) -> Any:
        return lambda document: document.metadata["source"] in names

    def _stored(self, vectors: VectorStore, ids: Sequence[str]) -> list[list[float]]:
        assert isinstance(vectors, CosineVectorStore)
        return [vectors.store[key]["vector"] for key in ids]

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


def make_evidence(*sentences: str, name: str = "note.txt") -> list[Evidence]:
    """Sentences of one document as they are put before a model, numbered from 1."""
    source = make_source(*sentences, name=name)
    return [Evidence(number, source, sentence) for number, sentence in enumerate(source.sentences, start=1)]


BRIDGE = (
    "The bridge at Avon was built in 1931.",
    "It was closed to cars in 2004 because its deck had rusted.",
    "Ann Lee called the closing a scandal.",
)


def ranked_evidence(*sentences: str, similarity: float = 0.8) -> list[Evidence]:
    """Evidence as `retrieve` would rank it, of `BRIDGE` without sentences, scored 10, 9, …"""
    items = make_evidence(*(sentences or BRIDGE))
    return [replace(item, score=10.0 - i, similarity=similarity) for i, item in enumerate(items)]


def same_word(one: str, other: str) -> bool:
    """Words are alike that are the same."""
    return one == other


def make_answer(evidence: Sequence[Evidence], *claims: Claim, **fields: object) -> Answer:
    """An answer of these claims, which cite this evidence; a refusal without claims."""
    cited = {number for claim in claims for number in claim.citations}
    whole: dict[str, object] = {
        "question": "Where?",
        "standalone_question": "Where?",
        "answer": prose(claims) or REFUSAL,
        "refused": not claims,
        "claims": claims,
        "citations": [Citation.of(item) for item in evidence if item.number in cited],
        "model": "fake",
        "timings": Timings(evidence_s=0.1, first_token_s=None, total_s=1.25),
    }
    return Answer.model_validate(whole | fields)


def fake_model(chat: BaseChatModel | str, name: str = "fake", *, judges: bool = True) -> Model:
    """A chat model under a name: one of LangChain's fakes, or one that always writes this."""
    chat = FakeListChatModel(responses=[chat]) if isinstance(chat, str) else chat
    return Model(name, lambda: OpenModel(chat), judges=judges)


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


@pytest.fixture
def clean_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings are the defaults: no variable of the reader's is set, and there is no briefing.toml."""
    for name in list(os.environ):
        if name.startswith("BRIEFING_") or name == "OLLAMA_HOST":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@dataclass(frozen=True)
class CommandLine:
    """Runs `briefing` as a process of its own, with this home, in an empty folder.

    Attributes:
        home: What BRIEFING_HOME says.
        folder: Where it runs.
        variables: Set for every run.
    """

    home: Path
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(REPOSITORY / "briefing.py")]

    def environment(self, **variables: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BRIEFING_") and k != "OLLAMA_HOST"}
        own = {"BRIEFING_HOME": str(self.home), "BRIEFING_MODEL": "quotes", "PYTHONUTF8": "1"}
        return kept | own | self.variables | variables

    def __call__(self, *arguments: object, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.command, *map(str, arguments)],
            env=self.environment(**variables),
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )


@pytest.fixture
def briefing_command(tmp_path: Path) -> CommandLine:
    """The command line with a home in which nothing is yet."""
    (tmp_path / "folder").mkdir()
    return CommandLine(tmp_path / "home", tmp_path / "folder")


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line with a home that holds the real briefing. Only for reading: see `own_copy`."""
    folder = tmp_path_factory.mktemp("ingested")
    command = CommandLine(folder / "home", folder)
    done = command("ingest", BRIEFING)
    assert done.returncode == 0, done.stderr
    return command


def own_copy(command: CommandLine, folder: Path) -> CommandLine:
    """The same with a copy of the home, to write to."""
    shutil.copytree(command.home, folder / "home")
    return CommandLine(folder / "home", folder, command.variables)


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port of this machine that refuses connections, and that nobody else can take meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture(scope="session")
def tiny_embedding_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that sentence-transformers loads: a BERT of 32 dimensions with random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("embedding")
    letters = [
        letter for character in "abcdefghijklmnopqrstuvwxyz0123456789" for letter in (character, f"##{character}")
    ]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert"), max_seq_length=128), Pooling(32)]
    model = SentenceTransformer(modules=modules, device="cpu")
    model.save(str(folder / "tiny"))
    return folder / "tiny"
