"""Figures of runs, kind by kind and against an earlier run; gates."""

from datetime import UTC, datetime

import pytest

from chat.answer import Answer
from evals.figures import by_kind, compare, failed, judged, overall, read_gates
from evals.results import Results, Run
from evals.scores import BY_NAME
from ingest.errors import SettingsError
from tests.eval_rows import BUILT, CLOSED, a_case, a_claim, a_row, an_answer

RIGHT = an_answer(a_claim(BUILT, 1))
BESIDE = an_answer(a_claim(CLOSED, 2))
REFUSED = an_answer()


def a_run(*answers: Answer, model: str = "fake") -> Run:
    rows = [a_row(a_case(id=f"c{i}", must_mention=[["1931"]]), answer) for i, answer in enumerate(answers)]
    return Run(model=model, rows=rows, seconds=1.0)


def results(*runs: Run) -> Results:
    return Results(suite="s", suite_sha256="", embeddings="words", created=datetime(2026, 1, 2, tzinfo=UTC), runs=runs)


def test_overall_is_the_mean_over_the_cases_that_are_scored() -> None:
    found = overall(a_run(RIGHT, BESIDE, REFUSED, an_answer(problem="down")))
    assert found["must_mention"].mean == pytest.approx((1 + 0 + 0) / 3)
    assert found["gold_cited"].mean == (1 + 0) / 2
    assert found["false_refusals"].mean == pytest.approx(1 / 3)
    assert found["hit@1"].scored == 4  # retrieval needs no model
    assert set(found) == set(BY_NAME)


def test_by_kind() -> None:
    rows = [a_row(a_case(id="a", kind="summary"), RIGHT), *a_run(BESIDE).rows]
    found = by_kind(Run(model="fake", rows=rows, seconds=1.0), ["gold_cited"])
    assert list(found) == ["fact", "summary"]  # in the order of the kinds
    assert found["summary"]["gold_cited"].mean == 1.0
    assert found["fact"]["gold_cited"].mean == 0.0


def test_failures_are_counted_by_their_reason() -> None:
    run = a_run(RIGHT, *[an_answer(problem="down")] * 2, an_answer(problem="slow"))
    assert failed(run) == {"down": 2, "slow": 1}


def test_a_judges_words_are_counted_apart() -> None:
    assert judged(a_run(RIGHT)) is None
    rows = [a_row(a_case(), RIGHT, judged=["full", "none"]), a_row(a_case(), RIGHT, judged=["full"])]
    assert judged(Run(model="fake", rows=rows, seconds=1.0)) == {"full": 2, "partial": 0, "none": 1, "unclear": 0}


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        ("gold_cited=0.5", None),  # reached exactly
        ("gold_cited=0.51", "fake: gold_cited is 0.500, must be at least 0.51."),
        ("false_refusals=0.34", None),  # 1 of 3; less is better
        ("false_refusals=0.33", "fake: false_refusals is 0.333, must be at most 0.33."),
        ("total_s=1", None),
        ("total_s=0.9", "fake: total_s is 1.000, must be at most 0.9."),
        ("premise_corrected=0", "fake: premise_corrected is not scored, must be at least 0."),
    ],
)
def test_gates_hold_in_the_direction_that_is_better(gate: str, told: str | None) -> None:
    [read] = read_gates([gate])
    assert read.fails(a_run(RIGHT, BESIDE, REFUSED)) == told


def test_an_unknown_figure_lists_those_that_there_are() -> None:
    with pytest.raises(SettingsError, match="no figure 'precision'") as caught:
        read_gates(["precision=1"])
    assert all(name in str(caught.value) for name in BY_NAME)


@pytest.mark.parametrize("text", ["hit@1", "hit@1=", "hit@1=high"])
def test_a_gate_that_is_no_number(text: str) -> None:
    with pytest.raises(SettingsError, match=f"'{text}' is not FIGURE=NUMBER"):
        read_gates([text])


def test_two_runs_of_a_model_are_compared_case_by_case() -> None:
    found = compare(results(a_run(RIGHT, BESIDE, RIGHT)), results(a_run(RIGHT, RIGHT, BESIDE)))
    change = found["fake"]["gold_cited"]
    assert (change.mean, change.scored) == (0.0, 3)
    assert change.changed == (("c1", 0.0, 1.0), ("c2", 1.0, 0.0))


def test_one_earlier_model_is_compared_with_whatever_runs_now() -> None:
    found = compare(results(a_run(BESIDE, model="old")), results(a_run(RIGHT, model="a"), a_run(BESIDE, model="b")))
    assert found["a against old"]["gold_cited"].mean == 1.0
    assert found["b against old"]["gold_cited"].mean == 0.0


def test_results_without_a_model_in_common() -> None:
    earlier = results(a_run(RIGHT, model="old"), a_run(RIGHT, model="older"))
    with pytest.raises(SettingsError, match="have old, older, none of which was run now"):
        compare(earlier, results(a_run(RIGHT)))
