"""The fit on a tiny suite: what it writes is what the chat reads."""

from dataclasses import fields
from pathlib import Path

import pytest

from chat.refusal import Fitted
from chat.signals import Signals
from evals.fit_refusal import fit
from tests.eval_rows import a_line, write_suite

ANSWERED = ("When was the bridge at Avon built?", "When was it closed to cars?", "Who called the closing a scandal?")
REFUSED = ("How much did the bridge cost?", "When was the tunnel at Bath built?", "Who painted the deck in 1950?")


def bridge_suite(folder: Path) -> Path:
    lines = [a_line(f"a{i}", question=question) for i, question in enumerate(ANSWERED)]
    lines += [
        a_line(f"r{i}", kind="unanswerable_near", question=question, answerable=False, gold_quotes=[])
        for i, question in enumerate(REFUSED)
    ]
    lines += [
        a_line("kept-h", question="Who knew of the rust?"),  # never fitted on
        a_line("s", kind="summary", question="Summarise it."),  # decided elsewhere
    ]
    return write_suite(folder / "suite", *lines)


def test_what_it_writes_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite = bridge_suite(tmp_path)
    fitted = fit({"bridge": [suite]}, tmp_path / "refusal.json", folds=3)
    assert Fitted.model_validate_json((tmp_path / "refusal.json").read_text()) == fitted
    assert set(fitted.weights) == {field.name for field in fields(Signals)} - {"support", "similarity"}
    assert fitted.data == "6 bridge cases"
    assert 0 < fitted.threshold < 1
    assert fitted.weights["unfilled"] < 0
    assert capsys.readouterr().out.startswith("bridge: 6 cases, AUROC ")
