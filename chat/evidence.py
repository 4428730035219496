"""The sentences that an answer may rest on: found, ranked, numbered; and whether they are relevant at all."""

from collections.abc import Sequence

from chat.answer import Evidence
from vectorstore.hybrid import HybridRetriever, reciprocal_rank_fusion
from vectorstore.store import Store

PASSAGES = 8  # passages whose sentences are considered beside the sentences found on their own
DEPTH = 50  # how far down the sentence rankings are read
MIN_SIMILARITY = 0.35
"""A question is off the document's subject when no sentence reaches this cosine similarity with it.

With all-MiniLM-L6-v2 and 160 questions of SQuAD 2.0: put to their own article, 99 % of the answerable ones reach
0.47; put to another article, three in four stay below 0.35. It tells subjects apart, not answers."""


def retrieve(question: str, store: Store, among: Sequence[str] | None = None) -> list[Evidence]:
    """Ranks the store's sentences for a question, best first, numbered from 1.

    Three rankings are fused by rank: sentences by meaning, sentences by words, and sentences by the rank of the
    passage they stand in, which lends a sentence such as "This cost $6 million" the subject it doesn't name.

    Args:
        question: Understandable on its own.
        store: Where to look.
        among: Names of the documents to look in; all without it.
    """
    entries = {entry.source.name: entry for entry in store.entries()}
    sentences = HybridRetriever(store=store, unit="sentences", k=2 * DEPTH, depth=DEPTH, among=among).invoke(question)
    passages = HybridRetriever(store=store, unit="passages", k=PASSAGES, among=among).invoke(question)

    found = {(d.metadata["source"], d.metadata["index"]): d.metadata for d in sentences}
    in_passage: dict[tuple[str, int], int] = {}
    for rank, passage in enumerate(passages, start=1):
        name, first, last = (passage.metadata[key] for key in ("source", "first", "last"))
        in_passage |= {(name, i): rank for i in range(first, last + 1)}

    # Sentences of one passage share its rank; among themselves they keep the order the sentence search gave them.
    order = {key: place for place, key in enumerate(found)}
    by_passage = sorted(in_passage, key=lambda key: (in_passage[key], order.get(key, len(order)), key))
    rankings = [
        sorted((key for key in found if found[key][rank]), key=lambda key: found[key][rank])
        for rank in ("meaning_rank", "words_rank")
    ]
    ranked = reciprocal_rank_fusion([*rankings, by_passage])
    return [
        Evidence(
            number=number,
            source=entries[name].source,
            sentence=entries[name].source.sentences[index],
            similarity=found.get((name, index), {}).get("similarity"),
            passage=in_passage.get((name, index)),
        )
        for number, ((name, index), _) in enumerate(ranked, start=1)
    ]


def relevant(evidence: Sequence[Evidence]) -> bool:
    """Whether any sentence is about what is asked."""
    return max((item.similarity or 0.0 for item in evidence), default=0.0) >= MIN_SIMILARITY
