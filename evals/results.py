"""What was measured: one run a model, and its JSON."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from evals.row import Row
from ingest.errors import SettingsError


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
