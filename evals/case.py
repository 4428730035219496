"""A case: one question, and what a trustworthy answer to it must and must not hold."""

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Kind = Literal[
    "fact",
    "number",
    "multi",
    "attribution",
    "summary",
    "followup",
    "unanswerable_near",
    "unanswerable_far",
    "false_premise",
    "injection",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Words = Annotated[str, StringConstraints(pattern=r"\S")]
"""A string that says something: nothing at all would stand in every text."""


class Case(BaseModel):
    """A line of a suite.

    Attributes:
        id: Unique in the suite.
        kind: What is tried; one of `KINDS`.
        document: The file that is asked; the suite's documents altogether without it.
        question: What is asked.
        history: Earlier questions, oldest first.
        answerable: Whether the document answers.
        gold_quotes: The sentences that an ideal answer cites, verbatim; for a false premise the one that corrects it.
        must_mention: A right answer holds at least one string of every inner list.
        must_attribute: Speakers and hedges that must stay: a faithful answer holds each.
        must_not_mention: What only an unfaithful answer holds.
        gold_answers: Short answers that people gave, any of which is right.
        note: What the case is after.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: Words
    kind: Kind
    document: Words | None = None
    question: Words
    history: tuple[Words, ...] = ()
    answerable: bool = True
    gold_quotes: tuple[Words, ...] = ()
    must_mention: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = ()
    must_attribute: tuple[Words, ...] = ()
    must_not_mention: tuple[Words, ...] = ()
    gold_answers: tuple[Words, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.answerable and (self.gold_quotes or self.must_mention):
            raise ValueError("a case that is not answerable has no gold_quotes and no must_mention")
        if self.answerable and not (self.gold_quotes or self.must_mention):
            raise ValueError("an answerable case needs gold_quotes or must_mention, or nothing can be scored")
        return self
