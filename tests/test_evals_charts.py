"""Figures as charts."""

from evals.charts import as_svg, group_chart
from evals.results import Results
from evals.scores import BY_NAME, GROUPS
from tests.test_evals_results import RESULTS


def bars(results: Results, group: str) -> list[dict[str, object]]:
    chart = group_chart(results, group)
    assert chart
    spec = chart.to_dict()
    assert spec["layer"][0]["encoding"]["x"]["field"] == "value"
    [values] = spec["datasets"].values()
    return values


def test_every_share_of_a_group_that_is_scored_has_a_bar_with_its_interval() -> None:
    [refused] = [bar for bar in bars(RESULTS, "abstention") if bar["figure"] == "answer_rate"]
    assert refused == {"figure": "answer_rate", "model": "fake", "value": 1.0, "low": 1.0, "high": 1.0}
    names = {bar["figure"] for bar in bars(RESULTS, "answers")}
    assert names == {"must_mention", "token_f1"}  # words are no share; the others are not scored


def test_cost_is_seconds_from_the_median_to_the_95th_percentile() -> None:
    found = bars(RESULTS, "cost")
    assert {BY_NAME[str(bar["figure"])].unit for bar in found} == {"seconds"}
    assert {"figure": "total_s", "model": "fake", "value": 1.0, "low": 1.0, "high": 1.0} in found


def test_a_group_in_which_nothing_is_scored_has_no_chart() -> None:
    rows = [row.model_copy(update={"scores": {}}) for row in RESULTS.runs[0].rows]
    run = RESULTS.runs[0].model_copy(update={"rows": rows})
    results = RESULTS.model_copy(update={"runs": [run]})
    assert [group for group in GROUPS if group_chart(results, group)] == []


def test_a_chart_is_drawn_without_a_browser_and_names_its_figures() -> None:
    chart = group_chart(RESULTS, "retrieval")
    assert chart
    svg = as_svg(chart)
    assert svg.startswith("<svg")
    assert "ndcg@10" in svg
