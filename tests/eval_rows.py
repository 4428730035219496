"""Cases, answers and models for the tests of evals: a document of four sentences, and what may be said of it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from chat.answer import Answer, Citation, Claim, Evidence, Timings
from chat.models import Model, OpenModel
from chat.render import REFUSAL, prose
from evals.case import Case
from evals.row import Row, place_of
from evals.scores import METRICS
from tests.conftest import make_source

TEXT = (
    "The bridge at Avon was built in 1931. It was closed to cars in 2004 because its deck had rusted. "
    "Ann Lee called the closing a scandal. The mayor allegedly knew of the rust."
)
SOURCE = make_source(TEXT, name="bridge.txt")
EVIDENCE = [Evidence(number, SOURCE, sentence) for number, sentence in enumerate(SOURCE.sentences, start=1)]
BUILT, CLOSED, SCANDAL, RUST = (item.text for item in EVIDENCE)


def a_case(**keys: Any) -> Case:
    """A case about when the bridge was built, but for these keys."""
    base: dict[str, Any] = {"id": "c", "kind": "fact", "document": "bridge.txt", "question": "When was it built?"}
    if keys.get("answerable", True):
        base["gold_quotes"] = [BUILT]
    return Case.model_validate(base | keys)


def a_claim(text: str, *citations: int) -> Claim:
    return Claim(text=text, citations=citations, support="verified")


def an_answer(*claims: Claim, problem: str | None = None, total_s: float = 1.0) -> Answer:
    """The answer of these claims; without any, a refusal."""
    numbers = {n for claim in claims for n in claim.citations}
    return Answer(
        question="When was it built?",
        standalone_question="When was it built?",
        answer=prose(claims) if claims else REFUSAL,
        refused=not claims,
        claims=claims,
        citations=tuple(Citation.of(item) for item in EVIDENCE if item.number in numbers),
        model="fake",
        timings=Timings(evidence_s=0.1, first_token_s=None, total_s=total_s),
        problem=problem,
    )


def a_row(case: Case, answer: Answer | None, *, judged: Sequence[str] | None = None, failed: str | None = None) -> Row:
    """A row with its scores; the ranking is the document's own order."""
    places = tuple(place_of(item) for item in EVIDENCE)
    row = Row(
        case=case,
        gold=tuple(place for place, item in zip(places, EVIDENCE, strict=True) if item.text in case.gold_quotes),
        ranked=places,
        shown=places,
        answer=answer,
        failed=failed or (answer.problem if answer else None),
        judged=tuple(judged) if judged is not None else None,
        cited={item.number: item for item in EVIDENCE},
    )
    return row.model_copy(update={"scores": {metric.name: metric.score(row) for metric in METRICS}})


class Replies(BaseChatModel):
    """Says these one after the other, over and over; raises those that are errors."""

    replies: list[str | BaseException]
    asked: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        reply = self.replies[len(self.asked) % len(self.replies)]
        self.asked.append(str(messages[-1].content))
        if isinstance(reply, BaseException):
            raise reply
        return ChatResult(generations=[ChatGeneration(message=AIMessage(reply))])


def a_model(chat: BaseChatModel, name: str = "fake") -> Model:
    return Model(name, lambda: OpenModel(chat))


def write_suite(folder: Path, *cases: dict[str, Any] | str, name: str = "mine.jsonl") -> Path:
    """A suite with the bridge's document beside it; a string is a line as it is."""
    folder.mkdir(exist_ok=True)
    (folder / "bridge.txt").write_text(TEXT, encoding="utf-8")
    lines = [case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def a_line(id_: str, **keys: Any) -> dict[str, Any]:
    """What a user writes for `a_case`."""
    return json.loads(a_case(id=id_, **({"question": "When was the bridge at Avon built?"} | keys)).model_dump_json())
