import pytest

from chat.overview import overview, scope
from ingest import Source
from tests.conftest import make_source, memory_store
from tests.test_chat_scope import PLAN
from vectorstore.store import Store


@pytest.fixture
def plan_store() -> Store:
    store = memory_store()
    store.put(PLAN)
    return store


def told(question: str, store: Store, count: int = 5) -> list[str]:
    found = scope(question, [entry.source for entry in store.entries()])
    assert found
    return [item.text for item in overview(question, found, store, count)]


def test_a_whole_document_gives_a_sentence_of_each_section_in_its_order(plan_store: Store) -> None:
    texts = told("Summarise the document.", plan_store)
    places = [PLAN.section_of(next(s for s in PLAN.sentences if PLAN.quote(s) == text)).start for text in texts]
    assert len(texts) == 5
    assert places == sorted(set(places))


def test_evidence_is_numbered_from_one(plan_store: Store) -> None:
    found = scope("Summarise the document.", [PLAN])
    assert found
    assert [item.number for item in overview("Summarise the document.", found, plan_store, 3)] == [1, 2, 3]


def test_a_section_gives_sentences_of_all_its_paragraphs_and_of_no_other(plan_store: Store) -> None:
    assert told("Summarise the section on the quay.", plan_store, 2) == [
        "The quay was built in 1902.",
        "Repairs cost four million a year.",
    ]


def test_a_sentence_that_leans_on_the_one_before_stands_back(plan_store: Store) -> None:
    assert "It sinks by two centimetres a year." not in told("Summarise the document.", plan_store)


def test_with_an_aspect_only_what_fits_it_is_chosen(plan_store: Store) -> None:
    assert told("Across all sections, what is said about fishing?", plan_store) == [
        "Fishing suffers from the dredging."
    ]


def test_nothing_is_chosen_where_nothing_fits(plan_store: Store) -> None:
    assert told("Across all sections, what is said about astronauts?", plan_store) == []


def test_a_name_that_the_document_lacks_is_not_told_of(plan_store: Store) -> None:
    assert told("Brief me on fishing in Iceland.", plan_store) == []
    assert told("Summarise what it says about Iceland.", plan_store) == []


def test_words_that_the_document_lacks_leave_a_summary_of_all_of_it(plan_store: Store) -> None:
    assert told("Summarise the document pronto.", plan_store) == told("Summarise the document.", plan_store)


def test_a_timeline_has_sentences_with_dates(plan_store: Store) -> None:
    assert told("Give me a timeline.", plan_store) == ["The quay was built in 1902.", "The council will vote in May."]
    assert told("Give me a timeline of the quay.", plan_store) == ["The quay was built in 1902."]


def test_near_duplicates_are_told_once() -> None:
    store = memory_store()
    store.put(make_source("The port loses its trade to the railway.", "The port loses its trade to the railway."))
    assert len(told("Summarise the document.", store)) == 1


def test_a_long_document_gives_no_more_than_asked() -> None:
    store = memory_store()
    paragraphs = [text for i in range(30) for text in (f"# Part {i}", f"Ship {i} brings {i} tons of grain to town.")]
    store.put(make_source(*paragraphs))
    assert len(told("Summarise the document.", store, 6)) <= 6


def test_an_overview_of_the_briefing(briefing: Source, briefing_store: Store) -> None:
    texts = told("What are the main risks?", briefing_store, 6)
    assert any("severely weaken" in text for text in texts)
    [*_, last] = told("Summarise the document.", briefing_store, 6)
    assert briefing.sections[-1].start < briefing.text.index(last)
