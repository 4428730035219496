"""The fit on a tiny suite: what it writes is what the chat reads."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from chat.answer import Evidence
from chat.refusal import Fitted
from chat.signals import Signals
from evals import fit_refusal
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


def test_an_opinion_is_weighed_where_a_model_has_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks(question: str, evidence: Sequence[Evidence]) -> float | None:
        assert evidence
        return 5.0 if question in ANSWERED else 0.5

    monkeypatch.setattr(fit_refusal, "ASKED", 1)
    suite, path = bridge_suite(tmp_path), tmp_path / "refusal.json"
    fitted = fit({"bridge": [suite]}, path, "small", asks, folds=3).with_opinion
    assert fitted
    assert Fitted.model_validate_json(path.read_text()).with_opinion == fitted
    assert fitted.model == "small"
    assert fitted.opinion > 0
    assert "bridge, small asked: 6 cases, AUROC 1.00" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="gave no opinion"):
        fit({"bridge": [suite]}, path, "small", lambda *_: None, folds=3)
