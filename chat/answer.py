"""The nouns of answering: Evidence, Citation, Claim, Answer; and their JSON shape."""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from ingest import Sentence, Source

Support = Literal["quoted", "verified", "repaired"]


@dataclass(frozen=True)
class Evidence:
    """A sentence put before the model for one question.

    Attributes:
        number: What the marker says, from 1.
        source: The document it is in.
        sentence: The sentence.
        similarity: Cosine similarity of sentence and question in [0, 1]; None where only its words were found.
        passage: Rank of the passage that it was found in, from 1; None where the sentence alone was found.
        score: What it was ranked by: a weighted sum of standard scores, less something where others are read more
            surely.
        reading: How surely the reader finds an answer in it, in logits: above 0 rather than not; None where it was not
            read.
    """

    number: int
    source: Source
    sentence: Sentence
    similarity: float | None = None
    passage: int | None = None
    score: float = 0.0
    reading: float | None = None

    @property
    def text(self) -> str:
        """The sentence's words, verbatim."""
        return self.source.quote(self.sentence)


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Shape):
    """Where a marker leads.

    Attributes:
        n: What the marker says.
        quote: The sentence, verbatim: ``source.text[start:end]``.
        document: The document's name.
        section: Title of its section; None for text under no heading.
        page: From 1; None where the format has no pages.
        start: Offset of the quote in the document's text.
        end: Offset of its end, exclusive.
        notes: The author's own footnote numbers in the sentence.
    """

    n: int
    quote: str
    document: str
    section: str | None
    page: int | None
    start: int
    end: int
    notes: tuple[int, ...]

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """The citation of a sentence that was put before the model."""
        sentence = evidence.sentence
        return cls(
            n=evidence.number,
            quote=evidence.text,
            document=evidence.source.name,
            section=evidence.source.section_of(sentence).title,
            page=sentence.page,
            start=sentence.start,
            end=sentence.end,
            notes=sentence.notes,
        )


class Claim(_Shape):
    """One sentence of an answer.

    Attributes:
        text: Its words, without markers.
        citations: The numbers it cites.
        support: "quoted": it is the cited sentence, or a part of it, letter for letter; "verified": it passed the
            verifier; "repaired": it didn't, and was replaced by the sentence it cites.
        reasons: Why it was repaired, or which of its markers led nowhere; empty otherwise.
        speaker: Who says it, as the document has it, where the claim's own words don't name them; the prose does.
        original: What the model wrote, where the claim was repaired.
    """

    text: str
    citations: tuple[int, ...]
    support: Support
    reasons: tuple[str, ...] = ()
    speaker: str | None = None
    original: str | None = None


class Dropped(_Shape):
    """A sentence of the model's draft that is not in the answer, and why."""

    text: str
    reasons: tuple[str, ...]


class Timings(_Shape):
    """Seconds from the question to the evidence, to the model's first word (None without a model), to the end."""

    evidence_s: float
    first_token_s: float | None
    total_s: float


class Tokens(_Shape):
    """What a model read and wrote for an answer, in its own tokens, as its server counts them."""

    read: int
    written: int


class Answer(_Shape):
    """Claims and citations, or a refusal with the closest passages.

    Attributes:
        id: The caller's name for the question, in batches.
        question: As asked.
        standalone_question: As understood from the history.
        answer: The claims with their markers as prose, or the words of the refusal.
        refused: Whether the document was found not to answer.
        claims: In order; empty in a refusal.
        citations: What the claims cite, by number, and nothing else.
        closest: The nearest sentences, when refused.
        missing: What is asked and not in the document, in whole sentences; where an answer is partial too.
        unsure: Whether what is cited may not answer the question, or not all of it: nothing that was found comes
            closer, and no model that judges chose it.
        model: What wrote the draft: a model's name, or ``quotes``.
        timings: How long it took.
        dropped: Sentences of the draft that could not stand.
        tokens: What the model read and wrote; None without a model, or where its server doesn't say.
        problem: What kept the chosen model from answering, and what to do; the answer is then in quotes.
    """

    id: str | None = None
    question: str
    standalone_question: str
    answer: str
    refused: bool
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    unsure: bool = False
    model: str
    timings: Timings
    dropped: tuple[Dropped, ...] = ()
    tokens: Tokens | None = None
    problem: str | None = None
