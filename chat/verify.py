"""Whether a claim may stand: a first, exact check against the sentences it cites.

Nothing here guesses. What can be told exactly is: that the markers lead somewhere, and that every number, date and
quotation of a claim stands in the sentences it cites. A claim that fails is replaced by the sentence it cites, or
dropped when it cites none; both are written down.
"""

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
    text = " ".join(item.text for item in cited)
    reasons: list[str] = []
    known = numbers(text)
    reasons += [
        f"the number {written} is not in what it cites"
        for value, written in numbers(claim).items()
        if value not in known
    ]
    reasons += [f"the date {date.title()} is not in what it cites" for date in sorted(dates(claim) - dates(text))]
    plain = comparable(text).lower()
    reasons += [
        f"“{quotation}” is not a quotation from what it cites"
        for quotation in quotations(claim)
        if comparable(quotation).lower() not in plain
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
        The claims in order, a sentence that several drafts were replaced by once; and what was dropped.
    """
    claims: list[Claim] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        claim = _judge(draft, evidence, verifier)
        if isinstance(claim, Dropped):
            dropped.append(claim)
        elif claim.text not in [other.text for other in claims]:
            claims.append(claim)
    return claims, dropped


def quote(item: Evidence, reasons: tuple[str, ...] = ()) -> Claim:
    """The claim that is an evidence sentence itself; repaired when there are reasons."""
    return Claim(
        text=item.text, citations=(item.number,), support="repaired" if reasons else "quoted", reasons=reasons
    )


def _judge(draft: Draft, evidence: Sequence[Evidence], verifier: Verifier) -> Claim | Dropped:
    by_number = {item.number: item for item in evidence}
    beyond = tuple(f"[{number}] leads nowhere" for number in draft.numbers if number not in by_number)
    cited = [by_number[number] for number in draft.numbers if number in by_number]
    if not cited:
        found = attach(Draft(draft.text, ()), evidence)
        cited = [by_number[number] for number in found.numbers]
    if not cited:
        return Dropped(text=draft.text, reasons=(*beyond, "no sentence of the evidence supports it"))
    if any(_stands_in(draft.text, item) for item in cited):
        kept = next(item for item in cited if _stands_in(draft.text, item))
        return Claim(text=draft.text, citations=(kept.number,), support="quoted")
    words = content_words(draft.text)
    reasons = verifier(draft.text, cited).reasons
    if len(draft.text.split()) < MIN_WORDS:
        reasons = (*reasons, "it is not a sentence")
    if reasons:
        nearest = max(cited, key=lambda item: len(words & content_words(item.text)))
        return quote(nearest, (*beyond, *reasons))
    return Claim(text=draft.text, citations=tuple(item.number for item in cited), support="verified")


def _stands_in(text: str, item: Evidence) -> bool:
    """Whether a text is a sentence of the document, or a part of one, letter for letter."""
    return len(text.split()) >= MIN_WORDS and comparable(text).rstrip(".") in comparable(item.text)
