"""The real thing: Chroma in a folder, and a real Chroma server on loopback."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ingest.errors import StoreError
from tests.conftest import WordEmbeddings, make_source
from vectorstore.chroma import connect
from vectorstore.models import EmbeddingModel
from vectorstore.store import Store, open_store

MODEL = EmbeddingModel("words", "words-1", WordEmbeddings())


def open_words(location: str) -> Store:
    """A store of that location with the fake model: everything else is real."""
    store = open_store(location, "unused")
    store.__dict__["model"] = MODEL
    return store


def vectors(store: Store) -> int:
    """How many vectors the backend really holds."""
    backend = store._connect()
    try:
        return sum(
            len(backend.vectors(f"briefing-{u}-words-1", MODEL.embeddings).get()["ids"])
            for u in ("passages", "sentences")
        )
    finally:
        backend.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real `chroma run`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    folder = tmp_path_factory.mktemp("chroma")
    process = subprocess.Popen(
        [*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                if httpx.get(f"{address}/api/v2/heartbeat").is_success:
                    break
            except httpx.TransportError:
                time.sleep(0.25)
        else:
            pytest.fail(f"`chroma run` did not start (exit status {process.poll()})")
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(params=["folder", pytest.param("server", marks=pytest.mark.server)])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("server")


def test_documents_go_in_are_found_change_and_leave(location: str) -> None:
    store = open_words(location)
    assert store.put(make_source("The Danube is long. The Rhine is short.", "Both flow.", name="a.txt")) == "added"
    assert store.put(make_source("Hills are high.", name="b.txt")) == "added"
    [(best, cosine), *_] = store.search_meaning("how long is the Danube", "sentences", 2)
    assert best.page_content == "The Danube is long."
    assert 0.5 < cosine <= 1.0
    assert best.metadata["start"] == 0
    hits = store.search_meaning("the Danube", "sentences", 5, among=["b.txt"])
    assert [document.page_content for document, _ in hits] == ["Hills are high."]

    assert store.put(make_source("The Danube is very long.", name="a.txt")) == "replaced"
    assert vectors(store) == 4
    assert store.search_meaning("Rhine", "sentences", 5)[0][0].page_content != "The Rhine is short."

    reopened = open_words(location)
    assert [entry.source.name for entry in reopened.entries()] == ["a.txt", "b.txt"]
    assert reopened.entry("a.txt").source.text == "The Danube is very long."
    for name in ("a.txt", "b.txt"):
        reopened.remove(name)
    assert vectors(reopened) == 0
    assert store.entries() == []
    store.close()
    reopened.close()


def test_a_folder_that_another_process_changed_is_read_anew(tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    store = open_words(location)
    store.put(make_source("The Danube is long.", name="a.txt"))
    assert len(store.search_meaning("Danube", "sentences", 5)) == 1
    script = (
        "from tests.test_vectorstore_chroma import *\n"
        f"store = open_words({location!r})\n"
        "store.put(make_source('The Danube is blue.', name='b.txt'))\n"
        "store.remove('a.txt')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent.parent)
    assert [d.page_content for d, _ in store.search_meaning("Danube", "sentences", 5)] == ["The Danube is blue."]
    store.close()


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(
        StoreError, match=r"No Chroma server answers at http://127\.0\.0\.1:9\. Start one with `chroma run"
    ):
        connect("http://127.0.0.1:9")


@pytest.mark.parametrize("location", ["ftp://somewhere", "http://"])
def test_an_address_that_is_none_is_one_line(location: str) -> None:
    with pytest.raises(StoreError, match="not the address of a Chroma server"):
        connect(location)


def test_a_folder_that_cannot_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="can't be written"):
        connect(str(tmp_path / "file" / "store"))


def test_a_damaged_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database at all" * 100)
    for _ in range(2):  # the second time Chroma fails elsewhere
        with pytest.raises(StoreError, match="can't be used"):
            connect(str(tmp_path))
