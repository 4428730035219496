"""Fills the file of one download from one source after another, and gives it its name when it is right."""

import hashlib
import shutil
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import filelock
import httpx

from chat.download_sources import DroppedError, ModelFile, Source, SourceError
from ingest.errors import DownloadError

TIMEOUT = httpx.Timeout(60.0, connect=10.0)  # seconds
RETRY_AFTER = (1.0, 2.0, 4.0)  # seconds before each further try of a source that gave nothing new
WATCH_EVERY = 0.5  # seconds between looks at another download's progress

Progress = Callable[[int, int], None]  # (bytes held, bytes in all)
State = Literal["waiting", "running", "verifying", "done", "failed", "cancelled"]


class DownloadCancelledError(DownloadError):
    """The download was cancelled. What was fetched is kept, and the next pull goes on from there."""


@dataclass(frozen=True)
class Job:
    """What one call of `pull` works on."""

    model: ModelFile
    path: Path
    on_progress: Progress
    on_state: Callable[[State], None]
    cancel: threading.Event

    @property
    def partial(self) -> Path:
        """The file that grows."""
        return self.path.with_name(self.path.name + ".partial")

    def report(self, held: int) -> None:
        """Tells how far it is, or stops when it was cancelled."""
        if self.cancel.is_set():
            raise DownloadCancelledError(
                f"The download of the {self.model.name} model was cancelled; pull again to go on."
            )
        self.on_progress(held, self.model.size)


def fetch(job: Job, sources: Mapping[str, Source]) -> None:
    """Fills the partial file, checks it and gives it its name."""
    model, folder = job.model, job.path.parent
    if _size(job.partial) > model.size:
        job.partial.unlink()
    if shutil.disk_usage(folder).free < model.size - _size(job.partial):
        raise no_room(job)
    job.on_state("running")
    with job.partial.open("ab") as file, _client() as client:
        failures = []
        for name, source in sources.items():
            if failure := _fill(job, file, source, client):
                failures.append(f"{name}: {failure}")
        if file.tell() < model.size:
            raise DownloadError(
                f"The {model.name} model could not be fetched ({'; '.join(failures)}). Try again later, "
                f"or put {model.url} into {folder}, or do without a model: BRIEFING_MODEL=quotes."
            )
    job.on_state("verifying")
    if not is_right(job.partial, model):
        job.partial.unlink()
        raise DownloadError(f"What came as the {model.name} model has the wrong SHA-256 and was deleted; pull again.")
    job.partial.replace(job.path)


def _fill(job: Job, file: BinaryIO, source: Source, client: httpx.Client) -> str:
    """Appends what a source has; returns why it stopped short of the whole, or nothing."""
    tries, most = 0, file.tell()
    while file.tell() < job.model.size:
        try:
            job.report(file.tell())
            for piece in source(client, job.model, file.tell()):
                if piece.data and piece.start < file.tell():
                    file.truncate(piece.start)
                    file.seek(piece.start)
                file.write(piece.data[: job.model.size - piece.start])
                job.report(max(file.tell(), piece.start + piece.ahead))
            if file.tell() < job.model.size:
                raise DroppedError("it ended early")
        except DroppedError as error:
            # A source that goes on from where it was may drop as often as it likes.
            tries, most = (tries + 1, most) if file.tell() <= most else (0, file.tell())
            if tries > len(RETRY_AFTER):
                return str(error)
            job.cancel.wait(RETRY_AFTER[max(tries - 1, 0)])
        except SourceError as error:
            return str(error)
    return ""


@contextmanager
def alone(job: Job) -> Iterator[None]:
    """Waits until no other thread or process fetches the same file."""
    lock = filelock.FileLock(job.path.with_name(job.path.name + ".lock"))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        job.on_state("waiting")
        while not lock.is_locked:
            job.report(_size(job.partial))
            try:
                lock.acquire(timeout=WATCH_EVERY)
            except filelock.Timeout:
                continue
    try:
        yield
    finally:
        lock.release()


def _client() -> httpx.Client:
    try:
        return httpx.Client(follow_redirects=True, timeout=TIMEOUT)
    except (OSError, ssl.SSLError) as error:
        raise DownloadError(
            f"Can't load the certificates that SSL_CERT_FILE or SSL_CERT_DIR names: {error}."
        ) from error


def is_right(path: Path, model: ModelFile) -> bool:
    """Whether a file is there and has the size and SHA-256 of the model."""
    if not path.is_file() or path.stat().st_size != model.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == model.sha256


def no_room(job: Job) -> DownloadError:
    """The error that says how much room is missing, and where."""
    needed = job.model.size - _size(job.partial)
    return DownloadError(f"The disk is full: {job.path.parent} needs {needed:,} more bytes; free some and pull again.")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
