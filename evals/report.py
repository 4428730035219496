"""Results as one HTML file that needs no network."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from chat.answer import Citation
from chat.render import UNSURE, place
from evals.charts import as_svg, group_chart
from evals.figures import by_kind, failed, judged, overall
from evals.outcome import outcome, why
from evals.results import Results
from evals.row import Row, place_of
from evals.scores import BY_NAME, GROUPS, METRICS
from evals.stats import Difference
from evals.table import cell, number
from ingest.errors import SettingsError


def write_report(results: Results, path: Path, compared: dict[str, dict[str, Difference]] | None = None) -> None:
    """Writes the report to a file.

    Raises:
        SettingsError: The file can't be written.
    """
    try:
        path.write_text(report_html(results, compared), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error


def report_html(results: Results, compared: dict[str, dict[str, Difference]] | None = None) -> str:
    """The report.

    Args:
        results: What was measured.
        compared: Differences to an earlier run, by model and metric.
    """
    # Everything that a document or a model says is escaped by the template engine.
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    charts = [(group, group_chart(results, group)) for group in GROUPS]
    return environment.get_template("report.html.j2").render(
        results=results,
        groups=[(group, [metric for metric in METRICS if metric.group == group]) for group in GROUPS],
        figures=[overall(run) for run in results.runs],
        cell=cell,
        number=number,
        by_name=BY_NAME,
        # Vega escapes its own labels; what it draws are names of figures and models.
        charts=[(group, Markup(as_svg(chart))) for group, chart in charts if chart],  # noqa: S704
        kinds=[(run.model, by_kind(run)) for run in results.runs],
        failed=[(run.model, failed(run)) for run in results.runs],
        judged=[(run.model, judged(run)) for run in results.runs],
        compared=compared or {},
        cases=_cases(results),
        unsure=UNSURE,
    )


def _cases(results: Results) -> list[dict[str, Any]]:
    """Each case with every model's row."""
    others = [{row.case.id: row for row in run.rows} for run in results.runs]
    return [
        {
            "case": first.case,
            "answers": [
                {
                    "model": run.model,
                    "row": row,
                    "outcome": outcome(row),
                    "why": why(row),
                    "places": [(c, place(c), _is_gold(row, c)) for c in row.answer.citations] if row.answer else [],
                }
                for run, rows in zip(results.runs, others, strict=True)
                if (row := rows.get(first.case.id))
            ],
        }
        for first in results.runs[0].rows
    ]


def _is_gold(row: Row, citation: Citation) -> bool:
    return any(place_of(citation).overlaps(gold) for gold in row.gold)
