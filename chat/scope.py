"""Whether a question asks about whole sections or documents, and about which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.aspects import is_kind
from chat.named_sections import numbered, opening_or_closing, spelled_out, titled
from chat.sections import DOCUMENT, Part, content_words, outermost, sections
from chat.summary_words import (
    ABOUT_IT,
    BRIEFLY,
    EVERYWHERE,
    LIGHT,
    PLURAL_OF_DOCUMENT,
    SUMMARY,
    THEME,
    TIMELINE,
    without_manner,
)
from ingest import Source

_DOCUMENT = re.compile(rf"\b(?:{DOCUMENT}(?:'s|s)?|(?:the|its) author)\b")
_THIS = re.compile(
    r"^(?:(?:so|and|ok|okay|now) )*(?:what(?:['’]s| is| was)|tell me what) (?:this|it|that|all this|all of this)"
    r" (?:is |all )*about\W*$"
)
# One thing is asked for: who, when, how many; or whether something is so.
_ONE_FACT = re.compile(
    r"\b(?:who|whom|whose|when|where|which|why|how (?:many|much|long|often|old|far|big))\b"
    r"|^(?:is|are|was|were|do|does|did|has|have|had|should|must|may|might)\b"
)
_DESCRIBE = re.compile(
    r"^(?:(?:please|can|could|would|you) )*(?:tell me (?:more )?about|describe|explain|outline|discuss)\b"
    r"|^(?:what|how)(?:['’]s| (?:are|were|does|do|is|about))\b|^(?!what|how)[^?]*$|^(?:any|which)\b|^[\w' -]{1,40}\?$"
)
_LOOSE = r"(?P<loose>part|bit|piece|portion)"
_NAMED = re.compile(
    r"\b(?:section|chapter|part|heading|bit|piece|portion)s? (?:that |which )?(?:is |deals |talks )?"
    r"(?:entitled|titled|called|named|headed|labell?ed|on|about|dealing with|with|concerning|regarding|covering)"
    r" (?:the )?(?P<name>.+?)(?=,? (?:say|says|said|argues?|tells?|covers?|describes?|states?|means?|deals?"
    r"|discuss(?:es)?|concludes?|in (?:short|brief|a nutshell))\b|[?!,;]|\.(?: |$)|$)"
    rf"|\b(?:the|this) (?P<before>(?:(?!the |this )[\w'’&/-]+ ){{1,6}}?)(?:section|chapter|{_LOOSE})\b"
)
_ON_WHAT = re.compile(
    r"\b(?:say|says|said|tells? us|state|states|argues?)\b.*?\b(?:about|on|regarding|of) (?P<topic>[^?.!,;:]+)"
)
_ABOUT_WHAT = re.compile(r"\b(?:about|on|regarding|concerning|with regard to|in terms of|with respect to|as to) ")
_SUMS_UP = re.compile(  # "How does Smith sum up his view?"
    rf"(?:how|what|why) (?:does|do|did) (?!(?:the|this) (?:{DOCUMENT}|author)|you\b|it\b)[^?]*\bsumm?(?:\b|ar)"
)
_ALL_OF = re.compile(rf"\b(?:the|this) (?:(?:whole|entire|full|complete) )?(?:{DOCUMENT}|thing)\b")
_WHAT_IT_SAYS = re.compile(r"\bwhat (?:does it say|is in it|does it come to|is it about)\W*$")
_KINDS_ASKED = re.compile(
    r"^(?:(?:please|so|and) )*(?:what (?:are|were)|list|name|give me|tell me|any)(?: all)?(?: the| its)? [a-z]+s\W*$"
)


@dataclass(frozen=True)
class Scope:
    """What an overview is asked of.

    Attributes:
        parts: The sections, or paragraphs, in document order.
        whole: Whether they are all there is.
        aspect: What is asked about them, such as "risks"; None where it is all that they say.
        named: Words for one section that fit no heading: which of the parts it is must be found by meaning.
        dated: Whether it is to be a timeline: of sentences with a date.
        loose: Whether a summary of the parts as a whole was asked for in so many words: words of the aspect that the
            document doesn't have are none then.
    """

    parts: tuple[Part, ...]
    whole: bool = False
    aspect: str | None = None
    named: str | None = None
    dated: bool = False
    loose: bool = False


def scope(question: str, sources: Sequence[Source]) -> Scope | None:
    """What sections a question wants an overview of; None where it asks for a fact, as most do.

    Naming a section is not enough ("According to the Conclusion, who …?"): either a summary is asked for, or nothing
    but the section itself.

    Args:
        question: Understandable on its own.
        sources: The documents that it is asked of.
    """
    question = re.sub(r"\bU\.? ?S\.?(?:A\b\.?)?(?!\w)", "United States", question)  # in lower case it would be "us"
    text = re.sub(r"[\"“”‘]|(?<!\w)'|'(?!\w)", " ", " ".join(question.lower().replace("’", "'").split()))
    text = " ".join(text.split())
    found = _scope(text, without_manner(text), sources)
    if not found:
        return None
    everything = tuple(part for source in sources for part in outermost(sections(source)))
    return replace(found, whole=found.whole or found.parts == everything, dated=bool(TIMELINE.search(text)))


def _scope(text: str, asked: str, sources: Sequence[Source]) -> Scope | None:
    meant = _meant(asked, sources)
    everything = tuple(part for source in meant for part in outermost(sections(source)))
    parts, rest, named = _parts(asked, meant)
    everywhere = EVERYWHERE.search(rest)
    rest = EVERYWHERE.sub(" ", rest)
    document = _DOCUMENT.search(rest)
    left = _left(rest, meant, len(sources) > 1)
    aspect = " ".join(left) or None
    summary = SUMMARY.search(asked) or TIMELINE.search(asked)
    plural = PLURAL_OF_DOCUMENT.search(asked)
    if not summary and _ONE_FACT.search(asked) and not everywhere and not plural:
        return None
    if summary and _ONE_FACT.search(asked[: summary.start()]) and not re.match(r"which\b", asked):
        return None
    if _SUMS_UP.match(asked):
        return None
    wanted = bool(summary or SUMMARY.search(text) or (parts and _WHAT_IT_SAYS.search(asked)))

    if named and not parts:
        return Scope(everything, aspect=aspect, named=named) if wanted or not left else None
    if parts:
        left = [word for word in left if not (word.isdigit() and any(word in (part.title or "") for part in parts))]
        aspect = " ".join(left) or None
        topic = _ON_WHAT.search(rest)
        if not (not left or wanted or (topic and set(left) <= set(content_words(topic["topic"])))):
            return None
        # "What was the Hanseatic League?", asked of an article of that title, asks for what it was.
        if tuple(parts) == everything and not wanted and not document:
            return None
        return Scope(tuple(parts), aspect=aspect, loose=wanted and not _ABOUT_WHAT.search(rest))
    briefly = BRIEFLY.search(text)
    if (wanted or briefly) and not document and (fitting := _fitting(left, meant, 0.0 if len(left) > 1 else 0.99)):
        return Scope(fitting)
    if wanted or everywhere:
        loose = bool(_ALL_OF.search(asked)) and not _ABOUT_WHAT.search(asked)
        return Scope(everything, whole=True, aspect=aspect, loose=loose)
    if _THIS.match(asked) or (document and not left and (ABOUT_IT.search(rest) or asked != text)):
        return Scope(everything, whole=True)
    if len(everything) > 2 and _DESCRIBE.match(asked) and (fitting := _fitting(left, meant, 0.99)):
        return Scope(fitting)
    theme = THEME.search(asked)
    if theme and not document and left[-1:] != [theme["theme"]]:  # "the main ports of the Baltic"
        theme = None
    theme = theme or (plural if plural and is_kind(plural["theme"]) else None)
    if (theme and theme["theme"] in left) or (len(left) == 1 and is_kind(left[0]) and _KINDS_ASKED.match(asked)):
        return Scope(everything, whole=True, aspect=aspect)
    return None


def _parts(text: str, sources: Sequence[Source]) -> tuple[list[Part], str, str | None]:
    """The sections that a question names, what it says besides, and the name of one that no heading fits."""
    parts, rest = spelled_out(text, sources)
    named = None
    if not parts and (match := _NAMED.search(text)):
        words = [word for word in content_words(match["name"] or match["before"] or "") if word not in LIGHT]
        found = titled(words, (part for source in sources for part in sections(source)))
        best = [part for of_words, of_title, part in found if (of_words, of_title) == found[0][:2]]
        fits = len(best) == 1 and found[0][0] >= (1.0 if match["loose"] else 0.5)
        if words and (fits or not match["loose"]):  # "the eastern part" is none of a document
            rest = text[: match.start()] + " " + text[match.end() :]
            parts, named = (best, None) if fits else ([], " ".join(words))
    if not parts and not named:
        parts, rest = opening_or_closing(rest, sources)
    # "the first paragraph of the Conclusion"
    within = parts[0] if len(parts) == 1 else None
    if not named and (not parts or "paragraph" in rest):
        places, without = numbered(rest, sources, within)
        parts, rest = (places, without) if places else (parts, rest)
    return parts, rest, named


def _fitting(words: Sequence[str], sources: Sequence[Source], of_title: float) -> tuple[Part, ...]:
    """The one section whose title has all of the words, and they so much of it."""
    found = titled(words, (part for source in sources for part in sections(source) if part.title))
    fits = [part for share, title, part in found if share >= 1.0 and title >= of_title]
    return tuple(fits) if len(fits) == 1 else ()


def _meant(text: str, sources: Sequence[Source]) -> list[Source]:
    """The documents that a question names; all, where it names none."""
    named = [source for source in sources if any(name in text for name in _names(source))]
    return named or list(sources)


def _names(source: Source) -> list[str]:
    stem = source.name.rpartition(".")[0] or source.name
    names = [source.name.lower(), stem.lower(), re.sub(r"[_-]+", " ", stem).lower()]
    return [name for name in names if len(name) > 3]


def _left(rest: str, sources: Sequence[Source], several: bool) -> list[str]:
    """Words of a question that say what is asked, in their order."""
    if several:
        for name in (name for source in sources for name in _names(source)):
            rest = rest.replace(name, " ")
    words = [word for word in content_words(_DOCUMENT.sub(" ", rest)) if word not in LIGHT]
    named = " ".join(source.name for source in sources)
    return [word for word in words if not word.isdigit() or (len(word) == 4 and word not in named)]  # years
