"""The documents of a suite go into a store, and the gold is checked against them."""

from pathlib import Path

import pytest

from evals.documents import documents_of, own_store, partial_folder, prepare
from evals.suite import load_suite
from ingest.errors import SettingsError
from tests.conftest import BRIEFING, memory_store
from tests.eval_rows import TEXT, a_line, write_suite


def test_a_document_beside_the_suite_is_put_in(tmp_path: Path) -> None:
    store = memory_store()
    prepare(load_suite(write_suite(tmp_path, a_line("a"))), store)
    assert store.entry("bridge.txt").source.text == TEXT


def test_a_briefing_that_comes_with_the_project_is_found(tmp_path: Path) -> None:
    store = memory_store()
    line = a_line("a", document=BRIEFING.name, answerable=False, gold_quotes=[])
    prepare(load_suite(write_suite(tmp_path, line)), store)
    assert [entry.source.name for entry in store.entries()] == [BRIEFING.name]


def test_a_suite_that_names_no_document_asks_the_briefings(tmp_path: Path) -> None:
    suite = load_suite(write_suite(tmp_path, a_line("a", document=None, answerable=False, gold_quotes=[])))
    assert documents_of(suite) == [BRIEFING.name]


def test_a_sample_asks_a_case_without_a_document_of_the_same_documents_as_the_whole(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Something else.")
    lines = [
        a_line("a"),
        a_line("b", document="other.txt", answerable=False, gold_quotes=[]),
        a_line("c", document=None),
    ]
    suite = load_suite(write_suite(tmp_path, *lines))
    without = suite.only(["fact"]).sample(1, seed=2)
    assert [case.id for case in without.cases] == ["c"]
    assert documents_of(without) == documents_of(suite) == ["bridge.txt", "other.txt"]
    store = memory_store()
    prepare(without, store)
    assert {entry.source.name for entry in store.entries()} == {"bridge.txt", "other.txt"}


def test_a_document_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mine.jsonl asks the document 'lost.txt', which is neither beside it"):
        prepare(load_suite(write_suite(tmp_path, a_line("a", document="lost.txt"))), memory_store())


def test_a_document_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text("")
    with pytest.raises(SettingsError, match=r"^blank.txt: "):
        prepare(load_suite(write_suite(tmp_path, a_line("a", document="blank.txt"))), memory_store())


def test_gold_that_does_not_stand_in_it(tmp_path: Path) -> None:
    lines = [a_line(name, gold_quotes=["Built in 1932."]) for name in "ab"]
    with pytest.raises(SettingsError, match=r"mine.jsonl: a: 'Built in 1932.' does not stand .* \(and 1 more\)"):
        prepare(load_suite(write_suite(tmp_path, *lines)), memory_store())


@pytest.mark.usefixtures("clean_settings")
def test_evaluations_have_a_store_of_their_own(tmp_path: Path) -> None:
    from chat.settings import load_settings

    settings = load_settings(home=tmp_path)
    assert own_store(settings) != settings.store_location
    assert Path(own_store(settings)).is_relative_to(tmp_path)
    assert partial_folder(settings).is_relative_to(tmp_path)
