"""From rows to figures: per model, per kind, against an earlier run, against a gate."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.case import KINDS
from evals.judge import JUDGEMENTS
from evals.results import Results, Run
from evals.scores import BY_NAME, METRICS, Metric
from evals.stats import Difference, Figure, difference, figure
from ingest.errors import SettingsError

KIND_METRICS = ("must_mention", "gold_cited", "cited_gold", "attribution_kept", "hedges_kept", "answer_rate", "words")
"""What the table by kind shows."""


def overall(run: Run) -> dict[str, Figure]:
    """Every metric over all cases of a run."""
    return {metric.name: figure(scores(run, metric.name)) for metric in METRICS}


def by_kind(run: Run, names: Sequence[str] = KIND_METRICS) -> dict[str, dict[str, Figure]]:
    """Metrics for each kind of case that the run has, in the order of `KINDS`."""
    kinds = [kind for kind in KINDS if any(row.case.kind == kind for row in run.rows)]
    return {
        kind: {name: figure([row.scores.get(name) for row in run.rows if row.case.kind == kind]) for name in names}
        for kind in kinds
    }


def scores(run: Run, name: str) -> list[float | None]:
    """A metric's score of each case."""
    return [row.scores.get(name) for row in run.rows]


def judged(run: Run) -> dict[str, int] | None:
    """How many claims a judge called fully, partly, not supported, or was unclear about; None without a judge."""
    words = [word for row in run.rows for word in row.judged or ()]
    return (
        {word: Counter(words)[word] for word in JUDGEMENTS} if any(row.judged is not None for row in run.rows) else None
    )


def failed(run: Run) -> Counter[str]:
    """Why the model gave no answer, and to how many cases."""
    return Counter(row.failed for row in run.rows if row.failed)


def compare(earlier: Results, later: Results) -> dict[str, dict[str, Difference]]:
    """Runs of the same model in two results, metric by metric, pair by pair.

    Raises:
        SettingsError: They have no model and case in common.
    """
    before = {run.model: run for run in earlier.runs}
    compared = {
        run.model: {metric.name: _difference(before[run.model], run, metric) for metric in METRICS}
        for run in later.runs
        if run.model in before
    }
    # One model before and another one now: that is a comparison too, and often the one that is wanted.
    if not compared and len(earlier.runs) == 1:
        [old] = earlier.runs
        compared = {
            f"{run.model} against {old.model}": {m.name: _difference(old, run, m) for m in METRICS}
            for run in later.runs
        }
    if not compared:
        raise SettingsError(f"The earlier results have {', '.join(before)}, none of which was run now.")
    return compared


def _difference(earlier: Run, later: Run, metric: Metric) -> Difference:
    def by_case(run: Run) -> Mapping[str, float | None]:
        return {row.case.id: row.scores.get(metric.name) for row in run.rows}

    return difference(by_case(earlier), by_case(later))


@dataclass(frozen=True)
class Gate:
    """A figure that must be reached.

    Attributes:
        metric: Which.
        bound: At least this; at most, for a metric of which less is better.
    """

    metric: Metric
    bound: float

    def fails(self, run: Run) -> str | None:
        """What to say when a run doesn't reach it; None when it does."""
        mean = figure(scores(run, self.metric.name)).mean
        over = self.metric.higher is False
        if mean is not None and (mean <= self.bound if over else mean >= self.bound):
            return None
        found = "not scored" if mean is None else f"{mean:.3f}"
        return (
            f"{run.model}: {self.metric.name} is {found}, must be {'at most' if over else 'at least'} {self.bound:g}."
        )


def read_gates(texts: Sequence[str]) -> list[Gate]:
    """Reads gates such as ``citation_precision=0.95``.

    Raises:
        SettingsError: One is not of that form, or names no metric.
    """
    gates = []
    for text in texts:
        name, _, bound = text.partition("=")
        if name not in BY_NAME:
            raise SettingsError(f"There is no figure {name!r}. The figures are: {', '.join(BY_NAME)}.")
        try:
            gates.append(Gate(BY_NAME[name], float(bound)))
        except ValueError as error:
            raise SettingsError(f"{text!r} is not FIGURE=NUMBER, as in citation_precision=0.95.") from error
    return gates
