"""Conversations on disk: a JSON file each, written whole or not at all.

Sessions of the page, and several processes, may work in the same folder. What is saved is merged with what is there
(`Conversation.merged`), so two that have the same conversation open don't overwrite each other's turns; and a session's
own copy is changed by nobody else. A file that can't be read is left as it is, and said.
"""

import errno
import json
import os
import re
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import filelock
from pydantic import BaseModel, ValidationError

from chat.conversation import Conversation
from ingest.errors import ConversationError

FORMAT = 1
PATIENCE = 10.0  # seconds to wait for another process that writes; one write takes milliseconds
_ID = re.compile(r"[0-9a-f]{32}")


class _File(BaseModel):
    """What a file holds."""

    format: int
    conversation: Conversation


class _Newer(Exception):
    pass


@dataclass(frozen=True)
class Summary:
    """What a list says of a conversation.

    Attributes:
        id: Its id.
        title: Its name or first question.
        changed: When something in it changed last.
        turns: How many questions it holds.
        words: Title, questions and answers in lower case, to be searched.
    """

    id: str
    title: str
    changed: datetime
    turns: int
    words: str


@dataclass(frozen=True)
class Listing:
    """The conversations of a folder.

    Attributes:
        conversations: Newest first.
        problems: A line for each file that could not be read.
    """

    conversations: tuple[Summary, ...]
    problems: tuple[str, ...]


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that at every moment the old one or the new one is there, whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


class Conversations:
    """The conversations of a folder. Safe to use from several threads and processes.

    Args:
        folder: Made when something is first kept.
        write: Writes a file whole or raises OSError.
    """

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        self.folder = folder
        self._write = write
        self._lock = threading.Lock()
        self._read: dict[str, tuple[tuple[int, int], Summary | str]] = {}  # by file name: its stamp, what it says

    def listing(self, words: str = "") -> Listing:
        """The conversations whose title, questions and answers hold all of some words, in any order and case.

        Raises:
            ConversationError: The folder can't be read.
        """
        wanted = words.lower().split()
        found: list[Summary] = []
        problems: list[str] = []
        try:
            paths = [path for path in sorted(self.folder.glob("*.json")) if _ID.fullmatch(path.stem)]
        except OSError as error:
            raise self._translated(error) from error
        with self._lock:
            self._read = {path.name: read for path in paths if (read := self._summary(path))}
            items = [item for _, item in self._read.values()]
        for item in items:
            if isinstance(item, str):
                problems.append(item)
            elif all(word in item.words for word in wanted):
                found.append(item)
        return Listing(tuple(sorted(found, key=lambda item: item.changed, reverse=True)), tuple(problems))

    def load(self, conversation_id: str) -> Conversation:
        """Reads a conversation.

        Raises:
            ConversationError: It isn't there, or can't be read.
        """
        path = self._path(conversation_id)
        try:
            return self._parse(path)
        except FileNotFoundError as error:
            raise ConversationError("This conversation is not here: it was removed, or kept elsewhere.") from error
        except OSError as error:
            raise self._translated(error) from error
        except (_Newer, ValidationError) as error:
            raise ConversationError(_problem(path, error)) from error

    def save(self, conversation: Conversation) -> None:
        """Keeps a conversation, together with what other sessions have added to it.

        Raises:
            ConversationError: It can't be written: the disk is full, or the folder may not be written to.
        """
        path = self._path(conversation.id)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.folder / ".lock", timeout=PATIENCE):
                try:
                    conversation = conversation.merged(self._parse(path))
                except FileNotFoundError:
                    pass
                except _Newer as error:
                    raise ConversationError(_problem(path, error)) from error
                except ValidationError:
                    path.replace(_free_name(path))  # damaged, perhaps by a reader's own hand: kept beside
                self._write(path, _File(format=FORMAT, conversation=conversation).model_dump_json(indent=1).encode())
        except filelock.Timeout as error:
            raise ConversationError(f"Another process holds {self.folder}: end it, then go on here.") from error
        except OSError as error:
            raise self._translated(error) from error

    def rename(self, conversation_id: str, name: str) -> None:
        """Gives a conversation another name.

        Raises:
            ConversationError: It can't be read or written.
        """
        self.save(self.load(conversation_id).named(name))

    def remove(self, conversation_id: str) -> None:
        """Removes a conversation; one that isn't there already is no error.

        Raises:
            ConversationError: It can't be removed.
        """
        try:
            self._path(conversation_id).unlink(missing_ok=True)
        except OSError as error:
            raise self._translated(error) from error

    def _path(self, conversation_id: str) -> Path:
        if not _ID.fullmatch(conversation_id):  # it comes from the page's address, and must not lead elsewhere
            raise ConversationError("This is not the address of a conversation.")
        return self.folder / f"{conversation_id}.json"

    @staticmethod
    def _parse(path: Path) -> Conversation:
        data = path.read_bytes()
        if isinstance(found := _format(data), int) and found > FORMAT:
            raise _Newer
        conversation = _File.model_validate_json(data).conversation
        return conversation.model_copy(update={"id": path.stem})  # a copied file is another conversation

    def _summary(self, path: Path) -> tuple[tuple[int, int], Summary | str] | None:
        """A file's stamp and what it says; None where it has just gone. Read again only when it has changed."""
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if (known := self._read.get(path.name)) and known[0] == stamp:
                return known
            conversation = self._parse(path)
        except FileNotFoundError:
            return None
        except (OSError, _Newer, ValidationError) as error:
            return (0, 0), _problem(path, error)
        said = [text for turn in conversation.turns for text in (turn.answer.question, turn.answer.answer)]
        words = "\n".join([conversation.title, *said]).lower()
        return stamp, Summary(conversation.id, conversation.title, conversation.changed, len(conversation.turns), words)

    def _translated(self, error: OSError) -> ConversationError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = f"The disk is full: {self.folder} can't hold this conversation; free some space"
        else:
            what = f"Can't keep conversations in {self.folder} ({error.strerror or error}): make it writable"
        return ConversationError(f"{what}. Until then it is only in this window.")


def _problem(path: Path, error: Exception) -> str:
    if isinstance(error, _Newer):
        return f"{path} was written by a newer Briefing: update this one to read it."
    if isinstance(error, OSError):
        return f"{path} can't be read ({error.strerror or error})."
    return f"{path} is damaged and was left as it is: mend it or move it away."


def _format(data: bytes) -> object:
    try:
        return json.loads(data).get("format")
    except (ValueError, AttributeError):
        return None


def _free_name(path: Path) -> Path:
    number = 1
    while (free := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return free
