"""A model's draft, taken apart into sentences and the markers they carry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.answer import Evidence
from ingest.sentences import split_sentences

_MARKER = re.compile(r"\s*[\[【](?P<numbers>\s*\^?\d+(?:\s*(?:,|;|-|–|and|&)\s*\^?\d+)*\s*)[\]】]")
_HALF_MARKER = re.compile(r"\s*[\[【][^\]】\n]{0,12}$")
_THINKING = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)
_PREAMBLE = re.compile(r"^\s*(?:answer|response)\s*:\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset(
    "a an and are as at be by for from has have he her his in is it its of on or she that the their they this to was"
    " were which who will with".split()
)

MIN_CONTAINMENT = 0.6
"""Share of an unmarked sentence's content words and numbers that one evidence sentence must hold to be its source."""


@dataclass(frozen=True)
class Draft:
    """A sentence of a draft.

    Attributes:
        text: Its words, without markers; empty where the model gave a marker alone.
        numbers: What its markers say, in order, without repeats; not yet checked.
        marked: Whether the model set the markers; False where `attach` found the source.
    """

    text: str
    numbers: tuple[int, ...]
    marked: bool = True


def parse(text: str) -> list[Draft]:
    """Splits a draft into sentences, each with the markers that stand in or right behind it.

    Understands ``[1]``, ``[1, 2]``, ``[1][2]``, ``[1-3]`` and ``【1】``, before or behind the full stop; where the
    draft begins with a marker, markers are read as standing before their sentence.
    """
    text = _BULLET.sub("", _EMPHASIS.sub(r"\2", _PREAMBLE.sub("", _THINKING.sub("", text))))
    drafts: list[Draft] = []
    for line in text.splitlines():
        plain, marks = _without_markers(line)
        spans = split_sentences(plain)
        if not spans and marks:
            drafts.append(Draft("", _flat(marks)))
        leading = bool(re.match(r"\s*[\[【]", line))
        for i, span in enumerate(spans):
            if leading:  # between the end of the sentence before and the end of this one
                start, end = spans[i - 1].end if i else 0, span.end
            else:  # between the start of this sentence and the start of the next
                start, end = span.start if i else 0, spans[i + 1].start if i + 1 < len(spans) else len(plain) + 1
            drafts.append(Draft(span.of(plain), _flat([mark for mark in marks if start <= mark[0] < end])))
    return drafts


def _without_markers(line: str) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The line without its markers, and the markers: (offset in the plain line, numbers)."""
    plain, done = "", 0
    marks: list[tuple[int, tuple[int, ...]]] = []
    for match in _MARKER.finditer(line):
        plain += line[done : match.start()]
        done = match.end()
        marks.append((len(plain), _numbers(match["numbers"])))
    return plain + line[done:], marks


def _numbers(marker: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in re.split(r"[,;&]|and", marker):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        # [2-4] is 2, 3 and 4; a range nobody would write, such as [1-2025], is its two ends.
        wide = len(ends) == 2 and 0 < ends[1] - ends[0] < 20
        found += range(ends[0], ends[1] + 1) if wide else ends
    return tuple(found)


def _flat(marks: Sequence[tuple[int, tuple[int, ...]]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for _, numbers in marks for number in numbers))


def attach(draft: Draft, evidence: Sequence[Evidence]) -> Draft:
    """Finds the source of a sentence without markers: the evidence sentence that holds most of its content words.

    Returns:
        The draft with that sentence's number, or unchanged where none holds enough (`MIN_CONTAINMENT`).
    """
    words = content_words(draft.text)
    if draft.numbers or not words:
        return draft
    shares = [len(words & content_words(item.text)) / len(words) for item in evidence]
    best = max(shares, default=0.0)
    if best < MIN_CONTAINMENT:
        return draft
    return Draft(draft.text, (evidence[shares.index(best)].number,), marked=False)


def without_half_marker(text: str) -> str:
    """Text as it streams in, without a marker that is only half there."""
    return _HALF_MARKER.sub("", _THINKING.sub("", text))


def content_words(text: str) -> set[str]:
    """Words and numbers in lower case, without the commonest links between them."""
    return {word for word in map(str.lower, _WORD.findall(text.replace(",", ""))) if word not in _LINKS}
