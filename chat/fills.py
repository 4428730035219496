"""Whether a sentence holds the kind of thing that a question asks for."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chat.asked import Asked, Kind
from chat.language import analyse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Alike = Callable[[str, str], bool]
"""Whether two words mean nearly the same."""

_LABELS = {
    Kind.PERSON: {"PERSON", "ORG", "NORP", "GPE", "LOC"},
    Kind.ORGANISATION: {"ORG"},
    Kind.CITY: {"GPE"},
    Kind.COUNTRY: {"GPE", "NORP"},
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
_POINT = re.compile(r"\b(?:early|late|recent|last|next|this|of|in)\b", re.IGNORECASE)
_PAST = re.compile(r"\bago\b", re.IGNORECASE)
_ONGOING = re.compile(r"\b(?:been|already|so far|by now)\b", re.IGNORECASE)
_MEASURED = re.compile(
    r"\d|\b(?:an?|half|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|several)\b",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"[$€£¥]\s?\d|\d\S* (?:(?:hundred|thousand|million|billion) )?(?:pounds?|dollars?|euros?|yen|yuan|francs?|marks?"
    r"|ro?ubles?|rupees?|crowns?|pesos?|shillings?|cents?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})s?\b")
_SHARE = re.compile(r"%|\bper ?cent|\b(?:half|third|quarter|fifth|majority|most|portion)\b", re.IGNORECASE)


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
    if asked.kind is Kind.MONEY and _CURRENCY.search(sentence):
        return True
    if asked.kind is Kind.NAME:
        return _named(doc, asked.noun, known)
    if asked.kind is Kind.PLACE:
        return any(t.dep_ == "pobj" and t.head.lower_ in _LOCATIVE and t.lower_ not in known for t in doc) or any(
            e.label_ in ("GPE", "LOC", "FAC") and e.text.lower() not in known for e in doc.ents
        )
    found = [e for e in doc.ents if e.label_ in _LABELS[asked.kind] and not _known(e, known)]
    if asked.kind is Kind.DURATION:
        # "for years" is no answer; "began three years ago" is one to how long something has been going on.
        lengths = [e.text for e in found if _UNIT.search(e.text) and _MEASURED.search(e.text)]
        return any(not _POINT.search(e) and (_ONGOING.search(question) or not _PAST.search(e)) for e in lengths)
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


def _known(entity: "Span", question: str) -> bool:
    """Whether a question names something itself, with all of its name or the last word: "Musk" for "Elon Musk"."""
    name = entity.text.lower()
    return name in question or (entity.label_ == "PERSON" and entity.root.lower_ in question)


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
    return _beside(doc, noun, known)


def _beside(doc: "Doc", noun: str, known: str) -> bool:
    """Whether a name stands beside a noun: "former agent Yuri Shvets"."""
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
    """Whether any of some sentences holds what is asked for.

    Where it is asked who is something, and sentences speak of it, one of these must have the name.
    """
    if asked.kind is Kind.PERSON and asked.noun:
        docs = [analyse(sentence) for sentence in sentences]
        speaking = [doc for doc in docs if any(token.lemma_.lower() == asked.noun for token in doc)]
        if speaking:
            return any(_beside(doc, asked.noun, question.lower()) for doc in speaking)
    return any(holds(sentence, asked, question, alike) for sentence in sentences)
