"""Results as one HTML file that needs no network."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from chat.render import place
from evals.answers import forbidden, holds, missing, without_markers
from evals.charts import as_svg, group_chart
from evals.figures import by_kind, failed, judged, overall
from evals.run import Results
from evals.scores import BY_NAME, GROUPS, METRICS, Row, premise_outcome
from evals.stats import Difference
from evals.table import cell, number
from ingest.errors import SettingsError


def write_report(results: Results, path: Path, compared: dict[str, dict[str, Difference]] | None = None) -> None:
    """Writes the report.

    Args:
        results: What was measured.
        path: The HTML file.
        compared: Differences to an earlier run, by model and metric.

    Raises:
        SettingsError: The file can't be written.
    """
    # Everything that a document or a model says is escaped by the template engine.
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    charts = [(group, group_chart(results, group)) for group in GROUPS]
    html = environment.get_template("report.html.j2").render(
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
    )
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error


def outcome(row: Row) -> str:
    """What became of a case, in a word: right, wrong, refused (rightly or wrongly), corrected, swallowed, not scored."""
    if row.answer is None or not row.scored:
        return "not scored"
    if row.case.kind == "false_premise":
        return premise_outcome(row, row.answer)
    if not row.case.answerable:
        return "rightly refused" if row.answer.refused else "wrongly answered"
    if row.answer.refused:
        return "wrongly refused"
    return "wrong" if why(row) else "right"


def why(row: Row) -> list[str]:
    """What an answer lacks, or holds and must not; empty when nothing is wrong with it."""
    answer, case = row.answer, row.case
    if answer is None or not row.scored:
        return [row.failed or "there is no answer"]
    if answer.refused:
        return ["refused, and the document answers"] if case.answerable else []
    text = without_markers(answer.answer)
    found = [f"holds the forbidden “{word}”" for word in forbidden(answer.answer, case)]
    if not case.answerable:
        return ["answered, and the document does not say", *found]
    found += [f"lacks {' or '.join(f'“{word}”' for word in group)}" for group in missing(text, case)]
    found += [f"does not keep “{entry}”" for entry in case.must_attribute if not holds(text, entry)]
    if row.scores.get("gold_cited") == 0.0 and not case.must_mention:
        found.append("cites none of the gold sentences")
    return found


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
                    "places": [(c, place(c), _is_gold(row, c.start, c.document)) for c in row.answer.citations]
                    if row.answer
                    else [],
                }
                for run, rows in zip(results.runs, others, strict=True)
                if (row := rows.get(first.case.id))
            ],
        }
        for first in results.runs[0].rows
    ]


def _is_gold(row: Row, start: int, document: str) -> bool:
    return any(gold.document == document and gold.start <= start < gold.end for gold in row.gold)
