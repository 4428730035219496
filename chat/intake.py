"""Files that a session puts into the store, one after the other on a thread of its own: the page goes on meanwhile."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ingest.errors import BriefingError

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
Put = Callable[[str, bytes, Progress], str]
"""Puts a file in: its name, what is in it, who is told of (texts embedded so far, texts in all); gives what to say."""


@dataclass
class Upload:
    """A file on its way into the store.

    Attributes:
        name: Its name.
        state: Where it stands.
        share: How much of it is embedded, from 0 to 1.
        said: What became of it, or why it couldn't be read and what to do.
    """

    name: str
    state: Literal["waiting", "reading", "done", "failed"] = "waiting"
    share: float = 0.0
    said: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more happens with it."""
        return self.state in ("done", "failed")

    def advance(self, done: int, total: int) -> None:
        """Notes how far it is."""
        self.share = done / total if total else 0.0


class Intake:
    """The uploads of a session.

    Args:
        put: Puts a file into the store, raising a BriefingError when it can't be read or written.
    """

    def __init__(self, put: Put) -> None:
        self._put = put
        self._lock = threading.Lock()
        self._waiting: list[tuple[Upload, bytes]] = []
        self._working = False
        self.uploads: dict[str, Upload] = {}

    def add(self, file_id: str, name: str, data: Callable[[], bytes]) -> None:
        """Takes a file in; one that was taken in already is left alone.

        Args:
            file_id: What tells the file from every other one.
            name: Its name.
            data: Gives what is in it.
        """
        if file_id in self.uploads:
            return
        upload = self.uploads[file_id] = Upload(name)
        with self._lock:
            self._waiting.append((upload, data()))
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="intake", daemon=True).start()

    @property
    def busy(self) -> bool:
        """Whether a file waits or is being read."""
        return any(not upload.over for upload in self.uploads.values())

    @property
    def finished(self) -> int:
        """How many files nothing more happens with."""
        return sum(upload.over for upload in self.uploads.values())

    def forget(self, name: str) -> None:
        """Forgets what became of a document, so that the same file can be taken in again."""
        self.uploads = {key: upload for key, upload in self.uploads.items() if upload.name != name}

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._working = False
                    return
                upload, data = self._waiting.pop(0)
            upload.state = "reading"
            try:
                upload.said = self._put(upload.name, data, upload.advance)
                upload.state = "done"
            except BriefingError as error:
                upload.said, upload.state = str(error), "failed"
            except Exception as error:  # a bug; the other files still want to be read, and the reader to be told
                logger.exception("while %s was put in", upload.name)
                upload.said, upload.state = f"{upload.name}: could not be read ({error!r}).", "failed"
