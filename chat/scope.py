"""Whether a question asks about whole sections or documents, and about which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.aspects import is_kind
from chat.sections import (
    DOCUMENT,
    Part,
    content_words,
    numbered,
    opening_or_closing,
    outermost,
    sections,
    spelled_out,
    titled,
)
from ingest import Source

_MAIN = (
    r"(?:main|key|major|central|chief|core|principal|primary|biggest|greatest|essential|crucial|top|overall|general"
    r"|take-?home|most important)"
)
_POINTS = (
    r"(?:points?|ideas?|messages?|themes?|topics?|arguments?|claims?|findings?|conclusions?|thes[ei]s|statements?"
    r"|insights?|lessons?|subjects?|thoughts?|lines?|facts)"
)
_SUMMARY = re.compile(
    r"\bsummar(?:y|ies|i[sz]e[ds]?|i[sz]ing)\b|\btl;? ?dr\b|\bgist\b|\boverview\b|\brecap(?:itulate)?\b|\bsynopsis\b"
    r"|\bsum(?:ming)? (?:\w+ ){0,4}?up\b|\bnutshell\b|\btake-?aways?\b|\bbottom line\b|\bcondense\b|\bhighlights\b"
    r"|\bboil(?:s|ed)? (?:\w+ ){0,3}down\b|\b(?:walk|run) me through\b|\bbullet points\b"
    r"|\bwrap (?:\w+ ){0,3}?up\b|\bneed to know\b"
    r"|\bwhat message\b|^outline\b|\ban outline\b"
    rf"|\b{_MAIN} {_POINTS}\b"
)
_PLURAL_OF_DOCUMENT = re.compile(
    rf"\b(?:what|which) (?:are the )?(?:[\w-]+ )?(?!does)(?P<theme>[a-z]{{3,}}s) (?:that )?(?:(?:does|do|are|is) )?"
    rf"(?:\w+ )?(?:in |by )?(?:the|this) {DOCUMENT}"
)
_THEME = re.compile(rf"\b(?:what|which|list|name|give)\b.*\b{_MAIN} (?:\w+ )?(?P<theme>[a-z]{{3,}}s)\b")
_EVERYWHERE = re.compile(
    r"\b(?:across|throughout|from|in|over|of|through) (?:all|every|the (?:whole|entire|full))(?: of)?(?: the)?"
    r" (?:sections?|chapters?|parts|document|briefing|text|article|report|paper)\b(?: together)?"
    r"|\b(?:across|throughout) the (?:sections|chapters|document|briefing|text|article|report|paper)\b"
    r"|\bthe (?:document|briefing|text|article|report|paper) as a whole\b|\ball (?:sections|chapters)\b"
)
_DOCUMENT = re.compile(rf"\b{DOCUMENT}(?:'s|s)?\b")
_THIS = re.compile(
    r"^(?:(?:so|and|ok|okay|now) )*(?:what(?:['’]s| is| was)|tell me what) (?:this|it|that|all this|all of this)"
    r" (?:is |all )*about\W*$"
)
_ABOUT_IT = re.compile(
    r"\b(?:say|says|said|about|deals? with|cover(?:s|ed)?|discuss(?:es|ed)?|describes?|talks?|argues?|tells?|conclude"
    r"|concludes|mean|means|contains?|contents?|in (?:short|brief|essence)|briefly|explain|claims?|states?|reads?)\b"
)
# One thing is asked for: who, when, how many; or whether something is so.
_ONE_FACT = re.compile(
    r"\b(?:who|whom|whose|when|where|which|why|how (?:many|much|long|often|old|far|big))\b"
    r"|^(?:is|are|was|were|do|does|did|has|have|had|should|must|may|might)\b"
)
_DESCRIBE = re.compile(
    r"^(?:(?:please|can|could|would|you) )*(?:tell me (?:more )?about|describe|explain|outline|discuss)\b"
    r"|^(?:what|how)(?:['’]s| (?:are|were|does|do|is))\b|^(?!what|how)[^?]*$"
)
_NAMED = re.compile(
    r"\b(?:section|chapter|part|heading)s? (?:that |which )?(?:is |deals |talks )?"
    r"(?:entitled|titled|called|named|headed|labell?ed|on|about|dealing with|with|concerning|regarding|covering)"
    r" (?:the )?(?P<name>.+?)(?=,? (?:say|says|said|argues?|tells?|covers?|describes?|states?|means?|deals?"
    r"|discuss(?:es)?|concludes?|in (?:short|brief|a nutshell))\b|[?!,;]|\.(?: |$)|$)"
    r"|\b(?:the|this) (?P<before>(?:[\w'’&-]+ ){1,6}?)(?:section|chapter)\b"
)
_ON_WHAT = re.compile(
    r"\b(?:say|says|said|tells? us|state|states|argues?)\b.*?\b(?:about|on|regarding|of) (?P<topic>[^?.!,;:]+)"
)
# Words of such questions that say nothing of what is asked.
_LIGHT = frozenset(
    "author section sections chapter part parts paragraph paragraphs heading headings passage title say says said"
    " saying tell tells state states stated write written deal deals dealing cover covers covered discuss discusses"
    " discussed describe describes described mention mentions mentioned address addresses argue argues argued explain"
    " explains explained make makes made contain contains present presents give gives read reads reading know mean"
    " means draw draws drawn reach reached warn warns warned identify identifies identified raise raises raised name"
    " list lists find main key major central chief core principal primary biggest greatest essential crucial overall"
    " top important point points idea ideas message messages takeaway takeaways take aways theme themes topic topics"
    " thesis theses argument arguments claim claims conclusion conclusions lesson lessons fact facts statement"
    " statements finding findings insight insights subject subjects content contents thought thoughts line lines"
    " summary summaries summarize summarise summarized summarised summarizing summarising tldr tl dr gist overview"
    " recap recapitulate synopsis nutshell bottom condense highlight highlights outline bullet walk run sum short brief"
    " briefly quick quickly concise concisely essence word words sentence sentences few please pls kindly whole entire"
    " full complete everything together across throughout generally general want need like get show provide produce"
    " create simple simply terms plain english thing things stuff basically really exactly actually one two three four"
    " five six seven eight go talk talks speak speaks see according called titled entitled named labelled headed"
    " concern concerns concerning regarding look looks boil boils boiled conclude concludes concluding begin begins"
    " start starts end ends open opens close closes closing opening hi hello ok okay understand story context first"
    " last second third fourth fifth sixth seventh eighth ninth tenth next penultimate role play plays portray"
    " portrayed take-home convey conveys predicts predict sees see foresee foresees names i'm know wrap"
    " time no thanks thank different other page pages".split()
)


@dataclass(frozen=True)
class Scope:
    """What an overview is asked of.

    Attributes:
        parts: The sections, or paragraphs, in document order.
        whole: Whether they are all there is.
        aspect: What is asked about them, such as "risks"; None where it is all that they say.
        named: Words for one section that fit no heading: which of the parts it is must be found by meaning.
    """

    parts: tuple[Part, ...]
    whole: bool = False
    aspect: str | None = None
    named: str | None = None


def scope(question: str, sources: Sequence[Source]) -> Scope | None:
    """What sections a question wants an overview of; None where it asks for a fact, as most do.

    Naming a section is not enough ("According to the Conclusion, who …?"): either a summary is asked for, or nothing
    but the section itself.

    Args:
        question: Understandable on its own.
        sources: The documents that it is asked of.
    """
    text = re.sub(r"[\"“”‘]|(?<!\w)'|'(?!\w)", " ", " ".join(question.lower().replace("’", "'").split()))
    text = " ".join(text.split())
    meant = _meant(text, sources)
    parts, rest, named = _parts(text, meant)
    everywhere = _EVERYWHERE.search(rest)
    rest = _EVERYWHERE.sub(" ", rest)
    document = _DOCUMENT.search(rest)
    left = _left(rest, meant, len(sources) > 1)
    summary = _SUMMARY.search(text)
    if not summary and _ONE_FACT.search(text) and not everywhere and not _PLURAL_OF_DOCUMENT.search(text):
        return None
    if summary and _ONE_FACT.search(text[: summary.start()]) and not re.match(r"which\b", text):
        return None
    everything = tuple(part for source in meant for part in outermost(sections(source)))

    if named and not parts:
        ok = summary or not left
        return Scope(everything, aspect=_aspect(left), named=named) if ok else None
    if parts:
        topic = _ON_WHAT.search(rest)
        if not left or summary or (topic and set(left) <= set(content_words(topic["topic"]))):
            return Scope(tuple(parts), aspect=_aspect(left))
        return None
    if summary and len(left) > 1 and not document and (fitting := _fitting(left, meant, 1.0, 0.0)):
        return Scope(fitting)
    if summary or everywhere:
        return Scope(everything, whole=True, aspect=_aspect(left))
    if _THIS.match(text) or (document and not left and _ABOUT_IT.search(rest)):
        return Scope(everything, whole=True)
    theme = _THEME.search(text)
    if theme and not document and left[-1:] != [theme["theme"]]:  # "the main ports of the Baltic"
        theme = None
    plural = _PLURAL_OF_DOCUMENT.search(text)
    theme = theme or (plural if plural and is_kind(plural["theme"]) else None)
    if theme and theme["theme"] in left:
        return Scope(everything, whole=True, aspect=_aspect(left))
    if (
        len(left) > 1
        and len(everything) > 2
        and _DESCRIBE.match(text)
        and (fitting := _fitting(left, meant, 1.0, 0.99))
    ):
        return Scope(fitting)
    return None


def _parts(text: str, sources: Sequence[Source]) -> tuple[list[Part], str, str | None]:
    """The sections that a question names, what it says besides, and the name of one that no heading fits."""
    parts, rest = spelled_out(text, sources)
    named = None
    if not parts and (match := _NAMED.search(text)):
        words = [word for word in content_words(match["name"] or match["before"] or "") if word not in _LIGHT]
        if words:
            rest = text[: match.start()] + " " + text[match.end() :]
            found = titled(words, (part for source in sources for part in sections(source)))
            best = [part for of_words, of_title, part in found if (of_words, of_title) == found[0][:2]]
            parts, named = (best, None) if len(best) == 1 and found[0][0] >= 0.5 else ([], " ".join(words))
    if not parts and not named:
        parts, rest = opening_or_closing(rest, sources)
    # "the first paragraph of the Conclusion"
    within = parts[0] if len(parts) == 1 else None
    if not named and (not parts or "paragraph" in rest):
        places, without = numbered(rest, sources, within)
        parts, rest = (places, without) if places else (parts, rest)
    return parts, rest, named


def _fitting(words: Sequence[str], sources: Sequence[Source], of_words: float, of_title: float) -> tuple[Part, ...]:
    """The one section whose title has the words."""
    found = titled(words, (part for source in sources for part in sections(source) if part.title))
    fits = [part for share, title, part in found if share >= of_words and title >= of_title]
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
    return [word for word in content_words(_DOCUMENT.sub(" ", rest)) if word not in _LIGHT and not word.isdigit()]


def _aspect(words: Sequence[str]) -> str | None:
    return " ".join(words) or None
