"""The exact check of a claim: its numbers, dates and quotations stand in what it cites. Nothing here guesses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chat.answer import Evidence
from chat.quantities import comparable, dates, numbers, quotations

_OWN_SOURCE = re.compile(
    r"\b(?:(?:according to|as stated in|based on) (?:the )?(?:\w+ )?sentences?"
    r"|(?:the|these|this) (?:\w+ )?sentences? (?:also )?(?:claim|indicate|mention|note|report|say|state|suggest)s?)\b",
    re.IGNORECASE,
)


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
    """The exact check: every number, date and quotation of the claim stands in the sentences it cites.

    A claim that speaks of "the sentence" instead of saying what it says doesn't stand either.
    """
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
        if not any(has_words(quotation, item.text) for item in cited)
    ]
    if _OWN_SOURCE.search(claim) and not _OWN_SOURCE.search(text):
        reasons.append("it speaks of its sentences, not of what they say")
    return Verdict(tuple(reasons))


def has_words(words: str, text: str, lower: bool = True) -> bool:
    """Whether words stand in a text one after the other; not cut out of longer words.

    Args:
        words: What is looked for; kinds of quotation mark, dash and white space don't count.
        text: Where.
        lower: Whether capital letters don't count either.
    """
    words, text = comparable(words), comparable(text)
    return _has_word(words.lower(), text.lower()) if lower else _has_word(words, text)


def _has_word(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))
