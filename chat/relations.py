"""Who does what to whom, whose number it is, and whether it is denied: a claim's grammar against its sentences'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.language import analyse
from chat.quantities import numbers
from chat.speakers import names_in, subject_of
from chat.support import context

if TYPE_CHECKING:
    from spacy.tokens import Token

_DENYING = re.compile(
    r"\b(?:not|n[’']t|cannot|no|never|none|nobody|nothing|neither|nor|without|hardly|lack\w*|fail\w*|short of"
    r"|rather than|unlike|far from|exclu\w+|prevent\w*|reject\w*|den(?:y|ies|ied)|refus\w*|oppos\w+|absence|false\w*"
    r"|instead|prohibit\w*|ban\w*|un\w+able|unwilling|unlikely|little|few)\b|n[’']t\b",
    re.IGNORECASE,
)
_PLAIN_NOT = re.compile(
    r"\b(?:not(?! (?:only|just|merely|simply))|never|cannot|no(?! longer))\b|n[’']t\b", re.IGNORECASE
)
_MONEY = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds?|yen|roubles?|rubles?|USD|francs?)\b")
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_COUNTLESS = frozenset("total number sum amount range figure ten hundred thousand million billion".split())


@dataclass(frozen=True)
class _Deed:
    """A verb with who does it and to whom, as sets of base forms; a passive verb is turned round."""

    verb: str
    doer: frozenset[str]
    done: frozenset[str]
    named: frozenset[str]
    denied: bool
    pronoun: bool


def misrelated(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim turns round what its sentences say.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
    names = names_in(cited[0].source.text)
    theirs = [deed for item in cited for deed in _deeds(item.text, names)]
    reasons = _denied(claim, cited, names, theirs)
    near = " ".join([*(item.text for item in cited), *context(cited)]).lower()
    for deed in _deeds(claim, names):
        same = [other for other in theirs if other.verb == deed.verb and other.doer and not other.pronoun]
        if not deed.doer or deed.pronoun or not same:
            continue
        if any(deed.doer & other.doer for other in same):
            continue
        swapped = any(deed.doer & other.done for other in same)
        another = bool(deed.named) and all(name in near for name in deed.named) and all(o.named for o in same)
        if swapped or another:
            who = " ".join(sorted(same[0].named or same[0].doer))
            reasons.append(
                f"what it cites says “{deed.verb}” of {who}, not of {' '.join(sorted(deed.named or deed.doer))}"
            )
    return [*reasons, *_misplaced(claim, cited)]


def _deeds(text: str, names: frozenset[str]) -> Iterator[_Deed]:
    for token in analyse(text):
        if token.pos_ != "VERB":
            continue
        subject = subject_of(token, names)
        passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children) or (
            token.dep_ == "acl" and token.tag_ == "VBN"
        )
        agent = next((n for a in token.children if a.dep_ == "agent" for n in a.children if n.dep_ == "pobj"), None)
        if token.dep_ == "acl" and token.tag_ == "VBN":
            subject = token.head
        objects = [c for c in token.children if c.dep_ in ("dobj", "attr", "oprd")]
        subject, misread = _misread(token, subject)
        passive = passive and not misread
        doer, done = (agent, subject) if passive else (subject, objects[0] if objects else misread)
        yield _Deed(
            token.lemma_.lower(),
            _words(doer),
            _words(done) | _behind(token) | (_behind(misread) if misread else frozenset()),
            frozenset(w for w in _words(doer, proper=True)),
            any(child.dep_ == "neg" for child in token.children),
            doer is not None and doer.pos_ == "PRON",
        )


def _misread(verb: "Token", subject: "Token | None") -> tuple["Token | None", "Token | None"]:
    """Subject and object where a parser took "Trump purchased television sets" for sets that Trump purchased."""
    before = verb.doc[verb.i - 1] if verb.i else None
    if subject is None and verb.dep_ == "amod" and before is not None and before.pos_ in ("PROPN", "NOUN"):
        return before, verb.head
    return subject, None


def _behind(verb: "Token") -> frozenset[str]:
    """What stands with a verb's prepositions: "the navy" of "supplied flour to the navy"."""
    return frozenset(
        word
        for preposition in verb.children
        if preposition.dep_ in ("prep", "dative")
        for noun in preposition.children
        if noun.dep_ == "pobj"
        for word in _words(noun)
    )


