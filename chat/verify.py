"""Whether a claim may stand: a first, exact check against the sentences it cites.

Nothing here guesses. What can be told exactly is: that the markers lead somewhere, and that every number, date and
quotation of a claim stands in the sentences it cites. A claim that fails is replaced by the sentence it cites, or
dropped when it cites none; both are written down.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chat.answer import Claim, Dropped, Evidence
from chat.cite import Draft, attach, content_words
from chat.quantities import comparable, dates, numbers, quotations

MIN_WORDS = 3  # shorter drafts, such as "13" or "Yes", are answers only beside the question: quoting says more


@dataclass(frozen=True)
class Verdict:
    """What a verifier says of a claim: its reasons against it, none when the claim may stand."""

    reasons: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether the claim may stand."""
        return not self.reasons


class Verifier(Protocol):
    """Says whether the sentences that a claim cites support it."""

    def __call__(self, claim: str, cited: Sequence[Evidence]) -> Verdict:
        """Checks one claim.

        Args:
            claim: A sentence without markers.
            cited: The sentences it cites; at least one.
        """
        ...


def exact(claim: str, cited: Sequence[Evidence]) -> Verdict:
    """The exact check: every number, date and quotation of the claim stands in the sentences it cites."""
    text = "\n".join(item.text for item in cited)
    known = numbers(text)
    reasons = [
        f"the number {written} is not in what it cites"
        for value, written in numbers(claim).items()
        if value not in known
    ]
    # A sentence of the document may begin with "March", of which `dates` can't tell whether it is the month.
    missing = [date for date in sorted(dates(claim) - dates(text)) if not _has_word(date.capitalize(), text)]
    reasons += [f"the date {date.capitalize()} is not in what it cites" for date in missing]
    reasons += [
        f"“{quotation}” is not a quotation from what it cites"
        for quotation in quotations(claim)
        if not any(_has_words(quotation, item.text) for item in cited)
    ]
    return Verdict(tuple(reasons))


def verify(
    drafts: Sequence[Draft], evidence: Sequence[Evidence], verifier: Verifier = exact
) -> tuple[list[Claim], list[Dropped]]:
    """Turns a draft's sentences into claims that may stand.

    Args:
        drafts: From `chat.cite.parse`.
        evidence: The sentences that were put before the model.
        verifier: Says whether a claim is supported by what it cites.

    Returns:
        The claims in order, each once; and what was dropped, such as a draft whose sentence is a claim already.
    """
    claims: list[Claim] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        claim = _judge(draft, evidence, verifier)
        if isinstance(claim, Dropped):
            dropped.append(claim)
        elif claim.text not in [other.text for other in claims]:
            claims.append(claim)
        elif draft.text and claim.support == "repaired":
            reasons = (*claim.reasons, "the sentence it cites is in the answer already")
            dropped.append(Dropped(text=draft.text, reasons=reasons))
    return claims, dropped


def quote(item: Evidence, reasons: tuple[str, ...] = ()) -> Claim:
    """The claim that is an evidence sentence itself; repaired when there are reasons."""
    return Claim(text=item.text, citations=(item.number,), support="repaired" if reasons else "quoted", reasons=reasons)


def _judge(draft: Draft, evidence: Sequence[Evidence], verifier: Verifier) -> Claim | Dropped:
    by_number = {item.number: item for item in evidence}
    beyond = tuple(f"[{number}] leads nowhere" for number in draft.numbers if number not in by_number)
    cited = [by_number[number] for number in draft.numbers if number in by_number]
    if not cited:
        found = attach(Draft(draft.text, ()), evidence)
        cited = [by_number[number] for number in found.numbers]
    if not cited:
        written = draft.text or "".join(f"[{number}]" for number in draft.numbers)
        return Dropped(text=written, reasons=(*beyond, "no sentence of the evidence supports it"))
    if not draft.text:  # a marker alone says: this sentence
        return quote(cited[0])
    for item in cited:
        if _stands_in(draft.text, item) and verifier(draft.text, [item]).stands:
            return Claim(text=draft.text, citations=(item.number,), support="quoted", reasons=beyond)
    words = content_words(draft.text)
    reasons = verifier(draft.text, cited).reasons
    if len(draft.text.split()) < MIN_WORDS:
        reasons = (*reasons, "it is not a sentence")
    if reasons:
        nearest = max(cited, key=lambda item: len(words & content_words(item.text)))
        return quote(nearest, (*beyond, *reasons))
    return Claim(text=draft.text, citations=tuple(item.number for item in cited), support="verified", reasons=beyond)


def _stands_in(text: str, item: Evidence) -> bool:
    """Whether a text is a sentence of the document, or a part of one, letter for letter."""
    return len(text.split()) >= MIN_WORDS and _has_words(comparable(text).rstrip("."), item.text, lower=False)


def _has_words(words: str, text: str, lower: bool = True) -> bool:
    """Whether words stand in a text one after the other; not cut out of longer words."""
    words, text = comparable(words), comparable(text)
    return _has_word(words.lower(), text.lower()) if lower else _has_word(words, text)


def _has_word(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
