"""Chat models by name: every form, and the servers they stand for, real and standing in."""

import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat import local
from chat.answer import Evidence
from chat.draft import draft
from chat.local import LocalServer
from chat.models import DEFAULT_CONTEXT, MAX_CONTEXT, QUOTES, OpenModel, find_model, ollama_context
from chat.settings import Settings, load_settings, stay_local
from ingest.errors import ModelDown, ModelError, ModelMissing, ModelTooSlow, UnknownModel
from tests.conftest import make_source
from tests.model_servers import WORDS, Asked, OllamaServer, OpenAIServer

pytestmark = pytest.mark.usefixtures("clean_settings")

SOURCE = make_source("The bridge at Avon was built in 1931. It was closed in 2004 because its deck had rusted.")
EVIDENCE = [Evidence(number, SOURCE, sentence) for number, sentence in enumerate(SOURCE.sentences, start=1)]
QUESTION = "When was the bridge closed, and why?"


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with OllamaServer() as server:
        yield server


def opened(name: str, settings: Settings | None = None) -> OpenModel:
    model = find_model(name, settings or load_settings())
    assert model.open
    return model.open()


def drafts(name: str, settings: Settings | None = None) -> list[str]:
    """All that a model writes, as it grows."""
    settings = settings or load_settings()
    return list(draft(QUESTION, EVIDENCE, find_model(name, settings), settings.timeout))


def failure(name: str, settings: Settings | None = None) -> ModelError:
    """What is raised when it is asked; always one line that says what to do."""
    with pytest.raises(ModelError) as caught:
        drafts(name, settings)
    assert "\n" not in str(caught.value)
    return caught.value


# ---- names


def test_quotes_is_no_model() -> None:
    assert find_model("quotes", load_settings()) is QUOTES
    assert QUOTES.open is None


@pytest.mark.parametrize(
    ("name", "sends_to"),
    [
        ("builtin", None),
        ("gguf:~/models/a.gguf", None),
        ("ollama:qwen3", None),
        ("ollama:hf.co/someone/a-model:Q4_K_M", None),
        ("openai:qwen3@http://127.0.0.1:8080/v1", None),
        ("openai:qwen3@http://localhost/v1", None),
        ("openai:qwen3@http://[::1]:8080/v1", None),
        ("openai:qwen@q4@http://127.0.0.1:8080/v1", None),
        ("openai:qwen3@http://192.168.1.5:8080/v1", "192.168.1.5"),
        ("openai:qwen3@https://models.example/v1", "models.example"),
        ("anthropic:claude", "anthropic"),
        ("openai:gpt", "openai"),
    ],
)
def test_each_form_says_where_it_sends_questions(name: str, sends_to: str | None) -> None:
    model = find_model(name, load_settings())
    assert (model.name, model.sends_to) == (name, sends_to)
    assert model.open


def test_an_ollama_elsewhere_is_sent_questions() -> None:
    assert find_model("ollama:qwen3", load_settings(ollama="box.local")).sends_to == "box.local"


@pytest.mark.parametrize("name", ["", "quote", "gpt-4", "gguf:", "ollama:", "openai:", ":name", "builtin:", "quotes:"])
def test_a_name_of_no_form_lists_the_forms(name: str) -> None:
    with pytest.raises(UnknownModel, match=re.escape(f"There is no chat model {name!r}")) as caught:
        find_model(name, load_settings())
    for form in ("quotes", "builtin", "gguf:PATH", "ollama:NAME", "openai:NAME@http://host:port/v1", "PROVIDER:NAME"):
        assert form in str(caught.value)


@pytest.mark.parametrize(("name", "meant"), [("quote", "quotes"), ("Quotes", "quotes"), ("built-in", "builtin")])
def test_a_name_that_is_nearly_right(name: str, meant: str) -> None:
    with pytest.raises(UnknownModel, match=f"Did you mean {meant}\\?"):
        find_model(name, load_settings())


