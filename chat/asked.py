"""What kind of thing a question asks for."""

import re
from dataclasses import dataclass
from enum import StrEnum

from chat.language import analyse


class Kind(StrEnum):
    """What a question asks for; the value says it in words."""

    PERSON = "who"
    ORGANISATION = "which organisation"
    CITY = "which city"
    PLACE = "where"
    TIME = "when"
    DURATION = "how long"
    MONEY = "how much money"
    SHARE = "what share"
    COUNT = "how many"
    NAME = "what it is called"
    OTHER = "something else"


@dataclass(frozen=True)
class Asked:
    """What a question asks for.

    Attributes:
        kind: Of what kind it is.
        noun: The noun that is asked about, in its base form: "set" in "how many television sets"; empty for none.
        verb: What the person did who is asked for, in its base form: "compare" in "who compared"; empty for none.
    """

    kind: Kind
    noun: str = ""
    verb: str = ""


_PAY = "cost|pay|paid|spen[dt]|worth|earn|receive|charge|invest|sell|sold|buy|bought|purchased?"
_RULES = tuple(
    (kind, re.compile(rule, re.IGNORECASE))
    for kind, rule in (
        (Kind.SHARE, r"\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b|\bpercentage\b"),
        (Kind.DURATION, r"\b(?:for )?how (?:long|many (?:years|months|weeks|days|hours|decades))\b(?! ago)"),
        (
            Kind.MONEY,
            rf"\bhow much money\b|\bhow much (?:did|does|do|was|is|were|has|have|will|would)\b.*\b(?:{_PAY})\b"
            r"|\b(?:what|which)\b[^,]{0,40}\b(?:price|cost|sum|amount of money|fee|salary)\b"
            r"|\bwhat did\b.*\b(?:pay|cost)\b|\bhow expensive\b",
        ),
        (
            Kind.COUNT,
            r"\bhow many\b|\bwhat (?:is|was|are|were)? ?(?:the )?(?:exact |total )?number of\b"
            r"|\bhow (?:big|large|high|tall|heavy|wide|deep|old|fast)\b(?! an?\b| of an?\b)",  # "how big a role"
        ),
        (
            Kind.TIME,
            r"^(?:\W|and |since |until )*when (?:did|does|do|was|were|is|are|will|had|has|have)\b|\bsince when\b"
            r"|\b(?:what|which) (?:year|date|day|month|decade|century)\b|, (?:and )?when (?:did|was|were|is|will)\b",
        ),
        (Kind.NAME, r"\bwhat(?:'s| is| was| are| were)? (?:the )?(?:exact |full |first |last )*(?:names?|titles?)\b"),
        (
            Kind.ORGANISATION,
            r"\b(?:what|which) (?:\w+ )?(?:institute|institution|company|firm|newspaper|magazine|agency|bank|party|"
            r"organi[sz]ation|university|think tank|publisher|court|ministry)\b",
        ),
        (
            Kind.CITY,
            r"\b(?:what|which) (?:\w+ )?(?:city|cities|town|towns|capital|capitals|village)\b"
            r"|\bwhat (?:is|was) the capital\b",
        ),
        (Kind.PLACE, r"^(?:\W|and |from )*where\b|\bin (?:what|which) (?:region|location|country|building|hotel)\b"),
        (
            Kind.PERSON,
            r"^(?:\W|and |by |to |with |from )*who(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|author|"
            r"historian|journalist|senator|politician|president|official|leader|analyst|agent|general|minister)\b",
        ),
    )
)
_WHETHER = re.compile(
    r"^(?:\W|and |but |so )*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)(?:n't)?\b"
    r"|\b(?:right|correct|true)\?$",
    re.IGNORECASE,
)


def asked_for(question: str) -> Asked:
    """What a question asks for; OTHER for "what", "why", "how" and questions for yes or no."""
    kind = next((kind for kind, rule in _RULES if rule.search(question)), Kind.OTHER)
    return Asked(kind, _noun(question, kind), _verb(question) if kind is Kind.PERSON else "")


def whether(question: str) -> bool:
    """Whether a question asks if something is so; the sentence that says otherwise answers it too."""
    return bool(_WHETHER.search(question))


def noun_phrase(question: str) -> list[str]:
    """The names and nouns of a question, as written; numbers and question words are none."""
    return [t.text for t in analyse(question) if t.pos_ in ("PROPN", "NOUN") and t.tag_ not in ("WP", "WDT")]


def _noun(question: str, kind: Kind) -> str:
    doc = analyse(question)
    if kind is Kind.COUNT:
        many = [t for t in doc if t.lower_ in ("many", "number")]
        if many and many[0].lower_ == "many" and many[0].head.pos_ in ("NOUN", "PROPN"):
            return many[0].head.lemma_.lower()
        return next((t.lemma_.lower() for t in doc if many and t.i > many[0].i and t.pos_ in ("NOUN", "PROPN")), "")
    if kind is Kind.NAME:
        heads = [t for t in doc if t.lemma_.lower() in ("name", "title")]
        of = [t for head in heads[:1] for prep in head.children if prep.dep_ == "prep" for t in prep.children]
        behind = [t for t in doc if heads and t.i > heads[0].i and t.pos_ in ("NOUN", "PROPN")]
        return next((t.lemma_.lower() for t in [*of, *behind] if t.pos_ in ("NOUN", "PROPN")), "")
    return ""


def _verb(question: str) -> str:
    doc = analyse(question)
    return next((t.head.lemma_.lower() for t in doc if t.lower_ == "who" and t.dep_ == "nsubj"), "")
