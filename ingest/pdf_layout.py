"""A PDF's lines, put together to headings and paragraphs by size, weight and place."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.assemble import Block
from ingest.pdf_lines import Line
from ingest.pdf_running import body_size
from ingest.writer import BlockWriter, clean

_HEADING_SIZE = 1.12  # times the body's size, at least
_MAX_HEADING = 200  # characters
_MAX_BOLD_HEADING = 120  # characters: in bold of the body's size, longer is emphasis
_MIN_PROSE = 40  # characters: a shorter line that doesn't end as a sentence is a table's row
_SAME_SIZE = 0.12  # sizes that differ by less than this share are one: a fixed-width font is often set smaller
_HEADING_GAP = 1.5  # times the size: lines of a heading that are further apart are two headings
_GAP = 1.3  # times the usual distance of lines: more starts a paragraph
_INDENT = 0.7  # times the size: less is noise
_ENDED = re.compile(r"[.!?:;…][”\"’')\]]*$")
_LIST_ITEM = re.compile(r"(?:[•●▪◦‣⁃–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_LOWER = re.compile(r"[^\W\d_A-Z]")
_HYPHEN = re.compile(r"(\w+)[-\u2010]$")
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"})  # pre- and post-war
_NUMBERED = re.compile(r"(?:\d+\.)+\d*\s|\d+\s+[A-Z]")
_WORD = re.compile(r"\w+(?:-\w+)*")


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Headings and paragraphs of a document.

    Args:
        lines: Of the text itself, in reading order.
    """
    layout = _Layout(lines)
    writer = BlockWriter()
    groups = layout.groups()
    for group, below in zip(groups, [*groups[1:], []], strict=True):
        for line, following in zip(group, [*group[1:], None], strict=True):
            writer.page(line.page)
            layout.write(writer, line, following)
        writer.close(layout.level(group, below))
    return writer.blocks


