"""Blocks of a parsed file, assembled into a Source.

Every parser does one thing: it turns its format into Blocks. What all formats share (author's notes taken out,
sentences split, sections closed, offsets kept) happens here, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.notes import Mark, find_notes
from ingest.sentences import split_sentences
from ingest.source import Note, Section, Sentence, Source

_SEPARATOR = "\n\n"  # between blocks, so that the text reads well when printed and slices stay inside one block


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph, as a parser found it.

    Attributes:
        text: Its words on one line, white space already collapsed where the format means nothing by it.
        level: 0 for a paragraph; 1 and up for a heading, 1 outermost.
        page: Page on which it starts, from 1; None where the format has no pages.
        pages: Further page breaks inside the block: (offset in ``text``, page that starts there).
        notes: Footnote numbers that the format marks as such and that are already out of ``text``:
            (offset in ``text``, number). Numbers still glued to words are found by ``ingest.notes``.
    """

    text: str
    level: int = 0
    page: int | None = None
    pages: Sequence[tuple[int, int]] = ()
    notes: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser found in a file.

    Attributes:
        blocks: In reading order.
        title: The document's own title, where the format has a place for one.
        language: ISO 639-1 code of the language whose rules split the sentences.
    """

    blocks: Sequence[Block]
    title: str | None = None
    language: str = "en"


def assemble(parsed: Parsed, *, name: str, origin: str, sha256: str) -> Source:
    """Builds the Source that a parsed file makes.

    Args:
        parsed: The file's blocks.
        name: The document's name, as ``Source.name``.
        origin: As ``Source.origin``.
        sha256: Hash of the file's bytes, in hex.

    Raises:
        IngestError: There is no text in the blocks.
    """
    kept = [block for block in parsed.blocks if block.text.strip()]
    if not any(block.level == 0 for block in kept):
        raise IngestError(
            f"{name}: there is no text in it. A scanned document needs text recognition (OCR) first; "
            "an empty file needs words."
        )
    text = ""
    sections: list[Section] = []
    sentences: list[Sentence] = []
    notes: list[Note] = []
    paragraph = -1
    for block, glued in zip(kept, find_notes([block.text for block in kept]), strict=True):
        words, block_notes, page_breaks = _clean(block, glued)
        text += _SEPARATOR if text else ""
        start = len(text)
        text += words
        notes += [Note(position=start + at, number=number) for at, number in block_notes]
        if block.level:
            sections.append(Section(title=words, level=block.level, start=start, end=len(text)))
            continue
        if sections:
            sections[-1] = sections[-1].model_copy(update={"end": len(text)})
        else:
            sections.append(Section(title=None, level=0, start=start, end=len(text)))
        paragraph += 1
        spans = split_sentences(words, parsed.language)
        for i, span in enumerate(spans):
            # A note that stands after the full stop belongs to the sentence before it, so a sentence's notes
            # reach up to where the next one starts.
            after = spans[i + 1].start if i + 1 < len(spans) else len(words) + 1
            first = span.start if i else 0
            sentences.append(
                Sentence(
                    start=start + span.start,
                    end=start + span.end,
                    index=len(sentences),
                    section=len(sections) - 1,
                    paragraph=paragraph,
                    page=max((page for at, page in page_breaks if at <= span.start), default=block.page),
                    notes=tuple(number for at, number in block_notes if first <= at < after),
                )
            )
    return Source(
        name=name,
        origin=origin,
        sha256=sha256,
        title=parsed.title,
        text=text,
        sections=tuple(sections),
        sentences=tuple(sentences),
        notes=tuple(notes),
    )


def _clean(block: Block, glued: Sequence[Mark]) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The block's words without its glued notes, and where its notes and page breaks stand in them."""

    def moved(at: int) -> int:
        return at - sum(mark.end - mark.start for mark in glued if mark.end <= at)

    words, done = "", 0
    for mark in glued:
        words += block.text[done : mark.start]
        done = mark.end
    words += block.text[done:]
    marked = [(moved(mark.end), mark.number) for mark in glued]
    marked += [(moved(at), number) for at, number in block.notes]
    return words, sorted(marked), [(moved(at), page) for at, page in block.pages]
