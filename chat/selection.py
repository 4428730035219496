"""Which sentences answer: as few as the ranking is sure of, as many as a question of several parts needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from chat.answer import Evidence
from chat.evidence import read, retrieve
from chat.language import content_lemmas
from chat.neighbours import with_neighbours
from chat.parts import parts
from chat.refusal import Assessment, assess
from chat.signals import share_of
from chat.understand import standalone_question
from vectorstore.late import alike, late_interaction
from vectorstore.store import Store

NEAR_DUPLICATE = 0.9
"""Share of content words, of the one that has fewer, from which two sentences say the same twice."""

SURE = 4  # sentences that are chosen for their score alone

LEAD = 0.55
"""Share of the best sentence's score from which a sentence is chosen too. Chosen on the suites: with more, second
sentences of an answer are lost; with less, fewer of those that are cited are gold."""

Retrieve = Callable[[str, Store, Sequence[str] | None], Sequence[Evidence]]


@dataclass(frozen=True)
class Selection:
    """What an answer rests on.

    Attributes:
        chosen: The sentences that answer, best first; empty when none does.
        evidence: These and what else was found, best first, numbered anew from 1.
        missing: What is asked and isn't there, in sentences.
        overview: Whether they give an overview of whole sections.
        unsure: Whether they may not answer, or not all of it.
    """

    chosen: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...] = ()
    overview: bool = False
    unsure: bool = False


def select(
    question: str, store: Store, among: Sequence[str] | None, most: int, retrieve: Retrieve = retrieve
) -> Selection:
    """Finds the sentences that answer a question.

    A sentence is chosen when its score comes close to the best one's: where one is far ahead it is the answer, where
    several are near each other any may be. A question of several parts is looked up as a whole and part by part.

    Args:
        question: Understandable on its own.
        store: Where the documents are.
        among: Names of the documents to look in; all without it.
        most: How many sentences to choose at most.
        retrieve: Ranks the sentences of these documents for a question.
    """
    whole, said = retrieve(question, store, among), parts(question)
    if len(said) > 1:
        return _of_parts(question, said, whole, store, among, most, retrieve)
    verdict = assess(question, whole, late_interaction(store, among), alike(store))
    chosen = _close(whole, most) if verdict.answered else []
    return _numbered(with_neighbours(chosen, whole, most), whole, [verdict])


def _of_parts(
    question: str,
    said: Sequence[str],
    whole: Sequence[Evidence],
    store: Store,
    among: Sequence[str] | None,
    most: int,
    retrieve: Retrieve,
) -> Selection:
    """Finds the sentences that answer a question of several parts, and tells which part none does."""
    late, close = late_interaction(store, among), alike(store)
    together = _close(whole, most)

    def answers(part: str, as_said: str, ranked: Sequence[Evidence]) -> Assessment:
        """Also by a sentence that only the whole question finds: what "it" means is in another part."""
        verdict = assess(part, ranked, late, close)
        others = (assess(as_said, [item], late, close) for item in read(as_said, together))
        return verdict if verdict.answered else next((other for other in others if other.answered), verdict)

    asked = _alone(said)
    found = [retrieve(part, store, among) for part in asked]
    verdicts = [answers(*each) for each in zip(asked, said, found, strict=True)]
    if not any(verdict.answered for verdict in verdicts):
        return _numbered([], whole, verdicts)
    verdicts = [
        verdict if verdict.answered else replace(verdict, missing=f"The document does not answer “{part}”")
        for part, verdict in zip(asked, verdicts, strict=True)
    ]
    answering = [ranked for ranked, verdict in zip(found, verdicts, strict=True) if verdict.answered]
    # The whole question first: its parts may lean on each other ("and how does this differ …").
    turns = zip_longest(*(_close(ranked, most) for ranked in [whole, *answering]))
    chosen = _distinct([item for turn in turns for item in turn if item])[:most]
    return _numbered(with_neighbours(chosen, whole, most), whole, verdicts)


def _alone(asked: Sequence[str]) -> list[str]:
    """The parts of a question, each understandable without the ones before it: "and how many members has it now?"."""
    return [standalone_question(part, asked[:i]) for i, part in enumerate(asked)]


def _close(ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    return [item for item in ranked[: min(most, SURE)] if item.score >= share_of(ranked[0].score, LEAD)]


def _numbered(chosen: Sequence[Evidence], ranked: Sequence[Evidence], verdicts: Sequence[Assessment]) -> Selection:
    first = _distinct(chosen)
    keys = {(item.source.name, item.sentence.index) for item in first}
    rest = [item for item in ranked if (item.source.name, item.sentence.index) not in keys]
    evidence = tuple(replace(item, number=number) for number, item in enumerate([*first, *rest], start=1))
    missing = tuple(dict.fromkeys(verdict.missing for verdict in verdicts if verdict.missing))
    unsure = any(verdict.answered and verdict.unsure for verdict in verdicts)
    return Selection(evidence[: len(first)], evidence, missing, unsure=unsure)


def _distinct(items: Sequence[Evidence]) -> list[Evidence]:
    """The items without repeats and near-duplicates; of two that say the same, the first."""
    kept: list[tuple[Evidence, set[str]]] = []
    for item in items:
        words = set(content_lemmas(item.text))
        if not any(_same(words, other) for _, other in kept):
            kept.append((item, words))
    return [item for item, _ in kept]


def _same(one: set[str], other: set[str]) -> bool:
    fewer = min(len(one), len(other))
    return one == other or (fewer > 0 and len(one & other) >= NEAR_DUPLICATE * max(len(one), len(other)))
