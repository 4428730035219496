"""Files into a store."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest import find_documents, load
from ingest.errors import IngestError
from ingest.load import sha256_of
from vectorstore.store import Outcome, Progress, Store

UPLOAD = "upload"
"""``Source.origin`` of a file that came through the page."""


@dataclass(frozen=True)
class Ingested:
    """What became of one file.

    Attributes:
        document: The document's name in the store.
        outcome: What was done; None when the file couldn't be read.
        sentences: How many it has.
        passages: How many were indexed.
        notes: How many footnote numbers of the author's were found.
        error: Why the file couldn't be read, and what to do.
    """

    document: str
    outcome: Outcome | None
    sentences: int = 0
    passages: int = 0
    notes: int = 0
    error: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def __str__(self) -> str:
        notes = f", {self.notes} author’s notes" if self.notes else ""
        return f"{self.document}: {self.outcome}, {self.sentences} sentences in {self.passages} passages{notes}."


def ingest_files(
    paths: Iterable[Path], store: Store, progress: Callable[[str], Progress] = lambda _: lambda *_: None
) -> list[Ingested]:
    """Puts files, and the files in folders, into a store. One that can't be read doesn't keep the others out.

    Args:
        paths: Files and folders.
        store: Where they go.
        progress: Given a file's name, makes what is called with (texts embedded so far, texts in all).

    Raises:
        IngestError: A path doesn't exist, or a folder holds nothing that can be read.
        StoreError: The store can't be written.
    """
    return [ingest_file(path, store, progress=progress(path.name)) for path in find_documents(paths)]


def ingest_file(
    path: Path, store: Store, *, name: str | None = None, origin: str | None = None, progress: Progress | None = None
) -> Ingested:
    """Puts one file into a store; a file that can't be read is reported, not raised.

    Args:
        path: The file.
        store: Where it goes.
        name: The document's name, where that isn't the file's.
        origin: Where it came from, where that isn't its path.
        progress: Called with (texts embedded so far, texts in all).

    Raises:
        StoreError: The store can't be written.
    """
    name = name or path.name
    try:
        if origin is None:
            name = _name_beside(path, name, store)
        source = load(path, name=name, origin=origin)
    except IngestError as error:
        return Ingested(name, None, error=str(error))
    outcome = store.put(source, progress)
    passages = len(store.entry(name).passages)
    return Ingested(name, outcome, len(source.sentences), passages, len(source.notes))


def _name_beside(path: Path, name: str, store: Store) -> str:
    """A name for a file under which it doesn't push out another one of the same name from another folder."""
    taken = {entry.source.name: entry.source for entry in store.entries()}
    here = path.resolve()
    parts = list(here.parts[:-1])
    while (other := taken.get(name)) and other.origin not in (UPLOAD, str(here)):
        # The other one is gone, so this is it, moved; or the two are copies of each other.
        if not Path(other.origin).exists() or (path.is_file() and other.sha256 == sha256_of(path)) or not parts:
            break
        name = f"{parts.pop()}/{name}".lstrip("/")
    return name
