"""What the page shows of an answer, a turn, a document: plain values for the component (`chat.component`) to draw.

Nothing here is HTML: the component puts each string into the page as a text node.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chat.answer import Answer, Citation, Claim, Evidence
from chat.conversation import Retrieved, Turn, shortened
from chat.render import OWN_WORDS, UNSURE, change, in_own_words, place, refusal, verbatim
from ingest import Source

View = dict[str, Any]
Held = Mapping[str, Source] | None
"""The documents that can be opened beside the answer, by name; None where none can, so that nobody misses one."""

SUPPORT = {
    "quoted": ("quoted", "Letter for letter as it stands in the document."),
    "verified": (
        "checked",
        "In the model’s words. Its numbers, names, quotations and words were found in the sentence that the marker "
        "opens, and who says it and how surely was compared; the sentence itself shows what is meant.",
    ),
    "repaired": (
        "repaired",
        "What the model wrote could not stand. It was put right and is no quotation: what the document says is behind "
        "the marker.",
    ),
}
REPLACED = "What the model wrote could not stand. The sentence that it cites stands here instead, letter for letter."
RETRIEVED = (
    "What was found, best first. How close each sentence comes to the question in meaning is a number from 0 to 1; a "
    "high one says that it is about the same subject, not that it answers. The order rests on its words, single and in "
    "context, and on its passage too."
)
CLOSE, RELATED = 0.6, 0.35  # cosine from which a sentence is called close to a question, and related
OPENING = 110  # characters of a document without a title that stand for one
OUTLINE = 40  # headings on the first screen; the document's own outline has them all
GONE = "This document is not here any more; the quote is as it was when the question was answered."
CHANGED = "This document has changed since; the quote is as it was when the question was answered."


def citation_view(citation: Citation, held: Held) -> View:
    """A citation, and whether its place can still be opened."""
    source = held.get(citation.document) if held is not None else None
    gone = GONE if held is not None and source is None else None
    if source and source.text[citation.start : citation.end] != citation.quote:
        gone = CHANGED
    return {
        "n": citation.n,
        "quote": citation.quote,
        "document": citation.document,
        "place": _place(citation, many=_many(held) or source is None),
        "notes": list(citation.notes),
        "start": citation.start,
        "end": citation.end,
        "gone": gone,
    }


def answer_view(answer: Answer, held: Held, heading: str | None = None) -> View:
    """An answer.

    Args:
        answer: The answer.
        held: The documents that are in the store now.
        heading: Stands above it, where several answers stand side by side.
    """
    own = in_own_words(answer)
    quotes = {citation.quote for citation in answer.citations}
    places = {citation.n: _place(citation, _many(held), notes=True) for citation in answer.citations}
    return {
        "heading": heading,
        "problem": answer.problem,
        "refused": answer.refused,
        # What is missing has a place of its own.
        "text": refusal(several=_many(held)) if answer.refused else answer.answer,
        "unsure": UNSURE if answer.unsure else None,
        "own_words": OWN_WORDS if own else None,
        # A sentence that is shown whole needs no second mention among the sources.
        "claims": [claim_view(claim, quotes, places[claim.citations[0]] if own else None) for claim in answer.claims],
        "citations": [citation_view(citation, held) for citation in answer.citations],
        "sources": [] if own else [citation.n for citation in answer.citations],
        "closest": [citation_view(citation, held) for citation in answer.closest],
        "missing": list(answer.missing),
        "missing_label": "Not in the documents" if _many(held) else "Not in the document",
        "dropped": [f"Left out: “{item.text}”: {'; '.join(item.reasons)}." for item in answer.dropped],
        "made": f"{answer.model} · {answer.timings.total_s:.1f} s",
    }


def claim_view(claim: Claim, quotes: Collection[str], where: str | None) -> View:
    """A claim, with its support in words, and where it stands if its source is not listed below."""
    label, explanation = SUPPORT[claim.support]
    own = verbatim(claim, quotes)
    if own and claim.support == "repaired":
        explanation = REPLACED
    why = []
    if claim.original:
        why.append(f"The model wrote: “{claim.original}”")
    if claim.reasons:
        why.append(f"{change(claim, quotes)}: {'; '.join(claim.reasons)}.")
    return {
        "text": claim.text,
        "speaker": claim.speaker,
        "support": claim.support,
        "verbatim": own,
        "label": label,
        "explanation": explanation,
        "citations": list(claim.citations),
        "why": why,
        "place": where,
    }


def turn_view(turn: Turn, held: Held) -> View:
    """A question with its answers: one, or several models' side by side."""
    answers = [turn.answer, *turn.alternatives]
    cited = {citation.n for citation in turn.answer.citations}
    return _asked(turn.id, turn.answer.question, turn.answer.standalone_question) | {
        "answers": [answer_view(answer, held, answer.model if len(answers) > 1 else None) for answer in answers],
        "retrieved": [
            {"citation": citation_view(item.citation, held), "score": score(item, item.citation.n in cited)}
            for item in turn.retrieved
        ],
        "retrieved_hint": RETRIEVED,
        "draft": None,
    }


