"""What a small model thinks of whether evidence answers, and what the refusal makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage

from chat import refusal
from chat.answer import Evidence
from chat.evidence import retrieve
from chat.models import QUOTES, Model, find_model
from chat.opinion import EXAMPLES, INSTRUCTIONS, NONE, SUREST, opinion, shown
from chat.refusal import FITTED, Fitted, FittedOpinion, assess
from chat.settings import load_settings
from ingest.errors import ModelDown
from tests.conftest import fake_model, ranked_evidence, same_word
from tests.model_servers import OpenAIServer
from vectorstore.store import Store

QUESTION = "When was the bridge at Avon built?"


def logprobs(**words: float) -> dict[str, Any]:
    """A reply's first word with its alternatives, likeliest first, as OpenAI's protocol gives them."""
    found = [{"token": word, "logprob": value, "bytes": None} for word, value in words.items()]
    return {"content": [{**found[0], "top_logprobs": found}]}


def thinks(found: dict[str, Any]) -> Model:
    reply = AIMessage("x", response_metadata={"logprobs": found} if found else {})
    return fake_model(FakeMessagesListChatModel(responses=[reply]), judges=False)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (logprobs(none=-0.1, the=-3.0), 0.1),
        (logprobs(the=-0.1, none=-3.0), 3.0),
        (logprobs(the=-0.1, none=-9.0), SUREST),
        (logprobs(the=-0.1, a=-3.0), SUREST),  # not among the likeliest at all
        (logprobs(**{"None": -0.5, " none": -2.0}), 0.5),
        ({}, None),
        ({"content": []}, None),
    ],
)
def test_the_likelier_none_is_the_less_it_is_answered(found: dict[str, Any], expected: float | None) -> None:
    asks = opinion(thinks(found))
    assert asks
    assert asks(QUESTION, ranked_evidence()) == expected


def test_who_has_no_opinion() -> None:
    def down() -> Any:
        raise ModelDown("It is down.")

    assert opinion(QUOTES) is None
    assert opinion(fake_model("none")) is None  # it judges when it drafts
    fails = opinion(Model("down", down, judges=False))
    assert fails
    assert fails(QUESTION, ranked_evidence()) is None


def test_what_is_shown_is_in_the_order_of_the_document_with_what_stands_before_the_best() -> None:
    evidence = ranked_evidence()
    texts = [item.text for item in evidence]
    assert shown([evidence[2], evidence[0]]) == " ".join(texts[:3])
    assert shown([evidence[0]]) == texts[0]


def decided(question: str, told: float | None, weight: float, monkeypatch: pytest.MonkeyPatch) -> tuple[bool, int]:
    """The decision where a model thinks this and it counts so much, and how often it was asked."""
    asked = []

    def asks(question: str, evidence: Sequence[Evidence]) -> float | None:
        asked.append(question)
        return told

    weighing = FittedOpinion(intercept=-weight, logit=1, opinion=weight / 2, threshold=0.5, model="small")
    fitted = Fitted.model_validate_json(FITTED.read_text("utf-8")).model_copy(update={"with_opinion": weighing})
    monkeypatch.setattr(refusal, "_fitted", lambda: fitted)
    return assess(question, ranked_evidence(), None, same_word, asks).answered, len(asked)


def test_the_opinion_counts_where_the_signals_leave_the_decision_open(monkeypatch: pytest.MonkeyPatch) -> None:
    assert decided(QUESTION, SUREST, 10, monkeypatch) == (True, 1)
    assert decided(QUESTION, 0.0, 10, monkeypatch) == (False, 1)
    assert decided(QUESTION, None, 10, monkeypatch) == (True, 1)  # as without it
    assert decided(QUESTION, 0.0, 0.01, monkeypatch) == (True, 0)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("In which year did the bank collapse?", True),  # a sentence denies that it did
        ("What does Dr Quillfeather think of the loan?", False),  # no one of that name is anywhere near
    ],
)
def test_no_opinion_is_asked_for_where_it_could_change_nothing(question: str, answered: bool) -> None:
    read = ranked_evidence("The loan prevented the collapse that many had predicted.", "The bank thrived.")
    asked: list[str] = []
    found = assess(
        question,
        [replace(item, reading=-6.0) for item in read],
        None,
        same_word,
        lambda q, _: asked.append(q),  # type: ignore[func-returns-value]
    )
    assert (found.answered, asked) == (answered, [])


def test_the_opinion_that_is_fitted_speaks_for_an_answer() -> None:
    fitted = Fitted.model_validate_json(FITTED.read_text("utf-8")).with_opinion
    assert fitted
    assert fitted.model == "builtin"
    assert min(fitted.opinion, fitted.logit) > 0


def test_no_opinion_is_asked_for_on_another_subject() -> None:
    far = ranked_evidence(similarity=0.1)
    asked: list[str] = []
    found = assess("Was the car washed and waxed?", far, None, same_word, lambda q, _: asked.append(q))  # type: ignore[func-returns-value]
    assert not found.answered
    assert asked == []


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as found:
        found.routes["/v1/chat/completions"] = lambda handler, asked: handler.reply(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 0,
                "model": asked.body["model"],
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "length",
                        "message": {"role": "assistant", "content": "1931"},
                        "logprobs": logprobs(**{"19": -0.2, NONE: -2.5}),
                    }
                ],
            }
        )
        yield found


@pytest.mark.server
@pytest.mark.usefixtures("clean_settings")
def test_what_is_asked_of_a_server(server: OpenAIServer) -> None:
    asks = opinion(replace(find_model(f"openai:tiny@{server.url}/v1", load_settings()), judges=False))
    assert asks
    assert asks(QUESTION, ranked_evidence()) == 2.5
    [asked] = server.asked_for("/v1/chat/completions")
    assert (asked.body["logprobs"], asked.body["top_logprobs"], asked.body["max_completion_tokens"]) == (True, 20, 1)
    said = asked.body["messages"]
    assert said[0]["content"] == INSTRUCTIONS
    assert len(said) == 2 * len(EXAMPLES) + 2
    assert said[-1]["content"].endswith(f"Question: {QUESTION}")
    assert said[-1]["content"].startswith("Text: The bridge")


@pytest.mark.model
@pytest.mark.usefixtures("builtin_model")
def test_the_built_in_model_is_surer_of_what_is_answered(briefing_store: Store) -> None:
    asks = opinion(find_model("builtin", load_settings()))
    assert asks

    def mean(*questions: str) -> float:
        told = [asks(question, retrieve(question, briefing_store)) for question in questions]
        return sum(value for value in told if value is not None) / len(told)

    answered = mean("What has Senator Mike Lee called NATO?", "Who bought five condominiums in Trump Tower?")
    near = mean("On which date did Senator Mike Lee call NATO a raw deal?", "Which lawyer helped Bogatin buy condos?")
    assert answered > near
