"""The nouns: what a document is once it has been read.

Everything is a span of one string, ``Source.text``: ``source.text[start:end]`` is the quote, for every citation,
from parsing to screen. Offsets count Unicode code points, as Python slices do; a span's end is exclusive.
"""

from functools import cached_property
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

READER_VERSION = 1
"""Goes up when the code reads the same file into another Source, so that stores read their documents again."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """A stretch of a Source's text: ``text[start:end]``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a span can't end ({self.end}) before it starts ({self.start})")
        return self

    def of(self, text: str) -> str:
        """The stretch of ``text`` that this span covers."""
        return text[self.start : self.end]


class Note(_Frozen):
    """A footnote number that the author put in the text, kept out of the text.

    Attributes:
        position: Offset in the cleaned text at which the number stood.
        number: The number itself.
    """

    position: int = Field(ge=0)
    number: int = Field(ge=0)


class Section(Span):
    """A heading and the text below it, up to the next heading of any level.

    Attributes:
        title: The heading's words; None for text that stands before the first heading.
        level: 1 for the outermost heading, 0 for text under none.
    """

    title: str | None
    level: int = Field(ge=0)


class Sentence(Span):
    """A sentence of the text.

    Attributes:
        index: Its place among the Source's sentences, from 0.
        section: Index of its Section in ``Source.sections``.
        paragraph: Number of its paragraph in the Source, from 0.
        page: Page on which it starts, from 1; None where the format has no pages.
        notes: The author's footnote numbers that stood in it.
    """

    index: int = Field(ge=0)
    section: int = Field(ge=0)
    paragraph: int = Field(ge=0)
    page: int | None = None
    notes: tuple[int, ...] = ()


class Source(_Frozen):
    """One ingested file.

    Attributes:
        name: What readers call it and what citations name: the file's name, unique in a store.
        origin: Where it was read from: an absolute path, or "upload".
        sha256: Hash of the file's bytes, in hex.
        title: The document's own title, where it has one.
        text: The cleaned text that every span slices.
        sections: In order, not overlapping.
        sentences: In order, not overlapping; headings are not sentences.
        notes: The author's footnote numbers, in order.
    """

    name: str
    origin: str
    sha256: str
    title: str | None = None
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    notes: tuple[Note, ...] = ()

    def quote(self, span: Span) -> str:
        """The words that ``span`` covers, verbatim."""
        return span.of(self.text)

    def section_of(self, sentence: Sentence) -> Section:
        """The Section that ``sentence`` belongs to."""
        return self.sections[sentence.section]

    def beside(self, sentence: Sentence, steps: int) -> Sentence | None:
        """The sentence some places after ``sentence``, or before it where ``steps`` is negative, in its Section."""
        place = sentence.index + steps
        found = self.sentences[place] if 0 <= place < len(self.sentences) else None
        return found if found and found.section == sentence.section else None

    @cached_property
    def opening(self) -> str:
        """The title, or the first sentence where there is none: how a list shows this document."""
        if self.title:
            return self.title
        return self.quote(self.sentences[0]) if self.sentences else ""


class Passage(Span):
    """Consecutive sentences of one Section: what is embedded and retrieved.

    Attributes:
        index: Its place among the Source's passages, from 0.
        section: Index of its Section in ``Source.sections``.
        first: Index of its first sentence in ``Source.sentences``.
        last: Index of its last sentence, inclusive.
    """

    index: int = Field(ge=0)
    section: int = Field(ge=0)
    first: int = Field(ge=0)
    last: int = Field(ge=0)
