"""The author's footnote numbers that lost their superscript and now stick to words: ``policy1.`` for one.

Nothing about one token tells ``policy1.`` from ``COVID19.``, so the document decides as a whole, from evidence:

- a *clear* mark is a small number glued to an ordinary word, a closing quote or bracket, and followed by the end of
  a clause (``lose”4.``), or standing right after it (``policy.1 Next``);
- a document has notes only if clear marks are repeated and their numbers fill a small range from 1 or 2 up;
- only then are years (``19872.`` is 1987 with note 2), grouped numbers and acronyms looked at too, and only for
  numbers that the clear marks have shown to be notes of this document.

A token that also stands where no note would (``G7 leaders``, ``COVID19 cases``) is a name and stays whole.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_CLAUSE_END = r"(?=[.,;:!?…]+[”\"’')\]]*(?:\s|$|—|–))"
_CLOSER = r"”\"’'»)\]%"
_MARK = re.compile(
    # policy1.   lose”4.   (ASEAN)3.
    rf"(?P<stem>[^\W\d_]+|[{_CLOSER}])(?P<before>\d{{1,2}}){_CLAUSE_END}"
    # policy.1 Next   lose.”4 Next
    rf"|(?P<ended>[^\W\d_]|[{_CLOSER}])[.!?…][{_CLOSER}]*(?P<after>\d{{1,2}})(?=\s+[“\"‘'(]?[A-Z]|\s*$)"
)
_NUMBER_MARK = re.compile(
    # 19872. is 1987 and 2; 24,0003. is 24,000 and 3
    rf"(?<![\d.,])(?:1\d{{3}}|20\d{{2}}|\d{{1,3}}(?:,\d{{3}})+)(?P<number>\d{{1,2}}){_CLAUSE_END}"
)
_WORD = re.compile(r"[^\W_]+")

MIN_MARKS = 3  # fewer prove no habit: three endings such as `word1.` are the least that a range can be seen in
MIN_FILLED = 0.6  # share of 1..max that must occur: notes count up, product names and codes don't


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote number in a text: ``text[start:end]`` are its digits."""

    start: int
    end: int
    number: int


def find_notes(texts: Sequence[str]) -> list[list[Mark]]:
    """Finds the glued footnote numbers of a document.

    Args:
        texts: The document's paragraphs and headings, in order.

    Returns:
        For each text its marks in order; all empty when the document gives no evidence of notes.
    """
    names = _names(texts)
    clear: list[list[Mark]] = []
    doubtful: list[list[Mark]] = []
    for text in texts:
        clear.append([])
        doubtful.append([])
        for match in _MARK.finditer(text):
            group = "before" if match["before"] else "after"
            mark = Mark(match.start(group), match.end(group), int(match[group]))
            stem = match["stem"] or ""
            if stem + match[group] in names:
                continue
            (clear if _ordinary(stem) else doubtful)[-1].append(mark)
        doubtful[-1] += [
            Mark(match.start("number"), match.end("number"), int(match["number"]))
            for match in _NUMBER_MARK.finditer(text)
        ]
    known = _note_numbers(clear)
    if not known:
        return [[] for _ in texts]
    words = Counter(word for text in texts for word in _WORD.findall(text))
    return [
        sorted(
            [mark for mark in sure if mark.number in known]
            + [mark for mark in unsure if mark.number in known and _splits(text, mark, words)],
            key=lambda mark: mark.start,
        )
        for text, sure, unsure in zip(texts, clear, doubtful, strict=True)
    ]


def _names(texts: Sequence[str]) -> set[str]:
    """Tokens of letters and digits that stand before a word somewhere: names such as G7, not notes."""
    return {
        match[1]
        for text in texts
        for match in re.finditer(r"\b([^\W\d_]+\d{1,2})(?=(?:[-\u2010-\u2015’']|\s+)\w)", text)
    }


def _ordinary(stem: str) -> bool:
    """Whether a stem is a closing mark or a word in lower or title case, not an acronym."""
    return not stem.isalpha() or (len(stem) > 1 and stem[1:].islower())


def _note_numbers(marks: Sequence[Sequence[Mark]]) -> set[int]:
    """The numbers that the clear marks show to be notes; empty when they don't look like notes."""
    seen = Counter(mark.number for text in marks for mark in text)
    if seen.total() < MIN_MARKS or len(seen) < 2:
        return set()
    filled = [n for n in range(1, max(seen) + 1) if n in seen]
    return set(seen) if min(seen) in (1, 2) and len(filled) >= MIN_FILLED * max(seen) else set()


def _splits(text: str, mark: Mark, words: Counter[str]) -> bool:
    """Whether what is left of a doubtful token is a number, or a word that the document has on its own."""
    stem = re.search(r"[^\W\d_]+$", text[: mark.start])
    return stem is None or words[stem[0]] > 0
