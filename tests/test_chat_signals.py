"""Each signal that a refusal rests on, alone."""

from dataclasses import replace

import pytest

from chat.answer import Evidence
from chat.signals import Signals, candidates, signals
from tests.conftest import BRIDGE, ranked_evidence, same_word


def measured(question: str, items: list[Evidence] | None = None) -> Signals:
    """By words alone, without a model."""
    return signals(question, items or ranked_evidence(), None, same_word)


def test_what_is_there_fires_no_signal() -> None:
    found = measured("When was the bridge at Avon built?")
    assert (found.unfilled, found.number, found.name, found.unknown) == (0.0, 0.0, 0.0, 0.0)
    assert (found.support, found.similarity) == (1.0, 0.8)


def test_what_the_reader_says_of_the_best_sentence() -> None:
    best, *others = ranked_evidence()
    assert measured("When was the bridge at Avon built?", [replace(best, reading=4.5), *others]).reading == 4.5
    assert measured("When was the bridge at Avon built?", [best, *others]).reading == 0.0


def test_a_kind_of_thing_that_no_candidate_holds() -> None:
    assert measured("How much did the bridge at Avon cost?").unfilled == 1.0
    assert measured("Who called the closing a scandal?").unfilled == 0.0


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who built the bridge at Avon in 1931?", 0.0),
        ("Who built the bridge at Avon in 1935?", 1.0),
        ("Who closed the bridge at Avon in the 1930s?", 0.0),
        ("Who closed the bridge at Avon in the 1970s?", 1.0),
        ("Was the bridge at Avon built in 1935?", 0.0),  # "no, in 1931" is the answer
        ("Which three bridges were built?", 0.0),
    ],
)
def test_a_number_that_stands_nowhere_near(question: str, expected: float) -> None:
    assert measured(question).number == expected


def test_a_number_in_a_heading_or_further_down_is_there() -> None:
    items = ranked_evidence("# The works of 1958", *BRIDGE)
    assert measured("Who led the works of 1958?", items).number == 0.0
    assert (
        measured(
            "What happened in 1931 and 2004?", [replace(i, score=10.0 - 5 * n) for n, i in enumerate(items)]
        ).number
        == 0.0
    )


def test_she_is_who_stands_before() -> None:
    items = ranked_evidence("Ann Lee inspected the bridge.", "She called its state a scandal.")
    assert measured("Who called its state a scandal?", items[1:]).unfilled == 0.0


def test_a_name_that_stands_nowhere_near() -> None:
    assert measured("When was the bridge at Bath built?").name == 1.0
    assert measured("When was the bridge at Avon built?").name == 0.0


def test_a_word_in_lower_case_is_no_name_unless_it_names_somebody_or_is_rare() -> None:
    assert measured("how many ppl walked to the bridge at avon").name == 0.0
    assert measured("when was the bridge in france built").name == 1.0


def test_a_word_that_only_says_what_is_asked_for_need_not_be_there() -> None:
    found = measured("Year of the closing?")
    assert (found.unfilled, found.name, found.unknown, found.support) == (0.0, 0.0, 0.0, 1.0)


def test_a_seat_of_government_is_named_where_its_state_is() -> None:
    items = ranked_evidence("Russia has found new buyers.", "It sells to Asia.")
    assert measured("What has the Kremlin sold?", items).name == 0.0
    assert measured("What has Beijing sold?", items).name == 1.0


def test_a_name_elsewhere_in_the_document_is_not_unknown() -> None:
    items = ranked_evidence(*BRIDGE, "# Spas", "The spa at Bath was opened later.")
    assert "spa" in items[-1].source.text
    found = measured("When was the bridge at Bath built?", items[:3])
    assert (found.name, found.unknown) == (1.0, 0.0)
    assert measured("When was the bridge at York built?", items[:3]).unknown == 1.0


def test_a_name_in_a_heading_is_near() -> None:
    items = ranked_evidence("# The bridge at Bath", *BRIDGE)
    assert measured("When was the bridge at Bath built?", items).name == 0.0


def test_the_mean_support_of_the_words() -> None:
    found = measured("Was the bridge at Avon painted?")
    assert found.support == pytest.approx(2 / 3)  # bridge and Avon, not painted


def test_sentences_that_come_close_may_be_the_one_that_answers() -> None:
    items = [replace(item, score=score) for item, score in zip(ranked_evidence(), (10.0, 7.0, 6.9), strict=True)]
    assert candidates(items) == items[:2]
    assert candidates([]) == []


def test_what_a_sentence_leans_on_counts_as_near() -> None:
    items = ranked_evidence()
    assert measured("When was the bridge at Avon closed?", [items[1]]).name == 0.0  # Avon: the sentence before


def test_the_best_sentence_is_a_candidate_whatever_its_score() -> None:
    for scores in ((-0.4, -0.5, -2.0), (0.0, -0.1, -3.0), (10.0, 8.0, 1.0)):
        evidence = [replace(item, score=score) for item, score in zip(ranked_evidence(), scores, strict=False)]
        found = [item.score for item in candidates(evidence)]
        assert found[0] == scores[0]
        assert scores[2] not in found
