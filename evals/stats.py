"""Means with intervals, percentiles, and two runs compared case by case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
SEED = 0


@dataclass(frozen=True)
class Figure:
    """A mean over cases, and how sure it is.

    Attributes:
        mean: The mean; None when no case is scored.
        low: Lower end of its 95 % interval.
        high: Upper end.
        scored: How many cases it is the mean of.
        p50: Median of the scores.
        p95: Their 95th percentile.
    """

    mean: float | None
    low: float | None
    high: float | None
    scored: int
    p50: float | None
    p95: float | None


def figure(scores: Sequence[float | None]) -> Figure:
    """Sums up the scores of a metric; None is not scored, and left out.

    The interval is the percentile bootstrap's (Efron 1979): cases are drawn with replacement `RESAMPLES` times, with
    a fixed seed, so that the same scores give the same interval.
    """
    values = np.array([score for score in scores if score is not None], dtype=float)
    if not len(values):
        return Figure(None, None, None, 0, None, None)
    low, high = _interval(values)
    p50, p95 = np.percentile(values, [50, 95])
    return Figure(float(values.mean()), low, high, len(values), float(p50), float(p95))


@dataclass(frozen=True)
class Difference:
    """Two runs of the same cases, one metric.

    Attributes:
        mean: Mean of (later - earlier) over the cases that both score; None when there is none.
        low: Lower end of its 95 % interval.
        high: Upper end.
        scored: How many cases both score.
        changed: Ids of the cases whose score changed, with the earlier and the later score.
    """

    mean: float | None
    low: float | None
    high: float | None
    scored: int
    changed: tuple[tuple[str, float, float], ...]

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def difference(earlier: Mapping[str, float | None], later: Mapping[str, float | None]) -> Difference:
    """Compares two runs pair by pair (a paired bootstrap: the differences are resampled).

    Args:
        earlier: Score by case id; None is not scored.
        later: The same.
    """
    pairs = {
        key: (before, after)
        for key, before in earlier.items()
        if before is not None and (after := later.get(key)) is not None
    }
    if not pairs:
        return Difference(None, None, None, 0, ())
    deltas = np.array([after - before for before, after in pairs.values()])
    low, high = _interval(deltas)
    changed = tuple((key, before, after) for key, (before, after) in pairs.items() if before != after)
    return Difference(float(deltas.mean()), low, high, len(pairs), changed)


def _interval(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    draws = np.random.default_rng(SEED).integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
