"""What all sessions of the page share in one process: the store, the download of the built-in model."""

import importlib
import threading
from functools import cache
from pathlib import Path

from chat.conversations import Conversations
from chat.download import BackgroundPull
from chat.garbage import settle
from chat.models import builtin_is_here
from chat.reader import reader
from chat.settings import Settings
from chat.suggest import suggestions
from vectorstore.store import Store, open_store

_PULLS: dict[Path, BackgroundPull] = {}
_LOCK = threading.Lock()
_STORES: dict[tuple[str, str], tuple[Store, tuple[int, int] | None]] = {}
_STORE_LOCK = threading.Lock()
WARMED = 3  # documents whose suggestions are looked for before anybody has opened them


@cache
def _conversations(folder: Path) -> Conversations:
    return Conversations(folder)


def shared_store(settings: Settings) -> Store:
    """The store, opened once: Chroma's folder must not be open twice in one process.

    A folder that was removed or put in another's place while it was open is opened anew. Chroma itself wouldn't notice:
    it goes on reading the files that are gone, and fails only when it writes.

    Raises:
        StoreError: It can't be opened.
    """
    key = (settings.store_location, settings.embeddings)
    with _STORE_LOCK:
        store, file = _STORES.get(key, (None, None))
        if store and file == _file(settings.store_location):
            return store
        if store:
            store.close()
        store = open_store(*key)
        _STORES[key] = store, _file(settings.store_location)
        return store


def reopen_store(settings: Settings) -> None:
    """Lets the store be opened anew when it is next wanted: after it failed, what is open may never work again."""
    with _STORE_LOCK:
        store, _ = _STORES.pop((settings.store_location, settings.embeddings), (None, None))
        if store:
            store.close()


def _file(location: str) -> tuple[int, int] | None:
    """What tells the file of a store's folder from one that took its place; None for a server."""
    if "://" in location:
        return None
    try:
        stat = (Path(location) / "chroma.sqlite3").stat()
    except OSError:
        return (0, 0)
    return stat.st_dev, stat.st_ino


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
    """Loads the models that find evidence and looks for suggestions, on a thread of its own: nobody waits for them."""

    def load() -> None:
        reader()
        store = shared_store(settings)
        for entry in store.entries()[:WARMED]:
            suggestions(entry.source, store)
        importlib.import_module("langchain_openai")  # a second, which the first answer of most models would wait for
        settle()

    threading.Thread(target=load, name="warm-up", daemon=True).start()
