"""Whose a number is: what it counts, whether it is money or a share, and who the sentence with it is about."""

import re
from collections.abc import Sequence

from chat.answer import Evidence
from chat.language import analyse
from chat.quantities import numbers
from chat.support import context

_MONEY = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds?|yen|roubles?|rubles?|USD|francs?)\b")
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_COUNTLESS = frozenset("total number sum amount range figure ten hundred thousand million billion".split())


def misplaced(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim's numbers, which are there, are not of what it says they are of.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
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
        elif (who := _named_subject(claim, value)) and not any(
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


def _named_subject(claim: str, value: float) -> set[str]:
    """The name of whoever is the subject of the clause in which a number stands."""
    clause = next((part for part in claim.split(";") if value in numbers(part)), claim)
    for token in analyse(clause):
        if value in numbers(token.text) or token.like_num:
            verb = next((above for above in token.ancestors if above.pos_ in ("VERB", "AUX")), None)
            subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")] if verb is not None else []
            return {subject.lower_ for subject in subjects if subject.pos_ == "PROPN"}
    return set()
