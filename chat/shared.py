"""What all sessions of the page share in one process: the store, the download of the built-in model."""

import threading
from functools import cache
from pathlib import Path

from chat.download import BackgroundPull
from chat.models import builtin_is_here
from chat.settings import Settings
from vectorstore.store import Store, open_store


@cache
def _store(location: str, embeddings: str) -> Store:
    return open_store(location, embeddings)


@cache
def _pull(folder: Path) -> BackgroundPull:
    return BackgroundPull(folder)


def shared_store(settings: Settings) -> Store:
    """The store, opened once: Chroma's folder must not be open twice in one process."""
    return _store(settings.store_location, settings.embeddings)


def shared_pull(settings: Settings) -> BackgroundPull | None:
    """The download of the built-in model, begun when it is first asked for; None when there is nothing to fetch.

    With any other model chosen than ``builtin`` nothing is fetched.
    """
    if settings.model != "builtin" or builtin_is_here(settings):
        return None
    return _pull(settings.models_folder)


def warm_up(settings: Settings) -> None:
    """Loads the embedding model on a thread of its own, so that the first question doesn't wait for it."""

    def load() -> None:
        store = shared_store(settings)
        if store.entries():
            store.search_meaning("warming up", "sentences", 1)

    threading.Thread(target=load, name="warm-up", daemon=True).start()
