from collections.abc import Sequence
from dataclasses import replace

import pytest

from chat.answer import Evidence
from chat.ask import ask
from chat.models import QUOTES
from chat.selection import Selection, select
from tests.conftest import make_evidence, memory_store
from vectorstore.store import Store

MILL = "Okafor sold the old mill to his sister Ngozi."
AGAIN = "Okafor has sold the old mill to his sister Ngozi."
TOWER = "The mill and its tower were sold before the war."
FIRE = "A fire at the mill left only its walls."
RIVER = "The river floods the lower fields."
QUESTION = "Who sold the old mill?"


def ranked(*sentences: tuple[str, float]) -> list[Evidence]:
    """Sentences with their scores, as `retrieve` would rank them."""
    items = make_evidence(*(text for text, _ in sentences))
    return [replace(item, score=score, similarity=0.8) for item, (_, score) in zip(items, sentences, strict=True)]


def chosen(items: Sequence[Evidence], question: str = QUESTION, most: int = 4) -> list[str]:
    return [item.text for item in selected(items, question, most).chosen]


def selected(items: Sequence[Evidence], question: str = QUESTION, most: int = 4) -> Selection:
    return select(question, memory_store(), None, most, lambda *_: items)


def test_one_clear_sentence_is_chosen_alone() -> None:
    assert chosen(ranked((MILL, 20.0), (TOWER, 9.0), (FIRE, 8.0))) == [MILL]


def test_sentences_that_are_close_are_chosen_together() -> None:
    assert chosen(ranked((MILL, 10.0), (TOWER, 9.0), (FIRE, 8.0), (RIVER, 2.0))) == [MILL, TOWER, FIRE]


def test_no_more_are_chosen_than_asked_for() -> None:
    assert chosen(ranked((MILL, 10.0), (TOWER, 9.9), (FIRE, 9.8)), most=2) == [MILL, TOWER]


def test_what_says_the_same_is_chosen_once() -> None:
    assert chosen(ranked((MILL, 10.0), (AGAIN, 9.9), (TOWER, 9.8))) == [MILL, TOWER]


def test_the_evidence_is_what_is_chosen_and_then_the_rest_numbered_anew() -> None:
    found = selected(ranked((MILL, 10.0), (AGAIN, 9.9), (TOWER, 9.8), (RIVER, 1.0)))
    assert [item.text for item in found.evidence] == [MILL, TOWER, AGAIN, RIVER]
    assert [item.number for item in found.evidence] == [1, 2, 3, 4]
    assert found.chosen == found.evidence[:2]
    assert (found.missing, found.overview) == ((), False)


def test_where_nothing_answers_nothing_is_chosen_and_it_is_said_why() -> None:
    found = selected(ranked((MILL, 10.0), (TOWER, 9.0)), "When did Karlsson buy the submarine in Oslo?")
    assert found.chosen == ()
    assert [item.text for item in found.evidence] == [MILL, TOWER]
    assert found.missing


def test_nothing_found_is_nothing_chosen() -> None:
    assert selected([]) == Selection((), (), ("It has nothing on that.",))


def test_parts_are_looked_up_one_by_one() -> None:
    looked_up: list[str] = []

    def look_up(question: str, *_: object) -> list[Evidence]:
        looked_up.append(question)
        items = ranked((MILL, 20.0), (RIVER, 19.0), (FIRE, 1.0))
        return [items[1], replace(items[0], score=2.0)] if "river" in question and "sold" not in question else items[:1]

    found = select("Who sold the old mill, and which fields does the river flood?", memory_store(), None, 4, look_up)
    assert looked_up[1:] == ["Who sold the old mill?", "which fields does the river flood?"]
    assert [item.text for item in found.chosen] == [MILL, RIVER]
    assert found.missing == ()


@pytest.mark.parametrize(
    ("question", "words", "most"),
    [
        ("How many individual sanctions does Russia face?", "24,000", 1),
        ("Who wrote Autocracy Inc.?", "Anne Applebaum", 1),
        ("To how many members has BRICS expanded?", "ten", 1),
    ],
)
def test_a_clear_answer_of_the_briefing_stands_alone(
    briefing_store: Store, question: str, words: str, most: int
) -> None:
    found = select(question, briefing_store, None, 4)
    assert len(found.chosen) <= most
    assert words in found.chosen[0].text


def test_an_answer_to_one_part_says_what_is_missing_of_the_other(briefing_store: Store) -> None:
    question = "What has Senator Mike Lee called NATO, and how long was Craig Unger in prison?"
    answer = ask(question, briefing_store, QUOTES)
    assert any("a raw deal for America" in claim.text for claim in answer.claims)
    assert answer.missing == ("The document does not answer “how long was Craig Unger in prison?”",)
    assert answer.answer.endswith(answer.missing[0])
