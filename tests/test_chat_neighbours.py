"""What comes with a chosen sentence: what it leans on, and the other side."""

from dataclasses import replace

import pytest

from chat.answer import Evidence
from chat.neighbours import leans, with_neighbours
from tests.conftest import make_evidence

MILL = ("The old mill was built by the river.", "It was sold in 1931.", "Yet its tower was never finished.", "The end.")


def texts(*chosen: int, most: int = 4) -> list[str]:
    items = ranked()
    return [item.text for item in with_neighbours([items[i] for i in chosen], items, most)]


def ranked() -> list[Evidence]:
    return [replace(item, score=10.0 - i) for i, item in enumerate(make_evidence(*MILL))]


def test_a_sentence_comes_with_what_its_pronoun_stands_for_and_with_what_takes_it_back() -> None:
    assert texts(1) == list(MILL[:3])


def test_a_sentence_that_stands_alone_comes_alone() -> None:
    assert texts(0) == [MILL[0]]
    assert texts(3) == [MILL[3]]


def test_nothing_comes_twice() -> None:
    assert texts(1, 0) == list(MILL[:3])


def test_what_is_pointed_at_comes_first() -> None:
    items = make_evidence("She counts 150 jobs.", "The mayor disputes this.", "It names 40.", "In this port all agree.")
    assert with_neighbours(items[::-1], items, 4) == [items[3], *items[:3]]
    assert with_neighbours([items[1]], items, 4) == [items[1]]  # and doesn't bring it


def test_neighbours_come_only_while_there_is_room() -> None:
    assert texts(1, most=2) == [MILL[0], MILL[1]]
    assert texts(1, most=1) == [MILL[1]]


def test_a_neighbour_keeps_its_score_and_has_none_where_it_was_not_found() -> None:
    items = ranked()
    assert [item.score for item in with_neighbours([items[1]], items, 4)] == [10.0, 9.0, 8.0]
    assert [item.score for item in with_neighbours([items[1]], items[1:2], 4)] == [0.0, 9.0, 0.0]


def test_a_heading_parts_neighbours() -> None:
    items = make_evidence("# The mill", MILL[0], "# The tower", "It was never finished.")
    assert with_neighbours([items[-1]], items, 4) == [items[-1]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was sold in 1931.", True),
        ("She called it a scandal.", True),
        ("This has never changed.", True),
        ("This mill was sold.", False),
        ("Its tower was never finished.", False),
        ("There is no tower.", False),
        ("Okafor sold it.", False),
    ],
)
def test_what_begins_with_a_pronoun_leans(sentence: str, expected: bool) -> None:
    assert leans(sentence) is expected
