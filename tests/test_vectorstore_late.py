"""Late interaction: the arithmetic by hand, and the bundled model end to end."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.conftest import make_source, memory_store
from vectorstore.late import (
    ALIKE,
    LENT,
    LateInteraction,
    TokenEmbeddings,
    TokenVectors,
    alike,
    late_interaction,
    max_similarities,
)
from vectorstore.store import Store

VECTORS = {"red": (1.0, 0.0, 0.0), "crimson": (0.8, 0.6, 0.0), "boat": (0.0, 0.0, 1.0), "sky": (0.0, 1.0, 0.0)}
WORDS = list(VECTORS)


class Words:
    """A vector for each word; words that it doesn't know are no tokens."""

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [list(tokens.ids) for tokens in self.embed_tokens(texts)]

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [self._tokens([word for word in text.split() if word in VECTORS]) for text in texts]

    def _tokens(self, words: list[str]) -> TokenVectors:
        spans = tuple((5 * i, 5 * i + 4) for i in range(len(words)))
        vectors = np.array([VECTORS[word] for word in words], np.float32).reshape(-1, 3)
        return TokenVectors(tuple(map(WORDS.index, words)), spans, vectors)


def tokens(text: str) -> TokenVectors:
    return Words().embed_tokens([text])[0]


def test_each_token_of_the_question_finds_its_best_match() -> None:
    # red: crimson 0.8, sky 0; boat: crimson 0, sky 0; sky: crimson 0.6, sky 1
    assert max_similarities(tokens("red boat sky"), tokens("crimson sky")).tolist() == pytest.approx([0.8, 0.0, 1.0])


def test_a_text_without_tokens_matches_nothing() -> None:
    assert max_similarities(tokens("red boat"), tokens("")).tolist() == [0.0, 0.0]


def test_weights_sum_to_one_and_rare_tokens_have_more() -> None:
    late = LateInteraction(Words(), ["red sky", "red boat", "red"])
    weights = late.weights(tokens("red boat"))
    assert weights.sum() == pytest.approx(1.0)
    # ln(1 + 3 / (0.5 + 3)) = 0.619 and ln(1 + 3 / (0.5 + 1)) = 1.099
    assert weights.tolist() == pytest.approx([0.3603, 0.6397], abs=1e-3)


def test_the_weighted_score_counts_rare_tokens_more() -> None:
    late = LateInteraction(Words(), ["red sky", "red boat", "red"])
    assert late.score("red boat", ["red", "boat"]) == pytest.approx([0.3603, 0.6397], abs=1e-3)


def test_what_stands_beside_a_text_lends_it_tokens_at_a_discount() -> None:
    late = LateInteraction(Words(), ["red", "boat"])
    alone, beside = late.score("red boat", ["red", "red"], [[], ["boat", "red"]])
    # both weigh the same; "boat" is lent, "red" is the text's own and counts in full
    assert alone == pytest.approx(0.5)
    assert beside == pytest.approx((1 + LENT) / 2)


def test_a_question_without_tokens_scores_nothing() -> None:
    assert LateInteraction(Words(), ["red"]).score("…", ["red", "boat"]) == [0.0, 0.0]


def test_support_is_told_for_each_text() -> None:
    asked, found = LateInteraction(Words(), ["red"]).support("red boat", ["crimson", "boat"])
    assert asked.ids == (0, 2)
    assert found == pytest.approx(np.array([[0.8, 0.0], [0.0, 1.0]]))
    assert LateInteraction(Words(), ["red"]).support("red boat", [])[1].shape == (0, 2)


def test_pieces_are_counted() -> None:
    assert LateInteraction(Words(), []).pieces("red") == 1


def test_a_model_without_token_vectors_has_no_late_interaction() -> None:
    store = memory_store()
    assert not isinstance(store.model.embeddings, TokenEmbeddings)
    assert late_interaction(store) is None


def test_a_paraphrase_ranks_above_what_shares_more_words(briefing_store: Store) -> None:
    late = late_interaction(briefing_store)
    assert late is not None
    paraphrase = "In 1984 a man bought several flats for a fortune."
    distractor = "How the roof was purchased is a question for the archive."
    worse, better = late.score("How many apartments were purchased?", [distractor, paraphrase])
    assert better > worse


def test_the_bundled_model_says_where_its_tokens_stand(briefing_store: Store) -> None:
    late = late_interaction(briefing_store)
    assert late is not None
    text = "Two condominiums were sold."
    asked, support = late.support(text, [text])
    assert [text[start:end] for start, end in asked.spans if text[start:end] in ("Two", "were", "sold")] == [
        *("Two", "were", "sold")
    ]
    assert support == pytest.approx(np.ones((1, len(asked.ids))), abs=1e-4)
    assert np.linalg.norm(asked.vectors, axis=1).tolist() == pytest.approx([1.0] * len(asked.ids), abs=1e-4)
    assert late.weights(asked).sum() == pytest.approx(1.0, abs=1e-5)
    assert late.pieces("the") == 1 < late.pieces("Bogatin")


def test_late_interaction_is_made_once_and_again_when_a_document_is_added(briefing_store: Store) -> None:
    assert late_interaction(briefing_store) is late_interaction(briefing_store)
    store = memory_store(model=briefing_store.model)
    store.put(make_source("It rained."))
    before = late_interaction(store)
    store.put(make_source("It snowed.", name="other.txt"))
    assert late_interaction(store) is not before


@pytest.mark.parametrize(("one", "other", "cosine"), [("apartment", "condominium", 0.63), ("country", "member", 0.19)])
def test_words_that_are_alike(briefing_store: Store, one: str, other: str, cosine: float) -> None:
    embed = briefing_store.model.embeddings.embed_query
    assert np.dot(embed(one), embed(other)) == pytest.approx(cosine, abs=0.02)
    assert alike(briefing_store)(one, other) is (cosine >= ALIKE)
    assert alike(briefing_store)(one, one)
