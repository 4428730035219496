"""Cases that a reader collects: a line more in a suite of their own."""

import os
import shutil
from pathlib import Path

import filelock

from evals.case import Case
from evals.suite import Suite, check_gold, load_suite
from ingest import Source
from ingest.errors import SettingsError
from ingest.load import sha256_of


def add_case(path: Path, case: Case, source: Source, file: Path | None) -> Case:
    """Adds a case to a suite, made when it isn't there, and puts the document that it asks beside it.

    Args:
        path: The suite.
        case: The case; its document is ``source.name``. An id that is taken gets a number behind it.
        source: The document that it asks.
        file: The file that the document was read from; None where nobody knows it any more.

    Returns:
        The case as it was written.

    Raises:
        SettingsError: Its gold doesn't hold what it must, the document's file is gone or another one of its name is
            there, the suite has a wrong line, or the folder can't be written. The suite is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=10):
            taken = {known.id for known in load_suite(path).cases} if path.exists() else set()
            case = case.model_copy(update={"id": _free(case.id, taken)})
            problems = check_gold(Suite(path, "", (case,), (source.name,)), {source.name: source.text})
            if problems:
                raise SettingsError(problems[0].removeprefix(f"{case.id}: "))
            _put_beside(path, source, file)
            _append(path, case.model_dump_json(exclude_defaults=True))
    except filelock.Timeout as error:
        raise SettingsError(f"{path} is being written by another process: try again.") from error
    except OSError as error:
        raise SettingsError(f"Can't write {error.filename or path}: {error.strerror or error}.") from error
    return case


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _put_beside(path: Path, source: Source, file: Path | None) -> None:
    """Where `evals.documents.prepare` looks for it; the page's own copy may be removed or replaced."""
    beside = path.parent / source.name
    if beside.is_file():
        if sha256_of(beside) != source.sha256:
            raise SettingsError(f"{beside} is another version of this document: move it away, or use another suite.")
        return
    if file is None:
        raise SettingsError(
            f"The file of {source.name} is no longer where it was read from: put it into {path.parent}, then try again."
        )
    beside.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, beside)


def _append(path: Path, line: str) -> None:
    with path.open("ab+") as file:
        end = file.seek(0, os.SEEK_END)
        try:
            if end:
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)  # half a line would be a wrong line
            raise
