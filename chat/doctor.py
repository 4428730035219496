"""Whether everything that Briefing needs is here and works."""

import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from chat.available import available_models
from chat.download import BUILTIN, verify
from chat.models import builtin_is_here, builtin_path
from chat.reader import TRAINED, reader
from chat.settings import Settings
from ingest.errors import BriefingError
from vectorstore.models import embedding_model
from vectorstore.store import open_store

State = Literal["fine", "missing", "broken"]
_SIGNS = {"fine": "✓", "missing": "–", "broken": "✗"}
_PACKAGES = ("chromadb", "langchain", "sentence-transformers", "streamlit", "torch", "xllamacpp")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What was looked at.
        state: "fine"; "missing": not here, and Briefing works without it; "broken": something must be done.
        detail: What was found, and what to do.
    """

    what: str
    state: State
    detail: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{_SIGNS[self.state]} {self.what}: {self.detail}"


def examine(settings: Settings) -> list[Finding]:
    """Looks at everything, in the order in which things depend on each other."""
    checks: list[tuple[str, Callable[[Settings], Finding]]] = [
        ("Python and packages", _packages),
        ("Home", _home),
        ("Embedding model", _embeddings),
        ("Reader", _reader),
        ("Store", _store),
        ("Built-in chat model", _builtin),
        ("Chat model", _model),
        ("Ollama", _ollama),
    ]
    findings = []
    for what, check in checks:
        try:
            findings.append(check(settings))
        except BriefingError as error:
            findings.append(Finding(what, "broken", str(error)))
    return findings


def _packages(settings: Settings) -> Finding:
    versions = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Finding("Python and packages", "broken", f"{package} is not installed: run `make install` again.")
    return Finding("Python and packages", "fine", f"Python {platform.python_version()}, {', '.join(versions)}")


def _home(settings: Settings) -> Finding:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe = settings.home / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding("Home", "broken", f"{settings.home} can't be written ({error.strerror}): set BRIEFING_HOME.")
    free = shutil.disk_usage(settings.home).free
    if free < 100_000_000:
        return Finding(
            "Home", "broken", f"{settings.home} has {free / 1e6:.0f} MB left: make room, or set BRIEFING_HOME."
        )
    return Finding("Home", "fine", f"{settings.home}, {free / 1e9:.1f} GB free")


def _embeddings(settings: Settings) -> Finding:
    dimension = len(embedding_model(settings.embeddings).embeddings.embed_query("a test"))
    return Finding("Embedding model", "fine", f"{settings.embeddings}, {dimension} dimensions, loads and works")


def _reader(_settings: Settings) -> Finding:
    [found] = reader().read("What did the council buy?", ["In 2019 the council bought the old mill."])
    if not found.score > 0:
        return Finding("Reader", "broken", f"{TRAINED} finds nothing in a plain sentence: install Briefing again.")
    return Finding("Reader", "fine", f"{TRAINED.name}, loads and reads")


def _store(settings: Settings) -> Finding:
    store = open_store(settings.store_location, settings.embeddings)
    store.check_model()
    index = store.index()
    made = f", indexed with {index.name} ({index.dimension} dimensions)" if index else ""
    return Finding("Store", "fine", f"{settings.store_location}: {len(store.entries())} documents{made}")


def _builtin(settings: Settings) -> Finding:
    if not builtin_is_here(settings):
        return Finding("Built-in chat model", "missing", "not fetched yet: `briefing models pull builtin` (1.1 GB)")
    verify(builtin_path(settings), BUILTIN)
    return Finding("Built-in chat model", "fine", f"{builtin_path(settings)}, its hash is right")


def _model(settings: Settings) -> Finding:
    from chat.models import find_model

    model = find_model(settings.model, settings)
    where = f"sends questions and evidence to {model.sends_to}" if model.sends_to else "stays on this machine"
    return Finding("Chat model", "fine", f"{model.name}, {where}")


def _ollama(settings: Settings) -> Finding:
    names = [row.name for row in available_models(settings) if row.name.startswith("ollama:") and row.usable]
    if not names:
        return Finding("Ollama", "missing", f"nothing usable at {settings.ollama_url}")
    return Finding("Ollama", "fine", f"{settings.ollama_url} offers {', '.join(names)}")
