"""What the doctor finds, and what it says to do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.doctor import Finding, examine
from chat.settings import Settings, load_settings
from tests.conftest import CommandLine
from tests.model_servers import OllamaServer

pytestmark = pytest.mark.usefixtures("clean_settings")
WHATS = [
    "Python and packages",
    "Home",
    "Embedding model",
    "Reader",
    "Store",
    "Built-in chat model",
    "Chat model",
    "Ollama",
]


def found(settings: Settings) -> dict[str, Finding]:
    findings = examine(settings)
    assert [finding.what for finding in findings] == WHATS
    assert all(finding.detail and "\n" not in str(finding) for finding in findings)
    return {finding.what: finding for finding in findings}


def states(findings: dict[str, Finding]) -> list[str]:
    return [finding.state for finding in findings.values()]


@pytest.fixture
def bare(tmp_path: Path, dead_port: int) -> Settings:
    """A machine on which nothing was done yet."""
    return load_settings(home=tmp_path / "home", model="quotes", ollama=f"127.0.0.1:{dead_port}")


def test_a_bare_machine_is_fine_and_says_what_is_missing(bare: Settings) -> None:
    findings = found(bare)
    assert states(findings) == ["fine", "fine", "fine", "fine", "fine", "missing", "fine", "missing"]
    assert "0 documents" in findings["Store"].detail
    assert "384 dimensions" in findings["Embedding model"].detail
    assert "briefing models pull builtin" in findings["Built-in chat model"].detail
    assert bare.ollama_url in findings["Ollama"].detail
    assert "torch 2." in findings["Python and packages"].detail


def test_a_store_with_documents(ingested: CommandLine, bare: Settings) -> None:
    detail = found(bare.model_copy(update={"home": ingested.home}))["Store"].detail
    assert "1 documents, indexed with all-MiniLM-L6-v2 (384 dimensions)" in detail


def test_a_home_that_is_a_file(tmp_path: Path, bare: Settings) -> None:
    (tmp_path / "file").touch()
    findings = found(bare.model_copy(update={"home": tmp_path / "file" / "home"}))
    assert findings["Home"].state == findings["Store"].state == "broken"
    assert "BRIEFING_HOME" in findings["Home"].detail
    assert "--store" in findings["Store"].detail
    assert findings["Chat model"].state == "fine"  # it looks at the rest all the same


def test_a_store_that_is_damaged(ingested: CommandLine, tmp_path: Path, bare: Settings) -> None:
    shutil.copytree(ingested.home, bare.home)
    (bare.home / "store" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    findings = found(bare)
    assert findings["Store"].state == "broken"
    assert str(bare.home / "store") in findings["Store"].detail


def test_a_chroma_server_that_is_down(dead_port: int, bare: Settings) -> None:
    findings = found(bare.model_copy(update={"store": f"http://127.0.0.1:{dead_port}"}))
    assert findings["Store"].state == "broken"
    assert "chroma run" in findings["Store"].detail


def test_an_embedding_model_that_is_not_there(tmp_path: Path, bare: Settings) -> None:
    findings = found(bare.model_copy(update={"embeddings": str(tmp_path / "none")}))
    assert findings["Embedding model"].state == "broken"
    assert str(tmp_path / "none") in findings["Embedding model"].detail


def test_another_embedding_model_than_the_stores(
    ingested: CommandLine, tiny_embedding_model: Path, bare: Settings
) -> None:
    settings = bare.model_copy(update={"home": ingested.home, "embeddings": str(tiny_embedding_model)})
    findings = found(settings)
    assert findings["Embedding model"].state == "fine"
    finding = findings["Store"]
    assert finding.state == "broken"
    assert "briefing ingest --re-embed --embeddings" in finding.detail


def test_a_builtin_model_that_is_damaged(bare: Settings) -> None:
    bare.models_folder.mkdir(parents=True)
    (bare.models_folder / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf").write_bytes(b"GGUF")
    finding = found(bare)["Built-in chat model"]
    assert finding.state == "broken"
    assert "delete it" in finding.detail


@pytest.mark.model
def test_the_builtin_model(builtin_model: Path, bare: Settings) -> None:
    settings = bare.model_copy(update={"home": builtin_model.parent.parent, "store": str(bare.home / "store")})
    finding = found(settings)["Built-in chat model"]
    assert (finding.state, "its hash is right" in finding.detail) == ("fine", True)


@pytest.mark.parametrize(
    ("name", "state", "detail"),
    [
        ("quotes", "fine", "stays on this machine"),
        ("openai:tiny@https://models.example/v1", "fine", "sends questions and evidence to models.example"),
        ("qutoes", "broken", "Did you mean quotes?"),
    ],
)
def test_the_chat_model_and_where_questions_go(bare: Settings, name: str, state: str, detail: str) -> None:
    finding = found(bare.model_copy(update={"model": name}))["Chat model"]
    assert finding.state == state
    assert detail in finding.detail


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with OllamaServer() as server:
        yield server


@pytest.mark.server
def test_a_running_ollama(ollama: OllamaServer, bare: Settings) -> None:
    finding = found(bare.model_copy(update={"ollama": ollama.url}))["Ollama"]
    assert finding.state == "fine"
    assert "ollama:small:latest" in finding.detail
    assert "embed" not in finding.detail


def test_an_ollama_address_that_is_none(bare: Settings) -> None:
    finding = found(bare.model_copy(update={"ollama": "host:port"}))["Ollama"]
    assert finding.state == "broken"
    assert "OLLAMA_HOST" in finding.detail


def test_as_text_and_as_json() -> None:
    finding = Finding("Home", "broken", "make room")
    assert str(finding) == "✗ Home: make room"
    assert finding.as_dict() == {"what": "Home", "state": "broken", "detail": "make room"}
