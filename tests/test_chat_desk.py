"""What a session has in hand, by Streamlit's AppTest: conversations, documents, the model; what can't be kept."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chat import keys
from chat.conversations import Conversations
from chat.desk import ADDRESS, Desk
from chat.shared import shared_store
from tests.conftest import REPOSITORY, CommandLine, own_copy
from tests.test_chat_app import SANCTIONS, WHO, answers, as_read, asked

LEE = "What did Mike Lee say about NATO?"


@pytest.fixture
def home(ingested: CommandLine, tmp_path: Path, clean_settings: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = own_copy(ingested, tmp_path).home
    monkeypatch.setenv("BRIEFING_HOME", str(own))
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    return own


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(str(REPOSITORY / "chat" / "app.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def desk(page: AppTest) -> Desk:
    return page.session_state[keys.DESK]


def listed(page: AppTest) -> list[str]:
    return [as_read(b.label) for b in page.sidebar.button if (b.key or "").startswith(f"{keys.OPEN}_")]


def conversation_id(page: AppTest) -> str:
    return desk(page).conversation.id


def test_a_conversation_is_kept_and_opened_by_its_address(home: Path) -> None:
    page = opened()
    assert ADDRESS not in page.query_params
    asked(page, SANCTIONS)
    assert page.query_params[ADDRESS] == conversation_id(page)
    again = opened(c=conversation_id(page))
    assert answers(again) == answers(page)
    assert listed(again) == [SANCTIONS]


@pytest.mark.parametrize("wrong", ["f" * 32, "../../etc/passwd"])
def test_an_address_that_leads_nowhere_is_said_and_a_new_one_begins(home: Path, wrong: str) -> None:
    page = opened(c=wrong)
    assert "conversation" in page.warning[0].value
    assert desk(page).conversation.turns == ()
    page.run()
    assert not page.warning
    assert len(answers(asked(page, SANCTIONS))) == 1


def test_new_ones_are_begun_and_old_ones_opened(home: Path) -> None:
    page = asked(opened(), SANCTIONS)
    first = conversation_id(page)
    page.button(key=keys.NEW_CONVERSATION).click().run()
    assert answers(page) == []
    asked(page, LEE)
    assert listed(page) == [LEE, SANCTIONS]
    page.text_input(key=keys.SEARCH).set_value("sanctions russia").run()
    assert listed(page) == [SANCTIONS]
    page.button(key=f"{keys.OPEN}_{first}").click().run()
    assert conversation_id(page) == first
    assert len(answers(page)) == 1


def test_renaming_and_removing(home: Path) -> None:
    page = asked(opened(), SANCTIONS)
    first = conversation_id(page)
    page.text_input(key=f"{keys.RENAME}_{first}").set_value("**Mine**").run()
    page.button(key=f"{keys.RENAME_SAVE}_{first}").click().run()
    assert listed(page) == ["**Mine**"]
    assert page.button(key=f"{keys.REMOVE_SURE}_{first}").disabled
    page.checkbox(key=f"{keys.REMOVE}_{first}").check().run()
    page.button(key=f"{keys.REMOVE_SURE}_{first}").click().run()
    assert listed(page) == []
    assert answers(page) == []
    assert ADDRESS not in page.query_params


def test_another_sessions_turns_stay_out_of_what_is_open(home: Path) -> None:
    one = asked(opened(), SANCTIONS)
    two = opened(c=conversation_id(one))
    asked(one, LEE)
    asked(two, WHO)
    assert len(answers(one)) == len(answers(two)) == 2
    kept = Conversations(home / "conversations").load(conversation_id(one))
    assert [turn.answer.question for turn in kept.turns] == [SANCTIONS, LEE, WHO]


def test_the_chosen_model_is_kept_and_the_environment_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened().switch_page("pages/models.py").run()
    page.button(key=f"{keys.USE}_builtin").click().run()
    assert any("The built-in model is not here yet" in caption.value for caption in page.sidebar.caption)
    assert json.loads((home / "choice.json").read_text())["model"] == "builtin"
    assert opened().selectbox(key=keys.MODEL).value == "quotes", "BRIEFING_MODEL says so"
    (home / "choice.json").write_text(json.dumps({"format": 1, "model": "ollama:own"}))
    monkeypatch.delenv("BRIEFING_MODEL")
    assert opened().selectbox(key=keys.MODEL).value == "ollama:own"


def test_documents_that_a_conversation_asks_are_kept_with_it(home: Path, tmp_path: Path) -> None:
    from chat.settings import load_settings
    from vectorstore.intake import ingest_file

    store = shared_store(load_settings())
    bridge = tmp_path / "bridge.md"
    bridge.write_text("# Bridge\n\nThe bridge was closed because sanctions kept the steel away.")
    ingest_file(bridge, store)
    page = opened()
    page.multiselect(key=keys.AMONG).set_value(["bridge.md"]).run()
    asked(page, "Why was the bridge closed?")
    assert {c["document"] for c in answers(page)[0]["citations"]} == {"bridge.md"}
    again = opened(c=conversation_id(page))
    assert again.multiselect(key=keys.AMONG).value == ["bridge.md"]
    store.remove("bridge.md")
    again.run()
    assert "bridge.md: no longer here" in as_read(again.warning[0].value)
    assert desk(again).conversation.documents is None
    assert len(answers(again)) == 1


def test_what_cannot_be_kept_is_said_and_kept_later(home: Path) -> None:
    page = opened()
    folder = home / "conversations"
    folder.write_text("in the way")
    asked(page, SANCTIONS)
    assert "only in this window" in as_read(page.warning[0].value)
    assert len(answers(page)) == 1
    folder.unlink()
    page.run()
    assert not page.warning
    assert listed(page) == [SANCTIONS]


def test_a_chroma_server_that_is_gone_is_said_and_the_conversation_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch, dead_port: int
) -> None:
    first = asked(opened(), SANCTIONS)
    monkeypatch.setenv("BRIEFING_STORE", f"http://127.0.0.1:{dead_port}")
    page = opened(c=conversation_id(first))
    [warning] = page.warning
    assert "No Chroma server answers" in as_read(warning.value)
    assert len(answers(page)) == 1
    assert page.chat_input(key=keys.QUESTION).disabled
    monkeypatch.delenv("BRIEFING_STORE")
    page.button(key=keys.RETRY).click().run()
    assert not page.warning
    assert len(answers(asked(page, LEE))) == 2