@pytest.mark.parametrize(
    "rest",
    [
        "@http://127.0.0.1/v1",
        "qwen3@",
        "qwen3@127.0.0.1:8080",
        "qwen3@ftp://host/v1",
        "qwen3@http://",
        "qwen3@http://[::1/v1",
        "qwen3@http://host:port/v1",
        "qwen3@http://host:99999/v1",
    ],
)
def test_a_server_without_a_name_or_an_address(rest: str) -> None:
    with pytest.raises(UnknownModel, match="is not openai:NAME@URL, as in openai:"):
        find_model(f"openai:{rest}", load_settings())


# ---- files


def test_the_builtin_model_is_not_here_yet(tmp_path: Path) -> None:
    error = failure("builtin", load_settings(home=tmp_path))
    assert isinstance(error, ModelMissing)
    assert "briefing models pull builtin" in str(error)


def test_a_gguf_file_that_is_not_there(tmp_path: Path) -> None:
    error = failure(f"gguf:{tmp_path}/none.gguf")
    assert isinstance(error, ModelMissing)
    assert f"{tmp_path}/none.gguf" in str(error)


def test_a_gguf_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_text("something else")
    assert "is not a GGUF file" in str(failure(f"gguf:{tmp_path}/a.gguf"))


@pytest.mark.model
def test_the_builtin_model_answers_with_a_marker(builtin_model: Path) -> None:
    *_, text = drafts("builtin", load_settings(home=builtin_model.parent.parent))
    assert "2004" in text
    assert "[2]" in text


@pytest.mark.model
def test_a_gguf_file_of_the_readers_own(builtin_model: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.symlink_to(builtin_model)
    *_, text = drafts(f"gguf:{own}")
    assert "2004" in text


# ---- openai:NAME@URL, with a real llama.cpp server


@pytest.fixture(scope="module")
def llama(builtin_model: Path) -> Iterator[LocalServer]:
    yield local.serve(builtin_model)
    local.close()


@pytest.mark.model
def test_a_real_server_answers(llama: LocalServer) -> None:
    grown = drafts(f"openai:builtin@{llama.base_url}", load_settings(api_key=llama.api_key))
    assert len(grown) > 5  # it streams
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(grown))
    assert "2004" in grown[-1]


@pytest.mark.model
def test_a_real_server_answers_in_one_piece_too(llama: LocalServer) -> None:  # as a judge asks
    name = f"openai:builtin@{llama.base_url}"
    assert opened(name, load_settings(api_key=llama.api_key)).chat.invoke("Say yes.").text


@pytest.mark.model
def test_a_real_server_tells_its_context(llama: LocalServer) -> None:
    settings = load_settings(api_key=llama.api_key)
    assert opened(f"openai:builtin@{llama.base_url}/", settings).context == llama.context == 8192


@pytest.mark.model
def test_a_real_server_does_not_know_the_model(llama: LocalServer) -> None:
    error = failure(f"openai:other@{llama.base_url}", load_settings(api_key=llama.api_key))
    assert isinstance(error, UnknownModel)
    assert str(error) == f"{llama.base_url} doesn't have 'other'; it has builtin."


@pytest.mark.model
@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_real_server_refuses_the_key(llama: LocalServer, key: str) -> None:
    error = failure(f"openai:builtin@{llama.base_url}", load_settings(api_key=key))
    assert "BRIEFING_API_KEY" in str(error)
    assert not isinstance(error, (ModelDown, UnknownModel))


@pytest.mark.model
def test_a_real_server_that_is_gone(builtin_model: Path) -> None:
    server = local.serve(builtin_model)
    settings = load_settings(api_key=server.api_key)
    model = opened(f"openai:builtin@{server.base_url}", settings)
    local.close()
    assert isinstance(failure(f"openai:builtin@{server.base_url}", settings), ModelDown)
    with pytest.raises(Exception, match="Connection error"):
        model.chat.invoke("one opened before")


