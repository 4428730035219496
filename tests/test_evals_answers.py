"""What an answer must say, must keep and must not hold."""

import pytest

from evals.answers import (
    forbidden,
    hedges_kept,
    holds,
    is_hedge,
    mentions,
    missing,
    speakers_kept,
    token_f1,
    without_markers,
)
from tests.eval_rows import a_case


def test_case_and_kinds_of_quotation_mark_dash_and_space_do_not_count() -> None:
    assert holds("He said “It’s over” – twice.", 'SAID "it\'s over" - twice')
    assert holds("a\n b", "a b")
    assert not holds("He said it is over.", "it's over")


def test_every_group_needs_one_of_its_strings() -> None:
    case = a_case(must_mention=[["1931", "the thirties"], ["Avon"]])
    assert mentions("Built at Avon in 1931.", case) == 1.0
    assert mentions("Built in the thirties at Avon.", case) == 1.0
    assert mentions("Built in 1931.", case) == 0.0
    assert missing("Built in 1931.", case) == [("Avon",)]


def test_nothing_to_mention_is_not_scored() -> None:
    assert mentions("Built in 1931.", a_case()) is None


ATTRIBUTED = {"must_attribute": ["Lee", "Shvets", "alleg"]}


def test_speakers_and_hedges_are_shares_of_their_own() -> None:
    case = a_case(**ATTRIBUTED)
    assert speakers_kept("Lee said so.", case) == 1 / 2
    assert hedges_kept("Lee said so.", case) == 0 / 1
    assert hedges_kept("It is alleged.", case) == 1 / 1
    assert speakers_kept("It is so.", a_case()) is hedges_kept("It is so.", a_case()) is None


@pytest.mark.parametrize("entry", ["alleg", "reportedly", "report", "may", "do not definitively prove", "if"])
def test_hedges(entry: str) -> None:
    assert is_hedge(entry)


@pytest.mark.parametrize("entry", ["Unger", "Reporters Without Borders", "May", "maybach", "reporter"])
def test_speakers(entry: str) -> None:
    # A speaker has a capital letter, or is no form of a hedge.
    assert not is_hedge(entry)


def test_the_forbidden_is_found_wherever_it_stands() -> None:
    case = a_case(must_not_mention=["2004", "SpaceX"])
    assert forbidden("Built in 1931, closed in 2004.", case) == ["2004"]
    assert forbidden("Built in 1931.", case) == []


def test_token_f1_by_hand() -> None:
    # "the deck had rusted" loses its article: deck, had, rusted. Gold: rusted deck. Shared 2 of 3 and 2.
    case = a_case(gold_answers=["rusted deck"])
    assert token_f1("The deck had rusted. [2]", case) == 2 * 2 / (3 + 2)


def test_token_f1_counts_a_word_as_often_as_both_have_it() -> None:
    assert token_f1("rust rust rust", a_case(gold_answers=["rust rust"])) == 2 * 2 / (3 + 2)


def test_token_f1_takes_the_best_gold_answer() -> None:
    assert token_f1("In 1931", a_case(gold_answers=["long ago", "in 1931"])) == 1.0
    assert token_f1("In 1931", a_case(gold_answers=["long ago"])) == 0.0


def test_a_thousands_comma_does_not_count() -> None:
    assert token_f1("1,200", a_case(gold_answers=["1200"])) == 1.0


def test_one_group_of_strings_stands_in_for_gold_answers_and_several_do_not() -> None:
    assert token_f1("In 1931", a_case(must_mention=[["1931", "in 1931"]])) == 1.0
    assert token_f1("In 1931", a_case(must_mention=[["1931"], ["in"]])) is None
    assert token_f1("In 1931", a_case()) is None


def test_markers_are_taken_out() -> None:
    assert without_markers("Built in 1931. [1][12] Closed [2].") == "Built in 1931. Closed."
