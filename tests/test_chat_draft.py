"""A draft as it is written, and what is said when a model breaks off."""

import time
from collections.abc import Callable

import httpx
import ollama
import openai
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from chat.answer import Evidence
from chat.draft import draft, not_stated
from chat.models import Model, OpenModel
from chat.prompt import ANSWER, WORD
from ingest.errors import ModelDown, ModelError, ModelMissing, ModelTooSlow, UnknownModel
from tests.conftest import make_source

SOURCE = make_source("The bridge was built in 1931. It was closed in 2004.")
EVIDENCE = [Evidence(number, SOURCE, sentence) for number, sentence in enumerate(SOURCE.sentences, start=1)]
REQUEST = httpx.Request("POST", "http://127.0.0.1/v1/chat/completions")


class Chat(BaseChatModel):
    """Streams pieces; calls those that can be called, to wait or to raise."""

    pieces: list[str | list[dict[str, str]] | Callable[[], None]]
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    forms: list[dict[str, object]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        self.asked.append(messages)
        self.forms.append(kwargs)
        for piece in self.pieces:
            if callable(piece):
                piece()
            else:
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        raise AssertionError("a draft is streamed")


def drafts(*pieces: str | list[dict[str, str]] | Callable[[], None], timeout: float = 30.0) -> list[str]:
    return list(draft("When?", EVIDENCE, Model("fake", lambda: OpenModel(Chat(pieces=list(pieces)))), timeout))


def raises(error: BaseException) -> Callable[[], None]:
    def throw() -> None:
        raise error

    return throw


def failure(error: Exception) -> ModelError:
    with pytest.raises(ModelError) as caught:
        drafts("It was ", raises(error))
    assert caught.value.__cause__ is error
    assert "\n" not in str(caught.value)
    return caught.value


def test_it_grows() -> None:
    assert drafts("In ", "2004", " [2].") == ["In ", "In 2004", "In 2004 [2]."]


def test_empty_pieces_are_passed_over() -> None:
    assert drafts("", "In 2004", "", " [2].") == ["In 2004", "In 2004 [2]."]


def test_what_a_model_thinks_is_not_its_answer() -> None:
    thought = [{"type": "reasoning", "reasoning": "Let me see."}]
    assert drafts(thought, [{"type": "text", "text": "In 2004 [2]."}]) == ["In 2004 [2]."]


def test_it_is_given_the_question_and_the_numbered_evidence() -> None:
    chat = Chat(pieces=["In 2004 [2]."])
    list(draft("When was it closed?", EVIDENCE, Model("fake", lambda: OpenModel(chat)), 30.0))
    [[system, human]] = chat.asked
    assert system.text == ANSWER
    assert "[1] The bridge was built in 1931.\n[2] It was closed in 2004.\n" in human.text
    assert human.text.endswith("Question: When was it closed?")


def test_a_model_that_only_words_is_told_so() -> None:
    chat = Chat(pieces=["It was closed in 2004 [2]."])
    list(draft("When was it closed?", EVIDENCE, Model("fake", lambda: OpenModel(chat), judges=False), 30.0))
    assert chat.asked[0][0].text == WORD


@pytest.mark.parametrize(("judges", "may_refuse"), [(True, True), (False, False)])
def test_a_server_that_takes_a_grammar_gets_one(judges: bool, may_refuse: bool) -> None:
    chat = Chat(pieces=["It was closed in 2004 [2]."])
    model = Model("fake", lambda: OpenModel(chat, grammar=True), judges=judges)
    list(draft("When was it closed?", EVIDENCE, model, 30.0))
    [form] = chat.forms
    grammar = str(form["extra_body"]["grammar"])  # type: ignore[index]
    assert '"[1]" | "[2]"' in grammar
    assert ("NOT STATED" in grammar) is may_refuse


def test_a_server_that_takes_none_gets_none() -> None:
    chat = Chat(pieces=["It was closed in 2004 [2]."])
    list(draft("When was it closed?", EVIDENCE, Model("fake", lambda: OpenModel(chat)), 30.0))
    assert not any("extra_body" in form for form in chat.forms)


def test_evidence_is_cut_to_the_models_context() -> None:
    chat = Chat(pieces=["In 2004 [2]."])
    list(draft("When?", EVIDENCE * 400, Model("fake", lambda: OpenModel(chat, context=1024)), 30.0))
    assert 10 < len(chat.asked[0][1].text.splitlines()) < 100


@pytest.mark.parametrize("pieces", [[""], [" ", "\n"]])
def test_a_model_that_says_nothing(pieces: list[str]) -> None:
    with pytest.raises(ModelError, match="fake gave no answer: try again, or choose the model quotes"):
        drafts(*pieces)


def test_a_model_that_takes_too_long() -> None:
    start = time.monotonic()
    with pytest.raises(ModelTooSlow, match=r"fake took longer than 0\.2 s: .* BRIEFING_TIMEOUT"):
        drafts(*["word ", lambda: time.sleep(0.05)] * 100, timeout=0.2)
    assert time.monotonic() - start < 2


def test_loading_counts() -> None:
    def load() -> OpenModel:
        time.sleep(0.2)
        return OpenModel(FakeListChatModel(responses=["In 2004 [2]."]))

    with pytest.raises(ModelTooSlow):
        list(draft("When?", EVIDENCE, Model("fake", load), 0.1))


def test_a_model_that_cannot_be_opened() -> None:
    with pytest.raises(ModelMissing, match=r"^fetch it$"):
        list(draft("When?", EVIDENCE, Model("fake", raises(ModelMissing("fetch it"))), 30.0))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [openai.APITimeoutError(REQUEST), httpx.ReadTimeout("late"), httpx.ConnectTimeout("late"), TimeoutError()],
)
def test_timeouts_of_every_client(error: Exception) -> None:
    assert isinstance(failure(error), ModelTooSlow)


