"""Results that `briefing eval --json` wrote."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.results import Results, Run, load_results
from ingest.errors import SettingsError
from tests.eval_rows import BUILT, a_case, a_claim, a_row, an_answer

RESULTS = Results(
    suite="bridges",
    suite_sha256="0" * 64,
    embeddings="words",
    created=datetime(2026, 1, 2, tzinfo=UTC),
    runs=[
        Run(
            model="fake",
            rows=[
                a_row(a_case(id="a", must_mention=[["1931"]]), an_answer(a_claim(BUILT, 1)), judged=["full"]),
                a_row(a_case(id="b"), None, failed="not asked: down"),
            ],
            seconds=2.0,
        )
    ],
)


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(RESULTS.model_dump_json(indent=1), encoding="utf-8")
    again = load_results(tmp_path / "r.json")
    assert again.model_dump() == RESULTS.model_dump()
    assert again.runs[0].rows[1].failed == "not asked: down"
    assert again.runs[0].rows[0].scores["premise_corrected"] is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"suite": "bridges"}', b"\xff\xfe"])
def test_another_file_is_refused_by_its_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(SettingsError, match=r"r\.json is not a file that `briefing eval --json` wrote"):
        load_results(tmp_path / "r.json")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"r\.json: No such file"):
        load_results(tmp_path / "r.json")
