"""Figures as text: the tables that the command prints."""

from collections.abc import Sequence

from evals.figures import by_kind, failed, judged, overall
from evals.results import Results
from evals.scores import BY_NAME, GROUPS, METRICS, Metric
from evals.stats import Difference, Figure


def number(value: float | None, metric: Metric) -> str:
    """A value as the tables write it; "–" is not scored."""
    if value is None:
        return "–"
    return f"{value:.2f}" if metric.unit in ("share", "seconds") else f"{value:.0f}"


def cell(found: Figure, metric: Metric) -> str:
    """A figure with its 95 % interval and, for times, its median and 95th percentile."""
    if found.mean is None:
        return "–"
    if metric.group == "cost":
        return f"{number(found.p50, metric)} / {number(found.p95, metric)}"
    return f"{number(found.mean, metric)} [{number(found.low, metric)}, {number(found.high, metric)}]"


def as_markdown(results: Results) -> str:
    """All figures, models side by side, then by kind; in Markdown, which reads well in a terminal too."""
    models = [run.model for run in results.runs]
    figures = [overall(run) for run in results.runs]
    lines = [f"{results.suite}: {len(results.runs[0].rows)} cases, 95 % intervals; – is not scored", ""]
    rows: list[list[str] | None] = [["figure", *models, "n", "what"], None]
    for group in GROUPS:
        rows.append([f"**{group}**", *[""] * len(models), "", "median / 95th percentile" if group == "cost" else ""])
        for metric in (metric for metric in METRICS if metric.group == group):
            counts = sorted({str(one[metric.name].scored) for one in figures}, key=int)
            rows.append(
                [metric.name, *(cell(one[metric.name], metric) for one in figures), "/".join(counts), metric.what]
            )
    lines += _aligned(rows)
    for run in results.runs:
        for reason, count in failed(run).items():
            lines += ["", f"{run.model}: {count} cases not scored, the model failed: {reason}"]
        if verdicts := judged(run):
            said = ", ".join(f"{word} {count}" for word, count in verdicts.items())
            lines += ["", f"{run.model}, its claims as {results.judge} judges them: {said}"]
    for run in results.runs:
        kinds = by_kind(run)
        names = list(next(iter(kinds.values())))
        sizes = {kind: sum(row.case.kind == kind for row in run.rows) for kind in kinds}
        lines += ["", f"{run.model}, by kind:", ""]
        lines += _aligned(
            [
                ["kind", "cases", *names],
                None,
                *(
                    [kind, str(sizes[kind]), *(number(one.mean, BY_NAME[name]) for name, one in found.items())]
                    for kind, found in kinds.items()
                ),
            ]
        )
    return "\n".join(lines)


def differences_as_markdown(compared: dict[str, dict[str, Difference]]) -> str:
    """What changed against an earlier run, pair by pair; only metrics that changed."""
    lines: list[str] = []
    for model, found in compared.items():
        rows: list[list[str] | None] = [
            ["figure", "change", "95 % interval", "pairs", "clear", "cases that changed"],
            None,
        ]
        for name, change in found.items():
            if change.mean is None or not change.changed or BY_NAME[name].group == "cost":
                continue
            ids = [key for key, _, _ in change.changed]
            shown = ", ".join(ids[:6]) + (f" and {len(ids) - 6} more" if len(ids) > 6 else "")
            interval = f"[{change.low:+.3f}, {change.high:+.3f}]"
            rows.append(
                [name, f"{change.mean:+.3f}", interval, str(change.scored), "yes" if change.clear else "no", shown]
            )
        lines += ["", f"{model}, against the earlier run:", ""]
        lines += _aligned(rows) if len(rows) > 2 else ["nothing changed"]
    return "\n".join(lines).lstrip()


def _aligned(rows: Sequence[list[str] | None]) -> list[str]:
    """A Markdown table, its columns padded; None is the rule below the header."""
    full = [row for row in rows if row]
    widths = [max(len(row[i]) for row in full) for i in range(len(full[0]))]
    return [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        if row
        else "|" + "|".join("-" * (width + 2) for width in widths) + "|"
        for row in rows
    ]
