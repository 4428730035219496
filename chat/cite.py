"""A model's draft, taken apart into sentences and the markers they carry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.answer import Evidence
from ingest.sentences import split_sentences

_NUMBERS = r"\^?\d{1,3}(?:\s*(?:,|;|-|–|and|&)\s*\^?\d{1,3})*"  # three digits: [2025] is a year
_MARKER = re.compile(
    r"\s*(?P<double>\[(?=\[))?[\[【]\s*(?:sentences?|sources?|evidence|#)?\s*"
    rf"(?P<numbers>{_NUMBERS})\s*[\]】](?(double)\])",
    re.IGNORECASE,
)
_MARKERS = rf"(?:\s*[\[【]\s*{_NUMBERS}\s*[\]】])+"
_HALF_MARKER = re.compile(r"\s*[\[【][^\]】\n]{0,20}$")
_HALF_TAG = re.compile(r"<(?:t(?:h(?:i(?:nk?)?)?)?)?$")
_THINKING = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_BULLET = re.compile(rf"^\s*(?:[-–*•+>]|#{{1,6}}|\d{{1,2}}[.)])\s+(?!{_MARKERS}\W*$)", re.MULTILINE)
_PREAMBLE = re.compile(r"^\s*(?:answer|response)\s*:\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_LABEL = re.compile(rf"^({_MARKERS})\s*[:.)–-]\s+(?=\w)", re.MULTILINE)
_IN_BRACKETS = re.compile(rf"\(\s*(?:see\s+)?({_MARKERS})\s*\)", re.IGNORECASE)
_BY_MARKER = re.compile(
    r"\b(?P<by>according to|as stated in|based on)(?:\s+(?:the\s+)?(?:sentences?|evidence|sources?))?"
    rf"(?P<markers>{_MARKERS}(?:\s*(?:,?\s*and|,|&){_MARKERS})*),?\s+(?P<first>\w+)",
    re.IGNORECASE,
)
_MATERIAL = r"(?:passages?|documents?|texts?|briefing|sentences?|evidence|context|sources?|information)"
_BY_DOCUMENT = re.compile(
    r"(?:^|(?<=[\].!?] )|(?<=[.!?][”\"] ))(?:(?:according to|as stated in|based on) (?:the |this |these )?"
    rf"(?:given |provided |numbered |first |second |third |fourth |last )*{_MATERIAL}"
    r"(?: provided| given| \d+)?(?:, *| +(?=[“\"]))"
    rf"|(?:the|this|these) (?:given |provided |numbered )*{_MATERIAL} (?:also )?"
    r"(?:mention|claim|state|say|note|report|indicate|explain|describe|add)s? that )(?P<first>[“\"]?\w)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"[“\"]\s*([^“”\"]{40,}[.!?])\s*[”\"]")  # a whole sentence, not a few words of it
_BARE = re.compile(r"\W*(?:(?:sources?|references?|citations?|sentences?|evidence)\W*)?", re.IGNORECASE)
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
    """

    text: str
    numbers: tuple[int, ...]


def parse(text: str) -> list[Draft]:
    """Splits a draft into sentences, each with the markers that stand in or right behind it.

    Understands ``[1]``, ``[1, 2]``, ``[1][2]``, ``[1-3]``, ``【1】`` and ``[Sentence 1]``, before or behind the full
    stop or in a line of their own; where a line begins with a marker, markers are read as standing before their
    sentence. Markers that belong to no sentence are drafts without text, one for each number.
    """
    drafts: list[Draft] = []
    ahead: tuple[int, ...] = ()  # markers in a line of their own, before the sentence they belong to
    above = False
    for line in _BULLET.sub("", spoken(text)).splitlines():
        plain, marks = _without_markers(_tidy(line))
        numbers = _flat(marks)
        if marks and _BARE.fullmatch(plain):
            if above or not drafts:
                above, ahead = True, (*ahead, *numbers)
            elif not drafts[-1].numbers:
                drafts[-1] = Draft(drafts[-1].text, numbers)
            else:
                cited = {number for draft in drafts for number in draft.numbers}
                drafts += [Draft("", (number,)) for number in numbers if number not in cited]
            continue
        found = _sentences(plain, marks, leading=bool(_MARKER.match(line)))
        if found and ahead:
            found[0] = Draft(found[0].text, tuple(dict.fromkeys((*ahead, *found[0].numbers))))
            ahead = ()
        drafts += found
    return drafts + [Draft("", (number,)) for number in ahead]


def spoken(text: str) -> str:
    """What a model says: its output without what it thought, emphasis and "Answer:"."""
    return _PREAMBLE.sub("", _EMPHASIS.sub(r"\2", _without_thinking(text)))


def _without_thinking(text: str) -> str:
    # Some servers put the opening tag in the prompt, so that only the closing one is seen.
    return _THINKING.sub("", text).rpartition("</think>")[2]


def _tidy(line: str) -> str:
    """The line with markers that are used as words, "according to [1]", set behind a word as any other."""

    def behind(match: re.Match[str]) -> str:
        first = match["first"]
        marks = "".join(mark[0] for mark in _MARKER.finditer(match["markers"]))  # without the "and" between them
        return (first[0].upper() + first[1:] if match["by"][0].isupper() else first) + marks

    plain = _BY_MARKER.sub(behind, _IN_BRACKETS.sub(r"\1", _LABEL.sub(r"\1 ", line)))
    return _BY_DOCUMENT.sub(lambda match: match["first"].upper(), plain)


def _sentences(plain: str, marks: Sequence[tuple[int, tuple[int, ...]]], leading: bool) -> list[Draft]:
    """The sentences of a line without its markers, each with those that are its own."""
    spans = split_sentences(plain)
    drafts = []
    for i, span in enumerate(spans):
        last = i + 1 == len(spans)
        if leading:  # between the end of the sentence before and the end of this one
            start, end = spans[i - 1].end if i else 0, span.end
        else:  # between the start of this sentence and the start of the next
            start, end = span.start if i else 0, 0 if last else spans[i + 1].start
        own = [mark for mark in marks if start <= mark[0] and (last or mark[0] < end)]
        text = span.of(plain)
        wrapped = _WRAPPED.fullmatch(text)
        drafts.append(Draft(wrapped[1] if wrapped else text, _flat(own)))
    return drafts


def _without_markers(line: str) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The line without its markers, and the markers: (offset in the plain line, numbers)."""
    plain, done = "", 0
    marks: list[tuple[int, tuple[int, ...]]] = []
    for match in _MARKER.finditer(line):
        plain += line[done : match.start()]
        done = match.end()
        marks.append((len(plain), _numbers(match["numbers"])))
        if re.search(r"[.!?][”\"]?$", plain):
            if line[done : done + 1] == ".":
                done += 1  # "… in 1984. [1]."
            elif line[done : done + 1].isalnum():
                plain += " "  # "… in 1984.[1]He …"
    return plain + line[done:], marks


def _numbers(marker: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in re.split(r"[,;&]|and", marker):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        # [2-4] is 2, 3 and 4; a range nobody would write, such as [1-200], is its two ends.
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
    return Draft(draft.text, (evidence[shares.index(best)].number,))


def without_half_marker(text: str) -> str:
    """Text as it streams in, without a marker that is only half there, and without what the model thinks."""
    return _HALF_MARKER.sub("", _HALF_TAG.sub("", _without_thinking(text)))


def content_words(text: str) -> set[str]:
    """Words and numbers in lower case, without the commonest links between them."""
    return {word for word in map(str.lower, _WORD.findall(text.replace(",", ""))) if word not in _LINKS}
