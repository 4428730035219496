"""Runs a suite against models, case by case; an interrupted run goes on where it stopped."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ValidationError

from chat.answer import Answer, Evidence
from chat.ask import Listener, ask
from chat.evidence import retrieve
from chat.models import Model
from chat.settings import Settings
from evals.case import Case
from evals.gold import gold_places
from evals.judge import Judge
from evals.scores import METRICS, Row, place_of
from evals.suite import Suite, check_gold
from ingest.errors import BriefingError, ModelError, SettingsError
from vectorstore.intake import ingest_file
from vectorstore.store import Store

RANKED = 10  # sentences of the ranking that are kept: what nDCG@10 looks at
GIVE_UP = 5  # failures in a row after which a model is not asked the rest
BRIEFINGS = Path(__file__).parent.parent / "briefings"
DEFAULT_SUITE = Path(__file__).parent / "suites" / "briefing.jsonl"

Progress = Callable[[int, int], None]


class Run(BaseModel):
    """One model's answers to a suite.

    Attributes:
        model: Its name.
        rows: One a case, in the suite's order.
        seconds: How long it took, without what an earlier, interrupted run had done.
    """

    model: str
    rows: list[Row]
    seconds: float


class Results(BaseModel):
    """What `briefing eval` measured.

    Attributes:
        suite: Name of the suite.
        suite_sha256: Hash of its file.
        embeddings: Embedding model.
        judge: Name of the judge model; None without one.
        created: When.
        runs: One a model.
    """

    suite: str
    suite_sha256: str
    embeddings: str
    judge: str | None = None
    created: datetime
    runs: list[Run]


def load_results(path: Path) -> Results:
    """Reads results that ``--json`` wrote.

    Raises:
        SettingsError: The file isn't one.
    """
    try:
        return Results.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error
    except ValidationError as error:
        raise SettingsError(f"{path} is not a file that `briefing eval --json` wrote.") from error


def prepare(suite: Suite, store: Store, progress: Callable[[str], Progress] = lambda _: lambda *_: None) -> None:
    """Puts the documents that a suite asks into a store, and checks the suite's gold against them.

    A document is looked for beside the suite, then among the briefings that come with the project. Cases without a
    document are asked of all the documents of the suite, or of those briefings where it names none.

    Raises:
        SettingsError: A document isn't found or can't be read, or gold doesn't stand in it.
    """
    for name in documents_of(suite):
        path = next((p for p in (suite.path.parent / name, BRIEFINGS / name) if p.is_file()), None)
        if path is None:
            raise SettingsError(
                f"{suite.path} asks the document {name!r}, which is neither beside it nor in briefings/."
            )
        result = ingest_file(path, store, name=name, origin=str(path.resolve()), progress=progress(name))
        if result.error:
            raise SettingsError(result.error)
    texts = {name: store.entry(name).source.text for name in documents_of(suite)}
    problems = check_gold(suite, texts)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SettingsError(f"{suite.path}: {problems[0]}{more}")


def documents_of(suite: Suite) -> list[str]:
    """Names of the documents that a suite asks."""
    named = list(dict.fromkeys(case.document for case in suite.cases if case.document))
    return named or sorted(path.name for path in BRIEFINGS.iterdir() if path.is_file())


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
        models: The models.
        store: Where the suite's documents are (`prepare`).
        settings: How many sentences, how much time.
        partial: Folder for what is done so far; removed when all of it is.
        progress: Given a model's name, makes what is called with (cases done, cases).
        judge: A model that says how far each claim is supported, beside everything else.
        cancel: Set to stop after the case in hand.

    Raises:
        Cancelled: It was cancelled; what is done is kept.
        StoreError: The store can't be searched.
    """
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
        version("briefing"),
        suite.sha256,
        model.name,
        settings.embeddings,
        settings.evidence,
        settings.quotes,
        judge.name if judge else None,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class Cancelled(BriefingError):
    """The evaluation was stopped; what was done is kept for the next run."""


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
    rows: list[Row] = []
    start = time.perf_counter()
    file.parent.mkdir(parents=True, exist_ok=True)
    if any(case.id not in held for case in suite.cases):
        _warm_up(model, store)
    failures: list[str] = []
    with file.open("a", encoding="utf-8") as lines:
        for case in suite.cases:
            if cancel and cancel.is_set():
                raise Cancelled("The evaluation was stopped. Run it again, and it goes on from here.")
            row = held.get(case.id)
            if row is None or row.failed or row.case != case:
                if len(failures) >= GIVE_UP:
                    row = Row(case=case, gold=(), ranked=(), shown=(), answer=None, failed=f"not asked: {failures[-1]}")
                else:
                    row = run_case(case, model, store, settings, documents_of(suite), judge)
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
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                row = Row.model_validate_json(line)
            except ValidationError:
                continue
            held[row.case.id] = row
    return held
