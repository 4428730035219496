"""Documents and search results in the shapes that commands print and pages show."""

from typing import Any

from langchain_core.documents import Document

from ingest import Source
from vectorstore.records import Entry
from vectorstore.store import Store


def summary(entry: Entry) -> dict[str, Any]:
    """What a list says of a document."""
    source = entry.source
    return {
        "document": source.name,
        "title": source.title,
        "opening": source.opening,
        "origin": source.origin,
        "sha256": source.sha256,
        "characters": len(source.text),
        "sections": len(source.sections),
        "sentences": len(source.sentences),
        "passages": len(entry.passages),
        "notes": len(source.notes),
        "pages": max((s.page for s in source.sentences if s.page), default=None),
        "ingested": entry.ingested.isoformat(timespec="seconds"),
    }


def outline(source: Source) -> list[dict[str, Any]]:
    """The sections of a document, with where they stand and how many sentences they have."""
    counts = [0] * len(source.sections)
    for sentence in source.sentences:
        counts[sentence.section] += 1
    return [
        {"title": s.title, "level": s.level, "start": s.start, "end": s.end, "sentences": count}
        for s, count in zip(source.sections, counts, strict=True)
    ]


def found(hit: Document, store: Store) -> dict[str, Any]:
    """A passage that `vectorstore.hybrid` found, and how."""
    meta = hit.metadata
    source = store.entry(meta["source"]).source
    first = source.sentences[meta["first"]]
    return {
        "document": source.name,
        "section": source.sections[meta["section"]].title,
        "page": first.page,
        "start": meta["start"],
        "end": meta["end"],
        "text": hit.page_content,
        "score": round(meta["score"], 5),
        "similarity": round(meta["similarity"], 3) if meta["similarity"] is not None else None,
        "meaning_rank": meta["meaning_rank"],
        "words_rank": meta["words_rank"],
    }
