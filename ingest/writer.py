"""Blocks, written piece by piece: what all parsers share about characters, white space, notes and page breaks.

Cleaning characters changes offsets, so it happens here, before there are any: a writer is given text, notes and page
breaks in reading order, and works out the offsets of a Block when the Block is closed.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ingest.assemble import Block

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = {"\u2010": "-", "\u2011": "-"}  # the plain one's look-alikes, one of them non-breaking
_CHARACTERS = str.maketrans(_LIGATURES | _HYPHENS | {"\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None})
# Control characters mean nothing in prose; lone surrogates can't be stored; the invisible tag characters carry
# text that a reader can't see but a model would read.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_RAISED = str.maketrans("0123456789+-−", _RAISED + "⁺⁻⁻")
_FROM_RAISED = str.maketrans(_RAISED, "0123456789")
_RAISED_RUN = re.compile(rf"((?<![⁺⁻{_RAISED}])[{_RAISED}]+)")

_NOTE_NUMBERS = re.compile(r"\[?\(?[1-9]\d{0,2}\)?\]?(?:\s*[,;]?\s*\[?[1-9]\d{0,2}\]?)*")
_UNIT = re.compile(
    r"(?:^|[\s\d/·*(.-])(?:[mkcdnµμ]?m|ft|yd|mi)$"  # 12 km², m³
    r"|/s$"  # m/s²
    r"|(?:^|[\s(=+*/–-])[^\W\d_]$"  # x², R²
)
_POWER_BASE = re.compile(r"(?<![\w.,])10$")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z])")


def clean(text: str) -> str:
    """Text without ligatures, soft hyphens and characters that can't be seen; white space stays as it is.

    Non-breaking and other spaces become plain ones where white space is collapsed, which every parser does.
    """
    return _UNPRINTABLE.sub("", text.translate(_CHARACTERS))


class _Piece(NamedTuple):
    kind: Literal["text", "raised", "note", "page"]
    text: str = ""
    number: int = 0


class BlockWriter:
    """Collects the pieces of one paragraph or heading after the other.

    A raised number is the author's note, unless it reads as an exponent (see ``_exponent``): then it stays in the
    text as raised digits, ``km²``, since ``km2`` or ``106`` would say something else.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[_Piece] = []
        self._page: int | None = None
        self._first_page: int | None = None  # of the block that is being written

    def text(self, text: str) -> None:
        """Adds words; runs of white space will count as one space."""
        for i, part in enumerate(_RAISED_RUN.split(clean(text))):
            if part:
                self._pieces.append(
                    _Piece("raised" if i % 2 else "text", part.translate(_FROM_RAISED) if i % 2 else part)
                )

    def raised(self, text: str) -> None:
        """Adds words in superscript: notes if they are small numbers."""
        self._pieces.append(_Piece("raised", " ".join(clean(text).split()).translate(_FROM_RAISED)))

    def note(self, number: int) -> None:
        """Adds a number that the format itself marks as a footnote's."""
        self._pieces.append(_Piece("note", number=number))

    def page(self, number: int) -> None:
        """Says that what follows stands on this page, from 1."""
        if number != self._page:
            self._pieces.append(_Piece("page", number=number))
            self._page = number

    def row(self, cells: Iterable["BlockWriter"], header: Iterable[str] = ()) -> None:
        """Adds a table's row: ``cell; cell``, or ``Header: cell; Header: cell`` where the header is known."""
        names = [*header]
        first = True
        for i, cell in enumerate(cells):
            if not cell._pieces:
                continue
            name = names[i].strip().rstrip(":") if i < len(names) else ""
            self.text(("" if first else "; ") + (f"{name}: " if name else ""))
            self._pieces += cell._pieces
            first = False

    def flat(self) -> str:
        """The words collected so far, on one line."""
        block = self._block(0)
        return block.text

    def close(self, level: int = 0) -> None:
        """Ends the block; nothing happens where it has no words."""
        block = self._block(level)
        if block.text:
            self.blocks.append(block)
        self._pieces = []
        self._first_page = self._page

    def _block(self, level: int) -> Block:
        text = ""
        page = self._first_page
        notes: list[tuple[int, int]] = []
        pages: list[tuple[int, int]] = []
        for i, piece in enumerate(self._pieces):
            if piece.kind == "page":
                if text:
                    pages.append((len(text), piece.number))
                else:
                    page = piece.number
                continue
            numbers, words = [piece.number], piece.text
            if piece.kind == "raised":
                following = next((p.text for p in self._pieces[i + 1 :] if p.kind == "text"), "")
                numbers, words = _read_raised(text, piece.text, following)
            if piece.kind == "text" or not numbers:
                words = re.sub(r"\s+", " ", words)
                text += words.lstrip() if not text or text.endswith(" ") else words
                continue
            following = self._pieces[i + 1].text[:1] if i + 1 < len(self._pieces) else ""
            if not following.isalnum():
                text = text.rstrip()  # the space of `word ¹.` goes with its number
            notes += [(len(text.rstrip()), number) for number in numbers]
        text = text.rstrip()
        return Block(
            text,
            level=level,
            page=page,
            pages=[(min(at, len(text)), number) for at, number in pages],
            notes=[(min(at, len(text)), number) for at, number in notes],
        )


def _read_raised(before: str, raised: str, after: str) -> tuple[list[int], str]:
    """The notes that raised text stands for, or else the words it becomes."""
    if not re.search(r"\d", raised):
        return [], raised
    if _NOTE_NUMBERS.fullmatch(raised):
        if not before.strip():
            return [], f"{raised} "  # at the start it is the label of a footnote's own text
        if not _exponent(before, raised, after):
            return [int(number) for number in re.findall(r"\d+", raised)], ""
    return [], raised.translate(_TO_RAISED)


def _exponent(before: str, raised: str, after: str) -> bool:
    """Whether a raised number belongs to the words around it.

    It does after a unit or a single letter if it is 2 or 3 (``km²``, ``R²``), after a 10 that stands alone
    (``10⁶``), before a chemical element (``¹⁴C``), and above a fraction's stroke. All else is a note: after a year or
    a word a number can't be an exponent.
    """
    if raised in ("2", "3") and _UNIT.search(before):
        return True
    if raised.isdigit() and _POWER_BASE.search(before):
        return True
    if after[:1] in ("⁄", "/") and after[1:2].isdigit():
        return True
    return before[-1:] in " (" and _ELEMENT.match(after) is not None
