"""A file, read into a Source: one parser for each kind of file."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.assemble import Parsed, assemble
from ingest.docx import parse_docx
from ingest.errors import IngestError, UnsupportedFile
from ingest.html import parse_html
from ingest.markdown import parse_markdown
from ingest.pdf import parse_pdf
from ingest.source import Source
from ingest.text import parse_text

PARSERS: dict[str, Callable[[Path], Parsed]] = {
    ".txt": parse_text,
    ".text": parse_text,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".html": parse_html,
    ".htm": parse_html,
    ".docx": parse_docx,
    ".pdf": parse_pdf,
}
"""One parser a kind of file, by suffix in lower case. To read another kind, add a function and a line here."""


def load(path: Path, *, name: str | None = None, origin: str | None = None) -> Source:
    """Reads a file into a Source.

    Args:
        path: The file.
        name: The document's name; the file's own without it.
        origin: Where it came from; the file's absolute path without it.

    Raises:
        UnsupportedFile: There is no parser for this kind of file.
        IngestError: The file can't be read, or holds no text.
    """
    name = name or path.name
    parser = PARSERS.get(path.suffix.lower())
    if parser is None:
        raise UnsupportedFile(
            f"{name}: {path.suffix or 'a file without an ending'} can't be read. "
            f"Save it as one of {', '.join(sorted(PARSERS))}."
        )
    try:
        digest = sha256_of(path)
        parsed = parser(path)
    except OSError as error:
        raise IngestError(f"{path}: {error.strerror or error}. Check where the file is and who may read it.") from error
    return assemble(parsed, name=name, origin=origin or str(path.resolve()), sha256=digest)


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """The files that ``paths`` name: a file itself, and what can be read in a folder and the folders below it.

    Raises:
        IngestError: A path doesn't exist, or a folder holds nothing that can be read.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in PARSERS
                and file.is_file()
                and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            )
            if not inside:
                raise IngestError(f"{path}: no {', '.join(sorted(PARSERS))} file in this folder.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise IngestError(f"{path}: there is no such file or folder.")
    return list(dict.fromkeys(found))
