"""The documents that a suite asks, and the store that they are put in."""

from collections.abc import Callable
from pathlib import Path

from chat.settings import Settings
from evals.suite import Suite, check_gold
from ingest import find_documents
from ingest.errors import SettingsError
from vectorstore.intake import ingest_file
from vectorstore.store import Progress, Store

BRIEFINGS = Path(__file__).parent.parent / "briefings"
SUITES = Path(__file__).parent / "suites"
DEFAULT_SUITE = SUITES / "briefing.jsonl"


def own_store(settings: Settings) -> str:
    """The store that evaluations use: what the reader has put in is neither asked nor changed."""
    return str(settings.home / "evals" / "store")


def partial_folder(settings: Settings) -> Path:
    """Where what an evaluation has done so far is kept, until all of it is."""
    return settings.home / "evals" / "partial"


def prepare(suite: Suite, store: Store, progress: Callable[[str], Progress] = lambda _: lambda *_: None) -> None:
    """Puts the documents that a suite asks into a store, and checks the suite's gold against them.

    A document is looked for beside the suite, then among the briefings that come with the project. Cases without a
    document are asked of all the documents of the suite, or of those briefings where it names none.

    Raises:
        SettingsError: A document isn't found or can't be read, or gold doesn't stand in it.
    """
    names = [case.document for case in suite.cases if case.document]
    if len(names) < len(suite.cases):
        names += documents_of(suite)
    names = list(dict.fromkeys(names))
    for name in names:
        path = next((p for p in (suite.path.parent / name, BRIEFINGS / name) if p.is_file()), None)
        if path is None:
            raise SettingsError(
                f"{suite.path} asks the document {name!r}, which is neither beside it nor in briefings/."
            )
        result = ingest_file(path, store, name=name, origin=str(path.resolve()), progress=progress(name))
        if result.error:
            raise SettingsError(result.error)
    texts = {name: store.entry(name).source.text for name in names}
    problems = check_gold(suite, texts)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SettingsError(f"{suite.path}: {problems[0]}{more}")


def documents_of(suite: Suite) -> list[str]:
    """Names of the documents that cases without one are asked of."""
    return list(suite.documents) or [path.name for path in find_documents([BRIEFINGS])]
