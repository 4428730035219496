"""The sections that a question names: by title, by number, or as introduction and conclusion."""

import re
from collections.abc import Iterable, Sequence

from chat.sections import DOCUMENT, WORD, Part, alike, content_words, outermost, paragraphs, sections
from ingest import Source

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CARDINALS = "one two three four five six seven eight nine ten".split()
_FROM_END = {"last": 0, "final": 0, "closing": 0, "concluding": 0, "penultimate": 1, "second-to-last": 1}
_FROM_START = {"opening": 0, "introductory": 0, **{word: i for i, word in enumerate(_ORDINALS)}}
_UNIT = r"(?P<unit>section|chapter|part|paragraph)"
_ORDINAL = re.compile(
    rf"\b(?P<which>{'|'.join([*_FROM_START, *_FROM_END])}|\d+(?=st|nd|rd|th))(?:st|nd|rd|th)? "
    rf"(?:(?P<count>{'|'.join(_CARDINALS[1:])}|\d) )?{_UNIT}s?\b"
)
_CARDINAL = re.compile(rf"\b{_UNIT} (?:no\.? ?|number |#)?(?P<which>\d+|{'|'.join(_CARDINALS)})\b")
_SEVERAL_NUMBERS = re.compile(  # "sections 2 and 3"
    r"\b(?P<unit>section|chapter|part|paragraph)s (?P<one>\d+)(?: and|,| &) (?P<other>\d+)\b"
)
_SEVERAL_PLACES = re.compile(  # "the first and the last section"
    rf"\b(?P<one>{'|'.join([*_FROM_START, *_FROM_END])}) and (?:the )?(?P<other>{'|'.join([*_FROM_START, *_FROM_END])})"
    r" (?P<unit>section|chapter|part|paragraph)s?\b"
)
_END_OF = rf"(?=[?.!,]|$| and\b| of (?:the |this ){DOCUMENT}\b| of it\b)"
_OPENING = re.compile(
    r"\b(?:the|its|an?) (?:introduction|intro|preamble|lead-in)\b|^introduction\b|\bbefore the first heading\b"
    rf"|\bthe (?:very )?(?:opening|beginning|start){_END_OF}|\bthe opening (?:passage|lines|remarks)\b"
    rf"|\b{DOCUMENT} (?:begin|start|open)s?{_END_OF}"
)
_CLOSING = re.compile(
    r"\b(?:the|its) (?:main |key |overall |final |general )?conclusions?(?: section| chapter)?\b|^conclusions?\b"
    r"|\b(?:main|key|overall|final|which|what) conclusions?\b"
    r"|\b(?:the |its )?(?:closing|concluding) (?:remarks|thoughts|passage|words)\b"
    rf"|\bthe (?:very )?(?:ending|end){_END_OF}|\b(?:{DOCUMENT}|authors?) (?:end|conclude|close)s?{_END_OF}"
)
_NUMBERING = r"^\W*(?:\d+(?:\.\d+)*\.?\s+|[IVX]+\.\s+)?"
_OPENING_TITLE = re.compile(
    _NUMBERING + r"(?:introduction|preamble|executive summary|overview|background)\b", re.IGNORECASE
)
_CLOSING_TITLE = re.compile(
    _NUMBERING + r"(?:conclusions?|concluding|closing|final (?:remarks|thoughts)|outlook)\b", re.IGNORECASE
)


def numbered(question: str, sources: Sequence[Source], within: Part | None = None) -> tuple[list[Part], str]:
    """The sections or paragraphs that a question names by their place, and the question without that.

    Args:
        question: In lower case.
        sources: The documents.
        within: The section whose paragraphs are meant; all of a document's without it.
    """
    question = _SEVERAL_NUMBERS.sub(r"\g<unit> \g<one> and \g<unit> \g<other>", question)
    question = _SEVERAL_PLACES.sub(r"\g<one> \g<unit> and \g<other> \g<unit>", question)
    matches = []
    while match := _ORDINAL.search(question) or _CARDINAL.search(question):
        matches.append(match)
        question = _without(question, match)
    matches.sort(key=lambda match: match["unit"] == "paragraph")
    found: list[Part] = []
    for match in matches:
        if match["unit"] == "paragraph" and len(found) == 1 and found[0].title:  # "the first paragraph of section 2"
            within, found = found[0], []
        found += [part for part in _counted(match, sources, within) if part not in found]
    return sorted(found, key=lambda part: ([s.name for s in sources].index(part.document), part.first)), question


