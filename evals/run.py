"""Runs a suite against models, case by case; an interrupted run goes on where it stopped."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from chat.answer import Answer, Evidence
from chat.ask import Listener, ask
from chat.evidence import retrieve
from chat.models import Model
from chat.settings import Settings
from evals.case import Case
from evals.documents import documents_of
from evals.gold import gold_places
from evals.judge import Judge
from evals.results import Results, Run
from evals.row import Row, place_of
from evals.scores import METRICS
from evals.suite import Suite
from ingest.errors import BriefingError, ModelError
from vectorstore.store import Progress, Store

RANKED = 10  # sentences of the ranking that are kept: what nDCG@10 looks at
CODE = (".py", ".json", ".safetensors")  # files that answers and scores depend on
GIVE_UP = 5  # failures in a row after which a model is not asked the rest


class Cancelled(BriefingError):
    """The evaluation was stopped; what was done is kept for the next run."""


def evaluate(
    suite: Suite,
    models: Sequence[Model],
    store: Store,
    settings: Settings,
    *,
    partial: Path,
    progress: Callable[[str], Progress] = lambda _: lambda *_: None,
    judge: Judge | None = None,
    cancel: threading.Event | None = None,
) -> Results:
    """Asks every model every case and scores the answers.

    Args:
        suite: The cases.
        models: The models; one that is named twice is asked once.
        store: Where the suite's documents are (`evals.documents.prepare`).
        settings: How many sentences, how much time.
        partial: Folder for what is done so far; removed when all of it is.
        progress: Given a model's name, makes what is called with (cases done, cases).
        judge: A model that says how far each claim is supported, beside everything else.
        cancel: Set to stop after the case in hand.

    Raises:
        Cancelled: It was cancelled; what is done is kept.
        StoreError: The store can't be searched.
    """
    models = list({model.name: model for model in models}.values())
    files = [partial / f"{_key(suite, model, settings, judge)}.jsonl" for model in models]
    runs = [
        _run(suite, model, store, settings, file, progress(model.name), judge, cancel)
        for model, file in zip(models, files, strict=True)
    ]
    for file in files:
        file.unlink(missing_ok=True)
    return Results(
        suite=suite.name,
        suite_sha256=suite.sha256,
        embeddings=settings.embeddings,
        judge=judge.name if judge else None,
        created=datetime.now(UTC),
        runs=runs,
    )


def _key(suite: Suite, model: Model, settings: Settings, judge: Judge | None) -> str:
    """What an unfinished run is filed under: everything that its answers depend on."""
    parts = (
        _code(),
        suite.sha256,
        model.name,
        settings.embeddings,
        settings.evidence,
        settings.quotes,
        judge.name if judge else None,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """A hash of the code, the reader and the fitted refusal: rows of two versions must not stand in one run."""
    digest = hashlib.sha256()
    for package in ("ingest", "vectorstore", "chat", "evals"):
        folder = Path(__file__).parents[1] / package
        for path in sorted(path for path in folder.rglob("*") if path.suffix in CODE):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _run(
    suite: Suite,
    model: Model,
    store: Store,
    settings: Settings,
    file: Path,
    progress: Progress,
    judge: Judge | None,
    cancel: threading.Event | None,
) -> Run:
    held = _held(file)
    documents = documents_of(suite)
    rows: list[Row] = []
    start = time.perf_counter()
    file.parent.mkdir(parents=True, exist_ok=True)
    if any(case.id not in held for case in suite.cases):
        _warm_up(model, store)
    failures: list[str] = []  # of the last cases, in a row
    with file.open("a", encoding="utf-8") as lines:
        lines.write("\n")  # ends the line that an interruption may have cut off
        for case in suite.cases:
            if cancel and cancel.is_set():
                raise Cancelled("The evaluation was stopped. Run it again, and it goes on from here.")
            row = held.get(case.id)
            if row is None or row.failed or row.case != case:
                if len(failures) >= GIVE_UP:
                    row = Row(case=case, gold=(), ranked=(), shown=(), answer=None, failed=f"not asked: {failures[-1]}")
                else:
                    row = run_case(case, model, store, settings, documents, judge)
                    lines.write(row.model_dump_json() + "\n")
                    lines.flush()
                    failures = [*failures, row.failed] if row.failed else []
            rows.append(row)
            progress(len(rows), len(suite.cases))
    return Run(model=model.name, rows=rows, seconds=round(time.perf_counter() - start, 1))


def run_case(
    case: Case, model: Model, store: Store, settings: Settings, documents: Iterable[str], judge: Judge | None = None
) -> Row:
    """Asks one case and scores it."""
    among = [case.document] if case.document else list(documents)
    sources = {name: store.entry(name).source for name in among}
    shown: list[Evidence] = []
    answer = ask(
        case.question,
        store,
        model,
        history=case.history,
        among=among,
        evidence_count=settings.evidence,
        quote_count=settings.quotes,
        timeout=settings.timeout,
        listener=Listener(evidence=shown.extend),
    )
    ranked = retrieve(answer.standalone_question, store, among)[:RANKED]
    cited = {item.number: item for item in shown}
    row = Row(
        case=case,
        gold=tuple(gold_places(case, list(sources.values()))),
        ranked=tuple(place_of(item) for item in ranked),
        shown=tuple(place_of(item) for item in shown),
        answer=answer,
        failed=answer.problem,
        judged=_judged(judge, answer, cited),
        cited=cited,
    )
    return row.model_copy(update={"scores": {metric.name: metric.score(row) for metric in METRICS}})


def _judged(judge: Judge | None, answer: Answer, cited: dict[int, Evidence]) -> tuple[str, ...] | None:
    if judge is None or answer.refused or answer.problem:
        return None
    return tuple(judge(claim.text, [cited[n].text for n in claim.citations]) for claim in answer.claims)


def _warm_up(model: Model, store: Store) -> None:
    """Loads both models, so that the first case's time is not theirs. A model that can't be loaded says so per case."""
    store.search_meaning("warming up", "sentences", 1)
    if model.open:
        try:
            model.open()
        except ModelError:
            return


def _held(file: Path) -> dict[str, Row]:
    """Rows that an interrupted run left, by case; a line that it was writing when it stopped is passed over."""
    held: dict[str, Row] = {}
    if file.is_file():
        # Not splitlines: an answer may hold other characters that end a line, such as U+2028.
        for line in file.read_text(encoding="utf-8").split("\n"):
            try:
                row = Row.model_validate_json(line)
            except ValidationError:
                continue
            held[row.case.id] = row
    return held
