"""What all sessions of the page share in one process: the store, the download of the built-in model."""

import threading
from functools import cache
from pathlib import Path

from chat.conversations import Conversations
from chat.download import BackgroundPull
from chat.models import builtin_is_here
from chat.settings import Settings
from vectorstore.store import Store, open_store

_PULLS: dict[Path, BackgroundPull] = {}
_LOCK = threading.Lock()


@cache
def _store(location: str, embeddings: str) -> Store:
    return open_store(location, embeddings)


@cache
def _conversations(folder: Path) -> Conversations:
    return Conversations(folder)


def shared_store(settings: Settings) -> Store:
    """The store, opened once: Chroma's folder must not be open twice in one process."""
    return _store(settings.store_location, settings.embeddings)


def shared_conversations(settings: Settings) -> Conversations:
    """The conversations on disk; what sessions have open is theirs alone."""
    return _conversations(settings.home / "conversations")


def shared_pull(settings: Settings) -> BackgroundPull | None:
    """The download of the built-in model, if one was begun; None when it is there already."""
    return None if builtin_is_here(settings) else _PULLS.get(settings.models_folder)


def start_pull(settings: Settings) -> BackgroundPull:
    """Begins to fetch the built-in model, or goes on with that."""
    with _LOCK:
        folder = settings.models_folder
        pull = _PULLS.get(folder)
        if pull is None or pull.state == "done":  # done, and yet it isn't here: somebody removed it
            pull = _PULLS[folder] = BackgroundPull(folder)
        pull.restart()
        return pull


def warm_up(settings: Settings) -> None:
    """Loads the embedding model on a thread of its own, so that the first question doesn't wait for it."""

    def load() -> None:
        store = shared_store(settings)
        if store.entries():
            store.search_meaning("warming up", "sentences", 1)

    threading.Thread(target=load, name="warm-up", daemon=True).start()