# ---- openai:NAME@URL, with what a real server can't be made to do


@pytest.mark.server
def test_a_server_streams(openai: OpenAIServer) -> None:
    assert drafts(f"openai:tiny@{openai.url}/v1") == ["".join(WORDS[:n]) for n in range(1, 5)]
    [asked] = openai.asked_for("/v1/chat/completions")
    assert (asked.body["model"], asked.body["temperature"], asked.body["stream"]) == ("tiny", 0, True)
    assert [message["role"] for message in asked.body["messages"]] == ["system", "user"]
    assert "[2] It was closed in 2004" in asked.body["messages"][1]["content"]


@pytest.mark.server
@pytest.mark.parametrize(
    ("said", "context"),
    [
        ({"meta": {"n_ctx": 2048, "n_ctx_train": 32768}}, 2048),  # llama.cpp
        ({"max_model_len": 4000}, 4000),  # vLLM
        ({"max_context_length": 1_000_000}, MAX_CONTEXT),  # LM Studio
        ({"meta": None}, DEFAULT_CONTEXT),
        ({}, DEFAULT_CONTEXT),
    ],
)
def test_the_context_is_what_the_server_says(openai: OpenAIServer, said: dict[str, object], context: int) -> None:
    openai.models = [{"id": "tiny", **said}, {"id": "large", "max_model_len": 77}]
    assert opened(f"openai:tiny@{openai.url}/v1").context == context


@pytest.mark.server
def test_a_server_that_only_chats(openai: OpenAIServer) -> None:
    del openai.routes["/v1/models"]
    assert opened(f"openai:tiny@{openai.url}/v1").context == DEFAULT_CONTEXT
    assert drafts(f"openai:tiny@{openai.url}/v1")[-1] == "".join(WORDS)


@pytest.mark.server
@pytest.mark.parametrize("said", [[], {}, {"data": None}, {"data": ["tiny"]}, {"data": [{"name": "tiny"}]}])
def test_a_server_whose_list_of_models_is_odd(openai: OpenAIServer, said: object) -> None:
    openai.routes["/v1/models"] = lambda handler, _: handler.reply(said)
    assert drafts(f"openai:tiny@{openai.url}/v1")[-1] == "".join(WORDS)


@pytest.mark.server
def test_keys_of_other_services_are_not_sent(
    openai: OpenAIServer, dead_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, f"secret-{name}")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{dead_port}/elsewhere")
    monkeypatch.setenv("OPENAI_PROXY", f"http://127.0.0.1:{dead_port}")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-gateway: secret-header\nAuthorization: Bearer secret-gateway")
    drafts(f"openai:tiny@{openai.url}/v1")
    assert [asked.path for asked in openai.asked] == ["/v1/models", "/v1/chat/completions"]
    for asked in openai.asked:
        assert "secret" not in str(asked.headers)


@pytest.mark.server
def test_its_own_key_is_sent() -> None:
    with OpenAIServer(key="right") as server:
        name = f"openai:tiny@{server.url}/v1"
        assert drafts(name, load_settings(api_key="right"))[-1] == "".join(WORDS)
        for key in ("", "wrong"):
            error = failure(name, load_settings(api_key=key))
            assert "BRIEFING_API_KEY" in str(error)


@pytest.mark.server
def test_a_key_that_is_refused_only_when_it_chats(openai: OpenAIServer) -> None:
    refusal = {"error": {"message": "Invalid API key", "code": 401}}
    openai.routes["/v1/chat/completions"] = lambda handler, _: handler.reply(refusal, 401)
    assert "refused the key: set BRIEFING_API_KEY" in str(failure(f"openai:tiny@{openai.url}/v1"))


