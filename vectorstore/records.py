"""What a store writes down beside its vectors."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, Self

from langchain_core.documents import Document
from pydantic import BaseModel, ConfigDict

from ingest import Passage, Source, passages
from ingest.source import READER_VERSION

Unit = Literal["passages", "sentences"]
UNITS: tuple[Unit, ...] = ("passages", "sentences")


class Entry(BaseModel):
    """A document in the store.

    Attributes:
        source: The document.
        passages: Its passages.
        version: What its vectors are filed under.
        ingested: When it was put in.
    """

    model_config = ConfigDict(frozen=True)

    source: Source
    passages: tuple[Passage, ...]
    version: str
    ingested: datetime

    @classmethod
    def of(cls, source: Source) -> Self:
        """The entry for a document that is put in now."""
        version = sha256(f"{source.sha256}:{READER_VERSION}".encode()).hexdigest()[:16]
        return cls(source=source, passages=tuple(passages(source)), version=version, ingested=datetime.now(UTC))

    @property
    def key(self) -> str:
        """Key of its record."""
        return f"document:{self.source.name}"

    def documents(self, unit: Unit) -> Iterator[Document]:
        """Its passages or sentences as Documents: text, and the span as metadata."""
        spans = self.passages if unit == "passages" else self.source.sentences
        for span in spans:
            yield Document(
                id=vector_id(self.source.name, self.version, span.index),
                page_content=self.source.quote(span),
                metadata={
                    "source": self.source.name,
                    "version": self.version,
                    # Chroma takes plain values only; the rest of a Sentence is in the Source.
                    **span.model_dump(exclude={"notes", "page", "paragraph"}),
                },
            )


class IndexRecord(BaseModel):
    """Which embedding model made the vectors."""

    name: str
    dimension: int
    fingerprint: str


class Journal(BaseModel):
    """Vectors that are being written or removed: what the next run clears if this one doesn't finish."""

    name: str
    version: str
    passages: int
    sentences: int

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The line that names an entry's vectors."""
        return cls(
            name=entry.source.name,
            version=entry.version,
            passages=len(entry.passages),
            sentences=len(entry.source.sentences),
        )

    def vector_ids(self, unit: Unit) -> list[str]:
        """Ids of all the vectors it stands for."""
        count = self.passages if unit == "passages" else self.sentences
        return [vector_id(self.name, self.version, i) for i in range(count)]

    @property
    def key(self) -> str:
        """Key of its record."""
        return f"journal:{self.version}:{self.name}"


def vector_id(name: str, version: str, index: int) -> str:
    """Id of a passage's or sentence's vector in its collection."""
    return f"{name}@{version}:{index}"


def collection(unit: Unit, fingerprint: str) -> str:
    """Name of the collection that holds a unit's vectors as one embedding model made them."""
    return f"briefing-{unit}-{fingerprint[:16]}"
