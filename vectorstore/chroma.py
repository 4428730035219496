"""Chroma, in a folder or on a server: collections of vectors, and one of records."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, NotFoundError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_core.stores import ByteStore
from langchain_core.vectorstores import VectorStore

from ingest.errors import BriefingError, StoreError


@dataclass(frozen=True)
class Backend:
    """What a Store keeps its things in.

    Attributes:
        records: Documents and book-keeping, by key.
        vectors: Opens a collection of vectors by name, making it when it isn't there.
        drop: Removes a collection of vectors by name, if it is there.
        among: Makes the filter that keeps a search within documents of these names.
        close: Lets go of the connection.
        stored: The vectors that a collection holds under these ids, in their order.
    """

    records: ByteStore
    vectors: Callable[[str, Embeddings], VectorStore]
    drop: Callable[[str], None]
    among: Callable[[Sequence[str]], Any]
    close: Callable[[], None]
    stored: Callable[[VectorStore, Sequence[str]], list[list[float]]]


def connect(location: str) -> Backend:
    """Opens a Chroma folder, making it when it isn't there, or connects to a Chroma server.

    Args:
        location: A folder, or ``http://host:port`` (or https) of a Chroma server.

    Raises:
        StoreError: The folder can't be written, or no Chroma server answers at the URL.
    """
    client = _server(location) if "://" in location else _folder(location)

    def vectors(name: str, embeddings: Embeddings) -> VectorStore:
        return Chroma(
            collection_name=name,
            embedding_function=embeddings,
            client=client,
            collection_configuration={"hnsw": {"space": "cosine"}},
            relevance_score_fn=_cosine,
        )

    def drop(name: str) -> None:
        with contextlib.suppress(NotFoundError):
            client.delete_collection(name)

    def among(names: Sequence[str]) -> dict[str, Any]:
        return {"source": {"$in": list(names)}}

    with translated_errors(location):
        # The abstract client has no close(); both clients that exist have one.
        close: Callable[[], None] = client.close  # type: ignore[attr-defined]
        return Backend(ChromaByteStore(client, "briefing-records"), vectors, drop, among, close, _stored)


_NO_VECTOR: Sequence[float] = [0.0]


class ChromaByteStore(ByteStore):
    """Records by key in a Chroma collection, so that one place, folder or server, holds all of a store.

    A Chroma record must have a vector; these get one of one dimension that nothing ever asks for.
    """

    def __init__(self, client: ClientAPI, name: str) -> None:
        self._collection = client.get_or_create_collection(name, embedding_function=None)

    def mget(self, keys: Sequence[str]) -> list[bytes | None]:
        """The values of ``keys``; None where there is none."""
        if not keys:
            return []
        found = self._collection.get(ids=list(keys), include=["documents"])
        values = dict(zip(found["ids"], found["documents"] or [], strict=True))
        return [values[key].encode() if key in values else None for key in keys]

    def mset(self, key_value_pairs: Sequence[tuple[str, bytes]]) -> None:
        """Puts values in, replacing those that are there."""
        if not key_value_pairs:
            return
        self._collection.upsert(
            ids=[key for key, _ in key_value_pairs],
            embeddings=[_NO_VECTOR] * len(key_value_pairs),
            documents=[value.decode() for _, value in key_value_pairs],
        )

    def mdelete(self, keys: Sequence[str]) -> None:
        """Removes keys; those that aren't there are passed over."""
        if keys:
            self._collection.delete(ids=list(keys))

    def yield_keys(self, *, prefix: str | None = None) -> Iterator[str]:
        """All keys that start with ``prefix``, in order."""
        return (key for key in sorted(self._collection.get(include=[])["ids"]) if key.startswith(prefix or ""))


@contextlib.contextmanager
def translated_errors(location: str) -> Iterator[None]:
    """Turns what Chroma raises into a StoreError that names the place."""
    try:
        yield
    except BriefingError:
        raise
    except httpx.TransportError as error:  # a server that answered before
        raise _no_server(location) from error
    except Exception as error:
        # Chroma's Rust core raises classes of its own for a locked or damaged database and for a full disk.
        if isinstance(error, (ChromaError, httpx.HTTPError, OSError)) or _is_chromas(error):
            raise StoreError(
                f"The store at {location} can't be used ({_first_line(error)}). "
                "Run `briefing doctor`, or use another with --store."
            ) from error
        raise


def _stored(vectors: VectorStore, ids: Sequence[str]) -> list[list[float]]:
    assert isinstance(vectors, Chroma)
    found = vectors.get(ids=list(ids), include=["embeddings"])
    by_id = dict(zip(found["ids"], found["embeddings"], strict=True))
    return [[float(x) for x in by_id[key]] for key in ids]


def _is_chromas(error: Exception) -> bool:
    """Whether Chroma raised it: a damaged folder, opened a second time, makes it trip over its own half-made client."""
    innermost = [frame for frame, _ in walk_tb(error.__traceback__)][-1:]
    raised_in = [str(frame.f_globals.get("__name__")) for frame in innermost]
    return any(name.startswith(("chromadb", "sqlite3")) for name in (type(error).__module__, *raised_in))


def _settings() -> ChromaSettings:
    return ChromaSettings(anonymized_telemetry=False)


def _folder(location: str) -> ClientAPI:
    folder = Path(location)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StoreError(
            f"The store's folder {folder} can't be written ({error.strerror}). Choose another with --store."
        ) from error
    with translated_errors(location):
        return chromadb.PersistentClient(path=str(folder), settings=_settings())


def _server(location: str) -> ClientAPI:
    url = urlsplit(location)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise StoreError(f"{location} is not the address of a Chroma server: use http://host:port, or a folder.")
    options: dict[str, Any] = {"ssl": url.scheme == "https", "settings": _settings()}
    try:
        return chromadb.HttpClient(host=url.hostname, port=_port(location), **options)
    except (ValueError, ChromaError, httpx.HTTPError, OSError) as error:
        raise _no_server(location) from error


def _no_server(location: str) -> StoreError:
    return StoreError(
        f"No Chroma server answers at {location}. Start one with `chroma run --host {urlsplit(location).hostname} "
        f"--port {_port(location)} --path FOLDER`, or use a folder with --store."
    )


def _port(location: str) -> int:
    url = urlsplit(location)
    return url.port or (443 if url.scheme == "https" else 8000)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__


def _cosine(distance: float) -> float:
    """Cosine similarity, cut to [0, 1], of a Chroma cosine distance (1 - cosine, in [0, 2])."""
    return min(1.0, max(0.0, 1.0 - distance))
