"""The page's logic, by Streamlit's own AppTest; what a browser shows of it is in tests/browser."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from chat import keys
from tests.conftest import BRIEFING, REPOSITORY, CommandLine, own_copy
from tests.model_servers import OpenAIServer

WHO = "How much did David Bogatin pay for his condominiums in Trump Tower?"
SANCTIONS = "How many sanctions does Russia face?"


@pytest.fixture(scope="module")
def ingested_once(ingested: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return own_copy(ingested, tmp_path_factory.mktemp("page"))


@pytest.fixture
def page(ingested_once: CommandLine, clean_settings: None, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BRIEFING_HOME", str(ingested_once.home))
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    page = AppTest.from_file(str(REPOSITORY / "chat" / "app.py"), default_timeout=60).run()
    assert not page.exception
    return page


def settled(page: AppTest) -> AppTest:
    """The page once nothing is being answered any more; in a browser it looks by itself."""
    deadline = time.monotonic() + 60
    while page.session_state[keys.DESK].asking.running and time.monotonic() < deadline:
        time.sleep(0.1)
        page.run()
    assert not page.exception
    return page


def asked(page: AppTest, question: str) -> AppTest:
    page.chat_input(key=keys.QUESTION).set_value(question).run()
    return settled(page)


def as_read(markdown: str) -> str:
    """Text whose punctuation is escaped, as a reader sees it."""
    return re.sub(r"\\(.)", r"\1", markdown)


def views(page: AppTest, kind: str) -> list[dict[str, Any]]:
    """What the page gave its component to draw, of one kind, in order."""
    mounted = [element.proto for element in page.main if element.type == "bidi_component"]
    found = [json.loads(proto.json or proto.bytes) for proto in mounted]
    return [view for view in found if view["kind"] == kind]


def answers(page: AppTest) -> list[dict[str, Any]]:
    return [turn["answers"][0] for turn in views(page, "turn")]


def words(answer: dict[str, Any]) -> str:
    return " ".join(claim["text"] for claim in answer["claims"])


def turn_id(page: AppTest, number: int = 0) -> str:
    return str(views(page, "turn")[number]["id"])


def choose_another(page: AppTest, name: str) -> None:
    page.session_state[keys.CHOSEN] = name
    page.run()


def test_the_first_screen_shows_the_document_and_asks_what_it_answers(page: AppTest) -> None:
    [opening] = views(page, "opening")
    [outline] = views(page, "outline")
    [document] = views(page, "document")
    assert opening["title"] == "Trump’s Russian Realignment: A Historic Foreign Policy Shift"
    assert BRIEFING.name in opening["facts"]
    assert all(sentence["quote"] in BRIEFING.read_text() or sentence["notes"] for sentence in opening["overview"])
    assert len(outline["outline"]) == 7
    assert (document["shown"], document["documents"]) == (BRIEFING.name, [BRIEFING.name])
    suggested = [button for button in page.button if (button.key or "").startswith(keys.SUGGESTED)]
    assert len(suggested) == 4
    question = as_read(suggested[0].label)
    settled(suggested[0].click().run())
    [turn] = views(page, "turn")
    assert turn["question"] == question
    assert not turn["answers"][0]["refused"]
    assert views(page, "opening") == []


def test_a_question_and_its_answer_stay_in_the_conversation(page: AppTest) -> None:
    asked(page, f"  {WHO} ")
    [turn] = views(page, "turn")
    assert turn["question"] == WHO
    [first] = answers(page)
    assert "for $6 million." in words(first)
    assert turn_id(page) == turn_id(asked(page, SANCTIONS))
    assert answers(page)[0] == first
    assert len(page.session_state[keys.DESK].asking.conversation.turns) == 2


def test_an_empty_question_asks_nothing(page: AppTest) -> None:
    assert answers(asked(page, "  ")) == []


def test_a_follow_up_is_understood_from_the_conversation_and_can_be_asked_otherwise(page: AppTest) -> None:
    asked(asked(page, "Who bought condominiums in Trump Tower?"), "How much did he pay?")
    understood = "How much did David Bogatin pay?"
    assert views(page, "turn")[1]["understood"] == understood
    text = page.text_area(key=f"{keys.EDIT_TEXT}_{turn_id(page, 1)}")
    assert text.value == understood
    text.set_value(SANCTIONS).run()
    settled(page.button(key=f"{keys.EDIT_ASK}_{turn_id(page, 1)}").click().run())
    assert "24,000" in words(answers(page)[2])
    assert views(page, "turn")[2]["understood"] is None


def test_a_refusal_says_what_could_be_asked_instead(page: AppTest) -> None:
    asked(page, "How do I bake sourdough bread?")
    [refusal] = answers(page)
    assert (refusal["refused"], refusal["text"]) == (True, "The document does not say.")
    assert len(refusal["closest"]) == 3
    instead = page.button(key=f"{keys.INSTEAD}_{turn_id(page)}_0")
    settled(instead.click().run())
    assert views(page, "turn")[1]["question"] == as_read(instead.label)
    assert not answers(page)[1]["refused"]


def test_what_was_retrieved_is_told_from_what_is_cited(page: AppTest) -> None:
    asked(page, WHO)
    [turn] = views(page, "turn")
    cited = {citation["n"] for citation in turn["answers"][0]["citations"]}
    retrieved = {item["citation"]["n"]: item["score"] for item in turn["retrieved"]}
    assert cited < set(retrieved)
    assert all(score.endswith("not cited") == (n not in cited) for n, score in retrieved.items())
    assert re.match(r"meaning 0\.\d\d \(close\) · in the passage ranked \d", retrieved[1])


def test_another_model_answers_from_the_next_question_on(page: AppTest) -> None:
    asked(page, WHO)
    with OpenAIServer() as server:
        server.pieces = ["According to Unger, Bogatin purchased ", "five condominiums for $6,000,000 [1]."]
        choose_another(page, f"openai:tiny@{server.url}/v1")
        asked(page, WHO)
    first, second = answers(page)
    assert first["made"].startswith("quotes · ")
    assert words(second) == "According to Unger, Bogatin purchased five condominiums for $6,000,000."
    assert second["claims"][0]["label"] == "checked"
    assert second["made"].startswith("openai:tiny@")


def test_two_models_answers_stand_side_by_side(page: AppTest) -> None:
    with OpenAIServer() as server:
        server.pieces = ["According to Unger, Bogatin purchased ", "five condominiums for $6,000,000 [1]."]
        name = f"openai:tiny@{server.url}/v1"
        choose_another(page, name)
        asked(page, WHO)
        assert page.selectbox(key=f"{keys.AGAIN_MODEL}_{turn_id(page)}").value == "quotes"
        settled(page.button(key=f"{keys.AGAIN_ASK}_{turn_id(page)}").click().run())
    [turn] = views(page, "turn")
    assert [answer["heading"] for answer in turn["answers"]] == [name, "quotes"]
    assert words(turn["answers"][0]) == "According to Unger, Bogatin purchased five condominiums for $6,000,000."
    assert "for $6 million." in words(turn["answers"][1])
    assert len(page.session_state[keys.DESK].asking.conversation.turns) == 1


def test_a_model_that_is_down_says_what_to_do_and_quotes_answer(page: AppTest, dead_port: int) -> None:
    choose_another(page, f"openai:tiny@http://127.0.0.1:{dead_port}/v1")
    [answer] = answers(asked(page, WHO))
    assert "start it, or choose the model quotes" in answer["problem"]
    assert "for $6 million." in words(answer)


def test_a_model_nobody_knows_is_said_at_once(page: AppTest) -> None:
    choose_another(page, "chatgpt")
    assert "There is no chat model" in page.sidebar.error[0].value
    assert answers(asked(page, WHO))[0]["made"].startswith("quotes")


def test_questions_from_another_page_are_asked_in_turn(page: AppTest) -> None:
    page.session_state[keys.WAITING] = [WHO, SANCTIONS]
    settled(page.run())
    assert [turn["question"] for turn in views(page, "turn")] == [WHO, SANCTIONS]


def test_without_documents_nothing_can_be_asked(
    clean_settings: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BRIEFING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    page = AppTest.from_file(str(REPOSITORY / "chat" / "app.py"), default_timeout=60).run()
    assert "Put a document in" in page.info[0].value
    assert page.chat_input(key=keys.QUESTION).disabled


def test_a_setting_that_cannot_be_used_is_one_line(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_COLOUR", "red")
    page.run()
    assert not page.exception
    assert "BRIEFING_COLOUR is not a setting" in as_read(page.error[0].value)
