"""Which models can be used here, and trying one out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from chat.available import Available, available_models, check_model
from chat.models import QUOTES, Model, OpenModel, find_model
from chat.settings import Settings, load_settings
from ingest.errors import ModelDown
from tests.model_servers import OllamaServer, OpenAIServer

pytestmark = pytest.mark.usefixtures("clean_settings")


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with OllamaServer() as server:
        yield server


def listed(settings: Settings) -> dict[str, Available]:
    rows = available_models(settings)
    assert len({row.name for row in rows}) == len(rows)
    return {row.name: row for row in rows}


@pytest.fixture
def nothing(tmp_path: Path, dead_port: int) -> Settings:
    """A machine without the built-in model and without Ollama."""
    return load_settings(home=tmp_path, ollama=f"127.0.0.1:{dead_port}")


def test_on_a_bare_machine_only_quotes_can_be_used(nothing: Settings) -> None:
    rows = listed(nothing)
    assert [name for name, row in rows.items() if row.usable] == ["quotes"]
    assert rows["builtin"].how == "briefing models pull builtin"
    assert rows["ollama:NAME"].how == "ollama serve"
    assert {"gguf:PATH", "openai:NAME@URL", "PROVIDER:NAME"} < set(rows)


def test_the_builtin_model_once_it_is_here(nothing: Settings) -> None:
    nothing.models_folder.mkdir()
    (nothing.models_folder / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf").write_bytes(b"GGUF")
    row = listed(nothing)["builtin"]
    assert row.usable
    assert row.how.startswith(str(nothing.models_folder))


@pytest.mark.server
def test_what_a_running_ollama_offers(ollama: OllamaServer) -> None:
    rows = listed(load_settings(ollama=ollama.url))
    assert rows["ollama:small:latest"].usable
    assert rows["ollama:small:latest"].context == 8192
    assert "1.0 GB" in rows["ollama:small:latest"].what
    assert not rows["ollama:embed:latest"].usable
    assert "can't chat" in rows["ollama:embed:latest"].what
    assert "ollama:NAME" not in rows


@pytest.mark.server
def test_what_is_listed_can_be_used_by_that_name(ollama: OllamaServer) -> None:
    settings = load_settings(ollama=ollama.url)
    [name] = [name for name, row in listed(settings).items() if row.usable and name.startswith("ollama:")]
    assert "2004" in check_model(find_model(name, settings), settings.timeout).answer


@pytest.mark.server
def test_an_older_ollama_that_does_not_tell_what_a_model_can_do(ollama: OllamaServer) -> None:
    del ollama.shows["small:latest"]["capabilities"]
    assert listed(load_settings(ollama=ollama.url))["ollama:small:latest"].usable


@pytest.mark.server
def test_one_model_that_ollama_cannot_show_hides_no_other(ollama: OllamaServer) -> None:
    show = ollama.routes["/api/show"]

    def broken(handler, asked):
        if asked.body["model"].startswith("embed"):
            handler.reply({"error": "the manifest is damaged"}, 500)
        else:
            show(handler, asked)

    ollama.routes["/api/show"] = broken
    rows = listed(load_settings(ollama=ollama.url))
    assert rows["ollama:small:latest"].usable
    assert not rows["ollama:embed:latest"].usable
    assert "the manifest is damaged" in str(rows["ollama:embed:latest"])


@pytest.mark.server
def test_an_ollama_without_models(ollama: OllamaServer) -> None:
    ollama.shows.clear()
    rows = listed(load_settings(ollama=ollama.url))
    assert not any(row.usable for name, row in rows.items() if name.startswith("ollama:"))


@pytest.mark.server
@pytest.mark.parametrize("reply", ["a page", {"models": [{"model": 3}]}, {"models": "none"}, []])
def test_something_else_answers_in_place_of_ollama(reply: object) -> None:
    with OpenAIServer() as server:
        server.routes["/api/tags"] = lambda handler, _: handler.reply(reply)
        rows = listed(load_settings(ollama=server.url))
    assert not any(row.usable for name, row in rows.items() if name.startswith("ollama:"))


def test_as_text_and_as_json() -> None:
    row = Available("ollama:small", True, "Ollama", "nothing", 8192)
    assert str(row) == "✓ ollama:small: Ollama, 8192 tokens of context"
    assert row.as_dict()["context"] == 8192
    assert str(Available("gguf:PATH", False, "a file", "a path")) == "– gguf:PATH: a file\n    needs: a path"


# ---- trying one out


def answers(text: str) -> Model:
    return Model("fake", lambda: OpenModel(FakeListChatModel(responses=[text])))


@pytest.mark.parametrize(
    "text",
    [
        "It was closed to cars in 2004 because its deck had rusted [2].",
        "It was closed to cars in 2004 [2]. Its deck had rusted [2].",
    ],
)
def test_a_model_that_cites(text: str) -> None:
    check = check_model(answers(text), 30)
    assert check.cited
    assert check.answer == text
    assert "every sentence cited and checked" in str(check)


@pytest.mark.parametrize(
    "text",
    [
        "It was closed to cars in 2004 because its deck had rusted.",  # no marker
        "It was closed to cars in 2004 [2]. Its deck had rusted.",  # one without
        "It was closed to cars in 2004 because its deck had rusted [7].",  # leads nowhere
        "It was closed to cars in 2014 because its deck had rusted [2].",  # another year
    ],
)
def test_a_model_that_does_not(text: str) -> None:
    check = check_model(answers(text), 30)
    assert not check.cited
    assert "expect repairs" in str(check)


def test_how_fast_it_is() -> None:
    slow = FakeListChatModel(responses=["Closed in 2004 [2]."], sleep=0.02)
    check = check_model(Model("fake", lambda: OpenModel(slow)), 30)
    assert 0 < check.first_token_s < check.total_s
    assert check.characters_per_second
    assert 10 < check.characters_per_second <= 50
    times = {"first_token_s", "total_s", "characters_per_second", "tokens_per_second"}
    assert set(check.as_dict()) == {"model", "answer", "cited"} | times


def test_an_answer_in_one_piece_has_no_speed() -> None:
    assert check_model(answers("x"), 30).characters_per_second is None


def test_quotes_needs_no_trial() -> None:
    assert check_model(QUOTES, 30).cited


def test_a_model_that_is_down(dead_port: int) -> None:
    with pytest.raises(ModelDown):
        check_model(find_model(f"openai:tiny@http://127.0.0.1:{dead_port}/v1", load_settings()), 30)


@pytest.mark.model
def test_the_builtin_model(builtin_model: Path) -> None:
    settings = load_settings(home=builtin_model.parent.parent)
    assert listed(settings)["builtin"].usable
    check = check_model(find_model("builtin", settings), settings.timeout)
    assert "2004" in check.answer
    assert check.cited
