"""How well the gold is found: every figure worked out by hand."""

from math import log2

import pytest

from evals.gold import Place
from evals.retrieval import gains, hit_at, ndcg_at, recall_at, reciprocal_rank

A, B, C = Place("d", 0, 10), Place("d", 20, 30), Place("d", 40, 50)  # gold
X, Y = Place("d", 100, 110), Place("e", 0, 10)  # Y has A's offsets, in another document


def test_a_rank_gains_when_it_overlaps_gold_of_the_same_document() -> None:
    assert gains([X, A, Y], [A, B]) == [0, 1, 0]
    assert gains([Place("d", 9, 15)], [A]) == [1]
    assert gains([Place("d", 10, 15)], [A]) == [0]  # ends are exclusive


def test_two_pieces_of_one_gold_sentence_count_once() -> None:
    pieces = [Place("d", 0, 5), Place("d", 5, 10), B]
    assert gains(pieces, [A, B]) == [1, 0, 1]
    assert recall_at(2, pieces, [A, B]) == 1 / 2


def test_a_passage_over_two_gold_sentences_covers_both() -> None:
    passage = Place("d", 0, 30)
    assert gains([passage, A], [A, B, C]) == [2, 0]
    assert recall_at(1, [passage], [A, B, C]) == 2 / 3


@pytest.mark.parametrize(("k", "hit", "recall"), [(1, 0.0, 0.0), (2, 1.0, 1 / 3), (3, 1.0, 1 / 3), (4, 1.0, 2 / 3)])
def test_hit_and_recall_look_at_the_first_k(k: int, hit: float, recall: float) -> None:
    ranking = [X, A, Y, B]
    assert hit_at(k, ranking, [A, B, C]) == hit
    assert recall_at(k, ranking, [A, B, C]) == recall


def test_the_reciprocal_rank_is_that_of_the_first_gold() -> None:
    assert reciprocal_rank([X, Y, B, A], [A, B]) == 1 / 3
    assert reciprocal_rank([X, Y], [A]) == 0.0


def test_ndcg_of_one_gold_sentence_on_rank_three_is_a_half() -> None:
    assert ndcg_at(10, [X, Y, A], [A]) == (1 / log2(4)) / (1 / log2(2)) == 0.5


def test_ndcg_of_two_gold_sentences_on_ranks_one_and_three() -> None:
    reached = 1 / log2(2) + 1 / log2(4)  # 1 + 0.5
    best = 1 / log2(2) + 1 / log2(3)  # 1 + 0.631
    assert ndcg_at(10, [A, X, B], [A, B]) == pytest.approx(reached / best) == pytest.approx(0.920, abs=0.001)


def test_ndcg_stops_at_k() -> None:
    assert ndcg_at(10, [X] * 10 + [A], [A]) == 0.0
    assert ndcg_at(1, [A], [A, B]) == 1.0  # one rank can hold no more


def test_ndcg_of_a_passage_over_two_gold_sentences_is_not_above_one() -> None:
    assert ndcg_at(10, [Place("d", 0, 30)], [A, B]) == 1.0


def test_without_gold_nothing_is_scored() -> None:
    assert hit_at(1, [A], []) is recall_at(1, [A], []) is reciprocal_rank([A], []) is ndcg_at(10, [A], []) is None


def test_nothing_found_is_zero_and_not_unscored() -> None:
    assert hit_at(3, [], [A]) == recall_at(3, [], [A]) == reciprocal_rank([], [A]) == ndcg_at(10, [], [A]) == 0.0
