import pytest

from tests.conftest import make_source, memory_store
from vectorstore.hybrid import HybridRetriever, reciprocal_rank_fusion


def test_fusion_adds_reciprocal_ranks() -> None:
    fused = dict(reciprocal_rank_fusion([["a", "b"], ["b", "c"]]))
    assert fused["a"] == pytest.approx(1 / 61)
    assert fused["b"] == pytest.approx(1 / 62 + 1 / 61)
    assert fused["c"] == pytest.approx(1 / 62)


def test_fusion_puts_the_best_first_and_ties_in_order_of_appearance() -> None:
    assert [thing for thing, _ in reciprocal_rank_fusion([["a", "b"], ["c", "b"]])] == ["b", "a", "c"]
    assert reciprocal_rank_fusion([]) == []


def test_hits_say_how_they_were_found() -> None:
    store = memory_store()
    store.put(make_source("# Rivers", "The Danube is long. The Rhine is short.", "# Hills", "The Brocken is high."))
    [hit, *_] = HybridRetriever(store=store, unit="sentences", k=3).invoke("How long is the Danube?")
    assert hit.page_content == "The Danube is long."
    assert (hit.metadata["meaning_rank"], hit.metadata["words_rank"]) == (1, 1)
    assert hit.metadata["score"] == pytest.approx(2 / 61)
    assert 0 < hit.metadata["similarity"] <= 1


def test_passages_are_the_unit_unless_said_otherwise_and_k_is_kept() -> None:
    store = memory_store()
    store.put(make_source("# Rivers", "The Danube is long. The Rhine is short.", "# Hills", "The Brocken is high."))
    hits = HybridRetriever(store=store, k=1).invoke("the Rhine")
    assert [hit.page_content for hit in hits] == ["The Danube is long. The Rhine is short."]


def test_a_search_can_be_kept_within_documents() -> None:
    store = memory_store()
    store.put(make_source("The Danube is long.", name="a.txt"))
    store.put(make_source("The Danube is blue.", name="b.txt"))
    hits = HybridRetriever(store=store, unit="sentences", among=["b.txt"]).invoke("Danube")
    assert [hit.metadata["source"] for hit in hits] == ["b.txt"]


def test_an_empty_store_finds_nothing() -> None:
    assert HybridRetriever(store=memory_store()).invoke("anything") == []
