"""One question, answered: understand, retrieve, select, draft, cite, verify. Read this file first."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.answer import Answer, Citation, Claim, Dropped, Evidence, Timings, Tokens
from chat.cite import parse, spoken, without_half_marker
from chat.draft import draft, not_stated
from chat.evidence import relevant, retrieve
from chat.models import Model
from chat.render import REFUSAL, REFUSAL_MANY, prose
from chat.understand import standalone_question
from chat.verify import Verifier, exact, quote, verify
from ingest.errors import BriefingError, StoreError
from vectorstore.store import Store

CLOSEST = 3  # sentences shown beside a refusal


def _ignore(_: object) -> None:
    pass


@dataclass(frozen=True)
class Listener:
    """Told what happens while an answer is made, in the thread that asked.

    Attributes:
        evidence: Called once, with the sentences that the answer is going to rest on.
        text: Called with all of the model's draft so far, as it grows; not checked yet.
    """

    evidence: Callable[[Sequence[Evidence]], None] = _ignore
    text: Callable[[str], None] = _ignore


def ask(
    question: str,
    store: Store,
    model: Model,
    *,
    history: Sequence[str] = (),
    among: Sequence[str] | None = None,
    verifier: Verifier = exact,
    evidence_count: int = 8,
    quote_count: int = 3,
    timeout: float = 120.0,
    listener: Listener | None = None,
) -> Answer:
    """Answers a question from the documents of a store.

    A model that can't answer doesn't fail the question: the answer is then in quotes, and ``Answer.problem`` says
    why.

    Args:
        question: What is asked.
        store: Where the documents are.
        model: What drafts the answer; the model ``quotes`` drafts nothing, and the best sentences are the answer.
        history: Earlier questions, oldest first.
        among: Names of the documents to answer from; all without it.
        verifier: Says whether a claim may stand.
        evidence_count: How many sentences are put before the model.
        quote_count: How many sentences ``quotes`` answers with.
        timeout: Seconds that the model may take.
        listener: Told what happens meanwhile.

    Raises:
        StoreError: The store is empty, or can't be searched.
    """
    listener = listener or Listener()
    clock = _Clock()
    if not store.entries():
        raise StoreError("The store is empty: put a document in with `briefing ingest PATH`.")
    standalone = standalone_question(question, history)
    ranked = retrieve(standalone, store, among)
    evidence = ranked[:evidence_count]
    listener.evidence(evidence)
    clock.evidence()

    claims: list[Claim] = []
    dropped: list[Dropped] = []
    usage: list[Tokens] = []
    name, problem = model.name, None
    answered = relevant(ranked)
    if answered and model.open:
        try:
            text = ""
            for text in draft(standalone, evidence, model, timeout, usage.append):
                clock.token()
                listener.text(without_half_marker(text))
            answered = not not_stated(spoken(text))
            claims, dropped = verify(parse(text), evidence, verifier) if answered else ([], [])
        except BriefingError as error:  # of opening it too, such as a setting
            name, problem = "quotes", str(error)
    if answered and not claims:  # no model, or none whose draft could stand
        claims = [quote(item) for item in evidence[:quote_count]]

    cited = {number for claim in claims for number in claim.citations}
    documents = len({item.source.name for item in evidence})
    return Answer(
        question=question,
        standalone_question=standalone,
        answer=prose(claims) if claims else REFUSAL_MANY if documents > 1 else REFUSAL,
        refused=not claims,
        claims=tuple(claims),
        citations=tuple(Citation.of(item) for item in evidence if item.number in cited),
        closest=() if claims else tuple(Citation.of(item) for item in evidence[:CLOSEST]),
        model=name,
        timings=clock.timings(),
        dropped=tuple(dropped),
        tokens=usage[-1] if usage else None,
        problem=problem,
    )


class _Clock:
    """Seconds since the question."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._evidence = 0.0
        self._first_token: float | None = None

    def evidence(self) -> None:
        self._evidence = self._passed()

    def token(self) -> None:
        if self._first_token is None:
            self._first_token = self._passed()

    def timings(self) -> Timings:
        return Timings(evidence_s=self._evidence, first_token_s=self._first_token, total_s=self._passed())

    def _passed(self) -> float:
        return round(time.perf_counter() - self._start, 3)
