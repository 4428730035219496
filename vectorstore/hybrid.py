"""Meaning and words together: two rankings, fused by rank."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.records import Unit
from vectorstore.store import Store

T = TypeVar("T", bound=Hashable)

RRF_K = 60
"""Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
SIGIR 2009: the constant that damps the first ranks."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[T]]) -> list[tuple[T, float]]:
    """Fuses rankings of the same things by rank alone: score = sum over rankings of 1 / (60 + rank).

    Args:
        rankings: Each best first, without repeats; a thing may be missing from some.

    Returns:
        (thing, score), best first; ties in the order of first appearance.
    """
    scores: dict[T, float] = {}
    for ranking in rankings:
        for rank, thing in enumerate(ranking, start=1):
            scores[thing] = scores.get(thing, 0.0) + 1 / (RRF_K + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


class HybridRetriever(BaseRetriever):
    """Finds passages or sentences by meaning and by words, fused by rank.

    The metadata of what it returns says how each was found: ``score`` (fused), ``similarity`` (cosine, where the
    search by meaning found it), ``meaning_rank`` and ``words_rank`` (from 1; None where that search did not).

    Attributes:
        store: Where to look.
        unit: Passages or sentences.
        k: How many to return.
        depth: How far down each ranking is read before fusing.
        among: Names of the documents to look in; all without it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    unit: Unit = "passages"
    k: int = 8
    depth: int = 50
    among: Sequence[str] | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        meaning = self.store.search_meaning(query, self.unit, self.depth, self.among)
        words = self.store.search_words(query, self.unit, self.depth, self.among)
        found = {str(document.id): document for document, _ in [*words, *meaning]}
        similarity = {str(document.id): score for document, score in meaning}
        by_meaning = [str(document.id) for document, _ in meaning]
        by_words = [str(document.id) for document, _ in words]
        ranks = [{key: rank for rank, key in enumerate(keys, start=1)} for keys in (by_meaning, by_words)]
        return [
            found[key].model_copy(
                update={
                    "metadata": found[key].metadata
                    | {
                        "score": score,
                        "similarity": similarity.get(key),
                        "meaning_rank": ranks[0].get(key),
                        "words_rank": ranks[1].get(key),
                    }
                }
            )
            for key, score in reciprocal_rank_fusion([by_meaning, by_words])[: self.k]
        ]
