"""A case that could not be scored, or that anything would satisfy, is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from evals.case import KINDS
from tests.eval_rows import a_case


def refusal(**keys: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        a_case(**keys)
    problem = caught.value.errors()[0]  # the one that `briefing eval` shows
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"


def test_there_are_ten_kinds() -> None:
    assert len(set(KINDS)) == len(KINDS) == 10


def test_most_keys_may_be_left_out() -> None:
    case = a_case()
    assert case.answerable
    assert (case.history, case.must_mention, case.must_not_mention, case.note) == ((), (), (), "")


def test_a_number_as_an_id_is_a_string() -> None:
    assert a_case(id=7).id == "7"


def test_an_answerable_case_needs_something_to_be_scored_by() -> None:
    assert "needs gold_quotes or must_mention" in refusal(gold_quotes=[])
    assert a_case(gold_quotes=[], must_mention=[["1931"]]).gold_quotes == ()


@pytest.mark.parametrize("keys", [{"gold_quotes": ["It was."]}, {"must_mention": [["1931"]]}])
def test_a_case_that_is_not_answerable_has_no_gold(keys: dict[str, Any]) -> None:
    assert "not answerable" in refusal(answerable=False, **keys)


@pytest.mark.parametrize("key", ["gold_quotes", "must_attribute", "must_not_mention", "history", "gold_answers"])
def test_an_empty_string_would_stand_in_every_text(key: str) -> None:
    assert refusal(**{key: ["fine", " "]}).startswith(f"{key}.1: ")


@pytest.mark.parametrize(("groups", "where"), [([["a"], [""]], "must_mention.1.0"), ([["a"], []], "must_mention.1")])
def test_so_would_an_empty_group_or_none_of_its_strings(groups: list[list[str]], where: str) -> None:
    assert refusal(must_mention=groups).startswith(f"{where}: ")


@pytest.mark.parametrize("key", ["id", "question", "document"])
def test_what_must_say_something(key: str) -> None:
    assert refusal(**{key: " "}).startswith(f"{key}: ")
