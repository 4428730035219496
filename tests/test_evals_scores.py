"""What is measured of each case, and when it is not scored."""

import pytest

from chat.answer import Answer, Claim, Tokens
from evals.row import Row
from evals.scores import BY_NAME, GROUPS, METRICS
from tests.eval_rows import BUILT, CLOSED, SCANDAL, a_case, a_claim, a_row, an_answer

UNANSWERABLE = {"kind": "unanswerable_near", "answerable": False}
RETRIEVAL = {metric.name for metric in METRICS if metric.group == "retrieval"}


def scored(row: Row) -> set[str]:
    return {name for name, score in row.scores.items() if score is not None}


def test_every_figure_has_a_name_of_its_own_and_a_group() -> None:
    assert len(BY_NAME) == len(METRICS)
    assert {metric.group for metric in METRICS} == set(GROUPS)


def test_a_quoted_gold_sentence() -> None:
    found = a_row(a_case(must_mention=[["1931"]], must_not_mention=["2004"]), an_answer(a_claim(BUILT, 1))).scores
    for name in (
        *("hit@1", "recall@3", "mrr", "ndcg@10", "gold_shown", "markers_valid", "claims_cited", "citation_recall"),
        *("citation_precision", "citation_recall_lexical", "citation_precision_lexical", "gold_cited", "cited_gold"),
        *("must_mention", "nothing_forbidden", "answer_rate"),
    ):
        assert found[name] == 1.0, name
    assert found["false_refusals"] == 0.0
    assert found["words"] == len(BUILT.split()) == 8
    assert found["refusal_recall"] is found["refusal_precision"] is found["premise_corrected"] is None


def test_the_second_test_of_support_sees_what_the_verifier_can_not() -> None:
    # The verifier takes "made" for "built"; the other test wants the words.
    found = a_row(a_case(), an_answer(a_claim("The bridge was made in 1931.", 1))).scores
    assert found["citation_recall"] == 1.0
    assert found["citation_recall_lexical"] == 0.0


def test_a_name_that_is_not_in_what_is_cited_is_not_supported() -> None:
    found = a_row(a_case(), an_answer(a_claim("The bridge at Bath was built in 1931.", 1))).scores
    assert found["citation_recall"] == found["citation_recall_lexical"] == 0.0


def test_a_number_that_is_not_in_what_is_cited_is_not_supported() -> None:
    found = a_row(a_case(), an_answer(a_claim("The bridge at Avon was built in 1932.", 1), a_claim(CLOSED, 2))).scores
    assert found["citation_recall"] == found["citation_precision"] == 1 / 2


def test_an_answer_beside_the_gold() -> None:
    found = a_row(a_case(must_mention=[["1931"]]), an_answer(a_claim(CLOSED, 2), a_claim(SCANDAL, 3))).scores
    assert found["gold_cited"] == found["cited_gold"] == found["must_mention"] == 0.0
    assert found["citation_recall"] == 1.0  # true to what it cites, all the same


def test_a_refusal_of_what_the_document_answers() -> None:
    row = a_row(a_case(must_mention=[["does not say", "1931"]]), an_answer())
    assert row.scores["false_refusals"] == 1.0
    assert row.scores["refusal_precision"] == row.scores["answer_rate"] == 0.0
    assert row.scores["must_mention"] == 0.0  # though the words of the refusal hold what a right answer may say
    assert row.scores["refusal_recall"] is None


def test_a_refusal_of_what_it_does_not() -> None:
    row = a_row(a_case(**UNANSWERABLE), an_answer())
    assert row.scores["refusal_recall"] == row.scores["refusal_precision"] == 1.0
    assert row.scores["false_refusals"] is row.scores["must_mention"] is None


def test_an_answer_that_says_that_it_may_be_none() -> None:
    unsure = an_answer(a_claim(BUILT, 1)).model_copy(update={"unsure": True})
    unanswerable, answerable = a_row(a_case(**UNANSWERABLE), unsure).scores, a_row(a_case(), unsure).scores
    assert (unanswerable["refused_or_unsure"], unanswerable["refusal_recall"]) == (1.0, 0.0)
    assert (answerable["falsely_unsure"], answerable["false_refusals"]) == (1.0, 0.0)
    assert unanswerable["falsely_unsure"] is answerable["refused_or_unsure"] is None
    assert a_row(a_case(**UNANSWERABLE), an_answer()).scores["refused_or_unsure"] == 1.0


def test_an_answer_to_what_the_document_does_not_answer() -> None:
    row = a_row(a_case(**UNANSWERABLE), an_answer(a_claim(BUILT, 1)))
    assert row.scores["refusal_recall"] == 0.0
    assert row.scores["refusal_precision"] is None  # it is no refusal
    assert row.scores["gold_cited"] is row.scores["cited_gold"] is None


def test_citations_and_answers_of_a_refusal_are_not_scored() -> None:
    found = scored(a_row(a_case(must_attribute=["Avon"]), an_answer()))
    assert found.isdisjoint({m.name for m in METRICS if m.group == "citations"} | {"words", "attribution_kept"})


@pytest.mark.parametrize("row", [
    a_row(a_case(must_mention=[["1931"]]), an_answer(a_claim(BUILT, 1), problem="the model is down")),
    a_row(a_case(must_mention=[["1931"]]), None, failed="not asked: the model is down"),
])  # fmt: skip
def test_when_the_model_failed_only_the_retrieval_is_scored(row: Row) -> None:
    assert not row.scored
    assert scored(row) <= RETRIEVAL


PREMISE = {"kind": "false_premise", "must_mention": [["1931"]], "must_not_mention": ["tunnel"]}


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [
        ((a_claim("It was in 1931.", 2),), "corrected"),  # by its words
        ((a_claim("The bridge at Avon is old.", 1),), "corrected"),  # by citing the gold
        ((a_claim(CLOSED, 2),), "swallowed"),
        ((a_claim("The tunnel was built in 1931.", 1),), "swallowed"),  # holds what is forbidden
        ((), "refused"),
    ],
)
def test_a_false_premise_is_corrected_refused_or_swallowed(claims: tuple[Claim, ...], outcome: str) -> None:
    found = a_row(a_case(**PREMISE), an_answer(*claims)).scores
    for word in ("corrected", "refused", "swallowed"):
        assert found[f"premise_{word}"] == float(word == outcome)


def test_only_false_premises_have_such_an_outcome() -> None:
    assert a_row(a_case(), an_answer(a_claim(BUILT, 1))).scores["premise_swallowed"] is None


def test_what_an_answer_costs() -> None:
    answer: Answer = an_answer(a_claim(BUILT, 1), total_s=2.5)
    assert a_row(a_case(), answer).scores["total_s"] == 2.5
    assert a_row(a_case(), answer).scores["tokens_read"] is None
    counted = answer.model_copy(update={"tokens": Tokens(read=300, written=20)})
    assert a_row(a_case(), counted).scores["tokens_read"] == 300.0
    assert a_row(a_case(), counted).scores["tokens_written"] == 20.0
