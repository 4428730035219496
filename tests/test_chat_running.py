import threading

import pytest

from chat.answer import Answer
from chat.ask import Listener
from chat.asking import Asking
from chat.conversation import Turn
from chat.models import QUOTES, OpenModel
from chat.running import Running
from chat.settings import Settings
from ingest.errors import StoreError
from tests.conftest import fake_model, make_answer, make_evidence, make_source, memory_store


def test_a_question_is_answered_on_a_thread_of_its_own_and_kept() -> None:
    kept: list[Turn] = []
    evidence = make_evidence("It rained.")

    def asking(question: str, listener: Listener) -> Answer:
        listener.retrieved(evidence)
        listener.evidence(evidence)
        listener.text("It rai")
        return make_answer([], question=question)

    running = Running("Where?", QUOTES)
    running.start(asking, {"evidence": 8}, kept.append)
    assert running.wait(10)
    assert running.turn
    assert kept == [running.turn]
    assert running.turn.id == running.id
    assert running.turn.settings == {"evidence": 8}
    assert [item.citation.quote for item in running.turn.retrieved] == ["It rained."]


def test_stop_ends_it_at_once_and_the_model_with_its_next_piece() -> None:
    kept: list[Turn] = []
    evidence = make_evidence("It rained.")
    go_on, ended = threading.Event(), threading.Event()
    pieces: list[str] = []

    def asking(question: str, listener: Listener) -> Answer:
        listener.evidence(evidence)
        try:
            for piece in ("It", "It rained", "It rained all day"):
                listener.text(piece)
                pieces.append(piece)
                go_on.wait(10)
        finally:
            ended.set()
        return make_answer([], question=question)

    running = Running("Where?", QUOTES)
    running.start(asking, {}, kept.append)
    while not running.text:
        pass
    running.stop()
    assert running.over
    go_on.set()
    assert ended.wait(10)
    assert pieces == ["It"]
    assert (running.turn, running.error, kept) == (None, None, [])
    assert [item.text for item in running.evidence] == ["It rained."]


def answered(asking: Asking, **fields: object) -> Asking:
    store = memory_store()
    store.put(make_source("The bridge was closed in 2004 because its deck had rusted."))
    model = fields.get("model", QUOTES)
    while asking.waiting or asking.running:
        asking.go_on(store, model, Settings(), lambda conversation: None)  # type: ignore[arg-type]
        if asking.running:
            asking.running.wait(10)
    return asking


def test_questions_wait_for_each_other() -> None:
    asking = Asking()
    for question in ("Why was the bridge closed?", " ", "When was the bridge closed?"):
        asking.ask(question)
    answered(asking)
    questions = [turn.answer.question for turn in asking.conversation.turns]
    assert questions == ["Why was the bridge closed?", "When was the bridge closed?"]


def test_another_models_answer_stands_beside_the_first() -> None:
    asking = Asking()
    asking.ask("Why was the bridge closed?")
    [turn] = answered(asking).conversation.turns
    asking.ask(turn.answer.question, of=turn.id, model=fake_model("Its deck had rusted [1]."))
    [turn] = answered(asking).conversation.turns
    assert [answer.model for answer in (turn.answer, *turn.alternatives)] == ["quotes", "fake"]


def test_what_was_stopped_or_failed_can_be_asked_again() -> None:
    asking = Asking()
    asking.ask("Why was the bridge closed?")
    asking.go_on(memory_store(), QUOTES, Settings(), lambda conversation: None)  # an empty store
    assert asking.running is None
    [broken] = asking.broken
    assert isinstance(broken.running.error, StoreError)
    asking.again(broken)
    assert asking.broken == []
    assert len(answered(asking).conversation.turns) == 1


def test_a_bug_is_raised_in_the_page_and_the_conversation_goes_on() -> None:
    def broken() -> OpenModel:
        raise ZeroDivisionError

    asking = Asking()
    asking.ask("Why was the bridge closed?")
    asking.running = Running("Why?", QUOTES)
    asking.running.start(lambda question, listener: broken(), {}, lambda turn: None)  # type: ignore[arg-type, return-value]
    asking.running.wait(10)
    with pytest.raises(ZeroDivisionError):
        answered(asking)
    assert len(answered(asking).conversation.turns) == 1
