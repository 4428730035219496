from pathlib import Path

import pytest

from chat.answer import Citation, Evidence
from chat.evidence import READ, SUREST, plain, read, retrieve
from ingest import Source
from ingest.assemble import Block, Parsed, assemble
from tests.conftest import make_evidence, make_source, memory_store
from vectorstore.store import Store, open_store


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much did David Bogatin pay for his condominiums?", "purchased five condominiums in Trump Tower for $6"),
        ("How many sanctions does Russia face?", "some 24,000 individual sanctions"),
        ("Which countries were the original members of BRICS?", "originally comprising Brazil, Russia, India"),
        ("What did Elon Musk say about leaving NATO and the UN?", "responding “I agree”"),
        ("Who wrote Autocracy Inc.?", "Autocracy Inc."),
        ("What does Senator Mike Lee call NATO?", "a raw deal for America"),
        ("When did Trump first visit Moscow?", "first visit to Moscow in 1987"),
        ("What was Joy Lud Electronics?", "Joy Lud Electronics, allegedly a KGB front operation"),
        ("Whose patience was likened to a cricket team batting long?", "a cricket team batting long in a test match"),
        ("What is the difference between an asset and an agent?", "The distinction between asset and agent"),
    ],
)
def test_the_sentence_that_answers_is_among_the_first_three(briefing_store: Store, question: str, words: str) -> None:
    assert any(words in item.text for item in retrieve(question, briefing_store)[:3])


def test_sentences_are_numbered_from_one_and_come_once(briefing_store: Store) -> None:
    found = retrieve("What is said about NATO?", briefing_store)
    assert [item.number for item in found] == list(range(1, len(found) + 1))
    assert len({item.sentence.index for item in found}) == len(found) > 10


def test_what_else_is_in_the_store_changes_nothing(briefing_store: Store, briefing: Source, tmp_path: Path) -> None:
    store = open_store(str(tmp_path), "all-MiniLM-L6-v2")
    store.put(briefing)
    store.put(make_source(*(f"{name} said that NATO is a raw deal." for name in ("Lee", "Musk", "Kim")), name="b.txt"))
    question = "What does Senator Mike Lee call NATO?"
    alone, beside = retrieve(question, briefing_store), retrieve(question, store, [briefing.name])
    assert [(item.text, item.score) for item in beside] == [(item.text, item.score) for item in alone]
    store.close()


def test_evidence_slices_the_text_of_its_source(briefing_store: Store) -> None:
    for item in retrieve("What is said about NATO?", briefing_store):
        assert item.text == item.source.text[item.sentence.start : item.sentence.end]
        citation = Citation.of(item)
        assert (citation.n, citation.quote) == (item.number, item.text)
        assert citation.section == item.source.section_of(item.sentence).title


def test_a_sentence_that_shares_no_word_is_found_by_its_passage() -> None:
    blocks = [
        Block("The bridge at Avon was built by Brunel. It cost six million.", 0),
        Block("Mills", 1),
        Block("A fire.", 0),
    ]
    store = memory_store()
    store.put(assemble(Parsed(blocks), name="n.txt", origin="n.txt", sha256="1"))
    found = {item.text: item for item in retrieve("Bridge at Avon", store)}
    assert found["It cost six million."].passage == found["The bridge at Avon was built by Brunel."].passage == 1
    assert found["A fire."].passage == 2


@pytest.fixture(scope="module")
def two_documents() -> Store:
    store = memory_store()
    for name, words in (("one.txt", "Rome is wet in winter."), ("two.txt", "Rome is dry in summer.")):
        store.put(assemble(Parsed([Block(words, level=0)]), name=name, origin=name, sha256=name))
    return store


def names(found: list[Evidence]) -> set[str]:
    return {item.source.name for item in found}


def test_only_the_documents_that_were_named_are_looked_in(two_documents: Store) -> None:
    assert names(retrieve("Rome", two_documents)) == {"one.txt", "two.txt"}
    assert names(retrieve("Rome", two_documents, ["two.txt"])) == {"two.txt"}
    assert retrieve("Rome", two_documents, []) == []


def test_an_empty_store_has_no_evidence() -> None:
    assert retrieve("Rome", memory_store()) == []


def test_scores_fall(briefing_store: Store) -> None:
    scores = [item.score for item in retrieve("How many sanctions does Russia face?", briefing_store)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 2 * scores[2]  # one sentence has it


def test_the_best_are_read_and_what_is_not_read_stands_below(briefing_store: Store) -> None:
    found = retrieve("How many sanctions does Russia face?", briefing_store)
    known = [item.reading is not None for item in found]
    assert known.count(True) == READ
    assert found[0].reading == max(item.reading for item in found if item.reading is not None)
    assert "sanctions" in found[0].text
    assert all(-SUREST <= item.reading <= SUREST for item in found if item.reading is not None)


def test_a_sentence_that_leans_is_read_with_the_one_before_it() -> None:
    alone, leaning = make_evidence("The bridge at Avon cost a fortune.", "It was sold in 1931.")
    other = make_evidence("The tunnel at Bath was dug by hand.", "It was sold in 1931.")[1]
    [_, of_the_bridge] = read("When was the bridge at Avon sold?", [alone, leaning])
    [of_the_tunnel] = read("When was the bridge at Avon sold?", [other])
    assert of_the_bridge.reading is not None
    assert of_the_tunnel.reading is not None
    assert of_the_bridge.reading > of_the_tunnel.reading
    assert (of_the_bridge.text, of_the_bridge.number) == (leaning.text, leaning.number)


def test_nothing_is_read_for_nothing() -> None:
    assert read("When?", []) == []


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What does the document say about Peru?", "Peru?"),
        ("What does it say about who sold the mill?", "who sold the mill?"),
        ("Does this report mention Taiwan?", "Taiwan?"),
        ("What is said in the article about oil?", "oil?"),
        ("According to the briefing, who sold the mill?", "who sold the mill?"),
        ("Did one ever end well, according to this text?", "Did one ever end well?"),
        ("What did the report cost?", "What did the report cost?"),
        ("What does the document say?", "What does the document say?"),
        ("In the text?", "In the text?"),
    ],
)
def test_the_reader_reads_a_question_without_what_it_says_of_the_document(question: str, read: str) -> None:
    assert plain(question) == read