class _Layout:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._body = body_size(lines)
        self._bold_body = sum(len(x.words) for x in lines if x.bold) > 0.5 * sum(len(x.words) for x in lines)
        steps = [round((a.base - b.base) * 2) / 2 for a, b in pairwise(lines) if self._is_below(a, b)]
        self._step = Counter(steps).most_common(1)[0][0] if steps else 1.2 * self._body
        self._rights = self._right_edges()
        self._words = _vocabulary(lines)
        self._sizes: list[float] = []

    def _is_below(self, above: Line, line: Line) -> bool:
        return (
            above.page == line.page
            and abs(above.size - line.size) < _SAME_SIZE * above.size
            and abs(line.size - self._body) < _SAME_SIZE * self._body
            and 0.8 * line.size < above.base - line.base < 3 * line.size
        )

    def _right_edges(self) -> dict[int, float]:
        """For each left edge, in steps of 20 points, how far right lines that start there go."""
        edges: dict[int, list[float]] = {}
        for line in self._lines:
            if line.size <= _HEADING_SIZE * self._body:
                edges.setdefault(int(line.left // 20), []).append(line.right)
        return {left: sorted(rights)[int(0.9 * (len(rights) - 1))] for left, rights in edges.items()}

    def groups(self) -> list[list[Line]]:
        """The lines of each heading and paragraph."""
        groups: list[list[Line]] = []
        for i, line in enumerate(self._lines):
            following = self._lines[i + 1] if i + 1 < len(self._lines) else None
            if groups and not self._starts(groups[-1], line, following):
                groups[-1].append(line)
            else:
                groups.append([line])
        self._sizes = sorted(
            {self._rounded(g[0]) for g in groups if self._is_large(g[0]) and self._is_heading(g)}, reverse=True
        )
        return groups

    def _starts(self, group: Sequence[Line], line: Line, following: Line | None) -> bool:
        """Whether a line starts a heading or paragraph, instead of going on in the one before."""
        before = group[-1]
        if abs(line.size - before.size) > _SAME_SIZE * before.size:
            return True
        down = before.base - line.base if line.page == before.page else -1.0
        heading = self._looks_like_heading(line)
        if heading or self._looks_like_heading(before):
            same = heading and self._looks_like_heading(before) and line.bold == before.bold
            return not (same and 0 < down < _HEADING_GAP * line.size and _aligned(before, line))
        if _LIST_ITEM.match(line.words):
            return True
        if down <= 0:  # the next page or column
            ended = _ENDED.search(before.words) or not _LOWER.search(before.words)  # of numbers only: a table's row
            return not line.words[0].islower() and (bool(ended) or self._had_room(before, line))
        if down > _GAP * self._step * max(1.0, line.size / (self._body or 1)):
            return True
        indent = line.left - before.left
        if indent > _INDENT * line.size and not (len(group) == 1 and _LIST_ITEM.match(before.words)):
            return True
        return not line.words[0].islower() and self._had_room(before, line)

    def _had_room(self, before: Line, line: Line) -> bool:
        """Whether the next line's first word would have fitted on the line before: then the break was meant."""
        right = self._rights.get(int(before.left // 20), before.right)
        width = (before.right - before.left) / max(len(before.words), 1)
        return before.right + width * (len(line.words.split()[0]) + 2) < right

    def _looks_like_heading(self, line: Line) -> bool:
        return self._is_large(line) or self._is_bold(line)

    def _is_large(self, line: Line) -> bool:
        return line.size >= _HEADING_SIZE * self._body

    def _is_bold(self, line: Line) -> bool:
        return line.bold and not self._bold_body and line.size >= (1 - _SAME_SIZE) * self._body

    def _rounded(self, line: Line) -> float:
        return round(line.size)

    def _is_heading(self, group: Sequence[Line]) -> bool:
        words = " ".join(line.words for line in group)
        if not any(character.isalpha() for character in words) or words[-1] in ".,;":
            return False
        if self._is_large(group[0]):
            return len(words) <= _MAX_HEADING
        return self._is_bold(group[0]) and len(words) <= _MAX_BOLD_HEADING and not words.endswith(":")

    def level(self, group: Sequence[Line], below: Sequence[Line]) -> int:
        """Heading level of a group: by size, largest first, then bold; 0 for a paragraph."""
        if not self._is_heading(group):
            return 0
        if self._is_large(group[0]):
            return min(self._sizes.index(self._rounded(group[0])) + 1, 6)
        if not below or (len(below) == 1 and len(below[0].words) < _MIN_PROSE and not _is_prose(below[0])):
            return 0  # the header of a table, not of a text
        return min(len(self._sizes) + 1, 6)

    def write(self, writer: BlockWriter, line: Line, following: Line | None) -> None:
        """Writes a line, joined to the one that follows it in its paragraph."""
        pieces = list(line.pieces)
        end = " "
        hyphen = _HYPHEN.search(line.words)
        if hyphen and following and (first := re.match(r"\w+", clean(following.words))) and not pieces[-1][1]:
            left, right = clean(hyphen[1]), first[0]
            end = " " if right in _SUSPENDED else ""
            if not end and self._is_split(left, right):
                pieces[-1] = (pieces[-1][0].rstrip()[:-1], False)
        for text, raised in pieces:
            (writer.raised if raised else writer.text)(text)
        writer.text(end)

    def _is_split(self, left: str, right: str) -> bool:
        """Whether a hyphen at a line's end only splits a word, going by how the document writes elsewhere."""
        left, right = left.lower(), right.lower() if right.islower() else right
        if left + right.lower() in self._words:
            return True
        if f"{left}-{right.lower()}" in self._words:
            return False
        if len(left) > 2 and left in self._words and right in self._words:
            return False  # well-known, long-term: both are words, and together they are not
        return left[-1].isalpha() and right[0].islower()


def _is_prose(line: Line) -> bool:
    return bool(_ENDED.search(line.words) or _LIST_ITEM.match(line.words))


def _aligned(above: Line, line: Line) -> bool:
    """Whether two lines start at the same place, or are centred over each other."""
    off_left, off_right = line.left - above.left, line.right - above.right
    return not _NUMBERED.match(line.words) and (abs(off_left) < line.size or abs(off_left + off_right) < 2 * line.size)


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    """The document's words in lower case, without those that a line's end cuts."""
    words: set[str] = set()
    cut = False
    for line in lines:
        found = [word.lower() for word in _WORD.findall(clean(line.words))]
        first, cut = int(cut), bool(_HYPHEN.search(line.words))
        words.update(found[first : len(found) - cut])
    return words
