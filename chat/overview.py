"""Evidence for questions about whole sections and documents: sentences spread over them, in document order."""

import re
from collections.abc import Iterable, Sequence

from chat.answer import Evidence
from chat.aspects import is_kind
from chat.candidates import Candidate, Told, unit
from chat.scope import Scope, scope
from chat.sections import WORD, Part, alike, content_words, paragraphs
from vectorstore.store import Store

__all__ = ["Scope", "overview", "scope"]

NEAR_DUPLICATE = 0.9  # cosine similarity from which two sentences say the same
AGAIN = 0.12  # what a sentence loses for every sentence chosen from its section before, with an aspect
FIRST_ALL = 10.0  # the same without an aspect: more than scores can differ by

_DATE = re.compile(
    r"\b(?:1\d|20)\d\ds?\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:(?:\d{1,2}|in|by|until|since|of) May|May \d{1,2})\b|\b(?:mid-)?century\b",
    re.IGNORECASE,
)


def overview(question: str, scope: Scope, store: Store, count: int) -> list[Evidence]:
    """Sentences that give an overview, in document order, numbered from 1.

    Of several sections each gives its best sentence before one gives a second; of one section, each paragraph. The
    best are near to what the rest of the section says, open a section or a paragraph, have words of the heading, and
    stand alone. With an aspect, those that fit it best.

    Args:
        question: What is asked.
        scope: What it is asked of.
        store: Where the documents are.
        count: How many sentences at most.

    Returns:
        Nothing, where nothing fits the aspect.
    """
    embed = store.model.embeddings.embed_query
    told = {name: Told.of(store, name) for name in dict.fromkeys(part.document for part in scope.parts)}
    parts = list(scope.parts)
    if scope.named:
        named = unit(embed(scope.named))
        parts = [max(parts, key=lambda part: told[part.document].nearness(part, named))]
    if len(parts) == 1:
        parts = paragraphs(told[parts[0].document].source, parts[0])
    aspect = scope.aspect
    if aspect and (names := _names(question, aspect)) and not _known(names, told.values()):
        return []  # "the weather in Spain", of a document with weather and without Spain
    if aspect and scope.loose:  # "Summarise the document asap": all of it is asked for
        aspect = " ".join(_known(content_words(aspect), told.values())) or None
    if aspect:
        about = unit(embed(f"{question} {aspect}"))
        fit = [f for i, part in enumerate(parts) for f in told[part.document].fitting(part, i, aspect, about)]
        # Likeness alone counts where no sentence has the words.
        alone = not any(share == 1 for share, _ in fit)
        candidates = [candidate for share, candidate in fit if share or alone]
    else:
        merged = _merged(parts, count)
        # What opens or closes a document says what it comes to.
        ends = (parts[0], parts[-1]) if scope.whole and len(parts) > 2 else ()
        candidates = [
            c for i, part in enumerate(parts) for c in told[part.document].typical(part, merged[i], part in ends)
        ]
    if scope.dated:
        candidates = [c for c in candidates if _DATE.search(c.source.quote(c.sentence))]
    asked = unit(embed(question))
    order = list(told)
    again = AGAIN if aspect or scope.dated else FIRST_ALL
    chosen = sorted(_spread(candidates, count, again), key=lambda c: (order.index(c.source.name), c.sentence.index))
    return [
        Evidence(number, c.source, c.sentence, similarity=min(1.0, max(0.0, float(c.vector @ asked))))
        for number, c in enumerate(chosen, start=1)
    ]


def _names(question: str, aspect: str) -> list[str]:
    """Words of an aspect that a question writes as names, with a capital within a sentence."""
    words = WORD.findall(question)[1:]
    capital = {word.lower() for word in words if word[0].isupper() and len(word) > 3}  # "UK" may be spelled out
    return [word for word in content_words(aspect) if word in capital and not is_kind(word)]


def _known(words: Sequence[str], documents: Iterable[Told]) -> list[str]:
    """Those of some words that the documents have."""
    vocabulary = {word for told in documents for word in content_words(told.source.text)}
    return [word for word in words if any(alike(word, other) for other in vocabulary)]


def _spread(candidates: Sequence[Candidate], count: int, again: float) -> list[Candidate]:
    """The best candidates, without near-duplicates; one loses ``again`` for each that its group has given before."""
    chosen: list[Candidate] = []
    left = list(candidates)
    while left and len(chosen) < count:
        given = [c.group for c in chosen]
        best = max(left, key=lambda c: c.score - again * given.count(c.group))
        chosen.append(best)
        left = [c for c in left if c is not best and float(c.vector @ best.vector) < NEAR_DUPLICATE]
    return chosen


def _merged(parts: Sequence[Part], count: int) -> list[int]:
    """The group of each part: neighbours are put together, the shortest first, until there are no more than asked."""
    groups = [[i] for i in range(len(parts))]
    size = [part.last - part.first + 1 for part in parts]
    while len(groups) > max(1, count):
        at = min(range(len(groups) - 1), key=lambda g: sum(size[i] for i in groups[g] + groups[g + 1]))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    return [group for i in range(len(parts)) for group, held in enumerate(groups) if i in held]
