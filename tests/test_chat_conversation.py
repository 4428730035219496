"""Turns and conversations, and two copies of one that become one."""

from datetime import UTC, datetime, timedelta

from chat.answer import Claim
from chat.conversation import UNNAMED, Conversation, Feedback, Turn
from tests.conftest import make_answer, make_evidence

EVIDENCE = make_evidence("# Bridges", "The bridge was closed in 2004.", "It is red.")


def turn(question: str = "When?", minute: int = 0) -> Turn:
    claim = Claim(text="The bridge was closed in 2004.", citations=(1,), support="quoted")
    made = Turn.of(make_answer(EVIDENCE, claim, question=question), EVIDENCE, {"evidence": 8})
    return made.model_copy(update={"asked": datetime(2026, 1, 1, 12, minute, tzinfo=UTC)})


def test_a_turn_keeps_what_was_retrieved_and_from_which_file() -> None:
    made = turn()
    assert [item.citation.quote for item in made.retrieved] == ["The bridge was closed in 2004.", "It is red."]
    assert made.documents == {"note.txt": EVIDENCE[0].source.sha256}
    assert made.settings == {"evidence": 8}
    assert Turn.model_validate_json(made.model_dump_json()) == made


def test_the_title_is_the_first_question_until_it_is_named() -> None:
    new = Conversation()
    assert new.title == UNNAMED
    asked = new.with_turn(turn("When was   the bridge\nclosed?"))
    assert asked.title == "When was the bridge closed?"
    assert asked.with_turn(turn("Why?")).title == asked.title
    assert len(new.with_turn(turn("word " * 50)).title) <= 60
    assert asked.named("  Bridges ").title == "Bridges"
    assert asked.named("Bridges").named(" ").title == "When was the bridge closed?"


def test_a_turn_is_replaced_by_its_id() -> None:
    first, second = turn("First?"), turn("Second?", 1)
    both = Conversation().with_turn(first).with_turn(second)
    rated = both.with_turn(first.with_(feedback=Feedback(good=False, reason="wrong")))
    assert [t.answer.question for t in rated.turns] == ["First?", "Second?"]
    assert rated.turns[0].feedback is not None
    assert rated.turns[0].changed > first.changed


def test_copies_that_grew_apart_become_one_without_losing_a_turn() -> None:
    start = Conversation().with_turn(turn("First?"))
    one, two = start.with_turn(turn("One?", 2)), start.with_turn(turn("Two?", 1))
    for whole in (one.merged(two), two.merged(one)):
        assert [t.answer.question for t in whole.turns] == ["First?", "Two?", "One?"]


def test_of_a_turn_that_both_changed_the_later_counts() -> None:
    start = Conversation().with_turn(turn())
    good = start.with_turn(start.turns[0].with_(feedback=Feedback(good=True)))
    bad = start.with_turn(start.turns[0].with_(feedback=Feedback(good=False)))
    for whole in (good.merged(bad), bad.merged(good), start.merged(bad).merged(good)):
        assert whole.turns[0].feedback
        assert not whole.turns[0].feedback.good


def test_what_was_set_last_holds_whoever_saves_last() -> None:
    start = Conversation()
    stale = start.with_turn(turn())  # this copy doesn't know of the choices, and must not undo them
    chosen = start.named("Bridges").restricted_to(["a.txt"]).answered_by("quotes").restricted_to(["b.txt"])
    for whole in (stale.merged(chosen), chosen.merged(stale)):
        assert (whole.name, whole.documents, whole.model) == ("Bridges", ("b.txt",), "quotes")
        assert len(whole.turns) == 1
    later = chosen.restricted_to(None)
    assert chosen.merged(later).documents is None
    assert later.merged(chosen).documents is None


def test_setting_the_same_again_changes_nothing() -> None:
    chosen = Conversation().answered_by("quotes")
    assert chosen.answered_by("quotes") is chosen


def test_it_is_as_new_as_its_newest_change() -> None:
    old = Conversation(created=datetime.now(UTC) - timedelta(days=3))
    assert old.changed == old.created
    assert old.named("x").changed > old.created
