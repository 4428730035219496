"""The page's logic, by Streamlit's own AppTest; what a browser shows of it is in tests/browser."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chat import keys
from tests.conftest import BRIEFING, REPOSITORY, CommandLine, own_copy
from tests.model_servers import OpenAIServer

WHO = "How much did David Bogatin pay for his condominiums in Trump Tower?"


@pytest.fixture(scope="module")
def home(ingested: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the briefing, which all these tests may read."""
    return own_copy(ingested, tmp_path_factory.mktemp("page")).home


@pytest.fixture
def page(home: Path, clean_settings: None, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BRIEFING_HOME", str(home))
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    page = AppTest.from_file(str(REPOSITORY / "chat" / "app.py"), default_timeout=60).run()
    assert not page.exception
    return page


def asked(page: AppTest, question: str) -> AppTest:
    page.chat_input(key=keys.QUESTION).set_value(question).run()
    assert not page.exception
    return page


def as_read(markdown: str) -> str:
    """Text whose punctuation is escaped, as a reader sees it."""
    return re.sub(r"\\(.)", r"\1", markdown)


def turns(page: AppTest) -> list[str]:
    """What each message of the conversation says, as HTML or text."""
    return [
        "".join(getattr(item, "value", None) or item.proto.body for item in m.children.values())
        for m in page.chat_message
    ]


def test_the_page_names_its_documents(page: AppTest) -> None:
    assert f"Ask {BRIEFING.name}." in as_read(page.main.caption[0].value)
    assert [text.value for text in page.sidebar.text] == [BRIEFING.name]
    assert page.selectbox(key=keys.MODEL).value == "quotes"


def test_a_question_and_its_answer_stay_in_the_conversation(page: AppTest) -> None:
    said = turns(asked(page, f"  {WHO} "))
    assert said[0] == WHO
    assert "for $6 million." in said[1]
    assert page.session_state[keys.WAITING] == []
    assert turns(asked(page, "How many sanctions does Russia face?"))[:2] == said
    assert len(page.session_state[keys.CONVERSATION]) == 2


def test_an_empty_question_asks_nothing(page: AppTest) -> None:
    assert turns(asked(page, "  ")) == []


def test_a_follow_up_is_understood_from_the_conversation(page: AppTest) -> None:
    said = turns(asked(asked(page, "Who bought condominiums in Trump Tower?"), "How much did he pay?"))
    assert "Understood as: How much did the one who bought condominiums in Trump Tower pay?" in said[3]


def test_a_refusal(page: AppTest) -> None:
    assert "The document does not say." in turns(asked(page, "How do I bake sourdough bread?"))[1]


def test_another_model_answers_from_the_next_question_on(page: AppTest) -> None:
    asked(page, WHO)
    page.selectbox(key=keys.MODEL).select("another …").run()
    with OpenAIServer() as server:
        server.pieces = ["Bogatin paid ", "$6,000,000 [1]."]
        page.text_input(key=keys.OTHER_MODEL).set_value(f"openai:tiny@{server.url}/v1").run()
        said = turns(asked(page, WHO))
    assert len(said) == 4
    assert "Bogatin paid $6,000,000." in said[3]
    assert "openai:tiny@" in said[3]


def test_a_model_that_is_down_says_what_to_do_and_quotes_answer(page: AppTest, dead_port: int) -> None:
    page.selectbox(key=keys.MODEL).select("another …").run()
    page.text_input(key=keys.OTHER_MODEL).set_value(f"openai:tiny@http://127.0.0.1:{dead_port}/v1").run()
    asked(page, WHO)
    [warning] = page.warning
    assert "start it, or use --model quotes" in as_read(warning.value)
    assert "for $6 million." in turns(page)[1]


def test_a_model_nobody_knows_is_said_at_once(page: AppTest) -> None:
    page.selectbox(key=keys.MODEL).select("another …").run()
    page.text_input(key=keys.OTHER_MODEL).set_value("chatgpt").run()
    assert "There is no chat model" in page.sidebar.error[0].value
    assert "quotes" in turns(asked(page, WHO))[1]


def test_a_question_waits_until_it_is_answered(page: AppTest) -> None:
    # As when the reader changes the model while an answer is written: the run ends, and another begins.
    page.session_state[keys.WAITING] = [WHO, "How many sanctions does Russia face?"]
    said = turns(page.run())
    assert [said[0], said[2]] == [WHO, "How many sanctions does Russia face?"]
    assert page.session_state[keys.WAITING] == []


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
