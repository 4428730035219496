"""One question, answered: understand, retrieve, select, draft, cite, verify. Read this file first."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.answer import Answer, Citation, Claim, Dropped, Evidence, Timings, Tokens
from chat.cite import parse, spoken, without_half_marker
from chat.complete import complete, once
from chat.draft import draft, not_stated
from chat.evidence import retrieve
from chat.instructions import without_instructions
from chat.models import Model
from chat.overview import overview, scope
from chat.render import prose, refusal
from chat.rewrite import rewrite
from chat.selection import Selection, select
from chat.understand import leans, standalone_question
from chat.verify import Verifier, grounded, quote, verify
from ingest.errors import BriefingError, StoreError
from vectorstore.store import Store

CLOSEST = 3  # sentences shown beside a refusal
OVERVIEW = 7  # sentences of an overview
NOT_ASKED = "What was written asks for something else than what the document says."


def _ignore(_: object) -> None:
    pass


@dataclass(frozen=True)
class Listener:
    """Told what happens while an answer is made, in the thread that asked.

    Attributes:
        evidence: Called once, with the sentences that the answer is going to rest on; in a refusal the closest.
        text: Called with all of the model's draft so far, as it grows; not checked yet.
        retrieved: Called once, with everything that was found, best first, whether it is rested on or not.
    """

    evidence: Callable[[Sequence[Evidence]], None] = _ignore
    text: Callable[[str], None] = _ignore
    retrieved: Callable[[Sequence[Evidence]], None] = _ignore


def ask(
    question: str,
    store: Store,
    model: Model,
    *,
    history: Sequence[str] = (),
    among: Sequence[str] | None = None,
    verifier: Verifier = grounded,
    evidence_count: int = 8,
    quote_count: int = 6,
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
        verifier: Says whether a claim is supported by what it cites.
        evidence_count: How many sentences are put before a model that chooses among them.
        quote_count: How many sentences are quoted at most; an overview has `OVERVIEW`.
        timeout: Seconds that the model may take.
        listener: Told what happens meanwhile.

    Raises:
        StoreError: The store is empty, or can't be searched.
    """
    listener = listener or Listener()
    clock = _Clock()
    if not store.entries():
        raise StoreError("The store is empty: put a document in with `briefing ingest PATH`.")
    asked, instructions = without_instructions(question)
    standalone = _understood(asked or question, history, store, model, among, timeout)
    found = _select(standalone, asked, store, among, quote_count)
    if not asked:
        found = Selection((), found.evidence, (NOT_ASKED,))
    chosen, evidence = list(found.chosen), found.evidence[: max(evidence_count, len(found.chosen))]
    shown = evidence if model.open and model.judges and not found.overview else chosen
    listener.retrieved(evidence)
    listener.evidence(shown or evidence)
    clock.evidence()

    claims: list[Claim] = []
    dropped = [Dropped(text=text, reasons=("it is an instruction, not a question",)) for text in instructions]
    usage: list[Tokens] = []
    name, problem = model.name, None
    if model.open and chosen and (model.judges or not found.overview):
        try:
            text = ""
            for text in draft(standalone, shown, model, timeout, usage.append):
                clock.token()
                listener.text(without_half_marker(text))
            if model.judges and not_stated(spoken(text)):
                chosen = []
            else:
                claims, left_out = verify(parse(text), shown, verifier)
                dropped += left_out
                if not model.judges:
                    claims, again = once(complete(claims, chosen, standalone), chosen, standalone)
                    dropped += again
        except BriefingError as error:  # of opening it too, such as a setting
            name, problem = "quotes", str(error)
    chose = model.judges and bool(claims)  # what answers is then the model's own choice
    if not claims:  # no model, or none whose draft could stand
        claims = [quote(item) for item in chosen]

    cited = {number for claim in claims for number in claim.citations}
    documents = len({item.source.name for item in evidence})
    return Answer(
        question=question,
        standalone_question=standalone if asked else question,
        answer=prose(claims, found.missing) if claims else refusal(found.missing, documents > 1),
        refused=not claims,
        claims=tuple(claims),
        citations=tuple(Citation.of(item) for item in evidence if item.number in cited),
        closest=() if claims else tuple(Citation.of(item) for item in evidence[:CLOSEST]),
        missing=found.missing,
        unsure=found.unsure and bool(claims) and not chose,
        model=name,
        timings=clock.timings(),
        dropped=tuple(dropped),
        tokens=usage[-1] if usage else None,
        problem=problem,
    )


def _understood(
    question: str, history: Sequence[str], store: Store, model: Model, among: Sequence[str] | None, timeout: float
) -> str:
    """The question as it can be understood without the ones before it."""

    def answered(earlier: str) -> str:
        return next((item.text for item in retrieve(earlier, store, among)), "")

    if history and model.judges and leans(question) and (better := rewrite(question, history, model, timeout)):
        return better
    return standalone_question(question, history, answered=answered)


def _select(question: str, asked: str, store: Store, among: Sequence[str] | None, most: int) -> Selection:
    """The sentences that answer: spread over the sections that an overview asks about, or the best found."""
    sources = [entry.source for entry in store.entries(among)]
    wide = scope(asked, sources) or scope(question, sources)
    if wide and (spread := overview(question, wide, store, OVERVIEW)):
        return Selection(tuple(spread), tuple(spread), overview=True)
    return select(question, store, among, most)


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
