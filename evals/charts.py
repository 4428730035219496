"""Figures as charts: one a metric group, models side by side. The page and the report draw the same ones."""

from typing import Any

import altair as alt

from evals.figures import overall
from evals.results import Results
from evals.scores import METRICS, Group

WIDTH = 520  # pixels


def group_chart(results: Results, group: Group) -> alt.LayerChart | None:
    """Bars with 95 % intervals for the metrics of a group; medians for times. None where nothing is scored."""
    rows: list[dict[str, Any]] = []
    unit = "seconds" if group == "cost" else "share"
    for run in results.runs:
        found = overall(run)
        for metric in METRICS:
            one = found[metric.name]
            if metric.group == group and metric.unit == unit and one.mean is not None:
                value = one.p50 if group == "cost" else one.mean
                ends = (None, one.p95) if group == "cost" else (one.low, one.high)
                low = value if ends[0] is None else ends[0]
                rows.append({"figure": metric.name, "model": run.model, "value": value, "low": low, "high": ends[1]})
    if not rows:
        return None
    title = "seconds, median and 95th percentile" if group == "cost" else "mean and 95 % interval"
    scale = alt.Scale() if group == "cost" else alt.Scale(domain=[0, 1])
    names = list(dict.fromkeys(row["figure"] for row in rows))
    models = [run.model for run in results.runs]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("figure:N", sort=names, title=None, axis=alt.Axis(labelLimit=220, labelOverlap=False)),
        yOffset=alt.YOffset("model:N", sort=models),
    )
    colour = alt.Color("model:N", sort=models, title=None, legend=alt.Legend(orient="top"))
    bars = base.mark_bar(opacity=0.85).encode(x=alt.X("value:Q", title=title, scale=scale), color=colour)
    spans = base.mark_rule(strokeWidth=1.5, color="#333").encode(x=alt.X("low:Q", title=title), x2="high:Q")
    height = max(90, 17 * len(rows) + 8 * len(names))
    return alt.LayerChart(layer=[bars, spans]).properties(width=WIDTH, height=height)


def as_svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG, drawn without a browser or a network."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg
