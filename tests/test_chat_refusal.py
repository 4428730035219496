"""What tells an answerable question from another."""

from dataclasses import fields, replace

import pytest

from chat.evidence import retrieve
from chat.refusal import FITTED, Assessment, Fitted, assess, off_subject
from chat.signals import Signals
from tests.conftest import ranked_evidence, same_word
from vectorstore.late import alike, late_interaction
from vectorstore.store import Store


@pytest.mark.parametrize(
    ("similarity", "support", "expected"),
    [(0.1, 0.4, True), (0.1, 0.5, False), (0.24, 0.3, True), (0.24, 0.6, False), (0.5, 0.1, False)],
)
def test_off_the_subject(similarity: float, support: float, expected: bool) -> None:
    assert off_subject(Signals(0, 0, 0, 0, support, similarity, 0)) is expected


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How much did the bridge at Bath cost in 1822?", "What comes closest gives no amount of money for that."),
        ("In which city did Carla Boyle speak in 1822?", "What comes closest gives no city for that."),
        ("How many trams of Bath crossed it in 1822?", "What comes closest gives no number for that."),
        ("Was the tunnel at Bath sold in 1822?", "Nothing it says on the subject mentions “Bath”."),
        (
            "Which men painted the bridge green by hand in 1822 or in 1823?",
            "The number or date in the question",
        ),
    ],
)
def test_what_is_missing_is_said(question: str, missing: str) -> None:
    read = [replace(item, reading=-6.0) for item in ranked_evidence()]  # as the reader finds them
    found = assess(question, read, None, same_word)
    assert not found.answered
    assert found.missing.startswith(missing)


def test_nothing_found_and_nothing_on_the_subject() -> None:
    assert assess("When?", [], None, same_word) == Assessment(False, 0.0, "It has nothing on that.")
    far = assess("Was the car washed and waxed?", ranked_evidence(similarity=0.1), None, same_word)
    assert (far.answered, far.missing) == (False, "It has nothing on that.")


def test_what_is_answered_misses_nothing() -> None:
    found = assess("When was the bridge at Avon built?", ranked_evidence(), None, same_word)
    assert (found.answered, found.missing) == (True, "")
    assert 0.5 < found.probability < 1


def test_the_fitted_weights_are_those_of_the_signals_and_their_data_are_named() -> None:
    fitted = Fitted.model_validate_json(FITTED.read_text("utf-8"))
    assert set(fitted.weights) < {field.name for field in fields(Signals)}
    assert 0 < fitted.threshold < 1
    assert "briefing cases" in fitted.data
    assert "SQuAD 2.0 cases" in fitted.data


def test_what_is_absent_speaks_against_and_what_is_there_for_an_answer() -> None:
    weights = Fitted.model_validate_json(FITTED.read_text("utf-8")).weights
    assert all(weights[name] < 0 for name in ("unfilled", "number", "name", "unknown"))
    assert weights["reading"] > 0


def on_briefing(question: str, store: Store) -> Assessment:
    return assess(question, retrieve(question, store), late_interaction(store), alike(store))


@pytest.mark.parametrize(
    "question",
    [
        "How many individual sanctions does Russia face?",
        "What has Senator Mike Lee called NATO?",
        "What is NATO?",
        "Who wrote Autocracy Inc.?",
        "When did Trump first visit Moscow?",
        "who paid for the condos",
        "sanctions",
        "What does Putin want?",
        "What is the difference between an asset and an agent?",
        "What does the document say about BRICS?",
        "What is said about sanctions?",
        "How convinced is Craig Ungar?",  # misspelt
        "What does Aplebaum call the departure?",
        "Onto whom did the White House wrongly pin the outbreak of the war?",
    ],
)
def test_what_the_briefing_answers(briefing_store: Store, question: str) -> None:
    assert on_briefing(question, briefing_store).answered


@pytest.mark.parametrize(
    ("question", "unsure"),
    [
        ("Who wrote Autocracy Inc.?", False),
        ("What has Senator Mike Lee called NATO?", False),
        ("Why did the economy of Russia collapse?", False),  # a sentence denies that it did
        ("What did Bogatin do with his condominiums later on?", True),
        ("What has the Ukrainian president answered?", True),
    ],
)
def test_an_answer_that_may_be_none_is_known_as_one(briefing_store: Store, question: str, unsure: bool) -> None:
    found = on_briefing(question, briefing_store)
    assert (found.answered, found.unsure) == (True, unsure)


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake sourdough bread?",
        "What is the boiling point of water?",
        "asdf qwer",
        "Who won the 2018 World Cup?",
        "Why is the sky blue?",
        "Where do penguins live?",
        "What does the document say about penguins?",
        "How many bones are in the human body?",
        "What should I cook tonight?",
        "What is the plot of Hamlet?",
        "Can dogs eat chocolate?",
    ],
)
def test_what_is_far_off(briefing_store: Store, question: str) -> None:
    assert not on_briefing(question, briefing_store).answered


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Angela Merkel call NATO?", "Nothing it says on the subject mentions “Angela Merkel”."),
        ("What did Ari Ben-Menashe say about NATO?", "Nothing it says on the subject mentions “Ari Ben-Menashe”."),
        ("What does Obama think of Putin?", "Nothing it says on the subject mentions “Obama”."),
        ("In which city was David Bogatin arrested?", "What comes closest gives no city for that."),
        ("How long was Craig Unger in prison?", "What comes closest gives no length of time for that."),
    ],
)
def test_what_is_near_and_not_there(briefing_store: Store, question: str, missing: str) -> None:
    found = on_briefing(question, briefing_store)
    assert (found.answered, found.missing) == (False, missing)
