"""The nouns of what is kept: Conversation, Turn; and how two copies of one conversation become one."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from chat.answer import Answer, Citation, Evidence

UNNAMED = "New conversation"
TITLE_LENGTH = 60  # characters of the first question that a title shows


def shortened(text: str, length: int) -> str:
    """The beginning of a text, cut between words where it is longer than that."""
    if len(text) <= length:
        return text
    return (text[: length - 1].rpartition(" ")[0] or text[: length - 1]) + "…"


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid.uuid4().hex


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Retrieved(_Shape):
    """A sentence that was put before the model, cited or not.

    Attributes:
        citation: Where it stands.
        similarity: Cosine similarity of sentence and question in [0, 1]; None where only its words were found.
        passage: Rank of the passage that it was found in, from 1; None where the sentence alone was found.
    """

    citation: Citation
    similarity: float | None = None
    passage: int | None = None

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """What is kept of a piece of evidence."""
        return cls(citation=Citation.of(evidence), similarity=evidence.similarity, passage=evidence.passage)


class Feedback(_Shape):
    """What a reader thinks of an answer.

    Attributes:
        good: Thumb up or down.
        reason: Why, in the reader's words; may be empty.
        given: When.
    """

    good: bool
    reason: str = ""
    given: datetime = Field(default_factory=_now)


class Turn(_Shape):
    """A question and its answer.

    Attributes:
        id: Unique; stays when the turn changes.
        asked: When.
        changed: When any of this changed last; of two copies of a turn the later one counts.
        answer: The answer.
        retrieved: What was put before the model, best first.
        documents: SHA-256 of the file of each document that was put before the model, by name.
        settings: What it was asked with: evidence count, time limit and the like.
        feedback: The reader's, where they gave any.
        alternatives: Answers of other models to the same question, in the order in which they were asked.
    """

    id: str = Field(default_factory=_new_id)
    asked: datetime = Field(default_factory=_now)
    changed: datetime = Field(default_factory=_now)
    answer: Answer
    retrieved: tuple[Retrieved, ...] = ()
    documents: dict[str, str] = {}
    settings: dict[str, Any] = {}
    feedback: Feedback | None = None
    alternatives: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, answer: Answer, evidence: Sequence[Evidence], settings: Mapping[str, Any] | None = None) -> Self:
        """The turn of an answer that was just made from this evidence."""
        return cls(
            answer=answer,
            retrieved=tuple(Retrieved.of(item) for item in evidence),
            documents={item.source.name: item.source.sha256 for item in evidence},
            settings=dict(settings or {}),
        )

    def with_(self, **fields: Any) -> Self:
        """The same turn with something changed: ``turn.with_(feedback=Feedback(good=True))``."""
        return self.model_copy(update=fields | {"changed": _now()})


class Conversation(_Shape):
    """Turns, and what holds for the next one. It never changes: each method gives a new one.

    Attributes:
        id: 32 hexadecimal digits.
        created: When.
        name: What the reader calls it; None until they do.
        documents: Names of the documents it is restricted to; None for all.
        model: Name of the model that was chosen in it; None until one was.
        turns: Oldest first.
        stamps: When ``name``, ``documents`` and ``model`` were last set.
    """

    id: str = Field(default_factory=_new_id, pattern=r"^[0-9a-f]{32}$")
    created: datetime = Field(default_factory=_now)
    name: str | None = None
    documents: tuple[str, ...] | None = None
    model: str | None = None
    turns: tuple[Turn, ...] = ()
    stamps: dict[str, datetime] = {}

    @property
    def title(self) -> str:
        """Its name, or the first question's beginning."""
        if self.name:
            return self.name
        if not self.turns:
            return UNNAMED
        return shortened(" ".join(self.turns[0].answer.question.split()), TITLE_LENGTH)

    @property
    def changed(self) -> datetime:
        """When anything about it changed last."""
        return max([self.created, *self.stamps.values(), *(turn.changed for turn in self.turns)])

    def with_turn(self, turn: Turn) -> Self:
        """With a turn added, or put in the place of the one with the same id."""
        if any(old.id == turn.id for old in self.turns):
            turns = tuple(turn if old.id == turn.id else old for old in self.turns)
        else:
            turns = (*self.turns, turn)
        return self.model_copy(update={"turns": turns})

    def named(self, name: str) -> Self:
        """Under another name; under its first question when the name is empty."""
        return self._set("name", name.strip() or None)

    def restricted_to(self, documents: Sequence[str] | None) -> Self:
        """Asking these documents only; all of them with None."""
        return self._set("documents", None if documents is None else tuple(documents))

    def answered_by(self, model: str) -> Self:
        """With another model chosen for what is asked next."""
        return self._set("model", model)

    def merged(self, other: Self) -> Self:
        """Both copies of a conversation as one: no turn of either is lost, and of what both hold the later counts."""
        turns = {turn.id: turn for turn in other.turns}
        for turn in self.turns:
            if turn.id not in turns or turn.changed >= turns[turn.id].changed:
                turns[turn.id] = turn
        kept = sorted(turns.values(), key=lambda turn: turn.asked)
        fields: dict[str, Any] = {"turns": tuple(kept), "stamps": self.stamps | other.stamps}
        for name in ("name", "documents", "model"):
            later = max(self, other, key=lambda copy: copy.stamps.get(name, copy.created))
            fields[name] = getattr(later, name)
            if name in later.stamps:
                fields["stamps"][name] = later.stamps[name]
        return self.model_copy(update=fields)

    def _set(self, field: str, value: object) -> Self:
        if getattr(self, field) == value:
            return self
        return self.model_copy(update={field: value, "stamps": self.stamps | {field: _now()}})
