"""An answer or a whole conversation as a file to keep: Markdown, DOCX, PDF, JSON.

What a file says is put together here once, as a flow of `Part`s; each format only sets them. Words of documents and
models reach the formats as plain text, and each format sees to it that they stay that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chat.answer import Answer, Citation
from chat.conversation import Conversation, Turn
from chat.render import OWN_WORDS, REFUSAL_MANY, UNSURE, change, in_own_words, place, refusal, said, verbatim
from ingest.errors import BriefingError

Kind = Literal["question", "remark", "claim", "quote", "refusal", "label", "source", "closest"]
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True)
class Part:
    """A paragraph of an export.

    Attributes:
        kind: "question", a heading; "remark", about the answer; "claim" and "quote", sentences of the answer in the
            model's words and in the document's; "refusal"; "label", the heading of a list; "source", a cited sentence;
            "closest", a sentence shown with a refusal.
        text: Its words: plain, in one line.
        numbers: The markers behind it.
        number: The marker that it explains; only of a source.
        place: Where it stands in the document; only of a source and of what is closest.
        answer: Which answer of the export it belongs to, from 1: markers count anew in each.
    """

    kind: Kind
    text: str
    numbers: tuple[int, ...] = ()
    number: int = 0
    place: str = ""
    answer: int = 1


@dataclass(frozen=True)
class Content:
    """What a file says.

    Attributes:
        title: The conversation's title.
        about: When it was asked, of which documents.
        parts: Questions and answers.
        documents: Name and SHA-256 of every document that was asked.
        answers: How many answers it holds.
    """

    title: str
    about: str
    parts: tuple[Part, ...]
    documents: tuple[tuple[str, str], ...]
    answers: int


def content_of(conversation: Conversation) -> Content:
    """Puts together what an export of a conversation says."""
    # By hash too: a document may have been replaced between two questions.
    documents = dict.fromkeys(pair for turn in conversation.turns for pair in turn.documents.items())
    names = dict.fromkeys(name for name, _ in documents)
    asked = [day(turn.asked) for turn in conversation.turns[:1]]
    title = one_line(conversation.title)
    answers = [(turn, answer) for turn in conversation.turns for answer in (turn.answer, *turn.alternatives)]
    parts = [part for i, (turn, answer) in enumerate(answers, start=1) for part in _parts(turn, answer, i)]
    if parts and len(conversation.turns) == 1 and parts[0].text == title:
        parts = parts[1:]  # the question is the title already
    return Content(
        title=title,
        about=one_line(" · ".join([*asked, *names])),
        parts=tuple(parts),
        documents=tuple((one_line(name), sha256) for name, sha256 in documents),
        answers=len(answers),
    )


def only(conversation: Conversation, turn: Turn) -> Conversation:
    """A conversation of one of its turns, to export that answer alone; its question is the title."""
    return conversation.model_copy(update={"turns": (turn,), "name": None})


def as_bytes(conversation: Conversation, suffix: str) -> bytes:
    """A conversation as a file.

    Args:
        conversation: What to export; see `only`.
        suffix: A key of `FORMATS`.

    Raises:
        BriefingError: The file can't be made.
    """
    # Each format's library takes a moment to load, and a reader wants one of them at most.
    if suffix == "md":
        from chat.export_markdown import markdown as write
    elif suffix == "docx":
        from chat.export_docx import docx as write
    elif suffix == "pdf":
        from chat.export_pdf import pdf as write
    elif suffix == "json":
        from chat.export_json import json_file as write
    else:
        raise BriefingError(f"There is no export to {suffix!r}. The formats are: {', '.join(FORMATS)}.")
    return write(conversation)


FORMATS = {
    "md": ("Markdown", "text/markdown"),
    "docx": ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "json": ("JSON", "application/json"),
}
"""Name and media type of each format, by the suffix of its files."""


def file_name(title: str, suffix: str) -> str:
    """A file name for an export, which every file system takes: ``how-many-sanctions.pdf``."""
    words = re.sub(r"[^\w]+", "-", title.lower()).strip("-_")[:60].rstrip("-")
    return f"{words or 'briefing'}.{suffix}"


def day(moment: datetime) -> str:
    """``22 November 2026, 18:41``, where the reader is."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def one_line(text: str) -> str:
    """Text without line breaks and without characters that no file format takes."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _parts(turn: Turn, answer: Answer, number: int) -> Iterator[Part]:
    def part(kind: Kind, text: str, *, of: Citation | None = None, **fields: tuple[int, ...] | int) -> Part:
        where = one_line(place(of)) if of else ""
        return Part(kind, one_line(text), place=where, answer=number, **fields)  # type: ignore[arg-type]

    if answer is turn.answer:
        yield part("question", answer.question)
    else:
        yield part("label", f"The same question, answered by {answer.model}")
    if answer.standalone_question != answer.question:
        yield part("remark", f"Understood as: {answer.standalone_question}")
    if answer.problem:
        yield part("remark", answer.problem)
    quoting = in_own_words(answer)
    quotes = {citation.quote for citation in answer.citations}
    if answer.unsure:
        yield part("remark", UNSURE)
    if quoting:
        yield part("remark", OWN_WORDS)
    for claim in answer.claims:
        # In quotation marks only where the words are nothing but the document's.
        kind: Kind = "quote" if verbatim(claim, quotes) and not claim.speaker else "claim"
        yield part(kind, said(claim), numbers=claim.citations)
    if answer.refused:
        yield part("refusal", refusal(several=answer.answer.startswith(REFUSAL_MANY)))
    for sentence in answer.missing:
        yield part("remark", sentence)
    for remark in _remarks(answer):
        yield part("remark", remark)
    if answer.citations:
        yield part("label", "Sources")
    for citation in answer.citations:
        yield part("source", "" if quoting else citation.quote, of=citation, number=citation.n)
    if answer.refused and answer.closest:
        yield part("label", "The closest it comes")
        for citation in answer.closest:
            yield part("closest", citation.quote, of=citation)
    yield part("remark", f"Answered by {answer.model} on {day(turn.asked)}, in {answer.timings.total_s:.1f} s.")


def _remarks(answer: Answer) -> Iterator[str]:
    """What was changed in the model's draft, and why."""
    quotes = {citation.quote for citation in answer.citations}
    for claim in answer.claims:
        if claim.reasons:
            what = f"“{claim.original}” was replaced" if claim.original else change(claim, quotes)
            yield f"{what}: {'; '.join(claim.reasons)}."
    for item in answer.dropped:
        yield f"Left out: “{item.text}”: {'; '.join(item.reasons)}."
