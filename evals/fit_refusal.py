"""Fits the decision to refuse: ``python -m evals.fit_refusal`` writes ``chat/refusal.json``.

The data are the SQuAD 2.0 suite (Rajpurkar, Jia and Liang, "Know What You Don't Know", ACL 2018; CC BY-SA 4.0), whose
unanswerable questions were written against their paragraph, and the suites on the briefing without the cases kept
aside (ids ending in ``-h``) and without summaries and instructions, which are decided elsewhere. The threshold refuses
at most `FALSE_REFUSALS` of the answerable questions. It takes ten minutes on 2 cores.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from chat.evidence import retrieve
from chat.refusal import FITTED, Fitted
from chat.settings import stay_local
from chat.signals import signals
from chat.understand import standalone_question
from evals.case import Case
from evals.documents import DEFAULT_SUITE, SUITES, prepare
from evals.suite import load_suite
from vectorstore.late import alike, late_interaction
from vectorstore.models import BUNDLED
from vectorstore.store import open_store

FALSE_REFUSALS = 0.04
COUNTS = {"SQuAD 2.0": 0.25}
"""What data count for that don't count 1, however many cases they have. Nearly all of SQuAD's unanswerable questions
have one word of an answerable one turned around, which readers' questions rarely do."""

KEPT_ASIDE = "-h"
DECIDED_ELSEWHERE = ("summary", "injection")
REGULARISATION = 0.1
"""Inverse strength, as scikit-learn counts it. The rules among the signals were written with the suites in view and
look better there than they are: strong regularisation leaves more to the reader, whose training saw no suite."""

FOLDS = 10
DECIDED_BEFORE = ("support", "similarity")  # count in `off_subject`; beside the others they add nothing
DATA = {
    "briefing": (
        DEFAULT_SUITE,
        SUITES / "briefing-more.jsonl",
        *(SUITES / f"briefing-check-{n}.jsonl" for n in range(1, 10)),
    ),
    "SQuAD 2.0": (SUITES / "squad2" / "suite.jsonl",),
}


@dataclass(frozen=True)
class _Measured:
    """A case with its signals by name."""

    case: Case
    signals: dict[str, float]


def main() -> None:
    """Fits to the suites that come with the project, and writes what the chat reads."""
    stay_local()
    fit(DATA, FITTED)


def fit(data: Mapping[str, Sequence[Path]], path: Path, folds: int = FOLDS) -> Fitted:
    """Measures the signals, fits, says how well the fit tells unseen folds apart, and writes it.

    Args:
        data: Suites by what they are about; these count 1 each, or as `COUNTS` has it.
        path: The file that is written.
        folds: Parts that each are told apart by what the others show.
    """
    suites = [[row for path in paths for row in _measured(path)] for paths in data.values()]
    rows = [row for suite in suites for row in suite]
    names = [name for name in rows[0].signals if name not in DECIDED_BEFORE]
    x = np.array([[row.signals[name] for name in names] for row in rows])
    y = np.array([row.case.answerable for row in rows], int)
    part = np.repeat(range(len(suites)), [len(suite) for suite in suites])
    weight = np.array([COUNTS.get(label, 1.0) / len(suite) for label, suite in zip(data, suites, strict=True)])[part]
    whole, unseen = _on_unseen_folds(x, y, part, weight, folds)
    logit = _threshold(unseen, y, weight)
    for i, label in enumerate(data):
        _say(label, unseen, logit, y, part == i)
    fitted = Fitted(
        intercept=round(float(whole.intercept_[0]), 4),
        weights={name: round(float(value), 4) for name, value in zip(names, whole.coef_[0], strict=True)},
        threshold=_share(logit),
        data=", ".join(f"{len(suite)} {name} cases" for name, suite in zip(data, suites, strict=True)),
    )
    path.write_text(json.dumps(fitted.model_dump(), indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{fitted}\n")
    return fitted


def _on_unseen_folds(
    x: NDArray[np.float64],
    y: NDArray[np.int64],
    part: NDArray[np.int64],
    weight: NDArray[np.float64],
    folds: int,
) -> tuple[LogisticRegression, NDArray[np.float64]]:
    """The fit on everything, and the logits that fits without a case's fold give it."""
    weight = weight * len(y) / weight.sum()
    unseen = np.zeros(len(y))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(x, 2 * part + y):
        unseen[test] = _fit(x[train], y[train], weight[train]).decision_function(x[test])
    return _fit(x, y, weight), unseen


def _say(label: str, unseen: NDArray[np.float64], logit: float, y: NDArray[np.int64], here: NDArray[np.bool_]) -> None:
    refused = [float((unseen[here & (y == answerable)] < logit).mean()) for answerable in (0, 1)]
    sys.stdout.write(
        f"{label}: {here.sum()} cases, AUROC {roc_auc_score(y[here], unseen[here]):.2f} on unseen folds; refused "
        f"{refused[0]:.2f} of what the document doesn't answer, {refused[1]:.2f} of what it does\n"
    )


def _share(logit: float) -> float:
    return round(1 / (1 + float(np.exp(-logit))), 4)


def _threshold(unseen: NDArray[np.float64], y: NDArray[np.int64], weight: NDArray[np.float64]) -> float:
    """Half-way between the last answerable question that may be refused and the first that may not."""
    logits, share = unseen[y == 1], weight[y == 1] / weight[y == 1].sum()
    order = np.argsort(logits)
    allowed = int((np.cumsum(share[order]) <= FALSE_REFUSALS).sum())
    return float(logits[order][max(0, allowed - 1) : allowed + 1].mean())


def _fit(x: NDArray[np.float64], y: NDArray[np.int64], weight: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=REGULARISATION, max_iter=1000).fit(x, y, sample_weight=weight)


def _measured(path: Path) -> list[_Measured]:
    suite = load_suite(path)
    rows: list[_Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder, BUNDLED)
        prepare(suite, store)
        close = alike(store)
        for case in suite.cases:
            if case.kind in DECIDED_ELSEWHERE or case.id.endswith(KEPT_ASIDE):
                continue
            question = standalone_question(case.question, case.history)
            among = [case.document] if case.document else None
            evidence = retrieve(question, store, among)
            rows.append(_Measured(case, asdict(signals(question, evidence, late_interaction(store, among), close))))
        store.close()
    return rows


if __name__ == "__main__":
    main()
