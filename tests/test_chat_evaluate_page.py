"""The Evaluate page's logic, by Streamlit's own AppTest; what a browser shows of it is in tests/browser."""

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from chat import keys
from evals.background import BackgroundEvaluation
from evals.case import KINDS
from tests.conftest import REPOSITORY, CommandLine, own_copy
from tests.eval_rows import CLOSED, a_line, write_suite
from tests.model_servers import OpenAIServer

MINE = "a suite of my own …"
BUILT_QUESTION, SHUT_QUESTION = "When was the bridge at Avon built?", "Why was the deck closed to cars?"


@pytest.fixture(scope="module")
def home(ingested: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_copy(ingested, tmp_path_factory.mktemp("page")).home


@pytest.fixture
def page(home: Path, clean_settings: None, dead_port: int, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("BRIEFING_HOME", str(home))
    monkeypatch.setenv("BRIEFING_MODEL", "quotes")
    monkeypatch.setenv("BRIEFING_OLLAMA", f"127.0.0.1:{dead_port}")
    page = AppTest.from_file(str(REPOSITORY / "chat" / "app.py"), default_timeout=60)
    return drawn(page.switch_page("pages/evaluate.py"))


def drawn(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def as_read(texts: object) -> list[str]:
    """What elements say, their escapes undone."""
    return [re.sub(r"\\(.)", r"\1", item.value) for item in texts]


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    premise = a_line("p", kind="false_premise", question="Why was the bridge at Avon opened to cars again?")
    right = a_line("b", question=BUILT_QUESTION, must_mention=[["1931"]])
    wrong = a_line("w", kind="number", question=BUILT_QUESTION, must_mention=[["1899"]], gold_quotes=[])
    shut = a_line("s", kind="multi", question=SHUT_QUESTION, gold_quotes=[CLOSED], document=None)
    return write_suite(tmp_path / "suite", right, wrong, shut, premise)


def chosen(page: AppTest, suite: Path) -> AppTest:
    page.selectbox(key=keys.EVAL_SUITE).select(MINE)
    drawn(page)
    page.text_input(key=keys.EVAL_PATH).set_value(str(suite))
    return drawn(page)


def ran(page: AppTest) -> AppTest:
    page.button(key=keys.EVAL_RUN).click()
    drawn(page)
    evaluation: BackgroundEvaluation = page.session_state[keys.EVALUATION]
    evaluation.wait(60)
    assert evaluation.state != "running"
    return drawn(page)


def test_at_first_there_is_nothing_but_a_choice(page: AppTest) -> None:
    assert page.title[0].value == "Evaluate"
    options = page.selectbox(key=keys.EVAL_SUITE).options
    more = ["briefing-more", *(f"briefing-check-{i}" for i in range(1, 14))]
    assert options == ["briefing", *more, "squad2/suite", MINE]
    assert page.multiselect(key=keys.EVAL_MODELS).value == ["quotes"]
    assert page.multiselect(key=keys.EVAL_KINDS).options == list(KINDS)
    assert "Nothing has been run yet" in page.info[0].value
    assert not page.button(key=keys.EVAL_RUN).disabled
    assert "24 of 156 cases about us-foreign-policy-2025.txt" in as_read(page.caption)


def test_a_choice_of_kinds_and_of_a_sample_says_how_many_cases_it_is(page: AppTest) -> None:
    page.multiselect(key=keys.EVAL_KINDS).select("injection").select("unanswerable_far")
    page.number_input(key=keys.EVAL_SAMPLE).set_value(5)
    assert "5 of 156 cases about us-foreign-policy-2025.txt" in as_read(drawn(page).caption)


def test_a_run_ends_in_figures_kinds_and_cases(page: AppTest, suite: Path) -> None:
    ran(chosen(page, suite))
    assert as_read(page.subheader) == ["mine, 4 cases"]
    tables = [table.value.to_dict("records") for table in page.table]
    rows = {row["figure"]: row for table in tables for row in table if "figure" in row}
    assert rows["markers\\_valid"]["quotes"] == "1\\.00 \\[1\\.00\\, 1\\.00\\]"
    assert rows["must\\_mention"]["n"] == "2"
    assert [row["kind"] for row in tables[-1]] == ["fact", "number", "multi", "false\\_premise"]
    assert page.selectbox(key=keys.CASE_KIND).options == ["all", "fact", "number", "multi", "false_premise"]
    assert page.selectbox(key=keys.CASE_OUTCOME).options == ["all", "corrected", "right", "wrong"]
    # It survives what is done on the page afterwards.
    page.number_input(key=keys.EVAL_SEED).set_value(3)
    assert as_read(drawn(page).subheader) == ["mine, 4 cases"]


def test_a_case_shows_its_answer_its_gold_and_why(page: AppTest, suite: Path) -> None:
    ran(chosen(page, suite))
    page.selectbox(key=keys.CASE_OUTCOME).select("wrong")
    drawn(page)
    assert page.selectbox(key=keys.CASE).label == "Case, 1 of 4"
    said = as_read(page.caption)
    assert "lacks “1899”" in said
    assert "Claim 1 [1]: quoted" in said
    page.selectbox(key=keys.CASE_OUTCOME).select("right")
    drawn(page)
    assert page.selectbox(key=keys.CASE).label == "Case, 2 of 4"
    assert "Gold among the cited: [1]" in as_read(page.caption)
    page.selectbox(key=keys.CASE_KIND).select("number")
    drawn(page)
    assert "No case is of this kind with this outcome." in as_read(page.caption)


def test_a_case_about_a_document_that_the_chat_lacks_can_not_be_opened_there(page: AppTest, suite: Path) -> None:
    ran(chosen(page, suite))
    button = page.button(key=keys.OPEN_IN_CHAT)
    assert button.disabled
    assert "lacks bridge.txt" in re.sub(r"\\(.)", r"\1", button.help)


def test_a_case_is_opened_in_the_chat_after_the_questions_before_it(page: AppTest, suite: Path) -> None:
    line = a_line("f", document=None, history=[BUILT_QUESTION], question="And why was it closed?")
    ran(chosen(page, write_suite(suite.parent, a_line("x", question=SHUT_QUESTION), line, name="turns.jsonl")))
    page.selectbox(key=keys.CASE).select("f")
    drawn(page)
    page.button(key=keys.OPEN_IN_CHAT).click()
    drawn(page)
    drawn(page.switch_page("pages/conversation.py"))  # where the click leads
    turns = page.session_state[keys.DESK].conversation.turns
    deadline = time.monotonic() + 60
    while len(turns) < 2 and time.monotonic() < deadline:  # answers are made on a thread of their own
        time.sleep(0.2)
        drawn(page)
        turns = page.session_state[keys.DESK].conversation.turns
    assert [turn.answer.question for turn in turns] == [BUILT_QUESTION, "And why was it closed?"]
    assert turns[1].answer.standalone_question == "Why was the bridge at Avon closed?"


def test_a_wrong_line_is_told_and_nothing_can_be_run(page: AppTest, suite: Path) -> None:
    suite.write_text(suite.read_text() + '{"id": "x", "kind": "facts"}\n')
    [error] = as_read(chosen(page, suite).error)
    assert error.startswith(f"{suite}:5: ")
    assert page.button(key=keys.EVAL_RUN).disabled


def test_gold_that_does_not_stand_in_its_document_is_told(page: AppTest, suite: Path) -> None:
    wrong = write_suite(suite.parent, a_line("x", gold_quotes=["Built in 1932."]), name="wrong.jsonl")
    [error] = as_read(ran(chosen(page, wrong)).error)
    assert "x: 'Built in 1932.' does not stand in bridge.txt." in error
    assert not page.button(key=keys.EVAL_RUN).disabled


def test_a_suite_and_its_document_can_be_uploaded(page: AppTest, suite: Path) -> None:
    page.selectbox(key=keys.EVAL_SUITE).select(MINE)
    drawn(page)
    for file in sorted(suite.parent.iterdir()):
        page.file_uploader(key=keys.EVAL_UPLOAD).upload(file.name, file.read_bytes(), "text/plain")
    drawn(page)
    assert "4 of 4 cases about bridge.txt" in as_read(page.caption)
    assert as_read(ran(page).subheader) == ["mine, 4 cases"]


def test_a_model_whose_name_is_wrong_is_told(page: AppTest) -> None:
    page.multiselect(key=keys.EVAL_MODELS).set_value(["quotes", "qutoes"])
    [error] = as_read(drawn(page).error)
    assert "Did you mean quotes?" in error
    assert page.button(key=keys.EVAL_RUN).disabled


@pytest.mark.server
def test_models_are_compared_and_one_that_fails_is_said_to(page: AppTest, suite: Path, dead_port: int) -> None:
    with OpenAIServer() as server:
        server.models = [{"id": "fake", "object": "model"}]
        name, down = f"openai:fake@{server.url}/v1", f"openai:fake@http://127.0.0.1:{dead_port}/v1"
        page.multiselect(key=keys.EVAL_MODELS).set_value(["quotes", name, down])
        ran(chosen(page, suite))
    header = [re.sub(r"\\(.)", r"\1", column) for column in page.table[0].value.columns]
    assert header == ["figure", "quotes", name, down, "n", "what it says"]
    [warning] = as_read(page.warning)
    assert warning.startswith(f"{down}: 4 cases are not scored, because the model failed: No server answers")
    assert page.table[1].value.iloc[0].tolist()[3] == "–"
