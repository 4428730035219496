"""Sentences of a paragraph, as spans, by the rules of sentencex (Wikimedia's segmenter)."""

from sentencex import get_sentence_boundaries

from ingest.source import Span


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Spans of the sentences of one paragraph, without the white space around them.

    Args:
        text: A paragraph.
        language: ISO 639-1 code; sentencex falls back to a related language where it has no rules of its own.
    """
    spans = []
    for boundary in get_sentence_boundaries(language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            spans.append(Span(start=start, end=start + len(words.strip())))
    return spans
