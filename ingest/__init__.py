"""Files in, Sources and Passages out. No models, no LangChain."""

from ingest.load import PARSERS, find_documents, load
from ingest.passages import passages
from ingest.source import Note, Passage, Section, Sentence, Source, Span

__all__ = [
    "PARSERS",
    "Note",
    "Passage",
    "Section",
    "Sentence",
    "Source",
    "Span",
    "find_documents",
    "load",
    "passages",
]
