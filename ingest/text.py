"""Plain text: paragraphs, headings that are bare lines, hard-wrapped lines joined."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ingest.assemble import Block, Parsed
from ingest.errors import IngestError
from ingest.writer import BlockWriter, clean

MAX_HEADING = 100  # characters; longer lines without a full stop are prose that lost its ending
_ENDED = re.compile(r"[.!?…:;,][”\"’')\]]*\d{0,2}$")
_LIST_ITEM = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")


def parse_text(path: Path) -> Parsed:
    """Reads a plain-text file."""
    return Parsed(text_blocks(read_text(path)))


def text_blocks(text: str) -> list[Block]:
    """Reads plain text into Blocks.

    A line is a paragraph, unless the text is hard-wrapped (see `_wrapped`): then lines are joined up to the next
    blank line. A heading is a short line that starts with a capital or a digit, doesn't end as a sentence does, and
    is followed by prose.
    """
    text = clean(text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = list(_join(lines)) if _wrapped(text) else [line for line in lines if line]
    writer = BlockWriter()
    for line, following in pairwise([*lines, ""]):
        writer.text(line)
        writer.close(1 if _heading(line, following) else 0)
    return writer.blocks


def _wrapped(text: str) -> bool:
    """Whether most lines that have a neighbour below break off in mid-sentence, as hard-wrapped text does."""
    lines = text.splitlines()
    above = [(line.rstrip(), below.strip()) for line, below in pairwise(lines) if line.strip() and below.strip()]
    broken = [line for line, below in above if not _ENDED.search(line) and below[:1].islower() and len(line) > 40]
    return len(broken) >= 3 and len(broken) >= 0.3 * len(above)


def _join(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line and not (_LIST_ITEM.match(line) and paragraph):
            paragraph.append(line)
            continue
        if paragraph:
            yield " ".join(paragraph)
        paragraph = [line] if line else []


def _heading(line: str, following: str) -> bool:
    return (
        len(line) <= MAX_HEADING
        and not _ENDED.search(line)
        and not _LIST_ITEM.match(line)
        and (line[0].isupper() or line[0].isdigit() or line[0] in "“\"‘'")
        and any(character.isalpha() for character in line)
        and bool(_ENDED.search(following) or len(following) > MAX_HEADING)
    )


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte-order mark, or Windows-1252.

    Raises:
        IngestError: It isn't text.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise IngestError(f"{path.name}: this is not a text file. Give it the ending of what it really is.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; a briefing that holds them is damaged, not lost.
        return data.decode("cp1252", errors="replace")
