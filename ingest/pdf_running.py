"""Lines of a PDF that are no part of its text: running headers, page numbers, contents, footnotes' texts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.pdf_lines import Line

_MARGIN = 0.15  # share of the page's height, at top and bottom, where running lines stand
_OUTERMOST = 3  # lines of a page, from its edge, that can be running ones
_DRIFT = 8  # points that a running line may stand higher or lower on another page
_NUMBER = re.compile(r"\d{1,4}|\b[ivxlc]{1,6}\b")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|von|/)\s*\d{1,4})?\W*", re.IGNORECASE
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CONTENTS = re.compile(r"(?:\.\s?){5,}(?:\d{1,4}|[ivxlc]{1,6})?$")  # dots that lead to a page's number
_FOOTNOTE_SIZE = 0.92  # of the body's size, at most
_LABEL = re.compile(r"[\[(]?(\d{1,3})[\])]?\.?\s*\S")


def without_running_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of the text itself, in the same order.

    A line at the edge of its page is a running one if the same line stands in the same place on another page, where
    a number in it may have counted on with the pages. Footnotes' texts are small lines at the foot of a page, from
    the first that is labelled with a number raised in the page's text.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    running = _running(pages)
    kept = [line for line in lines if id(line) not in running and not _CONTENTS.search(line.words)]
    body = body_size(kept)
    footnotes: set[int] = set()
    for page in pages.values():
        footnotes |= _footnotes([line for line in page if id(line) not in running], body)
    return [line for line in kept if id(line) not in footnotes]


def body_size(lines: Sequence[Line]) -> float:
    """The size, in points to the half, that most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running(pages: dict[int, list[Line]]) -> set[int]:
    seen: dict[tuple[str, str, int], list[Line]] = defaultdict(list)
    found: set[int] = set()
    for page in pages.values():
        by_height = sorted(page, key=lambda line: line.base)
        for edge, outermost in (("foot", by_height[:_OUTERMOST]), ("head", by_height[::-1][:_OUTERMOST])):
            for place, line in enumerate(outermost):
                if not (line.base < _MARGIN * line.height or line.base > (1 - _MARGIN) * line.height):
                    continue
                for text, counted in _variants(line):
                    seen[edge, text, counted].append(line)
                    if place == 0 and counted == 0 and _PAGE_NUMBER.fullmatch(line.words):
                        found.add(id(line))
    for same in seen.values():
        for line in same:
            if any(other.page != line.page and abs(other.base - line.base) <= _DRIFT for other in same):
                found.add(id(line))
    return found


def _variants(line: Line) -> Iterator[tuple[str, int]]:
    """What a running line has in common with itself on other pages: its words, and a number less the page's."""
    yield line.words, -1_000_000
    for match in _NUMBER.finditer(line.words):
        text = match[0]
        number = int(text) if text.isdigit() else _roman(text)
        yield f"{line.words[: match.start()]}#{line.words[match.end() :]}", number - line.page


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _footnotes(page: Sequence[Line], body: float) -> set[int]:
    small: list[Line] = []
    for line in sorted(page, key=lambda line: line.base):
        if line.size > _FOOTNOTE_SIZE * body:
            break
        small.insert(0, line)
    numbers = {
        words
        for line in page
        if line not in small
        for text, raised in line.pieces
        if raised
        for words in re.findall(r"\d+", text)
    }
    for i, line in enumerate(small):
        label = _LABEL.match("".join(text for text, _ in line.pieces).strip())
        if label and label[1] in numbers:
            return {id(line) for line in small[i:]}
    return set()
