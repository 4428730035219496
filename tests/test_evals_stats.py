"""Means, intervals and paired differences."""

import pytest

from evals.stats import Difference, Figure, difference, figure


def test_the_interval_of_equal_scores_is_a_point() -> None:
    assert figure([1.0, 1.0, 1.0]) == Figure(mean=1.0, low=1.0, high=1.0, scored=3, p50=1.0, p95=1.0)


def test_the_interval_of_a_coin_is_that_of_the_binomial() -> None:
    # 50 of 100: the standard error is sqrt(0.5 * 0.5 / 100) = 0.05, so 95 % is 0.5 ± 1.96 * 0.05.
    found = figure([0.0, 1.0] * 50)
    assert found.mean == 0.5
    assert found.low == pytest.approx(0.402, abs=0.011)
    assert found.high == pytest.approx(0.598, abs=0.011)


def test_what_is_not_scored_is_left_out_and_never_zero() -> None:
    assert figure([1.0, None, 0.0, None]) == figure([1.0, 0.0])
    assert figure([None, 1.0]).mean == 1.0


def test_nothing_scored_has_no_mean() -> None:
    assert figure([None, None]) == figure([]) == Figure(None, None, None, 0, None, None)


def test_percentiles_of_times() -> None:
    found = figure([float(second) for second in range(101)])
    assert (found.p50, found.p95) == (50.0, 95.0)


def test_the_same_scores_give_the_same_interval() -> None:
    scores = [0.1, 0.9, 0.4, 0.4, 0.7]
    assert figure(scores) == figure(scores)


def test_the_difference_is_taken_pair_by_pair() -> None:
    earlier = {"a": 0.0, "b": 1.0, "c": 0.5, "only before": 0.0, "not scored now": 1.0}
    later = {"a": 1.0, "b": 1.0, "c": 0.0, "only now": 0.0, "not scored now": None}
    found = difference(earlier, later)
    assert found.mean == pytest.approx((1.0 + 0.0 - 0.5) / 3)
    assert found.scored == 3
    assert found.changed == (("a", 0.0, 1.0), ("c", 0.5, 0.0))


def test_a_difference_is_clear_when_its_interval_leaves_zero_out() -> None:
    better = difference({str(i): 0.0 for i in range(9)}, {str(i): 1.0 for i in range(9)})
    assert (better.mean, better.low, better.high) == (1.0, 1.0, 1.0)
    assert better.clear
    mixed = difference({"a": 0.0, "b": 1.0}, {"a": 1.0, "b": 0.0})
    assert (mixed.mean, mixed.low, mixed.high) == (0.0, -1.0, 1.0)
    assert not mixed.clear


def test_pairing_sees_what_two_intervals_would_not() -> None:
    # Scores spread from 0 to 1, each 0.01 better: the means' intervals overlap, the differences are all alike.
    earlier = {str(i): i / 20 for i in range(20)}
    later = {key: score + 0.01 for key, score in earlier.items()}
    before, after = figure(list(earlier.values())), figure(list(later.values()))
    assert before.high is not None
    assert after.low is not None
    assert after.low < before.high
    assert difference(earlier, later).clear


def test_runs_that_share_nothing_have_no_difference() -> None:
    assert difference({"a": 1.0}, {"b": 1.0}) == Difference(None, None, None, 0, ())
    assert not difference({"a": 1.0}, {"a": None}).clear
