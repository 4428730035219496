"""What the command line prints, and how."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ingest.errors import SettingsError


@contextmanager
def progress(bytes_: bool = False) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Progress bars on standard error, where that is a terminal: give each a label, then (done, total)."""
    from rich import progress as bar
    from rich.console import Console

    amount = [bar.DownloadColumn(), bar.TransferSpeedColumn()] if bytes_ else [bar.MofNCompleteColumn()]
    columns = [
        bar.TextColumn("{task.description}"),
        bar.BarColumn(),
        *amount,
        bar.TimeRemainingColumn(),
    ]
    console = Console(stderr=True)
    with bar.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:

        def start(label: str) -> Callable[[int, int], None]:
            task = bars.add_task(label, total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        yield start


def status(text: str) -> AbstractContextManager[object]:
    """Says on standard error, where that is a terminal, what is being waited for."""
    from rich.console import Console

    return Console(stderr=True).status(text)


def print_json(value: object) -> None:
    """Prints a value as one line of JSON."""
    out(json.dumps(value, ensure_ascii=False, indent=None, default=str))


def write(path: Path, text: str) -> None:
    """Writes a file.

    Raises:
        SettingsError: It can't be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error


def out(text: str) -> None:
    """Prints a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def err(text: str) -> None:
    """Prints a line on standard error."""
    sys.stderr.write(text + "\n")
