"""What kind of thing a question asks for, and whether a sentence holds one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from chat.language import analyse, content_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Alike = Callable[[str, str], bool]
"""Whether two words mean nearly the same."""


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
_LABELS = {
    Kind.PERSON: {"PERSON", "ORG", "NORP", "GPE"},
    Kind.ORGANISATION: {"ORG"},
    Kind.CITY: {"GPE"},
    Kind.MONEY: {"MONEY"},
    Kind.SHARE: {"PERCENT"},
    Kind.TIME: {"DATE", "TIME"},
    Kind.DURATION: {"DATE", "TIME"},
}
_LOCATIVE = frozenset("in at near from to on through across between outside inside".split())
_IS = frozenset("appos attr nsubj".split())
_CITIES = frozenset("city capital town village be".split())
_DOERS = frozenset("nsubj nsubjpass agent appos attr".split())
_NO_VERB = frozenset(("", "be", "do"))
_UNIT = re.compile(r"\b(?:year|month|week|day|hour|minute|decade|centur|generation)", re.IGNORECASE)
_POINT = re.compile(r"\b(?:ago|early|late|recent|last|next|this|of|in)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\d|\b(?:an?|half|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|several)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})s?\b")
_SHARE = re.compile(r"%|\bper ?cent|\b(?:half|third|quarter|fifth|majority|most|portion)\b", re.IGNORECASE)
ENOUGH = 1  # content words of a part that can be looked up alone
_COMPARED = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        r"^(?:please )?(?:compare|contrast) (?P<one>.+?) (?:with|to|and|against) (?P<other>.+)",
        r"\bhow (?:do|does|did) (?P<one>.+?) (?:compare|contrast|differ) (?:with|to|from) (?P<other>.+)",
        r"\bdifferences? between (?P<one>.+?) and (?P<other>.+)",
    )
)
_PART = re.compile(
    r"(?:,| -)? and (?=(?:also )?(?:(?:at|by|for|from|in|of|on|to|under|with) )?"
    r"(?:how|what|who|whom|whose|when|where|which|why)\b)|\? ",
    re.IGNORECASE,
)


def parts(question: str) -> list[str]:
    """The questions that a question puts together: "Who led the strike, and when did the miners return?".

    A part that says too little to be looked up alone, such as "and why?", is none.
    """
    compared = next((match for rule in _COMPARED if (match := rule.search(question))), None)
    found = [compared["one"], compared["other"]] if compared else _PART.split(question)
    found = [part.strip(" ,?.") for part in found]
    asked = [f"{part}?" for part in found if len(content_tokens(part)) >= ENOUGH]
    return asked if len(asked) > 1 else [question]


def asked_for(question: str) -> Asked:
    """What a question asks for; OTHER for "what", "why", "how" and questions for yes or no."""
    kind = next((kind for kind, rule in _RULES if rule.search(question)), Kind.OTHER)
    return Asked(kind, _noun(question, kind), _verb(question) if kind is Kind.PERSON else "")


def holds(sentence: str, asked: Asked, question: str, alike: Alike) -> bool:
    """Whether a sentence holds a thing of the kind that is asked for, one that the question doesn't name itself.

    Args:
        sentence: Of the document.
        asked: From `asked_for`.
        question: What is asked.
        alike: Tells whether a number counts what is asked for, where the words differ.
    """
    doc, known = analyse(sentence), question.lower()
    if asked.kind is Kind.OTHER:
        return True
    if asked.kind is Kind.COUNT:
        return any(_counts(token, asked.noun, alike) for token in _quantities(doc) if token.text.lower() not in known)
    if asked.kind is Kind.SHARE:
        return bool(_SHARE.search(sentence))
    if asked.kind is Kind.NAME:
        return _named(doc, asked.noun, known)
    if asked.kind is Kind.PLACE:
        return any(t.dep_ == "pobj" and t.head.lower_ in _LOCATIVE and t.lower_ not in known for t in doc) or any(
            e.label_ in ("GPE", "LOC", "FAC") and e.text.lower() not in known for e in doc.ents
        )
    found = [e for e in doc.ents if e.label_ in _LABELS[asked.kind] and e.text.lower() not in known]
    if asked.kind is Kind.DURATION:
        # "for years" is no answer
        return any(_UNIT.search(e.text) and _MEASURED.search(e.text) and not _POINT.search(e.text) for e in found)
    if asked.kind is Kind.TIME:
        return bool(found) or bool(_YEAR.search(sentence))
    if asked.kind is Kind.CITY:
        return any(e.root.dep_ == "pobj" and e.root.head.lower_ in _LOCATIVE for e in found) or any(
            e.root.dep_ in _IS and e.root.head.lemma_.lower() in _CITIES for e in found
        )
    if asked.kind is Kind.PERSON:
        return _does(doc, asked.verb, known, alike) or any(
            e.label_ == "PERSON" or asked.verb in _NO_VERB or e.root.dep_ in _DOERS for e in found
        )
    return bool(found)


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


def _does(doc: "Doc", verb: str, known: str, alike: Alike) -> bool:
    """Whether somebody is said to do what is asked: "political parties normally instruct members"."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and verb and (token.lemma_.lower() == verb or alike(token.lemma_, verb)):
            doers = [t for t in token.children if t.dep_ == "nsubj" or (t.dep_ == "agent" and list(t.children))]
            if any(t.lower_ not in known and t.pos_ != "PRON" for t in doers):
                return True
    return False


def _quantities(doc: "Doc") -> list["Token"]:
    dates = {t.i for e in doc.ents if e.label_ in ("DATE", "TIME") and _YEAR.search(e.text) for t in e}
    return [t for t in doc if (t.like_num or t.pos_ == "NUM") and t.i not in dates and not _YEAR.fullmatch(t.text)]


def _counts(number: "Token", noun: str, alike: Alike) -> bool:
    """Whether a number counts a noun: "24,000 individual sanctions", "a total of 13 individuals"."""
    counted = [t.lemma_.lower() for t in (number.head, number.head.head) if t.pos_ in ("NOUN", "PROPN")]
    # "ten", after "expanded to include": what it counts stands elsewhere
    return not noun or not counted or any(word == noun or alike(word, noun) for word in counted)


def _named(doc: "Doc", noun: str, known: str) -> bool:
    """Whether something that a noun stands for has a name here: a title, or a name beside the noun."""
    if any(e.label_ == "WORK_OF_ART" and e.text.lower() not in known for e in doc.ents):
        return True
    for token in (t for t in doc if t.lemma_.lower() == noun):
        near = doc[max(0, token.left_edge.i - 3) : token.right_edge.i + 4]
        if any(t.pos_ == "PROPN" and t.lower_ not in known and not _is_about(token, t) for t in near):
            return True
    return False


def _is_about(noun: "Token", name: "Token") -> bool:
    """Whether a name behind a noun says what it deals with, not what it is called: "two books on Trump"."""
    between = noun.doc[noun.i + 1 : name.i]
    return any(token.pos_ == "ADP" and token.lower_ != "of" for token in between)


def fills(sentences: Sequence[str], asked: Asked, question: str, alike: Alike) -> bool:
    """Whether any of some sentences holds what is asked for."""
    return any(holds(sentence, asked, question, alike) for sentence in sentences)
