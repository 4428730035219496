"""Passages: consecutive sentences of one Section, sized for the embedding model."""

from itertools import groupby

from ingest.source import Passage, Sentence, Source

MAX_CHARACTERS = 900
"""Longest passage, in characters: about 200 word pieces of English, within the 256 that all-MiniLM-L6-v2 reads
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2). A single longer sentence is a passage of its own."""


def passages(source: Source, max_characters: int = MAX_CHARACTERS) -> list[Passage]:
    """Cuts a Source into passages.

    Passages lie inside one Section, don't overlap, and hold every sentence. Paragraphs stay whole where they fit,
    short ones are joined, and a long one is cut into parts of about equal length.

    Args:
        source: The document.
        max_characters: Longest passage; a single longer sentence is kept whole.
    """
    if max_characters < 1:
        raise ValueError(f"max_characters must be at least 1, not {max_characters}")
    groups: list[list[Sentence]] = []
    for _, members in groupby(source.sentences, key=lambda s: s.section):
        pieces: list[list[Sentence]] = []
        for _, paragraph in groupby(members, key=lambda s: s.paragraph):
            for part in _parts(list(paragraph), max_characters):
                if pieces and _length([*pieces[-1], *part]) <= max_characters:
                    pieces[-1] += part
                else:
                    pieces.append(part)
        groups += pieces
    return [
        Passage(
            start=group[0].start,
            end=group[-1].end,
            index=index,
            section=group[0].section,
            first=group[0].index,
            last=group[-1].index,
        )
        for index, group in enumerate(groups)
    ]


def _length(sentences: list[Sentence]) -> int:
    return sentences[-1].end - sentences[0].start


def _parts(paragraph: list[Sentence], max_characters: int) -> list[list[Sentence]]:
    """One paragraph, cut into as few parts as fit, of about equal length."""
    count = -(-_length(paragraph) // max_characters)
    wanted = _length(paragraph) / count
    parts: list[list[Sentence]] = [[]]
    for sentence in paragraph:
        part = parts[-1]
        if part and (
            _length([*part, sentence]) > max_characters
            # Stop where the part comes closest to the wanted length.
            or abs(_length(part) - wanted) <= abs(_length([*part, sentence]) - wanted)
        ):
            parts.append([])
        parts[-1].append(sentence)
    return parts
