"""The model that was chosen last is chosen again, unless somebody says otherwise."""

from pathlib import Path

import pytest

from chat.choice import chosen_model, keep_choice
from chat.settings import load_settings
from ingest.errors import SettingsError


@pytest.fixture(autouse=True)
def home(clean_settings: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_default_until_something_is_chosen() -> None:
    assert chosen_model(load_settings()) == "builtin"
    keep_choice(load_settings(), "ollama:qwen3:4b")
    assert chosen_model(load_settings()) == "ollama:qwen3:4b"


def test_flag_environment_and_file_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keep_choice(load_settings(), "ollama:qwen3:4b")
    assert chosen_model(load_settings(model="quotes")) == "quotes"
    (tmp_path / "briefing.toml").write_text('model = "gguf:x"\n')
    assert chosen_model(load_settings()) == "gguf:x"
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    assert chosen_model(load_settings()) == "quotes"


def test_a_damaged_choice_is_none(home: Path) -> None:
    home.mkdir()
    (home / "choice.json").write_text("{")
    assert chosen_model(load_settings()) == "builtin"
    keep_choice(load_settings(), "quotes")
    assert chosen_model(load_settings()) == "quotes"


def test_a_choice_that_cannot_be_kept_is_said(home: Path) -> None:
    home.write_text("in the way")
    with pytest.raises(SettingsError, match="can't be kept"):
        keep_choice(load_settings(), "quotes")
