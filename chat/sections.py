"""The sections and paragraphs of documents, and words that are forms of one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import Stemmer

from ingest import Source

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_STOP = frozenset(
    "a an the this that these those it its it's they them their he she his her him i me my we us our you your and or"
    " but nor so then if as than of in on at to for from by with without into onto about between among through during"
    " against over under after before since until up down out off per via is are was were be been being am do does did"
    " doing have has had having can could may might must shall should will would what which who whom whose when where"
    " why how there here not no any some each every both more most much many very too also only just all such own same"
    " what's that's s let's i'd".split()
)
DOCUMENT = r"(?:document|doc|briefing|text|article|report|paper|file|memo|dossier|essay|pdf|write-?up)"
"""What a reader calls the document."""
_stem = Stemmer.Stemmer("english").stemWord


@dataclass(frozen=True)
class Part:
    """A stretch of a document that a question can ask about.

    Attributes:
        document: The document's name.
        title: Its heading; None for text that stands under none.
        first: Index of its first sentence in ``Source.sentences``.
        last: Index of its last sentence, inclusive.
    """

    document: str
    title: str | None
    first: int
    last: int


def content_words(text: str) -> list[str]:
    """Words that mean something on their own, lower case, without possessive endings."""
    words = [re.sub(r"['’]s?$", "", word.lower()) for word in WORD.findall(text)]
    return [word for word in words if word not in _STOP and len(word) > 1]


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: "strategic" and "strategy", "Russia" and "Russian"."""
    if one == other or _stem(one) == _stem(other):
        return True
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= 5 and shared >= 0.65 * max(len(one), len(other)) and not (one + other).isdigit()


def sections(source: Source) -> list[Part]:
    """A document's sections that have text, each with the sections inside of it counted to it."""
    found = []
    for index, section in enumerate(source.sections):
        inside = [index]
        for later in range(index + 1, len(source.sections)):
            if not section.level or source.sections[later].level <= section.level:
                break
            inside.append(later)
        held = [sentence.index for sentence in source.sentences if sentence.section in inside]
        if held:
            found.append(Part(source.name, section.title, held[0], held[-1]))
    return found


def outermost(parts: Sequence[Part]) -> list[Part]:
    """Those that stand in no other; of a title above everything, what it holds."""
    if len(parts) > 2 and parts[0].last >= max(part.last for part in parts):
        inner = outermost(parts[1:])
        head = [Part(parts[0].document, parts[0].title, parts[0].first, inner[0].first - 1)]
        return [part for part in head if part.last >= part.first] + inner
    kept: list[Part] = []
    for part in parts:
        if not kept or part.last > kept[-1].last:
            kept.append(part)
    return kept


def paragraphs(source: Source, within: Part | None = None) -> list[Part]:
    """The paragraphs of a document, or of a part of it."""
    sentences = source.sentences[within.first : within.last + 1] if within else source.sentences
    groups = [list(group) for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    return [Part(source.name, source.section_of(g[0]).title, g[0].index, g[-1].index) for g in groups]
