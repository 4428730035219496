"""The store: documents in, their sentences and passages found again.

A document is put in under a *version* (a hash of its file and of the code that read it). Its vectors are written
first, the record that makes them visible last, and what it replaces is removed after that. Before anything is
written, a *journal* entry names it. So an interrupted run changes nothing that can be seen, and the next run clears
what it left behind; a changed file leaves no vector of the old one.
"""

import hashlib
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache, partial
from pathlib import Path
from shlex import quote
from typing import Literal

from filelock import FileLock
from langchain_core.documents import Document
from langchain_core.vectorstores import VectorStore

from ingest import Source
from ingest.errors import IndexMismatch, UnknownDocument
from vectorstore.chroma import Backend, connect, translated_errors
from vectorstore.lexical import LexicalIndex
from vectorstore.models import EmbeddingModel, embedding_model
from vectorstore.records import UNITS, Entry, IndexRecord, Journal, Unit, collection

Outcome = Literal["added", "replaced", "unchanged"]
Progress = Callable[[int, int], None]
KEPT = 8  # sets of documents whose keyword indexes are kept: those that conversations ask
BATCH = 64  # texts embedded and written at a time: about a second on a laptop, so that progress moves


class _Snapshot:
    """What the records said at one revision, and the keyword indexes made from it.

    Attributes:
        keywords: The passages or sentences of documents, and the index of their words; made when first asked for.
    """

    def __init__(self, revision: bytes | None, entries: Sequence[Entry]) -> None:
        self.revision = revision
        self.entries = {entry.source.name: entry for entry in entries}
        self.keywords = lru_cache(maxsize=KEPT)(self._keywords)

    def _keywords(self, unit: Unit, names: tuple[str, ...]) -> tuple[list[Document], LexicalIndex]:
        documents = [document for name in names for document in self.entries[name].documents(unit)]
        return documents, LexicalIndex([document.page_content for document in documents])


