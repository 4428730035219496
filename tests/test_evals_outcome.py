"""What became of a case, in a word or two, and why."""

import pytest

from chat.answer import Answer
from evals.outcome import outcome, why
from tests.eval_rows import BUILT, CLOSED, a_case, a_claim, a_row, an_answer

RIGHT = an_answer(a_claim(BUILT, 1))
BESIDE = an_answer(a_claim(CLOSED, 2))
NEAR = {"kind": "unanswerable_near", "answerable": False}
PREMISE = {"kind": "false_premise", "must_mention": [["1931"]]}


@pytest.mark.parametrize(
    ("keys", "answer", "word", "reasons"),
    [
        ({"must_mention": [["1931"]]}, RIGHT, "right", []),
        ({"must_mention": [["1931", "thirties"]]}, BESIDE, "wrong", ["lacks “1931” or “thirties”"]),
        ({"must_attribute": ["Lee"]}, RIGHT, "wrong", ["does not keep “Lee”"]),
        ({"must_not_mention": ["Avon"]}, RIGHT, "wrong", ["holds the forbidden “Avon”"]),
        ({}, BESIDE, "wrong", ["cites none of the gold sentences"]),
        ({}, an_answer(), "wrongly refused", ["refused, and the document answers"]),
        (NEAR, an_answer(), "rightly refused", []),
        (NEAR, RIGHT, "wrongly answered", ["answered, and the document does not say"]),
        (PREMISE, RIGHT, "corrected", []),
        (PREMISE, BESIDE, "swallowed", ["lacks “1931”"]),
        (PREMISE, an_answer(), "refused", ["refused, and the document answers"]),
        ({}, an_answer(a_claim(BUILT, 1), problem="it is down"), "not scored", ["it is down"]),
    ],
)
def test_outcomes(keys: dict[str, object], answer: Answer, word: str, reasons: list[str]) -> None:
    row = a_row(a_case(**keys), answer)
    assert outcome(row) == word
    assert why(row) == reasons


def test_a_case_that_was_not_asked() -> None:
    row = a_row(a_case(), None, failed="not asked: it is down")
    assert (outcome(row), why(row)) == ("not scored", ["not asked: it is down"])


def test_a_marker_is_no_part_of_what_an_answer_says() -> None:
    assert outcome(a_row(a_case(must_mention=[["[1]"]]), RIGHT)) == "wrong"
