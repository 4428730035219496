"""The lines of a PDF's pages, with what layout needs to know of each: place, size, weight, raised digits.

pdfium gives a page's text in one call. Asking it about every character would take most of a minute for a long
report, so only a few characters are asked about: three of each line, and the digits that could be footnote numbers.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_SEGMENT = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")  # pdfium puts one of these for a hyphen at a line's end
_DIGITS = re.compile(r"\d+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123
_BOLD_WEIGHT = 600
_RAISED_SIZE = 0.9  # a raised digit is smaller than this share of its line's size
_RAISED_BY = 0.15  # and stands at least this share of it above the line
_SAME_LINE = 0.35  # of the size: baselines closer than this are one line


@dataclass(slots=True)
class Line:
    """A line of text on a page; lengths are in points, from the page's lower left.

    Attributes:
        pieces: Its text in order: (words, whether they are raised digits).
        page: From 1.
        left: Where it starts.
        right: Where it ends.
        base: Its baseline.
        size: Of its largest sampled character.
        bold: Whether its sampled characters are bold.
        height: Of the page.
    """

    pieces: list[tuple[str, bool]]
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    height: float
    words: str = field(init=False)

    def __post_init__(self) -> None:
        self.words = self._words()

    def _words(self) -> str:
        return "".join(text for text, raised in self.pieces if not raised).strip()

    def extend(self, other: "Line", *, raised: bool = False) -> None:
        """Adds what pdfium gave as a line of its own although it goes on in this one."""
        if raised:
            self.pieces.append((other.words, True))
        else:
            apart = other.left - self.right > 0.15 * self.size
            self.pieces += [(" ", False), *other.pieces] if apart else other.pieces
        self.right = max(self.right, other.right)
        self.words = self._words()


def page_lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The lines of a page in the order of the file.

    Args:
        page: The page; it stays open.
        number: Of the page, from 1.
    """
    lines: list[Line] = []
    for line in _segments(page, number):
        before = lines[-1] if lines else None
        if before is None:
            lines.append(line)
        elif _goes_on(before, line):
            before.extend(line)
        elif _is_raised_by_itself(before, line):
            before.extend(line, raised=True)
        else:
            lines.append(line)
    return lines


def _goes_on(before: Line, line: Line) -> bool:
    return (
        abs(line.base - before.base) < _SAME_LINE * min(before.size, line.size)
        and -0.5 * before.size <= line.left - before.right < 4 * before.size
    )


def _is_raised_by_itself(before: Line, line: Line) -> bool:
    return (
        line.words.isdigit()
        and line.size <= _RAISED_SIZE * before.size
        and _RAISED_BY * before.size <= line.base - before.base < before.size
        and -0.5 * before.size <= line.left - before.right < 0.5 * before.size
    )


def _segments(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    textpage = page.get_textpage()
    try:
        text = _text(textpage)
        probe = _Probe(textpage, page)
        for match in _SEGMENT.finditer(text):
            words = match[0].rstrip(" ")
            start = match.start() + len(words) - len(words.lstrip())
            end = match.start() + len(words)
            if start >= end:
                continue
            middle = (start + end) // 2
            sampled = {start, middle, end - 1}
            # A bullet may be larger than its words, and a note's number is smaller.
            sampled = {at for at in sampled if text[at].isalnum()} or sampled
            largest = max((probe.character(at) for at in sampled), key=lambda character: character.size)
            size = largest.size or 1.0
            yield Line(
                _pieces(match[0].replace("\ufffe", "-").replace("\x02", "-"), match.start(), probe, largest),
                number,
                probe.character(start).left,
                probe.right(end - 1),
                largest.base,
                size,
                probe.bold(start) and probe.bold(middle),
                probe.height,
            )
    finally:
        textpage.close()


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The page's text, one character for each UTF-16 unit, so that indices are pdfium's."""
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count * 2 + 1))()
    written = pdfium_c.FPDFText_GetText(textpage.raw, 0, count, buffer) if count else 1
    return "".join(map(chr, buffer[: max(written - 1, 0)]))


@dataclass(frozen=True, slots=True)
class _Character:
    left: float
    base: float
    size: float


class _Probe:
    """Asks pdfium about single characters of a page, by their index in its text."""

    def __init__(self, textpage: pdfium.PdfTextPage, page: pdfium.PdfPage) -> None:
        self._raw = textpage.raw
        self._turned = page.get_rotation()
        self._wide, self.height = page.get_size()

    def _index(self, at: int) -> int:
        return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._raw, at))

    def _upright(self, x: float, y: float) -> tuple[float, float]:
        """A point as a reader sees it, on a page that is stored lying on its side."""
        match self._turned:
            case 90:
                return y, self.height - x
            case 180:
                return self._wide - x, self.height - y
            case 270:
                return self._wide - y, x
            case _:
                return x, y

    def character(self, at: int) -> _Character:
        index = self._index(at)
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetCharOrigin(self._raw, index, x, y)
        pdfium_c.FPDFText_GetMatrix(self._raw, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(self._raw, index) * math.hypot(matrix.c, matrix.d)
        return _Character(*self._upright(x.value, y.value), size)

    def right(self, at: int) -> float:
        box = pdfium_c.FS_RECTF()
        pdfium_c.FPDFText_GetLooseCharBox(self._raw, self._index(at), box)
        return max(self._upright(box.left, box.bottom)[0], self._upright(box.right, box.top)[0])

    def bold(self, at: int) -> bool:
        index = self._index(at)
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._raw, index, name, len(name), flags)
        return (
            bool(_BOLD_NAME.search(name.value.decode("utf-8", "replace")))
            or bool(flags.value & _FORCE_BOLD)
            or pdfium_c.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT
        )


def _pieces(text: str, offset: int, probe: _Probe, line: _Character) -> list[tuple[str, bool]]:
    """A line's text, with the digits that stand raised in it set apart."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for match in _DIGITS.finditer(text):
        start = match.end()
        # From the back, since a note may follow a year: in `19872` only the last digit is raised.
        while start > match.start():
            digit = probe.character(offset + start - 1)
            if not (digit.size <= _RAISED_SIZE * line.size and digit.base - line.base >= _RAISED_BY * line.size):
                break
            start -= 1
        end = match.end()
        if start < end:
            if text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
                start, end = start - 1, end + 1
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    pieces.append((text[done:], False))
    return [(_whole(part), raised) for part, raised in pieces if part]


def _whole(units: str) -> str:
    """Surrogate pairs joined to the characters that they stand for."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
