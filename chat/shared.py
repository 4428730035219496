"""What all sessions of the page share in one process: the store, the download of the built-in model."""

import gc
import importlib
import threading
from functools import cache
from pathlib import Path

from chat.download import BackgroundPull
from chat.models import builtin_is_here
from chat.settings import Settings
from chat.suggest import suggestions
from vectorstore.store import Store, open_store

WARMED = 3  # documents whose suggestions are looked for before anybody has opened them


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


def settle() -> None:
    """Takes what is loaded by now out of what the garbage collector looks through.

    Streamlit collects garbage whenever a part of the page has been drawn. With the libraries of an embedding model
    loaded that takes about half a second, in which no other thread gets on, and an answer is drawn four times a second.
    """
    gc.collect()
    gc.freeze()


def warm_up(settings: Settings) -> None:
    """Loads the embedding model and looks for suggestions on a thread of its own, so that no reader waits for them."""

    def load() -> None:
        store = shared_store(settings)
        for entry in store.entries()[:WARMED]:
            suggestions(entry.source, store)
        importlib.import_module("langchain_openai")  # a second, which the first answer of most models would wait for
        settle()

    threading.Thread(target=load, name="warm-up", daemon=True).start()
