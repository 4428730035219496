"""Fits the decision to refuse: ``python -m evals.fit_refusal`` writes ``chat/refusal.json``.

The data are the SQuAD 2.0 suite (Rajpurkar, Jia and Liang, "Know What You Don't Know", ACL 2018; CC BY-SA 4.0), whose
unanswerable questions were written against their paragraph, and the suites on the briefing without the cases kept
aside (ids ending in ``-h``) and without summaries and instructions, which are decided elsewhere. Both count the same.
The threshold refuses at most `FALSE_REFUSALS` of the answerable questions.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
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

FALSE_REFUSALS = 0.03
"""Of all data together. Fitted without one suite on the briefing in turn, 0.67 of its near misses are refused and 0.04
of what it answers."""

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
        *(SUITES / f"briefing-{name}.jsonl" for name in ("more", "check-1", "check-2", "check-3", "check-4")),
    ),
    "SQuAD 2.0": (SUITES / "squad2" / "suite.jsonl",),
}


def main() -> None:
    """Fits to the suites that come with the project, and writes what the chat reads."""
    stay_local()
    fit(DATA, FITTED)


def fit(data: Mapping[str, Sequence[Path]], path: Path, folds: int = FOLDS) -> Fitted:
    """Measures the signals, fits, says how well the fit tells unseen folds apart, and writes it.

    Args:
        data: Suites by what they are about; each of these counts the same.
        path: The file that is written.
        folds: Parts that each are told apart by what the others show.
    """
    suites = [[row for path in paths for row in _measured(path)] for paths in data.values()]
    names = [name for name in suites[0][0][1] if name not in DECIDED_BEFORE]
    x = np.array([[found[name] for name in names] for rows in suites for _, found in rows])
    y = np.array([case.answerable for rows in suites for case, _ in rows], int)
    part = np.array([i for i, rows in enumerate(suites) for _ in rows])
    weight = np.array([1 / len(suites[i]) for i in part]) * len(y) / len(suites)

    unseen = np.zeros(len(y))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(x, 2 * part + y):
        unseen[test] = _fit(x[train], y[train], weight[train]).decision_function(x[test])
    whole = _fit(x, y, weight)
    own = whole.decision_function(x)
    logit = _threshold([unseen[(part == i) & (y == 1)] for i in range(len(suites))])
    for i, label in enumerate(data):
        here = part == i
        refused = [float((unseen[here & (y == answerable)] < logit).mean()) for answerable in (0, 1)]
        sys.stdout.write(
            f"{label}: {here.sum()} cases, AUROC {roc_auc_score(y[here], unseen[here]):.2f} on unseen folds "
            f"({roc_auc_score(y[here], own[here]):.2f} on its own data); refused {refused[0]:.2f} of what the "
            f"document doesn't answer, {refused[1]:.2f} of what it does\n"
        )
    fitted = Fitted(
        intercept=round(float(whole.intercept_[0]), 4),
        weights={name: round(float(value), 4) for name, value in zip(names, whole.coef_[0], strict=True)},
        threshold=round(1 / (1 + float(np.exp(-logit))), 4),
        data=", ".join(f"{len(rows)} {name} cases" for name, rows in zip(data, suites, strict=True)),
    )
    path.write_text(json.dumps(fitted.model_dump(), indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{fitted}\n")
    return fitted


def _threshold(answerable: Sequence[NDArray[np.float64]]) -> float:
    """Half-way between the last answerable question that may be refused and the first that may not."""
    logits = np.concatenate(answerable)
    share = np.concatenate([np.full(len(part), 1 / len(part) / len(answerable)) for part in answerable])
    order = np.argsort(logits)
    allowed = int((np.cumsum(share[order]) <= FALSE_REFUSALS).sum())
    return float(logits[order][max(0, allowed - 1) : allowed + 1].mean())


def _fit(x: NDArray[np.float64], y: NDArray[np.int64], weight: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=REGULARISATION, max_iter=1000).fit(x, y, sample_weight=weight)


def _measured(path: Path) -> list[tuple[Case, dict[str, float]]]:
    suite = load_suite(path)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder, BUNDLED)
        prepare(suite, store)
        late, close = late_interaction(store), alike(store)
        for case in suite.cases:
            if case.kind in DECIDED_ELSEWHERE or case.id.endswith(KEPT_ASIDE):
                continue
            question = standalone_question(case.question, case.history)
            evidence = retrieve(question, store, [case.document] if case.document else None)
            rows.append((case, asdict(signals(question, evidence, late, close))))
        store.close()
    return rows


if __name__ == "__main__":
    main()