class Store:
    """Documents, their vectors and their keyword indexes. Safe to use from several threads.

    Args:
        connect: Opens the backend. It is called again when another process has changed the store, because Chroma's
            in-process index doesn't see that.
        model: Gives the embedding model; called when vectors are first needed.
        write_lock: Held while writing, so that two processes don't write at once.
        location: What messages call the store.
    """

    def __init__(
        self,
        connect: Callable[[], Backend],
        model: Callable[[], EmbeddingModel],
        write_lock: AbstractContextManager[object],
        location: str = "memory",
    ) -> None:
        self._connect = connect
        self._location = location
        self._find_model = model
        self._write_lock = write_lock
        self._lock = threading.RLock()
        self._backend = connect()
        self._collections: dict[Unit, VectorStore] = {}
        self._current: _Snapshot | None = None
        self._own_revision: bytes | None = None

    @cached_property
    def model(self) -> EmbeddingModel:
        """The embedding model that this store is used with."""
        return self._find_model()

    # ---- reading

    def entries(self, among: Sequence[str] | None = None) -> list[Entry]:
        """The documents in the store, by name; those called ``among``, all without it."""
        found = self._snapshot().entries
        return [entry for name, entry in found.items() if among is None or name in among]

    def entry(self, name: str) -> Entry:
        """The document called ``name``.

        Raises:
            UnknownDocument: There is none.
        """
        entries = self._snapshot().entries
        if name not in entries:
            known = f"It holds: {', '.join(entries)}." if entries else "It is empty: put one in with `briefing ingest`."
            raise UnknownDocument(f"There is no document {name!r} in the store. {known}")
        return entries[name]

    def index(self) -> IndexRecord | None:
        """Which embedding model made the vectors; None while the store is empty."""
        [record] = self._backend.records.mget(["index"])
        return IndexRecord.model_validate_json(record) if record else None

    def search_meaning(
        self, question: str, unit: Unit, k: int, among: Sequence[str] | None = None
    ) -> list[tuple[Document, float]]:
        """The ``k`` passages or sentences nearest to a question, with their cosine similarity in [0, 1].

        Args:
            question: What to look for.
            unit: Passages or sentences.
            k: How many at most.
            among: Names of the documents to look in; all without it.

        Raises:
            IndexMismatch: The store's vectors were made with another embedding model.
        """
        with self._lock, translated_errors(self._location):
            entries = self._snapshot().entries
            if not entries or (among is not None and not among):  # Chroma takes no empty list
                return []
            self.check_model()
            only = self._backend.among(among) if among is not None else None
            hits = self._vectors(unit).similarity_search_with_relevance_scores(question, k=k, filter=only)
        # The vectors of an interrupted run are there until the next one clears them.
        return [
            (document, score)
            for document, score in hits
            if (entry := entries.get(document.metadata["source"])) and entry.version == document.metadata["version"]
        ]

    def search_words(
        self, question: str, unit: Unit, k: int, among: Sequence[str] | None = None
    ) -> list[tuple[Document, float]]:
        """The ``k`` passages or sentences that share most words with a question, with their BM25 score.

        How rare a word is, is counted in the documents that are looked in: what else is in the store changes nothing.

        Args: as for `search_meaning`.
        """
        snapshot = self._snapshot()
        names = tuple(name for name in snapshot.entries if among is None or name in among)
        documents, index = snapshot.keywords(unit, names)
        return [(documents[i], score) for i, score in index.rank(question)[:k]]

    def vectors(self, name: str, unit: Unit) -> list[list[float]]:
        """The vectors of a document's passages or sentences, in their order, shape (number of them, dimension).

        Raises:
            UnknownDocument: There is no such document.
            IndexMismatch: The store's vectors were made with another embedding model.
        """
        with self._lock, translated_errors(self._location):
            entry = self.entry(name)
            self.check_model()
            return self._backend.stored(self._vectors(unit), Journal.of(entry).vector_ids(unit))

    # ---- writing

    def put(self, source: Source, progress: Progress | None = None) -> Outcome:
        """Puts a document in, replacing the one of the same name.

        Args:
            source: The document.
            progress: Called with (texts embedded so far, texts in all).

        Raises:
            IndexMismatch: The store's vectors were made with another embedding model.
        """
        entry = Entry.of(source)
        with self._write_lock, translated_errors(self._location):
            old = self._snapshot().entries.get(source.name)
            if old and old.version == entry.version:
                return "unchanged"
            self.check_model()
            self._clear_journal()
            self._journal([entry, old] if old else [entry])
            self._embed([entry], progress)
            self._write({entry.key: entry.model_dump_json(), "index": self._own_index().model_dump_json()})
            self._clear_journal()
        return "replaced" if old else "added"

    def remove(self, name: str) -> None:
        """Removes a document and all its vectors.

        Raises:
            UnknownDocument: There is no such document.
        """
        with self._write_lock, translated_errors(self._location):
            entry = self.entry(name)
            self.check_model()
            self._journal([entry])
            self._write({entry.key: None})
            self._clear_journal()

    def re_embed(self, progress: Progress | None = None) -> int:
        """Makes all vectors anew with this store's embedding model; the documents' files are not needed.

        With another model than before, the old vectors serve until the new ones are all there.

        Returns:
            The number of documents.
        """
        with self._write_lock, translated_errors(self._location):
            entries, old = self.entries(), self.index()
            self._drop(self.model.fingerprint)
            self._embed(entries, progress)
            if entries:
                self._write({"index": self._own_index().model_dump_json()})
            if old and old.fingerprint != self.model.fingerprint:
                self._drop(old.fingerprint)
        return len(entries)

    def close(self) -> None:
        """Lets go of the backend."""
        with self._lock:
            self._backend.close()

    # ---- how

    def _snapshot(self) -> _Snapshot:
        with self._lock, translated_errors(self._location):
            [revision] = self._backend.records.mget(["revision"])
            if self._current and self._current.revision == revision:
                return self._current
            if self._current and revision != self._own_revision:
                # Another process has written, and Chroma's index in this one doesn't see that.
                self._backend.close()
                self._backend = self._connect()
                self._collections.clear()
            records = self._backend.records
            keys = list(records.yield_keys(prefix="document:"))
            found = [Entry.model_validate_json(value) for value in records.mget(keys) if value]
            self._current = _Snapshot(revision, found)
            return self._current

    def check_model(self) -> None:
        """Raises IndexMismatch when the vectors here were made with another embedding model."""
        index = self.index()
        if index and index.fingerprint != self.model.fingerprint:
            raise IndexMismatch(
                f"This store was indexed with the embedding model {index.name!r} ({index.dimension} dimensions), "
                f"not with this {self.model.name!r}. Re-embed its documents with "
                f"`briefing ingest --re-embed --embeddings {quote(self.model.name)} --store {quote(self._location)}`, "
                f"or go on with --embeddings {index.name}."
            )

    def _vectors(self, unit: Unit) -> VectorStore:
        if unit not in self._collections:
            name = collection(unit, self.model.fingerprint)
            self._collections[unit] = self._backend.vectors(name, self.model.embeddings)
        return self._collections[unit]

    def _drop(self, fingerprint: str) -> None:
        for unit in UNITS:
            self._backend.drop(collection(unit, fingerprint))
        self._collections.clear()

    def _embed(self, entries: Iterable[Entry], progress: Progress | None) -> None:
        work = [(unit, list(entry.documents(unit))) for entry in entries for unit in UNITS]
        done, total = 0, sum(len(documents) for _, documents in work)
        for unit, documents in work:
            for start in range(0, len(documents), BATCH):
                batch = documents[start : start + BATCH]
                self._vectors(unit).add_documents(batch, ids=[str(document.id) for document in batch])
                done += len(batch)
                if progress:
                    progress(done, total)

    def _own_index(self) -> IndexRecord:
        dimension = len(self.model.embeddings.embed_query("dimension"))
        return IndexRecord(name=self.model.name, dimension=dimension, fingerprint=self.model.fingerprint)

    def _write(self, values: dict[str, str | None]) -> None:
        """Writes or removes records, and gives the store a new revision, which every process looks at."""
        records = self._backend.records
        records.mset([(key, value.encode()) for key, value in values.items() if value is not None])
        records.mdelete([key for key, value in values.items() if value is None])
        self._own_revision = uuid.uuid4().hex.encode()
        records.mset([("revision", self._own_revision)])

    def _journal(self, entries: Sequence[Entry]) -> None:
        lines = [Journal.of(entry) for entry in entries]
        self._backend.records.mset([(line.key, line.model_dump_json().encode()) for line in lines])

    def _clear_journal(self) -> None:
        """Removes the vectors of journalled versions that no document has (any more)."""
        records = self._backend.records
        keys = list(records.yield_keys(prefix="journal:"))
        entries = self._snapshot().entries
        for value in records.mget(keys):
            line = Journal.model_validate_json(value or b"")
            entry = entries.get(line.name)
            if entry is None or entry.version != line.version:
                for unit in UNITS:
                    ids = line.vector_ids(unit)
                    for start in range(0, len(ids), BATCH):
                        self._vectors(unit).delete(ids[start : start + BATCH])
        records.mdelete(keys)


def open_store(location: str, embeddings: str) -> Store:
    """Opens a store.

    Args:
        location: A folder, made when it isn't there, or the URL of a Chroma server.
        embeddings: Name or folder of the embedding model; it is looked for when vectors are first needed.

    Raises:
        StoreError: The store can't be opened.
    """
    if "://" in location:
        # Writers on this machine wait for each other; Chroma itself has no lock to offer to those on others.
        name = hashlib.sha256(location.encode()).hexdigest()[:16]
        lock = Path(tempfile.gettempdir()) / f"briefing-{name}.lock"
    else:
        lock = Path(location) / "write.lock"
    return Store(partial(connect, location), partial(embedding_model, embeddings), FileLock(lock), location)