def _counted(match: re.Match[str], sources: Sequence[Source], within: Part | None) -> list[Part]:
    found: list[Part] = []
    for source in sources:
        units = outermost(sections(source))
        if match["unit"] == "paragraph" or len(units) < 2:
            units = paragraphs(source, within if within and within.document == source.name else None)
        elif match["which"] not in ("opening", "introductory"):
            units = [part for part in units if part.title] or units
        which, groups = match["which"], match.groupdict()
        count = _number(groups.get("count") or "1")
        if which in _FROM_END:
            end = len(units) - _FROM_END[which]
            found += units[max(0, end - count) : end]
        else:
            start = _FROM_START[which] if which in _FROM_START else _number(which) - 1
            found += units[start : start + count] if start >= 0 else []
    return found


def opening_or_closing(question: str, sources: Sequence[Source]) -> tuple[list[Part], str]:
    """The introductions and conclusions that a question names as such, and the question without that."""
    found: list[Part] = []
    for pattern, title, place in ((_OPENING, _OPENING_TITLE, 0), (_CLOSING, _CLOSING_TITLE, -1)):
        if match := pattern.search(question):
            units = [(outermost(sections(s)), s) for s in sources]
            own = [part for parts, _ in units for part in parts if part.title and title.match(part.title)]
            found += own or [(parts if len(parts) > 1 else paragraphs(s))[place] for parts, s in units if parts]
            question = _without(question, match)
    return found, question


def spelled_out(question: str, sources: Sequence[Source]) -> tuple[list[Part], str]:
    """The sections whose titles, or the halves of them, a question holds word for word, and the question without."""
    rest, found = question, []
    for part in (part for source in sources for part in sections(source) if part.title):
        for variant in _variants(part.title or ""):
            words = r"[\s\W]+".join(map(re.escape, WORD.findall(variant.lower().replace("’", "'"))))
            match = re.search(rf"(?<!\w){words}(?!\w)", question) if words else None
            if match and (len(content_words(variant)) > 1 or re.search(r"section|chapter", question)):
                found.append(part)
                rest = rest.replace(match[0], " ")
                break
    return found, rest


def titled(words: Sequence[str], parts: Iterable[Part]) -> list[tuple[float, float, Part]]:
    """Sections whose titles have words of these, best first: (share of the words, share of the title, section).

    The share of the title is that of its half that has most of them: "Putin's Vision: Playing the Long Game" is
    fully covered by "long game playing".
    """
    scored = []
    for part in parts:
        title = part.title or ""
        known = content_words(title) + _initials(title)
        of_words = sum(any(alike(word, other) for other in known) for word in words) / max(1, len(words))
        of_title = 0.0
        for half in map(content_words, _variants(title)):
            if len(half) > 1 or ":" not in title:
                covered = sum(any(alike(word, other) for word in words) for other in half)
                of_title = max(of_title, covered / max(1, len(half)))
        if of_words:
            scored.append((of_words, of_title, part))
    return sorted(scored, key=lambda item: (-item[0], -item[1]))


def _variants(title: str) -> list[str]:
    """A title, and what stands before and behind its colon or dash."""
    return list(dict.fromkeys([title, *(half for half in re.split(r":\s|\s[–—-]\s", title) if half.strip())]))


def _initials(title: str) -> list[str]:
    names: list[str] = re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+", title)
    return ["".join(word[0] for word in name.split()).lower() for name in names]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _CARDINALS.index(word) + 1


def _without(question: str, match: re.Match[str] | None) -> str:
    return question[: match.start()] + " " + question[match.end() :] if match else question
