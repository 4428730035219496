"""Where the gold quotes stand: character offsets in the document, so that no way of cutting it wins by its shape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat.quantities import comparable
from evals.case import Case
from ingest import Source, Span
from ingest.notes import find_notes


@dataclass(frozen=True)
class Place:
    """A stretch of a document."""

    document: str
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Whether two stretches share a character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


def gold_places(case: Case, sources: Sequence[Source]) -> list[Place]:
    """Where a case's gold quotes stand, one place a quote; every place of one that stands in several.

    Args:
        case: The case.
        sources: The documents that it is asked of.
    """
    return [
        Place(source.name, span.start, span.end)
        for quote in case.gold_quotes
        for source in sources
        for span in find_quote(quote, source.text)
    ]


def find_quote(quote: str, text: str) -> list[Span]:
    """Every place of a quote in a document's cleaned text.

    Curly and straight marks, dashes and white space count as equal; footnote numbers that the quote still carries are
    taken out of it, as they were taken out of the text.
    """
    for wanted in dict.fromkeys((quote, _without_notes(quote))):
        # Every pattern character stands for exactly one of the text but white space, so offsets hold.
        pattern = r"\s+".join(re.escape(word) for word in comparable(wanted).split())
        spans = [Span(start=m.start(), end=m.end()) for m in re.finditer(pattern, _same_length(text))]
        if spans:
            return spans
    return []


def _same_length(text: str) -> str:
    """What `comparable` does to single characters, with white space left alone."""
    return text.translate(str.maketrans("“”„‘’–—\u00a0", '"""\'\'-- '))


def _without_notes(quote: str) -> str:
    # One quote is no evidence of a habit, so the digits are taken out where a document with notes would have them.
    habit = "Talks began1. They failed2. Nobody cared3. It ended4. It began again5. So it went on6."
    [marks] = find_notes([quote + " " + habit])
    for mark in reversed([mark for mark in marks if mark.end <= len(quote)]):
        quote = quote[: mark.start] + quote[mark.end :]
    return quote
