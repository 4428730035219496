from pathlib import Path

import pytest

from chat import language
from chat.language import analyse, content_lemmas
from ingest.errors import BriefingError


def test_content_words_carry_the_meaning() -> None:
    assert content_lemmas("According to the report, the 3 old ships were sunk by pirates.") == [
        *("3", "old", "ship", "sink", "pirate")
    ]
    assert content_lemmas("What is it?") == []


def test_a_text_is_analysed_once() -> None:
    assert analyse("Okafor sold the mill.") is analyse("Okafor sold the mill.")


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The model isn't loaded yet, and what is loaded meanwhile is forgotten again."""
    monkeypatch.setattr(language, "_english", language._english.__wrapped__)
    return monkeypatch


def test_another_model_than_the_tested_one_is_refused(unloaded: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]")
    unloaded.setattr(language, "_folder", lambda: tmp_path)
    with pytest.raises(BriefingError, match="not the one that Briefing was tested with: install it again with `pip"):
        analyse("A sentence that nobody has analysed before the model changed.")


def test_a_package_that_is_missing_is_named(unloaded: pytest.MonkeyPatch) -> None:
    unloaded.setattr(language, "PACKAGE", "no_such_package_anywhere")
    with pytest.raises(BriefingError, match="The package no_such_package_anywhere is missing: install Briefing again"):
        analyse("A sentence that nobody has analysed before the package went.")
