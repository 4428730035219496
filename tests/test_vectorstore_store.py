import pytest

from ingest.errors import IndexMismatch, UnknownDocument
from tests.conftest import MemoryBackend, WordEmbeddings, make_source, memory_store
from vectorstore.models import EmbeddingModel
from vectorstore.store import Store

OTHER = EmbeddingModel("others", "others-1", WordEmbeddings(size=64))


def sentences(store: Store, question: str) -> list[str]:
    return [document.page_content for document, _ in store.search_meaning(question, "sentences", 10)]


def test_a_document_is_added_once() -> None:
    embeddings = WordEmbeddings()
    store = memory_store(model=EmbeddingModel("words", "words-1", embeddings))
    assert store.put(make_source("One. Two.")) == "added"
    count = len(embeddings.embedded)
    assert store.put(make_source("One. Two.")) == "unchanged"
    assert len(embeddings.embedded) == count == 3  # two sentences, one passage


def test_a_changed_document_replaces_the_old_one_and_leaves_no_vector() -> None:
    backend = MemoryBackend()
    store = memory_store(backend)
    store.put(make_source("Old one. Old two. Old three."))
    old = backend.vector_ids()
    assert store.put(make_source("New one.")) == "replaced"
    assert len(backend.vector_ids()) == 2  # its one sentence and its one passage
    assert not old & backend.vector_ids()
    assert sentences(store, "one") == ["New one."]


def test_a_removed_document_leaves_nothing_but_the_index_record() -> None:
    backend = MemoryBackend()
    store = memory_store(backend)
    store.put(make_source("One. Two."))
    store.remove("note.txt")
    assert backend.vector_ids() == set()
    assert [key for key in backend.records.yield_keys() if key not in ("index", "revision")] == []
    assert store.entries() == []
    assert store.search_words("one", "sentences", 5) == []


def test_an_unknown_document_is_named_with_those_that_are_there() -> None:
    store = memory_store()
    with pytest.raises(UnknownDocument, match="empty: put one in"):
        store.remove("a.txt")
    store.put(make_source("One."))
    with pytest.raises(UnknownDocument, match=r"'a\.txt'.*note\.txt"):
        store.entry("a.txt")


def test_an_index_of_another_model_is_refused_with_the_command_that_re_embeds() -> None:
    backend = MemoryBackend()
    memory_store(backend).put(make_source("One."))
    other = memory_store(backend, OTHER)
    for act in (lambda: other.search_meaning("one", "sentences", 1), lambda: other.put(make_source("Two."))):
        with pytest.raises(IndexMismatch, match=r"'words' \(512 dimensions\).*ingest --re-embed --embeddings others"):
            act()
    assert [entry.source.name for entry in other.entries()] == ["note.txt"]  # reading needs no model


def test_re_embedding_needs_no_files_and_leaves_no_old_vector() -> None:
    backend = MemoryBackend()
    memory_store(backend).put(make_source("The Danube is long. The Rhine is short."))
    other = memory_store(backend, OTHER)
    assert other.re_embed() == 1
    assert sentences(other, "Rhine short")[0] == "The Rhine is short."
    assert other.index().name == "others"
    assert sorted(backend.collections) == ["briefing-passages-others-1", "briefing-sentences-others-1"]


def test_an_interrupted_ingest_changes_nothing_and_the_next_one_clears_up() -> None:
    class Breaks(WordEmbeddings):
        broken = False

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            if self.broken and "New two." in texts:
                raise KeyboardInterrupt
            return super().embed_documents(texts)

    backend, embeddings = MemoryBackend(), Breaks()
    model = EmbeddingModel("words", "words-1", embeddings)
    store = memory_store(backend, model)
    store.put(make_source("Old one. Old two."))
    before = backend.vector_ids()
    embeddings.broken = True
    with pytest.raises(KeyboardInterrupt):
        store.put(make_source("New one. New two."))
    assert backend.vector_ids() > before  # its passage is in already
    again = memory_store(backend, model)
    assert sorted(sentences(again, "one two")) == ["Old one.", "Old two."]
    assert again.entry("note.txt").source.text == "Old one. Old two."
    embeddings.broken = False
    assert again.put(make_source("Third.")) == "replaced"
    assert sentences(again, "third") == ["Third."]
    assert len(backend.vector_ids()) == 2


def test_what_another_process_wrote_is_seen() -> None:
    backend = MemoryBackend()
    here, there = memory_store(backend), memory_store(backend)
    here.put(make_source("One.", name="a.txt"))
    assert [entry.source.name for entry in there.entries()] == ["a.txt"]
    here.put(make_source("Two.", name="b.txt"))
    assert [entry.source.name for entry in there.entries()] == ["a.txt", "b.txt"]
    assert backend.connections == 3  # both opened it once; the one that didn't write opened it anew


def test_progress_goes_up_to_the_whole() -> None:
    seen: list[tuple[int, int]] = []
    memory_store().put(make_source(*(f"Sentence {n}." for n in range(150))), lambda *at: seen.append(at))
    done, totals = zip(*seen, strict=True)
    assert list(done) == sorted(done)
    assert set(totals) == {seen[-1][0]}
    assert len(seen) > 2


def test_near_identical_sentences_are_both_kept() -> None:
    store = memory_store()
    store.put(make_source("# A", "It may lead to war.", "# B", "It may lead to war."))
    assert sentences(store, "war") == ["It may lead to war."] * 2


def test_the_vectors_of_a_document_come_in_the_order_of_its_sentences() -> None:
    store = memory_store()
    store.put(make_source("One. Two.", name="other.txt"))
    store.put(make_source(*(f"Number {i} is here." for i in range(12))))
    embedded = [WordEmbeddings().embed_query(f"Number {i} is here.") for i in range(12)]
    assert store.vectors("note.txt", "sentences") == embedded


def test_what_else_is_in_the_store_changes_no_score_of_the_documents_looked_in() -> None:
    store = memory_store()
    store.put(make_source("The river floods the fields.", "The mill was sold.", "The mill burned."))
    alone = store.search_words("Did the river flood the mill?", "sentences", 3, ["note.txt"])
    store.put(make_source("The river rose.", "The river fell.", "A river froze.", name="other.txt"))
    assert store.search_words("Did the river flood the mill?", "sentences", 3, ["note.txt"]) == alone
    assert store.search_words("Did the river flood the mill?", "sentences", 3) != alone
    assert [entry.source.name for entry in store.entries(["note.txt", "gone.txt"])] == ["note.txt"]
