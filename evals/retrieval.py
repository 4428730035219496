"""How well the gold sentences are found. Pure functions of a ranking and of the gold, both by character offset.

A ranking is a list of places, best first; a place counts as relevant when it overlaps a gold place that no better
ranked one has covered, so that two pieces of one sentence don't count twice.
"""

from collections.abc import Sequence
from math import log2

from evals.gold import Place


def gains(ranking: Sequence[Place], gold: Sequence[Place]) -> list[int]:
    """How many gold places each rank is the first to cover."""
    left = list(gold)
    found = []
    for place in ranking:
        covered = [other for other in left if place.overlaps(other)]
        found.append(len(covered))
        left = [other for other in left if other not in covered]
    return found


def hit_at(k: int, ranking: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """1 when one of the first ``k`` is gold, else 0; None without gold."""
    return float(any(gains(ranking[:k], gold))) if gold else None


def recall_at(k: int, ranking: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """Share of the gold that the first ``k`` cover; None without gold."""
    return sum(gains(ranking[:k], gold)) / len(gold) if gold else None


def reciprocal_rank(ranking: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """1 / rank of the first gold, 0 when there is none; None without gold. Its mean is the MRR (Voorhees 1999)."""
    if not gold:
        return None
    return next((1 / rank for rank, gain in enumerate(gains(ranking, gold), start=1) if gain), 0.0)


def ndcg_at(k: int, ranking: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002); None without gold.

    The sum of gain / log2(rank + 1), over the best possible, in which each of the first ranks covers one gold place.
    """
    if not gold:
        return None
    reached = sum(gain / log2(rank + 1) for rank, gain in enumerate(gains(ranking[:k], gold), start=1))
    best = sum(1 / log2(rank + 1) for rank in range(1, min(k, len(gold)) + 1))
    return min(1.0, reached / best)
