"""The sentences that an answer may rest on: found, ranked, numbered."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from langchain_core.documents import Document
from numpy.typing import NDArray

from chat.answer import Evidence
from chat.neighbours import with_antecedent
from chat.reader import reader
from chat.sections import DOCUMENT
from ingest import Source
from vectorstore.hybrid import reciprocal_rank_fusion
from vectorstore.late import late_interaction
from vectorstore.store import Store

POOL = 60  # sentences that are looked at closely
DEPTH = 100  # how far down each search is read
WEIGHTS = {
    "meaning": 1.0,
    "tokens": 2.0,
    "words": 0.4,
    "passage_meaning": 0.3,
    "passage_words": 0.3,
}
"""What each signal counts for, in standard scores. Chosen on the suites: in a wide region around these values the
figures are the same. What each earns: "What each part earns" in evals/RESULTS.md."""

READ = 8  # sentences that the reader reads
READING = 0.2
"""What a logit that a sentence is read less surely than the surest one takes from its score. With more, second
sentences of a question of several parts are lost; with less, the first is the right one less often."""

SUREST = 12.0  # logits; a reading counts no more

_ABOUT = re.compile(
    rf"^\W*(?:what (?:else )?(?:does|did) (?:it|(?:the|this) {DOCUMENT}) "
    r"(?:have to )?(?:say|tell (?:me|us)|mention|state|write|report) (?:about|on|of|regarding|concerning)"
    rf"|(?:does|did) (?:it|(?:the|this) {DOCUMENT}) (?:mention|discuss|cover|say (?:anything|something) (?:about|on))"
    rf"|what(?:'s|’s| is| was) said (?:here |in (?:the|this) {DOCUMENT} )?(?:about|on|of|regarding|concerning)) ",
    re.IGNORECASE,
)
_IN_IT = re.compile(rf",? ?\b(?:according to|in|by) (?:the|this) {DOCUMENT}\b,? ?", re.IGNORECASE)

Key = tuple[str, int]  # document, index of the sentence


def retrieve(question: str, store: Store, among: Sequence[str] | None = None) -> list[Evidence]:
    """Ranks the store's sentences for a question, best first, numbered from 1.

    Sentences are found by meaning, by words, and by the passage they stand in, which lends a sentence such as "This
    cost $6 million" the subject it doesn't name. The best `POOL` by reciprocal rank are then ranked by a weighted
    sum of standard scores: each signal less its mean over the pool, in units of its deviation, so that no signal's
    own scale counts and a clear lead does (ranks alone would lose it). The best `READ` of these are read for an answer,
    and ranked again with what the reader says.

    Args:
        question: Understandable on its own.
        store: Where to look.
        among: Names of the documents to look in; all without it.
    """
    sources = {entry.source.name: entry.source for entry in store.entries(among)}
    meaning = _by_sentence(store.search_meaning(question, "sentences", DEPTH, among))
    words = _by_sentence(store.search_words(question, "sentences", DEPTH, among))
    by_meaning = store.search_meaning(question, "passages", DEPTH, among)
    by_words = store.search_words(question, "passages", DEPTH, among)
    passage_meaning, passage_words = _spread(by_meaning), _spread(by_words)
    ranks = reciprocal_rank_fusion([[_passage(d) for d, _ in hits] for hits in (by_meaning, by_words)])
    place = {passage: rank for rank, (passage, _) in enumerate(ranks, start=1)}
    in_passage = {(name, i): rank for (name, first, last), rank in place.items() for i in range(first, last + 1)}

    order = {key: position for position, key in enumerate([*meaning, *words])}
    by_passage = sorted(in_passage, key=lambda key: (in_passage[key], order.get(key, len(order)), key))
    pool = [key for key, _ in reciprocal_rank_fusion([list(meaning), list(words), by_passage[:DEPTH]])[:POOL]]
    if not pool:
        return []

    # What a search didn't find is below everything that it found.
    signals = {
        "meaning": [meaning.get(key, min(meaning.values(), default=0.0)) for key in pool],
        "words": [words.get(key, 0.0) for key in pool],
        "passage_meaning": [passage_meaning.get(key, min(passage_meaning.values(), default=0.0)) for key in pool],
        "passage_words": [passage_words.get(key, 0.0) for key in pool],
    }
    if late := late_interaction(store, among):
        texts = [sources[name].quote(sources[name].sentences[index]) for name, index in pool]
        signals["tokens"] = late.score(question, texts, [_beside(sources[name], index) for name, index in pool])
    total = np.sum([WEIGHTS[name] * _standard(values) for name, values in signals.items()], axis=0)
    ranked = [
        Evidence(
            number=0,
            source=sources[pool[i][0]],
            sentence=sources[pool[i][0]].sentences[pool[i][1]],
            similarity=meaning.get(pool[i]),
            passage=in_passage.get(pool[i]),
            score=float(total[i]),
        )
        for i in sorted(range(len(pool)), key=lambda i: -total[i])
    ]
    return _reranked([*read(question, ranked[:READ]), *ranked[READ:]])


def _reranked(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Ranks sentences again with what the reader says; those it didn't read are below all that it read."""
    readings = [item.reading for item in evidence if item.reading is not None]
    surest, least = max(readings, default=0.0), min(readings, default=0.0)
    known = [least if item.reading is None else item.reading for item in evidence]
    scores = [item.score + READING * (reading - surest) for item, reading in zip(evidence, known, strict=True)]
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    return [replace(evidence[i], number=n, score=round(scores[i], 4)) for n, i in enumerate(order, start=1)]


def read(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The same sentences, read for a question by the reader."""
    readings = reader().read(plain(question), [with_antecedent(item) for item in evidence])
    return [
        replace(item, reading=max(-SUREST, min(SUREST, found.score)))
        for item, found in zip(evidence, readings, strict=True)
    ]


def plain(question: str) -> str:
    """A question without what it says of the document, which no sentence speaks of: "What does it say about Peru?"."""
    found = _IN_IT.sub(" ", _ABOUT.sub("", question)).replace(" ?", "?").strip()
    return found if found.strip("?") else question


def _beside(source: Source, index: int) -> list[str]:
    """What a sentence may lean on: its heading, and the sentence before it in its section."""
    sentence = source.sentences[index]
    title, before = source.section_of(sentence).title, source.beside(sentence, -1)
    return [*([title] if title else []), *([source.quote(before)] if before else [])]


def _by_sentence(hits: Sequence[tuple[Document, float]]) -> dict[Key, float]:
    return {(d.metadata["source"], d.metadata["index"]): score for d, score in hits}


def _passage(document: Document) -> tuple[str, int, int]:
    return document.metadata["source"], document.metadata["first"], document.metadata["last"]


def _spread(hits: Sequence[tuple[Document, float]]) -> dict[Key, float]:
    """The score of each passage, for all of its sentences."""
    found: dict[Key, float] = {}
    for document, score in hits:
        name, first, last = _passage(document)
        found |= {(name, i): score for i in range(first, last + 1)}
    return found


def _standard(values: Sequence[float]) -> NDArray[np.float64]:
    raw = np.array(values, np.float64)
    standard: NDArray[np.float64] = (raw - raw.mean()) / (raw.std() + 1e-9)
    return standard