@pytest.mark.server
def test_a_server_that_fails(openai: OpenAIServer) -> None:
    trouble = {"error": {"message": "out of memory\non this card", "code": 500}}
    openai.routes["/v1/chat/completions"] = lambda handler, _: handler.reply(trouble, 500)
    error = failure(f"openai:tiny@{openai.url}/v1")
    assert "out of memory" in str(error)
    assert "choose the model quotes" in str(error)
    assert len(openai.asked_for("/v1/chat/completions")) == 1  # not tried again and again while the reader waits


@pytest.mark.server
def test_a_model_that_is_unknown_only_when_it_chats(openai: OpenAIServer) -> None:
    openai.routes.clear()
    assert isinstance(failure(f"openai:tiny@{openai.url}/v1"), UnknownModel)


@pytest.mark.server
def test_a_connection_that_breaks_off(openai: OpenAIServer) -> None:
    openai.routes["/v1/chat/completions"] = lambda handler, asked: handler.stream(
        iter(list(openai.events("tiny"))[:2]), whole=False
    )
    assert isinstance(failure(f"openai:tiny@{openai.url}/v1"), ModelDown)


@pytest.mark.server
def test_a_server_that_answers_nothing(openai: OpenAIServer) -> None:
    openai.pieces = [" ", "\n"]
    assert "gave no answer" in str(failure(f"openai:tiny@{openai.url}/v1"))


@pytest.mark.server
@pytest.mark.parametrize("after", [0, 2])
def test_a_server_that_stalls(openai: OpenAIServer, after: int) -> None:
    def stall(asked: Asked) -> Iterator[bytes]:
        yield from list(openai.events("tiny"))[:after]
        openai.over.wait(30)

    openai.routes["/v1/chat/completions"] = lambda handler, asked: handler.stream(stall(asked))
    start = time.monotonic()
    error = failure(f"openai:tiny@{openai.url}/v1", load_settings(timeout=1.0))
    assert isinstance(error, ModelTooSlow)
    assert "longer than 1 s" in str(error)
    assert time.monotonic() - start < 3


@pytest.mark.server
def test_a_server_that_drips(openai: OpenAIServer) -> None:
    def drip() -> Iterator[bytes]:
        while True:
            yield from list(openai.events("tiny"))[:1]
            openai.over.wait(0.2)  # each word comes well within the timeout

    openai.routes["/v1/chat/completions"] = lambda handler, _: handler.stream(drip())
    start = time.monotonic()
    assert isinstance(failure(f"openai:tiny@{openai.url}/v1", load_settings(timeout=1.0)), ModelTooSlow)
    assert time.monotonic() - start < 3


@pytest.mark.server
def test_a_server_that_never_says_a_word(openai: OpenAIServer) -> None:
    openai.routes["/v1/models"] = lambda handler, _: openai.over.wait(30) and None
    start = time.monotonic()
    error = failure(f"openai:tiny@{openai.url}/v1", load_settings(timeout=1.0))
    assert isinstance(error, (ModelDown, ModelTooSlow))
    assert time.monotonic() - start < 3


def test_no_server(dead_port: int) -> None:
    error = failure(f"openai:tiny@http://127.0.0.1:{dead_port}/v1")
    assert isinstance(error, ModelDown)
    assert str(error) == f"No server answers at http://127.0.0.1:{dead_port}/v1: start it, or choose the model quotes."


# ---- proxies


