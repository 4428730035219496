"""Keyword search: BM25 over stemmed words."""

import re
from collections.abc import Sequence

import bm25s
import Stemmer

_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}")


class LexicalIndex:
    """BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over texts, with Snowball stemming for English.

    It is made anew from the texts when they change: a 300-page document takes well under a second, and there is no
    second copy on disk that could disagree with the store.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        words = _words(texts)
        # bm25s can't index texts that have no words between them.
        self._bm25 = bm25s.BM25(k1=1.5, b=0.75, method="lucene") if any(words) else None
        if self._bm25:
            self._bm25.index(words, show_progress=False)

    def rank(self, query: str) -> list[tuple[int, float]]:
        """The texts that share a word with a query, best first.

        Args:
            query: The words to look for.

        Returns:
            (index of the text, BM25 score), ties by index.
        """
        words = _words([query])[0]
        if not self._bm25 or not words:
            return []
        scored = [(i, float(score)) for i, score in enumerate(self._bm25.get_scores(words)) if score > 0]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def _words(texts: Sequence[str]) -> list[list[str]]:
    # "U.S." would be split into letters and lost; "US" is a word.
    plain = [_ACRONYM.sub(lambda match: match[0].replace(".", ""), text) for text in texts]
    words: list[list[str]] = bm25s.tokenize(
        plain, stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )
    return words
