"""Late interaction: each word of a question looks for its best match in a text.

One vector for a whole sentence blurs what it says; the embedding model's vectors for single tokens keep it. Khattab
and Zaharia, "ColBERT", SIGIR 2020, sum over the question's tokens the largest cosine with any token of the text
(MaxSim). Here the mean is taken with every token weighted by its inverse document frequency, so that "the" and
"document" count less than "condominium". No training: these are the tokens of the embedding model that made the index.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from vectorstore.store import Store


LENT = 0.7
"""What a token counts that the text beside it lends a sentence. From 0.5 to 0.9 the figures hardly differ: of the gold
sentences of the SQuAD suite 0.93 are among the first three (0.91 without), of the briefing suite 0.96 (0.96)."""

KEPT = 8  # sets of documents whose counts are kept: those that conversations ask


@dataclass(frozen=True)
class TokenVectors:
    """A text's tokens, without the special ones.

    Attributes:
        ids: In the model's vocabulary, shape (n,).
        spans: Offsets in the text, (start, end) for each token.
        vectors: Of unit length, shape (n, dimension).
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32]


@runtime_checkable
class TokenEmbeddings(Protocol):
    """An embedding model that gives a vector for each token too."""

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of texts, without vectors; fast."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Vectors of the tokens of texts."""
        ...


class LateInteraction:
    """Scores texts against a question, token by token.

    Args:
        model: Gives the vectors.
        texts: What counts how common a token is: all sentences of the documents that are asked.
    """

    def __init__(self, model: TokenEmbeddings, texts: Sequence[str]) -> None:
        self._model = model
        self._size = len(texts)
        self._frequency = Counter(token for ids in model.token_ids(texts) for token in set(ids))

    def score(
        self, question: str, texts: Sequence[str], contexts: Sequence[Sequence[str]] | None = None
    ) -> list[float]:
        """Mean MaxSim of each text in [-1, 1], weighted by inverse document frequency.

        Args:
            question: What is asked.
            texts: What is scored.
            contexts: For each text those beside it, which lend it a subject: "It was sold in 1931" does not say what
                was sold. A token found there counts `LENT` of one found in the text itself.
        """
        asked = self._model.embed_tokens([question])[0]
        if not asked.ids:
            return [0.0] * len(texts)
        beside = list(dict.fromkeys(text for context in contexts or () for text in context))
        vectors = self._model.embed_tokens([*texts, *beside])
        found = [max_similarities(asked, text) for text in vectors]
        lent = dict(zip(beside, found[len(texts) :], strict=True))
        for i, context in enumerate(contexts or ()):
            for text in context:
                found[i] = np.maximum(found[i], LENT * lent[text])
        weights = self.weights(asked)
        return [float(best @ weights) for best in found[: len(texts)]]

    def support(self, question: str, texts: Sequence[str]) -> tuple[TokenVectors, NDArray[np.float32]]:
        """For each token of a question its largest similarity with any token of each text, shape (texts, tokens)."""
        asked = self._model.embed_tokens([question])[0]
        found = [max_similarities(asked, text) for text in self._model.embed_tokens(texts)]
        return asked, np.array(found, np.float32).reshape(len(texts), len(asked.ids))

    def pieces(self, word: str) -> int:
        """How many tokens a word is put together from."""
        return len(self._model.token_ids([word])[0])

    def weights(self, asked: TokenVectors) -> NDArray[np.float32]:
        """Share of each token in the inverse document frequency of all, shape (n,); sums to 1."""
        raw = [math.log(1 + self._size / (0.5 + self._frequency[token])) for token in asked.ids]
        return np.array(raw, np.float32) / np.float32(sum(raw))


def max_similarities(question: TokenVectors, text: TokenVectors) -> NDArray[np.float32]:
    """For each token of the question its largest cosine with a token of the text, shape (n,)."""
    if not text.ids:
        return np.zeros(len(question.ids), np.float32)
    found: NDArray[np.float32] = (question.vectors @ text.vectors.T).max(axis=1)
    return found


_alike: "WeakKeyDictionary[Store, Callable[[str, str], bool]]" = WeakKeyDictionary()
_made: "WeakKeyDictionary[Store, dict[tuple[str, ...], LateInteraction]]" = WeakKeyDictionary()


ALIKE = 0.55
"""Cosine from which two single words mean nearly the same: "apartment" and "condominium" have 0.63, "country" and
"member" 0.19."""


def alike(store: "Store") -> Callable[[str, str], bool]:
    """Tells whether two words mean nearly the same, by the embedding model of a store."""
    if store not in _alike:
        _alike[store] = _closeness(store)
    return _alike[store]


def _closeness(store: "Store") -> Callable[[str, str], bool]:
    embed = lru_cache(maxsize=2000)(store.model.embeddings.embed_query)

    def close(one: str, other: str) -> bool:
        return bool(np.dot(embed(one), embed(other)) >= ALIKE)

    return close


def late_interaction(store: "Store", among: Sequence[str] | None = None) -> LateInteraction | None:
    """Late interaction over the sentences of a store; None where its embedding model gives no vectors for tokens.

    Args:
        store: Where the documents are.
        among: Names of the documents whose sentences count how common a token is; all without it.
    """
    model = store.model.embeddings
    if not isinstance(model, TokenEmbeddings):
        return None
    entries = store.entries(among)
    versions = tuple(entry.version for entry in entries)
    made = _made.setdefault(store, {})
    if versions not in made:
        texts = [entry.source.quote(sentence) for entry in entries for sentence in entry.source.sentences]
        made[versions] = LateInteraction(model, texts)
        for oldest in list(made)[:-KEPT]:
            made.pop(oldest, None)  # by another thread, perhaps
    return made[versions]
