"""Cases that a reader collects load again, and can be run."""

from pathlib import Path

import pytest

from evals.case import Case
from evals.collect import add_case
from evals.documents import prepare
from evals.suite import load_suite
from ingest import Source, load
from ingest.errors import SettingsError
from tests.conftest import memory_store

CLOSED = "The bridge was closed in 2004."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere" / "bridge.md"
    path.parent.mkdir()
    path.write_text(f"# Bridge\n\n{CLOSED} It is red.")
    return path


@pytest.fixture
def source(file: Path) -> Source:
    return load(file)


def closed(**fields: object) -> Case:
    whole = {"id": "when-was-it-closed", "kind": "number", "document": "bridge.md", "question": "When was it closed?"}
    return Case.model_validate(whole | {"gold_quotes": [CLOSED], "must_mention": [["2004"]]} | fields)


def test_a_case_is_written_and_the_suite_can_be_run(tmp_path: Path, file: Path, source: Source) -> None:
    path = tmp_path / "suites" / "my-cases.jsonl"
    add_case(path, closed(), source, file)
    add_case(path, closed(id="no", kind="unanswerable_near", question="What did it cost?", answerable=False,
                          gold_quotes=(), must_mention=()), source, None)  # fmt: skip
    file.unlink()
    suite = load_suite(path)
    assert [case.question for case in suite.cases] == ["When was it closed?", "What did it cost?"]
    assert suite.cases[0] == closed()
    store = memory_store()
    prepare(suite, store)
    assert store.entry("bridge.md").source.text == source.text


def test_an_id_that_is_taken_gets_a_number(tmp_path: Path, file: Path, source: Source) -> None:
    path = tmp_path / "mine.jsonl"
    ids = [add_case(path, closed(), source, file).id for _ in range(3)]
    assert ids == ["when-was-it-closed", "when-was-it-closed-2", "when-was-it-closed-3"]
    assert len(load_suite(path).cases) == 3


def test_a_line_without_its_end_is_not_run_together(tmp_path: Path, file: Path, source: Source) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(closed(id="by-hand").model_dump_json())
    add_case(path, closed(), source, file)
    assert [case.id for case in load_suite(path).cases] == ["by-hand", "when-was-it-closed"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"gold_quotes": ["It is blue."]}, "does not stand in bridge.md"),
        ({"must_mention": [["1999"]]}, "does not mention 1999"),
    ],
)
def test_gold_that_is_not_there_is_refused(
    tmp_path: Path, file: Path, source: Source, fields: dict[str, object], said: str
) -> None:
    path = tmp_path / "mine.jsonl"
    with pytest.raises(SettingsError, match=said):
        add_case(path, closed(**fields), source, file)
    assert not path.exists()


def test_another_version_of_the_document_is_not_written_over(tmp_path: Path, file: Path, source: Source) -> None:
    path = tmp_path / "mine.jsonl"
    (tmp_path / "bridge.md").write_text("Something else.")
    with pytest.raises(SettingsError, match="another version"):
        add_case(path, closed(), source, file)
    assert (tmp_path / "bridge.md").read_text() == "Something else."


def test_a_document_whose_file_is_gone(tmp_path: Path, source: Source) -> None:
    with pytest.raises(SettingsError, match="put it into"):
        add_case(tmp_path / "mine.jsonl", closed(), source, None)


def test_a_folder_that_cannot_be_written(tmp_path: Path, file: Path, source: Source) -> None:
    (tmp_path / "suites").write_text("in the way")
    with pytest.raises(SettingsError, match="Can't write"):
        add_case(tmp_path / "suites" / "mine.jsonl", closed(), source, file)


def test_a_suite_with_a_wrong_line_is_left_as_it_is(tmp_path: Path, file: Path, source: Source) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("{}\n")
    with pytest.raises(SettingsError, match=":1:"):
        add_case(path, closed(), source, file)
    assert path.read_text() == "{}\n"
