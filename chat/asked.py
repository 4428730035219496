"""What kind of thing a question asks for."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from chat.language import HYPHENS, analyse

if TYPE_CHECKING:
    from spacy.tokens import Token


class Kind(StrEnum):
    """What a question asks for; the value says it in words."""

    PERSON = "who"
    ORGANISATION = "which organisation"
    CITY = "which city"
    COUNTRY = "which country"
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
        noun: The noun that is asked about, in its base form: "set" in "how many television sets", "counsel" in
            "who was the special counsel"; empty for none.
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
            r"|\bwhat did\b.*\b(?:pay|cost)\b|\bhow expensive\b|^(?:the )?(?:price|cost|sum) (?:of|for|paid)\b",
        ),
        (
            Kind.COUNT,
            r"\bhow many\b|^(?:the )?number of\b|\bwhat (?:is|was|are|were)? ?(?:the )?(?:exact |total )?number of\b"
            r"|\bhow (?:big|large|high|tall|heavy|wide|deep|old|fast)\b(?! an?\b| of an?\b)",  # "how big a role"
        ),
        (
            Kind.TIME,
            r"^(?:\W|and |since |until )*when (?:did|does|do|was|were|is|are|will|had|has|have)\b|\bsince when\b"
            r"|(?:^(?:the )?|\b(?:what|which) )(?:year|date|day|month|decade|century)\b"
            r"|, (?:and )?when (?:did|was|were|is|will)\b",
        ),
        (
            Kind.NAME,
            r"^(?:the )?(?:names?|titles?) of\b"
            r"|\bwhat(?:'s| is| was| are| were)? (?:the )?(?:exact |full |first |last )*(?:names?|titles?)\b",
        ),
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
        (
            Kind.COUNTRY,
            r"\b(?:what|which) (?:\w+ ){0,2}(?:country|countries|nations?)\b|\bwhich (?!\w+ of)(?:\w+ ){0,2}states?\b",
        ),
        (Kind.PLACE, r"^(?:\W|and |from )*where\b|\bin (?:what|which) (?:region|location|building|hotel)\b"),
        (
            Kind.PERSON,
            r"^(?:\W|and |by |to |with |from )*who(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|author|"
            r"historian|journalist|senator|politician|president|official|leader|analyst|agent|general|minister)\b",
        ),
    )
)
_NOUNS = ("NOUN", "PROPN")
_ASKING = frozenset("year date day month decade century number price cost sum name title".split())
_WHETHER = re.compile(
    r"^(?:\W|and |but |so )*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)(?:n't)?\b"
    r"|\b(?:right|correct|true)\?$",
    re.IGNORECASE,
)


def asked_for(question: str) -> Asked:
    """What a question asks for; OTHER for "what", "why", "how" and questions for yes or no."""
    kind = next((kind for kind, rule in _RULES if rule.search(question)), Kind.OTHER)
    return Asked(kind, _noun(question, kind), _verb(question) if kind is Kind.PERSON else "")


def asks(word: str, asked: Asked) -> bool:
    """Whether a word in its base form only says of what kind it is that is asked for: "Year of the first visit?"."""
    return asked.kind is not Kind.OTHER and word.lower() in _ASKING


def whether(question: str) -> bool:
    """Whether a question asks if something is so; the sentence that says otherwise answers it too."""
    return bool(_WHETHER.search(question))


def nouns(question: str) -> list[str]:
    """The names and nouns of a question, as written; "Ari Ben-Menashe" is one, and so is "vice-president".

    Numbers and question words are none.
    """
    found: list[list[Token]] = []
    for token in analyse(question):
        if found and _goes_on(found[-1][-1], token):
            found[-1].append(token)
        elif token.pos_ in _NOUNS and token.tag_ not in ("WP", "WDT") and token.text not in HYPHENS:
            found.append([token])
    return ["".join(token.text_with_ws for token in one).strip(f" {HYPHENS}") for one in found]


def _goes_on(before: "Token", token: "Token") -> bool:
    """Whether a word belongs to the name or the hyphened word that the word before belongs to."""
    hyphened = not before.whitespace_ and (before.text in HYPHENS or token.text in HYPHENS)
    return before.i == token.i - 1 and (hyphened or before.pos_ == token.pos_ == "PROPN")


def _noun(question: str, kind: Kind) -> str:
    doc = analyse(question)
    if kind is Kind.COUNT:
        many = [t for t in doc if t.lower_ in ("many", "number")]
        if many and many[0].lower_ == "many" and many[0].head.pos_ in _NOUNS:
            return many[0].head.lemma_.lower()
        return next((t.lemma_.lower() for t in doc if many and t.i > many[0].i and t.pos_ in _NOUNS), "")
    if kind is Kind.PERSON:
        return _role(question)
    if kind is Kind.NAME:
        named = next((t.i for t in doc if t.lemma_.lower() in ("name", "title")), len(doc))
        behind = list(dropwhile(lambda t: t.pos_ not in _NOUNS, doc[named + 1 :]))
        phrase = takewhile(lambda t: t.pos_ in (*_NOUNS, "ADJ", "NUM", "PART", "DET"), behind)
        return next((t.lemma_.lower() for t in reversed(list(phrase)) if t.pos_ in _NOUNS), "")
    return ""


def _role(question: str) -> str:
    """What somebody is, of "who was the special counsel": the noun behind a form of "be"; empty for a name.

    Of several ("who were the first members") it is empty too: they are listed, and not beside that word.
    """
    doc = analyse(question)
    who = next((t for t in doc if t.lower_ in ("who", "whom")), None)
    if who is None or who.head.lemma_ != "be":
        return ""
    roles = [t for t in who.head.children if t.dep_ in ("nsubj", "attr") and t.i > who.i]
    return next((t.lemma_.lower() for t in roles if t.tag_ == "NN"), "")


def _verb(question: str) -> str:
    doc = analyse(question)
    return next((t.head.lemma_.lower() for t in doc if t.lower_ == "who" and t.dep_ == "nsubj"), "")