def _words(token: "Token | None", proper: bool = False) -> frozenset[str]:
    """Base forms of a noun phrase, without the clauses that hang on it, but with "named X"."""
    if token is None:
        return frozenset()
    words = {token}
    frontier = [token]
    while frontier:
        for child in frontier.pop().children:
            if child.dep_ in ("compound", "amod", "poss", "appos", "conj", "oprd", "nmod", "pobj") or (
                child.lower_ in ("named", "called", "of", "like")
            ):
                words.add(child)
                frontier.append(child)
    return frozenset(
        word.lemma_.lower()
        for word in words
        if (word.pos_ == "PROPN" if proper else word.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"))
    )


def _denied(claim: str, cited: Sequence[Evidence], names: frozenset[str], theirs: Sequence[_Deed]) -> list[str]:
    text = " ".join(item.text for item in cited)
    if _PLAIN_NOT.search(claim) and not _DENYING.search(text):
        return ["it denies what the sentence it cites does not deny"]
    for deed in _deeds(claim, names):
        same = [other for other in theirs if other.verb == deed.verb]
        if same and all(other.denied != deed.denied for other in same) and (deed.denied or not _DENYING.search(claim)):
            what = "denies" if deed.denied else "does not deny"
            return [f"it {what} “{deed.verb}”, unlike the sentence it cites"]
    return []


def _misplaced(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Numbers that count something else there, or stand in a sentence about another."""
    reasons = []
    for value, written in numbers(claim).items():
        there = [item for item in cited if value in numbers(item.text)]
        if not there:
            continue  # the check of numbers says so
        mine = _counted(claim, value)
        all_theirs = [_counted(item.text, value) for item in there]
        texts = [item.text for item in there]
        if _kind(claim, written) and not any(
            _kind(text, numbers(text)[value]) == _kind(claim, written) for text in texts
        ):
            reasons.append(f"{written} is no {_kind(claim, written)} in what it cites")
        elif mine and all(theirs and not mine & theirs for theirs in all_theirs) and mine & _nouns(cited):
            reasons.append(f"the number {written} does not count {' '.join(sorted(mine))} in what it cites")
        elif mine and not _kind(claim, written) and all(_kind(t, numbers(t)[value]) == "sum of money" for t in texts):
            reasons.append(f"{written} is a sum of money in what it cites")
        elif (who := _named_subject(claim)) and not any(
            who & set(re.findall(r"\w+", " ".join([item.text, *context([item])]).lower())) for item in there
        ):
            reasons.append(f"the number {written} is not {' '.join(sorted(who)).title()}’s in what it cites")
    return reasons


def _kind(text: str, written: str) -> str:
    at = text.find(written)
    if at < 0:
        return ""
    before, behind = text[max(0, at - 2) : at], text[at + len(written) : at + len(written) + 16]
    if _PERCENT.match(behind.lstrip(" -")):
        return "percentage"
    return "sum of money" if _MONEY.search(before) or _MONEY.match(behind.lstrip()) else ""


def _counted(text: str, value: float) -> frozenset[str]:
    """Base forms of what a number counts: "individuals" of "a total of 13 individuals"."""
    found: set[str] = set()
    for token in analyse(text):
        if token.pos_ == "NUM" and value in numbers(token.text) and token.dep_ in ("nummod", "quantmod", "compound"):
            head = token.head
            if head.pos_ in ("NOUN", "PROPN"):
                found.add(head.lemma_.lower())
    return frozenset(found - _COUNTLESS)


def _nouns(cited: Sequence[Evidence]) -> set[str]:
    return {token.lemma_.lower() for item in cited for token in analyse(item.text) if token.pos_ == "NOUN"}


def _named_subject(claim: str) -> set[str]:
    subjects = [token for token in analyse(claim) if token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ == "ROOT"]
    return {subject.lower_ for subject in subjects if subject.pos_ == "PROPN"}
