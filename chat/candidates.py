"""How well sentences stand for a part of a document, or fit what is asked about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chat.aspects import kin
from chat.sections import Part, alike, content_words
from ingest import Sentence, Source
from vectorstore.store import Store

Vector = npt.NDArray[np.float64]

FITS = 0.35  # cosine similarity with an aspect from which a sentence is about it without having its words
LEAD, TITLE, DEPENDENT, END = 0.15, 0.3, 0.3, 0.3  # weights beside centrality, which lies in [0, 1]

# Sentences that lean on the one before make little sense on their own.
_LEANS = re.compile(
    r"^(?:this|these|that|those|such|its?|he|she|his|her|they|their|both|another|similarly|likewise|however|moreover"
    r"|furthermore|nevertheless|nonetheless|instead|by contrast|in contrast|also|additionally|as a result|yet|but|and"
    r"|thus|hence|therefore|for (?:example|instance)|in addition|in particular)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be chosen, and the group that gives it; each group gives one before any gives a second."""

    source: Source
    sentence: Sentence
    vector: Vector
    score: float
    group: int


@dataclass(frozen=True)
class Told:
    """A document and its sentences' vectors, of unit length."""

    source: Source
    vectors: Vector
    titles: dict[str, Vector]

    @classmethod
    def of(cls, store: Store, name: str) -> "Told":
        """A document of a store."""
        source = store.entry(name).source
        titles = list(dict.fromkeys(section.title for section in source.sections if section.title))
        embedded = [unit(store.model.embeddings.embed_query(title)) for title in titles]
        return cls(source, unit(store.vectors(name, "sentences")), dict(zip(titles, embedded, strict=True)))

    def nearness(self, part: Part, wanted: Vector) -> float:
        """How near a part is to some words: its heading, and the three sentences that are nearest."""
        nearest = np.sort(self.vectors[part.first : part.last + 1] @ wanted)[-3:]
        title = self.titles.get(part.title or "")
        return float(nearest.mean()) + (float(title @ wanted) if title is not None else 0.0)

    def typical(self, part: Part, group: int, end: bool) -> Iterator[Candidate]:
        """A part's sentences, by how well they stand for all of it."""
        vectors = self.vectors[part.first : part.last + 1]
        # Mean cosine similarity to the part's sentences, the sentence itself among them; scaled to its best one.
        centrality = vectors @ vectors.mean(axis=0)
        centrality = centrality / max(1e-9, float(centrality.max()))
        if end:
            document = self.vectors @ self.vectors.mean(axis=0)
            centrality = END + document[part.first : part.last + 1] / max(1e-9, float(document.max()))
        title = self.titles.get(part.title or "")
        for i, sentence in enumerate(self.source.sentences[part.first : part.last + 1]):
            score = float(centrality[i]) - DEPENDENT * self._dependent(sentence)
            if title is not None:
                score += TITLE * float(vectors[i] @ title)
            if self._opens_paragraph(sentence):
                score += LEAD
            yield Candidate(self.source, sentence, vectors[i], score, group)

    def fitting(self, part: Part, group: int, aspect: str, about: Vector) -> Iterator[tuple[float, Candidate]]:
        """A part's sentences that fit an aspect, by how well; with the share of its words, or of its kin, they have."""
        asked = content_words(aspect)
        signs = kin(asked)
        for sentence in self.source.sentences[part.first : part.last + 1]:
            vector = self.vectors[sentence.index]
            words = content_words(self.source.quote(sentence))
            named = sum(any(alike(a, word) for word in words) for a in asked) / max(1, len(asked))
            hits = sum(any(alike(k, word) for word in words) for k in signs)
            similarity = float(vector @ about)
            if named or hits or similarity >= FITS:
                score = similarity + 0.3 * named + 0.1 * min(3, hits) - DEPENDENT / 2 * self._dependent(sentence)
                yield (named or float(hits > 0) / 2), Candidate(self.source, sentence, vector, score, group)

    def _opens_paragraph(self, sentence: Sentence) -> bool:
        return not sentence.index or self.source.sentences[sentence.index - 1].paragraph != sentence.paragraph

    def _dependent(self, sentence: Sentence) -> bool:
        text = self.source.quote(sentence)
        return bool(_LEANS.match(text)) or text.endswith("?") or len(text.split()) < 7


def unit(vectors: Sequence[float] | Sequence[Sequence[float]]) -> Vector:
    """Vectors of the same directions, of unit length."""
    array = np.asarray(vectors, dtype=np.float64)
    length: Vector = np.linalg.norm(array, axis=-1, keepdims=True)
    unit: Vector = array / np.maximum(length, 1e-12)
    return unit