@pytest.mark.parametrize(
    "error",
    [
        openai.APIConnectionError(request=REQUEST),
        httpx.ConnectError("refused"),
        httpx.RemoteProtocolError("peer closed connection"),
        ConnectionResetError(104, "reset"),
        ConnectionError("Failed to connect to Ollama."),
    ],
)
def test_lost_connections_of_every_client(error: Exception) -> None:
    assert str(failure(error)) == "fake doesn't answer: start its server, or choose the model quotes."
    assert isinstance(failure(error), ModelDown)


@pytest.mark.parametrize(("error", "kind"), [(openai.AuthenticationError, 401), (openai.PermissionDeniedError, 403)])
def test_keys_that_are_refused(error: type[openai.APIStatusError], kind: int) -> None:
    refusal = error("no", response=httpx.Response(kind, request=REQUEST), body=None)
    assert "refused the key: set BRIEFING_API_KEY" in str(failure(refusal))


@pytest.mark.parametrize(
    "error",
    [
        openai.NotFoundError("no", response=httpx.Response(404, request=REQUEST), body=None),
        ollama.ResponseError("model 'x' not found", 404),
    ],
)
def test_models_that_a_server_does_not_have(error: Exception) -> None:
    assert isinstance(failure(error), UnknownModel)


def test_anything_else_is_said_in_one_short_line() -> None:
    message = str(failure(RuntimeError("no room on the card " + "x" * 1000 + "\nTraceback")))
    assert message.startswith("fake can't answer (no room on the card xxx")
    assert message.endswith("): try again, or choose the model quotes.")
    assert len(message) < 300
    assert "(KeyError)" in str(failure(KeyError()))


def test_ctrl_c_is_no_failure_of_the_model() -> None:
    with pytest.raises(KeyboardInterrupt):
        drafts("In ", raises(KeyboardInterrupt()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOT STATED", True),
        ("Not stated.", True),
        ("**NOT STATED**", True),
        ("NOT STATED [1]", True),
        ("It is not stated who paid [1].", False),
        ("NOTSTATED", False),
        ("", False),
    ],
)
def test_whether_a_draft_says_that_the_evidence_does_not_answer(text: str, expected: bool) -> None:
    assert not_stated(text) is expected
