import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from chat.models import QUOTES, Model
from chat.rewrite import objections, rewrite
from ingest.errors import ModelDown
from tests.conftest import fake_model

HISTORY = ["Who is Maria Lang?", "How many ships did Maria Lang sell?"]


def test_a_good_rewriting_is_kept() -> None:
    model = fake_model("Question: “When did Maria Lang sell her ships?”\nIt asks for a date.")
    assert rewrite("When did she sell her ships?", HISTORY, model, 10) == "When did Maria Lang sell her ships?"


@pytest.mark.parametrize(
    ("rewritten", "objection"),
    [
        ("When did Maria Lang sell the Titanic?", "brings in Titanic"),
        ("When did Peter sell them?", "brings in Peter"),
        ("When did Maria Lang sell 17 of them?", "brings in 17"),
        ("Who is Maria Lang?", "drops sell"),
        ("Who is Maria Lang? When did she sell them?", "not one question"),
        ("She sold them in May. When did Maria Lang sell them?", "not one question"),
        ("", "not one question"),
        ("When did Maria Lang sell " + "ships and " * 20 + "ships?", "much longer"),
    ],
)
def test_a_rewriting_that_adds_or_drops_is_discarded(rewritten: str, objection: str) -> None:
    assert any(objection in found for found in objections(rewritten, "When did she sell them?", HISTORY))
    if rewritten:
        assert rewrite("When did she sell them?", HISTORY, fake_model(rewritten), 10) is None


def test_a_name_may_come_from_an_answer() -> None:
    history, asked = ["Who wrote the report?"], "When did she write it?"
    rewritten = "When did Maria Lang write the report?"
    assert rewrite(asked, history, fake_model(rewritten), 10) is None
    assert rewrite(asked, history, fake_model(rewritten), 10, ["Maria Lang wrote the report."]) == rewritten


def test_the_same_word_in_another_form_is_no_addition() -> None:
    assert objections("When did Maria Lang's ships sell?", "When did the ship of hers sell?", HISTORY) == []


def test_without_a_model_or_a_history_nothing_is_rewritten() -> None:
    assert rewrite("When did she leave?", HISTORY, QUOTES, 10) is None
    assert rewrite("When did she leave?", [], fake_model("When did she leave?"), 10) is None


def test_a_model_that_fails_or_is_late_costs_nothing_else() -> None:
    def down() -> None:
        raise ModelDown("It is down.")

    assert rewrite("When did she sell?", HISTORY, Model("down", down), 10) is None  # type: ignore[arg-type]
    assert rewrite("When did she sell?", HISTORY, fake_model("When did Maria Lang sell?"), 0) is None


def test_the_prompt_is_short() -> None:
    seen: list[str] = []

    class Listening(FakeListChatModel):
        def _call(self, messages, *args, **kwargs):  # type: ignore[no-untyped-def]
            seen.extend(str(message.content) for message in messages)
            return super()._call(messages, *args, **kwargs)

        def _stream(self, messages, *args, **kwargs):  # type: ignore[no-untyped-def]
            seen.extend(str(message.content) for message in messages)
            yield from super()._stream(messages, *args, **kwargs)

    rewrite("When did she sell?", HISTORY * 20, fake_model(Listening(responses=["When did Maria Lang sell?"])), 10)
    assert 0 < len(" ".join(seen)) < 800
