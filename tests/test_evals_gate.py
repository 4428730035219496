"""A small gate on the real briefing: `quotes`, through the real command. Bounds leave room for a change of ranking."""

import json
from pathlib import Path

import pytest

import briefing
from tests.conftest import CommandLine

BOUNDS = {
    "markers_valid": 1,
    "claims_cited": 1,
    "citation_recall": 0.95,
    "citation_precision": 0.95,
    "citation_recall_lexical": 0.95,
    "citation_precision_lexical": 0.95,
    "nothing_forbidden": 0.8,
    "hit@3": 0.6,
    "gold_shown": 0.7,
    "gold_cited": 0.7,
    "must_mention": 0.4,
    "answer_rate": 0.5,
    "refusal_recall": 0.2,
    "false_refusals": 0.35,  # at most
    "premise_swallowed": 0.5,  # at most
}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """One home for all, so that the briefing is read once."""
    folder = tmp_path_factory.mktemp("gate")
    return CommandLine(folder / "home", folder)


def test_quotes_on_the_real_briefing_can_be_trusted(command: CommandLine, tmp_path: Path) -> None:
    gates = [part for name, bound in BOUNDS.items() for part in ("--fail-under", f"{name}={bound}")]
    written = ["--json", tmp_path / "r.json", "--report", tmp_path / "r.html"]
    done = command("eval", "--model", "quotes", "--sample", 24, *gates, *written)
    assert (done.returncode, done.stderr) == (0, "")
    assert "briefing: 24 cases" in done.stdout
    kinds = {row["case"]["kind"] for row in json.loads((tmp_path / "r.json").read_text())["runs"][0]["rows"]}
    assert len(kinds) == 10
    assert (tmp_path / "r.html").read_text(encoding="utf-8").count("<details ") == 24
    assert not list((command.home / "evals" / "partial").iterdir())


def test_a_bound_that_can_not_hold_fails_and_names_the_figure(command: CommandLine) -> None:
    bounds = ["--fail-under", "cited_gold=1", "--fail-under", "markers_valid=1"]
    done = command("eval", "--model", "quotes", "--kinds", "fact", "--sample", 8, *bounds)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("quotes: cited_gold is 0.")
    assert line.endswith("must be at least 1.")
    assert "| cited_gold " in done.stdout  # the table is shown all the same


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--fail-under", "precision=1"], "There is no figure 'precision'. The figures are: hit@1, "),
        (["--kinds", "facts"], "There is no kind 'facts' of case. The kinds are: fact, "),
        (["--suite", "nowhere.jsonl"], "nowhere.jsonl: No such file or directory."),
        (["--against", "nowhere.json"], "nowhere.json: No such file or directory."),
        (["--model", "quotes", "--judge", "quotes"], "quotes can't judge"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    arguments: list[str],
    told: str,
    clean_settings: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["briefing", "eval", *arguments])
    with pytest.raises(SystemExit) as ended:
        briefing.main()
    assert ended.value.code == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(told)