def evaluated_view(answer: Answer) -> View:
    """An answer on its own, without anything to open beside it."""
    view = _asked(answer.id or "", answer.question, answer.standalone_question)
    return view | {"answers": [answer_view(answer, None)], "retrieved": [], "draft": None}


def draft_view(turn_id: str, question: str, status: str, text: str) -> View:
    """A question that is being answered: how far it has got, and what has been written so far."""
    return _asked(turn_id, question, question) | {"draft": {"status": status, "text": text}}


def evidence_view(evidence: Sequence[Evidence], held: Held) -> View:
    """The sentences that an answer is going to rest on."""
    found = [citation_view(Citation.of(item), held) for item in evidence]
    return {"kind": "evidence", "label": "Found in the document", "evidence": found}


def score(item: Retrieved, cited: bool) -> str:
    """Why a sentence was retrieved, in words."""
    if item.similarity is None:
        meaning = "found by its words, not by its meaning"
    else:
        near = "close" if item.similarity >= CLOSE else "related" if item.similarity >= RELATED else "far"
        meaning = f"meaning {item.similarity:.2f} ({near})"
    passage = f"in the passage ranked {item.passage}" if item.passage else "found on its own, not in a passage"
    return " · ".join([meaning, passage, "cited" if cited else "not cited"])


def document_view(source: Source, documents: Sequence[str]) -> View:
    """A document with its outline, sentence by sentence.

    Args:
        source: The document.
        documents: Names of all that can be chosen.
    """
    paragraphs: list[dict[int, list[Any]]] = [{} for _ in source.sections]
    pieces = _Pieces(source)
    for sentence in source.sentences:
        of_section = paragraphs[sentence.section].setdefault(sentence.paragraph, [])
        of_section.append([sentence.start, sentence.end, pieces.of(sentence.start, sentence.end), sentence.page])
    return {
        "kind": "document",
        "id": f"{source.name}@{source.sha256}",
        "documents": list(documents),
        "shown": source.name,
        "title": source.title,
        "sections": [
            {"title": section.title, "level": section.level, "paragraphs": list(of_section.values())}
            for section, of_section in zip(source.sections, paragraphs, strict=True)
        ],
    }


class _Pieces:
    """Cuts sentences at the author's notes. Sentences come in order, so each note is looked at once."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._notes = list(source.notes)
        self._next = 0

    def of(self, start: int, end: int) -> list[str | int]:
        """The words between two offsets, and the numbers of the notes among and right behind them."""
        pieces: list[str | int] = []
        while self._next < len(self._notes) and self._notes[self._next].position < start:
            self._next += 1
        while self._next < len(self._notes) and self._notes[self._next].position <= end:
            note = self._notes[self._next]
            pieces += [self._text[start : note.position], note.number]
            start = note.position
            self._next += 1
        return [piece for piece in [*pieces, self._text[start:end]] if piece != ""]


def opening_view(source: Source, sentences: Sequence[Citation], held: Held) -> View:
    """What is seen of a document before anything is asked: its title, and sentences that say what it is about."""
    headings = [section for section in source.sections if section.title]
    pages = max((sentence.page or 0 for sentence in source.sentences), default=0)
    counted = [(pages, "page"), (len(headings), "section"), (len(source.sentences), "sentence")]
    facts = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counted if count]
    opening = source.title or (headings[0].title if headings else None)
    return {
        "kind": "opening",
        "document": source.name,
        "label": "Briefing",
        "title": opening or shortened(source.opening, OPENING),
        "facts": " · ".join([source.name, *facts]),
        "overview": [citation_view(citation, held) for citation in sentences],
    }


def outline_view(source: Source) -> View:
    """The outermost headings of a document, to be opened."""
    headings = [(i, section) for i, section in enumerate(source.sections) if section.title]
    top = min((section.level for _, section in headings), default=0)
    return {
        "kind": "outline",
        "document": source.name,
        "outline": [
            {"index": i, "level": section.level - top, "title": section.title}
            for i, section in headings
            if section.level <= top + 1
        ][:OUTLINE],
    }


def _asked(turn_id: str, question: str, understood: str) -> View:
    return {
        "kind": "turn",
        "id": turn_id,
        "question": question,
        "understood": understood if understood != question else None,
    }


def _many(held: Held) -> bool:
    return held is None or len(held) > 1


def _place(citation: Citation, many: bool, *, notes: bool = False) -> str:
    """Where a quote stands; the document's name only where there could be doubt, the notes where nothing else says."""
    whole = place(citation if notes else citation.model_copy(update={"notes": ()}))
    return whole if many else whole.removeprefix(f"{citation.document} · ")
