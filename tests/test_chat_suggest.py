from chat.ask import ask
from chat.models import QUOTES
from chat.suggest import SUGGESTIONS, overview, suggestions
from ingest import Source
from tests.conftest import make_source, memory_store
from vectorstore.models import embedding_model
from vectorstore.store import Store


def store_of(source: Source) -> Store:
    """A store with the embedding model that readers have: which questions are answered depends on it."""
    store = memory_store(model=embedding_model("all-MiniLM-L6-v2"))
    store.put(source)
    return store


def test_four_questions_of_different_kinds_that_the_briefing_answers(briefing: Source, briefing_store: Store) -> None:
    questions = suggestions(briefing, briefing_store)
    assert len(set(questions)) == SUGGESTIONS
    assert len({" ".join(question.split()[:2]) for question in questions}) > 2
    for question in questions:
        assert not ask(question, briefing_store, QUOTES).refused, question


def test_a_document_without_headings_has_questions_too() -> None:
    source = make_source(
        "The Avon Bridge was opened in 1931 by the county. Mary Ellis said the Avon Bridge is not safe. "
        "Tom Reed wrote a report about it. The county has employed 12 engineers since then."
    )
    assert set(suggestions(source, store_of(source))) == {
        "What does Mary Ellis say about the Avon Bridge?",
        "When was the Avon Bridge opened?",
        "What does the document say about the Avon Bridge?",
    }


def test_a_document_that_tells_nothing_of_anybody_is_asked_about_the_names_it_repeats() -> None:
    source = make_source("Rain fell on the Avon Bridge for days. Nobody crossed the Avon Bridge then.")
    assert suggestions(source, store_of(source)) == ("What does the document say about the Avon Bridge?",)


def test_nothing_is_suggested_where_nothing_is_answered() -> None:
    source = make_source("Rain.")
    assert suggestions(source, store_of(source)) == ()


def test_another_content_under_the_same_name_has_other_questions() -> None:
    old = make_source("Mary Ellis said the Avon Bridge is safe.")
    new = make_source("Tom Reed said the Avon Bridge is old.")
    store = store_of(old)
    assert suggestions(old, store) == ("What does Mary Ellis say about the Avon Bridge?",)
    store.put(new)
    assert suggestions(new, store) == ("What does Tom Reed say about the Avon Bridge?",)


def test_of_one_sentence_only_one_question_is_suggested() -> None:
    source = make_source("In 1984, Carla Weiss bought five houses in Berlin.")
    assert suggestions(source, store_of(source)) == ("How many houses did Carla Weiss buy?",)


def test_an_overview_is_whole_sentences_from_all_over_the_document(briefing: Source) -> None:
    sentences = overview(briefing)
    assert [citation.n for citation in sentences] == [1, 2, 3]
    assert [citation.quote for citation in sentences] == [briefing.text[c.start : c.end] for c in sentences]
    assert sentences[0].start < len(briefing.text) / 3 < sentences[1].start
    assert sentences[-1].section == "Conclusion"


def test_a_document_too_short_for_an_overview_has_none() -> None:
    assert overview(make_source("Rain.")) == ()
