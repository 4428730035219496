"""What came of one case with one model: everything that its scores are made of."""

from pydantic import BaseModel, ConfigDict, Field

from chat.answer import Answer, Citation, Evidence
from evals.case import Case
from evals.gold import Place


class Row(BaseModel):
    """What came of one case with one model.

    Attributes:
        case: The case.
        gold: Where its gold quotes stand.
        ranked: The first sentences that retrieval found, best first.
        shown: The sentences that were put before the model.
        answer: The answer; None when there is none.
        failed: What kept the model from answering; None when nothing did.
        scores: Score by metric, where there is one.
        judged: What a judge model said of each claim, where one was asked.
        cited: The sentences that the answer cites, by marker; not in JSON.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    case: Case
    gold: tuple[Place, ...]
    ranked: tuple[Place, ...]
    shown: tuple[Place, ...]
    answer: Answer | None
    failed: str | None = None
    scores: dict[str, float | None] = {}
    judged: tuple[str, ...] | None = None
    cited: dict[int, Evidence] = Field(default={}, exclude=True)

    @property
    def scored(self) -> bool:
        """Whether there is an answer of the model's to score."""
        return self.answer is not None and self.failed is None


def place_of(thing: Evidence | Citation) -> Place:
    """Where an evidence sentence or a citation stands."""
    if isinstance(thing, Citation):
        return Place(thing.document, thing.start, thing.end)
    return Place(thing.source.name, thing.sentence.start, thing.sentence.end)