@pytest.mark.server
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_is_not_asked_for_servers_on_this_machine(
    openai: OpenAIServer, ollama: OllamaServer, dead_port: int, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{dead_port}")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    assert isinstance(failure(f"openai:tiny@{openai.url}/v1"), ModelDown)  # what happened without stay_local
    stay_local()
    assert drafts(f"openai:tiny@{openai.url}/v1")[-1] == "".join(WORDS)
    assert drafts(f"openai:tiny@http://localhost:{openai.server_port}/v1")[-1] == "".join(WORDS)
    assert drafts("ollama:small", load_settings(ollama=ollama.url))[-1] == "".join(WORDS)


# ---- ollama:NAME


@pytest.mark.server
def test_ollama_streams(ollama: OllamaServer) -> None:
    grown = drafts("ollama:small", load_settings(ollama=ollama.url))
    assert grown == ["".join(WORDS[:n]) for n in range(1, 5)]
    [asked] = ollama.asked_for("/api/chat")
    assert (asked.body["model"], asked.body["stream"]) == ("small", True)
    assert asked.body["options"]["temperature"] == 0
    assert "[2] It was closed in 2004" in asked.body["messages"][1]["content"]


@pytest.mark.server
@pytest.mark.parametrize(("reported", "used"), [(2048, 2048), (8192, 8192), (131072, 8192)])
def test_ollama_is_asked_for_the_context_that_it_reports(reported: int, used: int) -> None:
    with OllamaServer(context=reported) as server:
        settings = load_settings(ollama=server.url)
        drafts("ollama:small", settings)
        assert server.asked_for("/api/chat")[0].body["options"]["num_ctx"] == used
        assert opened("ollama:small", settings).context == ollama_context("small", settings) == used


@pytest.mark.server
def test_ollama_does_not_say_its_context(ollama: OllamaServer) -> None:
    ollama.shows["small:latest"]["model_info"] = {}
    assert ollama_context("small", load_settings(ollama=ollama.url)) == DEFAULT_CONTEXT


@pytest.mark.server
def test_ollama_does_not_have_the_model(ollama: OllamaServer) -> None:
    error = failure("ollama:qwen3:4b", load_settings(ollama=ollama.url))
    assert isinstance(error, UnknownModel)
    assert "`ollama pull qwen3:4b`" in str(error)


@pytest.mark.server
def test_ollama_fails(ollama: OllamaServer) -> None:
    ollama.routes["/api/show"] = lambda handler, _: handler.reply({"error": "disk failure"}, 500)
    error = failure("ollama:small", load_settings(ollama=ollama.url))
    assert "disk failure" in str(error)
    assert "ollama pull" not in str(error)  # that wouldn't help


@pytest.mark.server
def test_ollama_stalls(ollama: OllamaServer) -> None:
    def stall() -> Iterator[bytes]:
        ollama.over.wait(30)
        yield b"{}"

    ollama.routes["/api/chat"] = lambda handler, _: handler.stream(stall())
    start = time.monotonic()
    error = failure("ollama:small", load_settings(ollama=ollama.url, timeout=1.0))
    assert isinstance(error, ModelTooSlow)
    assert time.monotonic() - start < 3


@pytest.mark.server
def test_something_else_answers_in_place_of_ollama(openai: OpenAIServer) -> None:
    openai.routes["/api/show"] = lambda handler, _: handler.reply("a page")
    failure("ollama:small", load_settings(ollama=openai.url))


def test_no_ollama(dead_port: int) -> None:
    error = failure("ollama:small", load_settings(ollama=f"127.0.0.1:{dead_port}"))
    assert isinstance(error, ModelDown)
    assert "`ollama serve`" in str(error)


# ---- PROVIDER:NAME


def test_a_provider_whose_package_is_not_installed() -> None:
    error = failure("anthropic:claude-sonnet-4-5")
    assert isinstance(error, UnknownModel)
    assert "langchain-anthropic" in str(error)


def test_a_provider_that_nobody_knows() -> None:
    error = failure("nobody:a-model")
    assert isinstance(error, UnknownModel)
    assert "nobody" in str(error)


def test_a_provider_without_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    error = failure("openai:gpt-4o")
    assert isinstance(error, UnknownModel)
    assert "OPENAI_API_KEY" in str(error)


@pytest.mark.server
def test_a_provider_answers_with_its_own_key(openai: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "its-own")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{openai.url}/v1")
    assert drafts("openai:tiny")[-1] == "".join(WORDS)
    assert openai.asked[-1].headers["authorization"] == "Bearer its-own"
