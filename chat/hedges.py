"""How surely a sentence says what it says: the words that hold it back."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from chat.language import CONTENT, LIGHT, analyse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Kind = Literal["denial", "evidential", "inference", "modal"]

_DENIAL = re.compile(
    r"\b(?:do|does|did|has|have|can|could|would)(?: not|n[’']t|not)(?: \w+ly)? "
    r"(?:prove|proven|proved|establish|confirm|demonstrate|show|shown|mean|necessarily mean)\b"
    r"|\b(?:stop|stops|stopped|stopping|fall|falls|fell|falling) short of \w+ing\b"
    r"|\bfalsely\b|\bfalse(?= claim)|\b(?:unproven|unconfirmed|unsubstantiated|unverified|disputed)\b"
    r"|\bno (?:definitive |clear |direct )?(?:evidence|proof)\b|\bnot (?:been )?(?:proven|proved)\b",
    re.IGNORECASE,
)
_EVIDENTIAL = re.compile(
    r"\b(?:allegedly|reportedly|purportedly|supposedly|ostensibly|apparently|seemingly|presumably|arguably"
    r"|alleged|purported|supposed(?! to\b)|presumed|rumou?red|reputed(?:ly)?|so-called)\b"
    r"|\b(?:is|are|was|were|been|be) (?:\w+ly )?(?:said|believed|thought|reported|alleged|rumou?red|understood|assumed"
    r"|considered|likened|seen|regarded|viewed|expected|projected|forecast|estimated|predicted|anticipated)\b",
    re.IGNORECASE,
)
_INFERENCE = re.compile(
    r"\b(?:suggest|indicate|impl(?:y|ie)|hint)(?:s|d|ed|ing)?\b(?! by\b)"
    r"|\b(?:appear|seem|tend)(?:s|ed)?(?: to\b|(?= \w+ly\b))",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:(?:would|could|may|might) )?(?:most |very |more )?(?:un)?likely\b"
    r"|\b(?:probably|possibly|perhaps|maybe|potentially|conceivably)\b"
    r"|\b(?:could|might|may|would)\b|\bpotential\b",
    re.IGNORECASE,
)
_ORDER: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("denial", _DENIAL),
    ("evidential", _EVIDENTIAL),
    ("inference", _INFERENCE),
    ("modal", _MODAL),
)


@dataclass(frozen=True)
class Hedge:
    """A word that holds back.

    Attributes:
        words: As written.
        kind: What it does: "denial" (not proved), "evidential" (others say so), "inference" (suggests), "modal" (may).
        start: Its offset.
        end: Offset of its end, exclusive.
        held: Base forms, in lower case, of what it holds back: the verb, noun or adjective that it goes with, and the
            first word of weight behind it.
    """

    words: str
    kind: Kind
    start: int
    end: int
    held: frozenset[str]


@lru_cache(maxsize=4096)
def hedges(text: str) -> tuple[Hedge, ...]:
    """The hedges of a sentence, the most binding kind first, in the order of the words within a kind."""
    doc = analyse(text)
    found: list[Hedge] = []
    for kind, pattern in _ORDER:
        for match in pattern.finditer(text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            words = match[0]
            taken = any(hedge.start < match.end() and match.start() < hedge.end for hedge in found)
            if span is None or taken or not _holds_back(doc, span[0], words):
                continue
            found.append(Hedge(words, kind, match.start(), match.end(), _held(doc, span.start, span.end, kind)))
    return tuple(found)


def _holds_back(doc: "Doc", first: "Token", words: str) -> bool:
    if words.lower() in ("may", "might"):
        return first.tag_ == "MD" or words == "may"
    if words.lower() == "perhaps":  # "Perhaps most notably" judges, it doesn't doubt
        return not (first.i + 1 < len(doc) and doc[first.i + 1].lower_ == "most")
    return True


def _held(doc: "Doc", start: int, end: int, kind: Kind) -> frozenset[str]:
    inside = range(start, end)
    # Adverbs and auxiliaries hold back the word they belong to; verbs, such as "suggests", what follows them.
    verbs = kind in ("denial", "inference") and not doc[start:end].text.lower().endswith("ly")
    verbs = verbs or any(t.pos_ == "VERB" for t in doc[start:end])
    heads = {t.head for t in doc[start:end] if not verbs and t.head.i not in inside and t.head.pos_ in CONTENT}
    heads |= {c for head in heads for c in head.children if c.dep_ == "ccomp"}  # falsely claiming that Ukraine began it
    heads |= {c for head in heads if head.lemma_ in LIGHT for c in head.children if c.dep_ in ("dobj", "attr", "acomp")}
    below = {c for t in doc[start:end] for c in t.children if c.dep_ in ("ccomp", "xcomp", "dobj", "oprd", "pobj")}
    following = next((t for t in doc[end : end + 4] if t.pos_ in CONTENT), None)
    return frozenset(t.lemma_.lower() for t in (*heads, *below, following) if t is not None and t.i not in inside)
