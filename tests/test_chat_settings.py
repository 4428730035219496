"""Settings: which source wins, and what is said about a value that can't be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chat.settings import Settings, load_settings, stay_local
from ingest.errors import SettingsError
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.usefixtures("clean_settings")  # and an empty current folder


def toml(text: str) -> None:
    Path("briefing.toml").write_text(text, encoding="utf-8")


def refused(**flags: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(**flags)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_defaults() -> None:
    settings = load_settings()
    assert (settings.model, settings.embeddings) == ("builtin", "all-MiniLM-L6-v2")
    assert settings.store_location == str(settings.home / "store")
    assert settings.models_folder == settings.home / "models"
    assert settings.home.is_absolute()


def test_flags_win_over_the_environment_over_the_file_over_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().model == "builtin"
    toml('model = "ollama:file"\nport = 9000')
    assert load_settings().model == "ollama:file"
    monkeypatch.setenv("BRIEFING_MODEL", "ollama:environment")
    assert load_settings().model == "ollama:environment"
    assert load_settings(model="ollama:flag").model == "ollama:flag"
    assert load_settings(model=None).model == "ollama:environment"  # a flag that wasn't given
    assert load_settings(model="ollama:flag").port == 9000


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_MODEL", "")
    assert load_settings().model == "builtin"


def test_what_was_set_can_be_told_from_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "model" not in load_settings().model_fields_set
    monkeypatch.setenv("BRIEFING_MODEL", "builtin")
    assert "model" in load_settings().model_fields_set


def test_an_unknown_variable_lists_the_valid_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_MODLE", "quotes")
    message = refused()
    assert message.startswith("BRIEFING_MODLE is not a setting.")
    assert all(name in message for name in Settings.model_fields)


def test_an_unknown_key_of_the_file_lists_the_valid_settings() -> None:
    toml('modle = "quotes"')
    message = refused()
    assert message.startswith("'modle' in briefing.toml is not a setting.")
    assert all(name in message for name in Settings.model_fields)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "none"),
        ("port", "70000"),
        ("port", "0"),
        ("timeout", "0"),
        ("timeout", "soon"),
        ("evidence", "0"),
        ("quotes", "99"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, key: str, value: str) -> None:
    monkeypatch.setenv(f"BRIEFING_{key.upper()}", value)
    message = refused()
    assert message.startswith(f"setting {key!r}: ")
    assert f"not {value!r}" in message


def test_several_problems_are_said_in_one_line() -> None:
    toml('port = "x"\nquotes = 0')
    message = refused()
    assert "'port'" in message
    assert "'quotes'" in message


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(load_settings(api_key="hush"))


@pytest.mark.parametrize("text", ["model = quotes", "model", "[model", 'model = "a"\nmodel = "b"'])
def test_a_file_that_is_not_toml(text: str) -> None:
    toml(text)
    assert refused().startswith("briefing.toml: ")


def test_a_file_that_is_not_text() -> None:
    Path("briefing.toml").write_bytes(b"model = '\xff\xfe'")
    assert refused().startswith("briefing.toml: ")


def test_a_home_in_the_readers_folder() -> None:
    settings = load_settings(home="~/briefing")
    assert settings.home == (Path.home() / "briefing").resolve()


def test_a_store_elsewhere() -> None:
    assert load_settings(store="here").store_location == str(Path.cwd() / "here")
    assert load_settings(store="~/there").store_location == str(Path.home().resolve() / "there")
    assert load_settings(store="http://127.0.0.1:8000").store_location == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("localhost:1234", "http://localhost:1234"),
        (":1234", "http://127.0.0.1:1234"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:1234", "http://127.0.0.1:1234"),
        ("[::1]", "http://[::1]:11434"),
        ("[::]:1234", "http://[::1]:1234"),
        ("http://host", "http://host:80"),
        ("http://host:11434/", "http://host:11434"),
        ("https://host", "https://host:443"),
        ("https://host/ollama/", "https://host:443/ollama"),
        (" box.local ", "http://box.local:11434"),
    ],
)
def test_forms_of_ollama_host(monkeypatch: pytest.MonkeyPatch, host: str, url: str) -> None:
    """As Ollama's own envconfig.Host reads them."""
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert load_settings().ollama_url == url


def test_the_ollama_setting_wins_over_ollama_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "elsewhere")
    assert load_settings(ollama="here:1").ollama_url == "http://here:1"


@pytest.mark.parametrize("host", ["host:port", "host:99999", "ftp://host", "http://[::1"])
def test_an_ollama_address_that_is_none(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    with pytest.raises(SettingsError, match="is not the address of an Ollama server") as caught:
        _ = load_settings().ollama_url
    assert repr(host) in str(caught.value)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment, put back after the test; `stay_local` writes to it."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    return monkeypatch


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_models_on_this_machine_are_never_asked_through_a_proxy(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.setenv(name, "intranet.example, 127.0.0.1")
    stay_local()
    stay_local()  # the page does so again
    assert os.environ["NO_PROXY"] == os.environ["no_proxy"] == "intranet.example,127.0.0.1,localhost,::1"


def test_no_proxy_for_anything_stays_so(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("NO_PROXY", "*")
    stay_local()
    assert os.environ["NO_PROXY"] == "*"  # urllib knows it only alone


@pytest.mark.parametrize("variable", ["TRACING", "TRACING_V2"])
@pytest.mark.parametrize("prefix", ["LANGSMITH", "LANGCHAIN"])
def test_langsmith_is_not_told_even_where_the_reader_has_it_on(prefix: str, variable: str) -> None:
    script = "from langsmith.utils import tracing_is_enabled; print(tracing_is_enabled())"
    assert output(script, **{f"{prefix}_{variable}": "true"}) == "True"  # it would be
    assert (
        output(f"from chat.settings import stay_local; stay_local(); {script}", **{f"{prefix}_{variable}": "true"})
        == "False"
    )


def test_chroma_and_the_hub_client_report_no_usage() -> None:
    script = (
        "from chromadb.config import Settings; from huggingface_hub import constants;"
        "print(Settings().anonymized_telemetry, constants.HF_HUB_DISABLE_TELEMETRY)"
    )
    reader = {"ANONYMIZED_TELEMETRY": "True", "HF_HUB_DISABLE_TELEMETRY": "0", "DO_NOT_TRACK": "0"}
    assert output(script, **reader) == "True False"
    assert output(f"from chat.settings import stay_local; stay_local(); {script}", **reader) == "False True"


def output(script: str, **variables: str) -> str:
    """What a Python of its own prints, with these variables set and none of the ones that `stay_local` sets."""
    kept = {name: value for name, value in os.environ.items() if "TRACING" not in name}
    process = subprocess.run(
        [sys.executable, "-c", script],
        env=kept | {"PYTHONPATH": str(REPOSITORY)} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout.strip()
