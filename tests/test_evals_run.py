"""Running a suite: what is asked, what is kept, what an interruption costs."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from chat.models import QUOTES, Model
from chat.settings import Settings, load_settings
from evals.documents import prepare
from evals.judge import Judge
from evals.results import Results
from evals.run import GIVE_UP, Cancelled, evaluate
from evals.suite import Suite, load_suite
from tests.conftest import memory_store
from tests.eval_rows import BUILT, Replies, a_line, a_model, write_suite
from vectorstore.store import Store

pytestmark = pytest.mark.usefixtures("clean_settings")

BUILT_QUESTION = "When was the bridge at Avon built?"
QUESTIONS = [f"{BUILT_QUESTION} ({word})" for word in ("one", "two", "three", "four")]
GOOD = "The bridge at Avon was built in 1931 [1]."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path)


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return load_suite(write_suite(tmp_path / "suite", *(a_line(q[-5:], question=q) for q in QUESTIONS)))


@pytest.fixture
def store(suite: Suite) -> Store:
    store = memory_store()
    prepare(suite, store)
    return store


def asked(chat: Replies) -> list[str]:
    """The questions that reached the model, in order."""
    return [next(question for question in QUESTIONS if question in prompt) for prompt in chat.asked]


def test_quotes_answer_every_case_with_the_documents_own_sentences(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    results = evaluate(suite, [QUOTES], store, settings, partial=tmp_path / "partial")
    [run] = results.runs
    assert [row.case for row in run.rows] == list(suite.cases)
    assert all(row.answer and row.answer.claims[0].text == BUILT for row in run.rows)
    assert all(row.scores["gold_cited"] == row.scores["hit@1"] == 1.0 for row in run.rows)
    assert (results.suite, results.suite_sha256, results.judge) == ("mine", suite.sha256, None)


def test_results_come_back_from_their_json(suite: Suite, store: Store, settings: Settings, tmp_path: Path) -> None:
    judge = Judge(a_model(Replies(replies=["partial"]), "strict"))
    models = [QUOTES, a_model(Replies(replies=[GOOD]))]
    results = evaluate(suite, models, store, settings, partial=tmp_path / "partial", judge=judge)
    again = Results.model_validate_json(results.model_dump_json())
    assert again.model_dump() == results.model_dump()
    assert again.judge == "strict"
    assert again.runs[1].rows[0].judged == ("partial",)


def test_a_judge_is_not_asked_about_refusals_and_failures(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    judge = Judge(a_model(Replies(replies=["full"]), "strict"))
    chat = Replies(replies=["NOT STATED", RuntimeError("down"), GOOD, GOOD])
    [run] = evaluate(suite, [a_model(chat)], store, settings, partial=tmp_path / "partial", judge=judge).runs
    assert [row.judged for row in run.rows] == [None, None, ("full",), ("full",)]


def test_after_an_interruption_only_what_is_missing_is_asked(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    interrupted = Replies(replies=[GOOD, GOOD, KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        evaluate(suite, [a_model(interrupted)], store, settings, partial=tmp_path / "partial")
    resumed = Replies(replies=[GOOD])
    [run] = evaluate(suite, [a_model(resumed)], store, settings, partial=tmp_path / "partial").runs
    assert asked(interrupted) == QUESTIONS[:3]
    assert asked(resumed) == QUESTIONS[2:]
    assert [row.case.question for row in run.rows] == QUESTIONS
    assert all(row.scores["claims_cited"] == 1.0 for row in run.rows)


def test_a_line_that_was_cut_off_is_asked_again_and_spoils_no_other(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    partial = tmp_path / "partial"
    for answers in (2, 1):  # the second interruption comes after the cut line was taken up again
        chat = Replies(replies=[GOOD] * answers + [KeyboardInterrupt()])
        with pytest.raises(KeyboardInterrupt):
            evaluate(suite, [a_model(chat)], store, settings, partial=partial)
        [file] = partial.iterdir()
        if answers == 2:
            file.write_text(file.read_text()[:-100])
    resumed = Replies(replies=[GOOD])
    evaluate(suite, [a_model(resumed)], store, settings, partial=partial)
    assert asked(resumed) == QUESTIONS[2:]


def test_a_line_separator_in_an_answer_costs_nothing(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    first = Replies(replies=["The bridge at Avon\u2028was built in 1931 [1].", KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        evaluate(suite, [a_model(first)], store, settings, partial=tmp_path / "partial")
    resumed = Replies(replies=[GOOD])
    evaluate(suite, [a_model(resumed)], store, settings, partial=tmp_path / "partial")
    assert asked(resumed) == QUESTIONS[1:]


def test_what_is_done_is_kept_apart_for_each_model_and_removed_in_the_end(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    partial = tmp_path / "partial"
    with pytest.raises(KeyboardInterrupt):
        evaluate(suite, [a_model(Replies(replies=[GOOD, KeyboardInterrupt()]))], store, settings, partial=partial)
    other = Replies(replies=[GOOD])
    evaluate(suite, [a_model(other, "other")], store, settings, partial=partial)
    assert asked(other) == QUESTIONS
    assert len(list(partial.iterdir())) == 1
    evaluate(suite, [a_model(Replies(replies=[GOOD]))], store, settings, partial=partial)
    assert list(partial.iterdir()) == []


def test_another_version_of_the_code_does_not_take_up_old_answers(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = tmp_path / "partial"
    with pytest.raises(KeyboardInterrupt):
        evaluate(suite, [a_model(Replies(replies=[GOOD, KeyboardInterrupt()]))], store, settings, partial=partial)
    monkeypatch.setattr("evals.run._code", lambda: "changed")
    afresh = Replies(replies=[GOOD])
    evaluate(suite, [a_model(afresh)], store, settings, partial=partial)
    assert asked(afresh) == QUESTIONS


def test_other_settings_and_another_suite_do_not_take_up_old_answers(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    def left_over(suite: Suite, settings: Settings) -> Sequence[str]:
        chat = Replies(replies=[GOOD, KeyboardInterrupt()])
        with pytest.raises(KeyboardInterrupt):
            evaluate(suite, [a_model(chat)], store, settings, partial=tmp_path / "partial")
        return asked(chat)

    changed = load_suite(write_suite(tmp_path / "suite", *(a_line(q[-5:], question=q, note="new") for q in QUESTIONS)))
    assert left_over(suite, settings) == QUESTIONS[:2]
    assert left_over(suite, settings.model_copy(update={"evidence": 2})) == QUESTIONS[:2]
    assert left_over(changed, settings) == QUESTIONS[:2]
    assert left_over(suite, settings) == QUESTIONS[1:3]


def test_it_stops_after_the_case_in_hand_and_goes_on_from_there(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    cancel = threading.Event()
    seen: list[tuple[int, int]] = []

    def progress(_: str) -> object:
        def on_case(done: int, total: int) -> None:
            seen.append((done, total))
            if done == 2:
                cancel.set()

        return on_case

    first = Replies(replies=[GOOD])
    with pytest.raises(Cancelled):
        evaluate(suite, [a_model(first)], store, settings, partial=tmp_path / "p", progress=progress, cancel=cancel)
    assert asked(first) == QUESTIONS[:2]
    assert seen == [(1, 4), (2, 4)]
    resumed = Replies(replies=[GOOD])
    evaluate(suite, [a_model(resumed)], store, settings, partial=tmp_path / "p")
    assert asked(resumed) == QUESTIONS[2:]


@pytest.fixture
def long_suite(tmp_path: Path) -> Suite:
    return load_suite(write_suite(tmp_path / "suite", *(a_line(f"c{i}") for i in range(GIVE_UP + 4))))


def test_after_five_failures_in_a_row_the_rest_is_not_asked_and_not_scored(
    long_suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    chat = Replies(replies=[GOOD, RuntimeError("down")] + [RuntimeError("still down")] * 20)
    [run] = evaluate(long_suite, [a_model(chat)], store, settings, partial=tmp_path / "partial").runs
    assert len(chat.asked) == 1 + GIVE_UP
    assert [row.scored for row in run.rows] == [True] + [False] * (GIVE_UP + 3)
    [reason] = {row.failed for row in run.rows[1 + GIVE_UP :]}
    assert reason is not None
    assert reason.startswith("not asked: fake can't answer (still down)")
    assert reason.count("not asked") == 1
    assert all(row.scores.get("must_mention") is None for row in run.rows[1:])


def test_failures_that_are_not_in_a_row_do_not_end_it(
    long_suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    chat = Replies(replies=[RuntimeError("down"), GOOD])
    [run] = evaluate(long_suite, [a_model(chat)], store, settings, partial=tmp_path / "partial").runs
    assert len(chat.asked) == len(long_suite.cases)
    assert sum(row.scored for row in run.rows) == len(long_suite.cases) // 2


def test_a_model_that_can_not_be_opened_is_not_scored(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    from ingest.errors import ModelDown

    def down() -> object:
        raise ModelDown("no server answers")

    [run] = evaluate(suite, [Model("fake", down)], store, settings, partial=tmp_path / "partial").runs
    assert [row.failed for row in run.rows] == ["no server answers"] * 4
    assert all(row.scores["hit@1"] == 1.0 and row.scores["answer_rate"] is None for row in run.rows)


def test_what_failed_is_asked_again(suite: Suite, store: Store, settings: Settings, tmp_path: Path) -> None:
    first = Replies(replies=[GOOD, RuntimeError("down"), KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        evaluate(suite, [a_model(first)], store, settings, partial=tmp_path / "partial")
    resumed = Replies(replies=[GOOD])
    evaluate(suite, [a_model(resumed)], store, settings, partial=tmp_path / "partial")
    assert asked(resumed) == QUESTIONS[1:]


def test_a_model_that_is_named_twice_is_asked_once(
    suite: Suite, store: Store, settings: Settings, tmp_path: Path
) -> None:
    results = evaluate(suite, [QUOTES, QUOTES], store, settings, partial=tmp_path / "partial")
    assert [run.model for run in results.runs] == ["quotes"]


def test_a_follow_up_is_asked_with_the_questions_before_it(store: Store, settings: Settings, tmp_path: Path) -> None:
    line = a_line("f", kind="followup", question="And when was it closed?", history=[BUILT_QUESTION])
    suite = load_suite(write_suite(tmp_path / "suite", line))
    [run] = evaluate(suite, [QUOTES], store, settings, partial=tmp_path / "partial").runs
    answer = run.rows[0].answer
    assert answer
    assert answer.standalone_question == "When was the bridge at Avon closed?"
