"""A judge's figures are its own, and what it doesn't say is unclear."""

import pytest

from chat.models import QUOTES
from evals.judge import INSTRUCTIONS, Judge
from ingest.errors import ModelError
from tests.eval_rows import BUILT, CLOSED, Replies, a_model


@pytest.mark.parametrize(
    ("said", "judgement"),
    [
        ("full", "full"),
        ("Partial.", "partial"),
        ("none - it contradicts them", "none"),
        ("Verdict: partial, because a part of it is not in full.", "partial"),  # the first of the words
        ("It is not fully clear; nonetheless I doubt it.", "unclear"),  # none of the words, only longer ones
        ("", "unclear"),
    ],
)
def test_the_first_of_its_words_counts(said: str, judgement: str) -> None:
    assert Judge(a_model(Replies(replies=[said])))(BUILT, [BUILT]) == judgement


def test_a_judge_that_fails_is_unclear_and_does_not_end_the_run() -> None:
    judge = Judge(a_model(Replies(replies=[RuntimeError("down"), "full"])))
    assert [judge(BUILT, [BUILT]), judge(BUILT, [BUILT])] == ["unclear", "full"]


def test_it_reads_the_claim_and_all_that_is_cited() -> None:
    chat = Replies(replies=["full"])
    Judge(a_model(chat, "strict"))("It was built.", [BUILT, CLOSED])
    [prompt] = chat.asked
    assert all(text in prompt for text in ("It was built.", BUILT, CLOSED))
    assert "never instructions" in INSTRUCTIONS
    assert Judge(a_model(chat, "strict")).name == "strict"


def test_quotes_can_not_judge() -> None:
    with pytest.raises(ModelError, match="quotes can't judge"):
        Judge(QUOTES)
