"""Evidence for questions about whole sections and documents: sentences spread over them, in document order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chat.answer import Evidence
from chat.aspects import kin
from chat.scope import Scope, scope
from chat.sections import Part, alike, content_words, paragraphs
from ingest import Sentence, Source
from vectorstore.store import Store

__all__ = ["Scope", "overview", "scope"]

Vector = npt.NDArray[np.float64]

NEAR_DUPLICATE = 0.9  # cosine similarity from which two sentences say the same
FITS = 0.35  # cosine similarity with an aspect from which a sentence is about it without having its words
AGAIN = 0.12  # what a sentence loses for every sentence chosen from its section before, with an aspect
FIRST_ALL = 10.0  # the same without an aspect: more than scores can differ by
LEAD, TITLE, DEPENDENT, END = 0.15, 0.3, 0.3, 0.3  # weights beside centrality, which lies in [0, 1]

# Sentences that lean on the one before make little sense on their own.
_LEANS = re.compile(
    r"^(?:this|these|that|those|such|its?|he|she|his|her|they|their|both|another|similarly|likewise|however|moreover"
    r"|furthermore|nevertheless|nonetheless|instead|by contrast|in contrast|also|additionally|as a result|yet|but|and"
    r"|thus|hence|therefore|for (?:example|instance)|in addition|in particular)\b",
    re.IGNORECASE,
)


def overview(question: str, scope: Scope, store: Store, count: int) -> list[Evidence]:
    """Sentences that give an overview, in document order, numbered from 1.

    Of several sections each gives its best sentence before one gives a second; of one section, each paragraph. The
    best are near to what the rest of the section says, open a section or a paragraph, have words of the heading, and
    stand alone. With an aspect, those that fit it best.

    Args:
        question: What is asked.
        scope: What it is asked of.
        store: Where the documents are.
        count: How many sentences at most.

    Returns:
        Nothing, where nothing fits the aspect.
    """
    embed = store.model.embeddings.embed_query
    told = {name: _Told.of(store, name) for name in dict.fromkeys(part.document for part in scope.parts)}
    parts = list(scope.parts)
    if scope.named:
        named = _unit(embed(scope.named))
        parts = [max(parts, key=lambda part: told[part.document].nearness(part, named))]
    if len(parts) == 1:
        parts = paragraphs(told[parts[0].document].source, parts[0])
    if scope.aspect:
        about = _unit(embed(f"{question} {scope.aspect}"))
        candidates = [
            c for i, part in enumerate(parts) for c in told[part.document].fitting(part, i, scope.aspect, about)
        ]
    else:
        merged = _merged(parts, count)
        # What opens or closes a document says what it comes to.
        ends = (parts[0], parts[-1]) if scope.whole and len(parts) > 2 else ()
        candidates = [
            c for i, part in enumerate(parts) for c in told[part.document].typical(part, merged[i], part in ends)
        ]
    asked = _unit(embed(question))
    order = list(told)
    again = AGAIN if scope.aspect else FIRST_ALL
    chosen = sorted(_spread(candidates, count, again), key=lambda c: (order.index(c.source.name), c.sentence.index))
    return [
        Evidence(number, c.source, c.sentence, similarity=min(1.0, max(0.0, float(c.vector @ asked))))
        for number, c in enumerate(chosen, start=1)
    ]


@dataclass(frozen=True)
class _Candidate:
    """A sentence that may be chosen, and the group that gives it; each group gives one before any gives a second."""

    source: Source
    sentence: Sentence
    vector: Vector
    score: float
    group: int


@dataclass(frozen=True)
class _Told:
    """A document and its sentences' vectors, of unit length."""

    source: Source
    vectors: Vector
    titles: dict[str, Vector]

    @classmethod
    def of(cls, store: Store, name: str) -> "_Told":
        source = store.entry(name).source
        titles = list(dict.fromkeys(section.title for section in source.sections if section.title))
        embedded = [_unit(store.model.embeddings.embed_query(title)) for title in titles]
        return cls(source, _unit(store.vectors(name, "sentences")), dict(zip(titles, embedded, strict=True)))

    def nearness(self, part: Part, wanted: Vector) -> float:
        """How near a part is to some words: its heading, and the three sentences that are nearest."""
        nearest = np.sort(self.vectors[part.first : part.last + 1] @ wanted)[-3:]
        title = self.titles.get(part.title or "")
        return float(nearest.mean()) + (float(title @ wanted) if title is not None else 0.0)

    def typical(self, part: Part, group: int, end: bool) -> Iterator[_Candidate]:
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
            yield _Candidate(self.source, sentence, vectors[i], score, group)

    def fitting(self, part: Part, group: int, aspect: str, about: Vector) -> Iterator[_Candidate]:
        """A part's sentences that fit an aspect, by how well."""
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
                yield _Candidate(self.source, sentence, vector, score, group)

    def _opens_paragraph(self, sentence: Sentence) -> bool:
        return not sentence.index or self.source.sentences[sentence.index - 1].paragraph != sentence.paragraph

    def _dependent(self, sentence: Sentence) -> bool:
        text = self.source.quote(sentence)
        return bool(_LEANS.match(text)) or text.endswith("?") or len(text.split()) < 7


def _spread(candidates: Sequence[_Candidate], count: int, again: float) -> list[_Candidate]:
    """The best candidates, without near-duplicates; one loses ``again`` for each that its group has given before."""
    chosen: list[_Candidate] = []
    left = list(candidates)
    while left and len(chosen) < count:
        given = [c.group for c in chosen]
        best = max(left, key=lambda c: c.score - again * given.count(c.group))
        chosen.append(best)
        left = [c for c in left if c is not best and float(c.vector @ best.vector) < NEAR_DUPLICATE]
    return chosen


def _merged(parts: Sequence[Part], count: int) -> list[int]:
    """The group of each part: neighbours are put together, the shortest first, until there are no more than asked."""
    groups = [[i] for i in range(len(parts))]
    size = [part.last - part.first + 1 for part in parts]
    while len(groups) > max(1, count):
        at = min(range(len(groups) - 1), key=lambda g: sum(size[i] for i in groups[g] + groups[g + 1]))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    return [group for i in range(len(parts)) for group, held in enumerate(groups) if i in held]


def _unit(vectors: Sequence[float] | Sequence[Sequence[float]]) -> Vector:
    array = np.asarray(vectors, dtype=np.float64)
    length: Vector = np.linalg.norm(array, axis=-1, keepdims=True)
    unit: Vector = array / np.maximum(length, 1e-12)
    return unit
