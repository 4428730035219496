"""An evaluation on a thread of its own."""

import threading
from pathlib import Path

import pytest

from chat.models import QUOTES
from chat.settings import Settings, load_settings
from evals.background import BackgroundEvaluation, Step, start
from evals.suite import Suite, load_suite
from tests.conftest import memory_store
from tests.eval_rows import Replies, a_line, a_model, write_suite

pytestmark = pytest.mark.usefixtures("clean_settings")

GOOD = "The bridge at Avon was built in 1931 [1]."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path)


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return load_suite(write_suite(tmp_path / "suite", *(a_line(f"c{i}") for i in range(4))))


class Waiting(Replies):
    """Answers when it is let go."""

    go: object
    reached: object

    def _generate(self, *arguments, **keys):
        self.reached.release()
        assert self.go.acquire(timeout=20)
        return super()._generate(*arguments, **keys)


def waiting() -> tuple[Waiting, threading.Semaphore, threading.Semaphore]:
    go, reached = threading.Semaphore(0), threading.Semaphore(0)
    return Waiting(replies=[GOOD], go=go, reached=reached), go, reached


def test_it_ends_with_results(suite: Suite, settings: Settings) -> None:
    evaluation = BackgroundEvaluation(suite, [QUOTES], settings, memory_store)
    evaluation.wait(20)
    assert evaluation.state == "done"
    assert evaluation.results
    assert len(evaluation.results.runs[0].rows) == 4
    assert [(step.label, step.done, step.total) for step in evaluation.steps][-1] == ("quotes", 4, 4)
    assert evaluation.steps[0].label == "bridge.txt"


def test_it_can_be_watched_and_stopped_and_taken_up_again(suite: Suite, settings: Settings) -> None:
    chat, go, reached = waiting()
    evaluation = BackgroundEvaluation(suite, [a_model(chat)], settings, memory_store)
    go.release()
    assert reached.acquire(timeout=20)
    assert reached.acquire(timeout=20)  # the second case is in hand
    assert (evaluation.state, evaluation.steps[-1].done, evaluation.steps[-1].total) == ("running", 1, 4)
    evaluation.cancel()
    assert evaluation.cancelling
    go.release()
    evaluation.wait(20)
    assert (evaluation.state, evaluation.results) == ("stopped", None)
    assert "goes on from here" in evaluation.error
    assert not evaluation.cancelling
    go.release(2)
    again = start(suite, [a_model(chat)], settings, memory_store)
    again.wait(20)
    assert again.state == "done"
    assert len(chat.asked) == 4


def test_the_very_same_evaluation_is_joined_while_it_runs(suite: Suite, settings: Settings) -> None:
    chat, go, reached = waiting()
    first = start(suite, [a_model(chat)], settings, memory_store)
    assert reached.acquire(timeout=20)
    assert start(load_suite(suite.path), [a_model(chat)], settings, memory_store) is first
    other = start(suite.sample(1, 0), [QUOTES], settings, memory_store)
    other.wait(20)  # the two don't wait for each other
    assert (first.state, other.state) == ("running", "done")
    go.release(4)
    first.wait(20)
    assert start(suite, [a_model(Replies(replies=[GOOD]))], settings, memory_store) is not first


def test_what_a_reader_can_mend_is_told(suite: Suite, settings: Settings, tmp_path: Path) -> None:
    lost = load_suite(write_suite(tmp_path, a_line("a", document="lost.txt"), name="lost.jsonl"))
    evaluation = BackgroundEvaluation(lost, [QUOTES], settings, memory_store)
    evaluation.wait(20)
    assert evaluation.state == "failed"
    assert "'lost.txt', which is neither beside it" in evaluation.error


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_expected_does_not_leave_it_running_forever(suite: Suite, settings: Settings) -> None:
    def broken() -> object:
        raise ZeroDivisionError("oh")

    evaluation = BackgroundEvaluation(suite, [QUOTES], settings, broken)
    evaluation.wait(20)
    assert (evaluation.state, evaluation.error) == ("failed", "The evaluation broke off (ZeroDivisionError: oh).")


def test_the_time_left_is_told_by_the_pace_of_the_last_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("evals.background.time.monotonic", lambda: now[0])
    step = Step("quotes")
    assert step.seconds_left is None
    for done in range(1, 21):  # taken up again: these were answered before
        step.advance(done, 40)
    for done in range(21, 31):
        now[0] += 3.0
        step.advance(done, 40)
    assert step.seconds_left == 10 * 3.0
    step.advance(40, 40)
    assert step.seconds_left is None
