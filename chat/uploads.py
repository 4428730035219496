"""The files that came through the page, kept as they were: an evaluation reads its documents from files."""

from pathlib import Path

from chat.conversations import write_whole
from chat.settings import Settings
from ingest import Source
from ingest.errors import IngestError
from ingest.load import sha256_of


def keep_upload(settings: Settings, name: str, data: bytes) -> Path:
    """Keeps a file, in the place of an earlier one of the same name.

    Args:
        settings: Where to.
        name: The file's name; what stands before it as folders is left out.
        data: What is in it.

    Returns:
        Where it is.

    Raises:
        IngestError: It can't be written.
    """
    path = _folder(settings) / Path(name).name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise IngestError(f"{name}: can't be kept in {path.parent} ({error.strerror or error}).") from error
    return path


def forget_upload(settings: Settings, name: str) -> None:
    """Removes what was kept of a document; nothing happens when it came from elsewhere."""
    if Path(name).name == name:
        (_folder(settings) / name).unlink(missing_ok=True)


def original_of(source: Source, settings: Settings) -> Path | None:
    """The file that a document was read from; None when it is gone or has changed since."""
    for path in (Path(source.origin), _folder(settings) / Path(source.name).name):
        try:
            if path.is_file() and sha256_of(path) == source.sha256:
                return path
        except OSError:
            continue
    return None


def _folder(settings: Settings) -> Path:
    return settings.home / "uploads"
