"""The tables that the command prints."""

from evals.figures import compare
from evals.results import Run
from evals.scores import BY_NAME, METRICS
from evals.stats import figure
from evals.table import as_markdown, cell, differences_as_markdown, number
from tests.eval_rows import BUILT, CLOSED, a_case, a_claim, a_row, an_answer
from tests.test_evals_results import RESULTS


def test_a_figure_has_its_interval_and_a_time_its_percentiles() -> None:
    assert cell(figure([0.5, 0.5]), BY_NAME["hit@1"]) == "0.50 [0.50, 0.50]"
    assert cell(figure([1.0, 3.0]), BY_NAME["total_s"]) == "2.00 / 2.90"
    assert number(12.4, BY_NAME["words"]) == "12"


def test_not_scored_is_a_dash_and_not_a_zero() -> None:
    assert cell(figure([None]), BY_NAME["hit@1"]) == number(None, BY_NAME["hit@1"]) == "–"
    assert number(0.0, BY_NAME["hit@1"]) == "0.00"


def test_every_figure_and_every_failure_is_printed() -> None:
    table = as_markdown(RESULTS)
    assert table.startswith("bridges: 2 cases")
    for metric in METRICS:
        assert f"| {metric.name} " in table
    assert "fake: 1 cases not scored, the model failed: not asked: down" in table
    assert "as None judges them: full 1, partial 0, none 0, unclear 0" in table
    assert "| fact " in table


def test_models_stand_side_by_side() -> None:
    other = RESULTS.runs[0].model_copy(update={"model": "other"})
    table = as_markdown(RESULTS.model_copy(update={"runs": [*RESULTS.runs, other]}))
    assert "| fake " in table.splitlines()[2]
    assert "| other " in table.splitlines()[2]


def test_only_what_changed_is_in_the_comparison() -> None:
    def results(text: str, n: int) -> object:
        rows = [a_row(a_case(id=f"c{i}"), an_answer(a_claim(text, n))) for i in range(8)]
        return RESULTS.model_copy(update={"runs": [Run(model="fake", rows=rows, seconds=1.0)]})

    better = differences_as_markdown(compare(results(CLOSED, 2), results(BUILT, 1)))
    [line] = [line for line in better.splitlines() if "gold_cited" in line]
    assert [part.strip() for part in line.strip("|").split("|")] == [
        *("gold_cited", "+1.000", "[+1.000, +1.000]", "8", "yes", "c0, c1, c2, c3, c4, c5 and 2 more")
    ]
    assert "hit@1" not in better
    assert "nothing changed" in differences_as_markdown(compare(results(BUILT, 1), results(BUILT, 1)))
