"""An evaluation on a thread of its own, so that a page can show it as it goes."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chat.models import Model
from chat.settings import Settings
from evals.documents import partial_folder, prepare
from evals.results import Results
from evals.run import Cancelled, evaluate
from evals.suite import Suite
from ingest.errors import BriefingError
from vectorstore.store import Progress, Store

State = Literal["running", "done", "stopped", "failed"]
RECENT = 10  # cases whose pace tells how long the rest takes


@dataclass
class Step:
    """How far a model, or a document that is being put in, has got.

    Attributes:
        label: The model's or the document's name.
        done: Cases, or texts, so far.
        total: Of so many; 0 while nobody knows.
    """

    label: str
    done: int = 0
    total: int = 0
    _times: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=RECENT + 1))

    @property
    def seconds_left(self) -> float | None:
        """What the rest takes at the pace of the last ones; None before there is a pace."""
        if len(self._times) < 2 or self.done >= self.total:
            return None
        (first, start), (last, end) = self._times[0], self._times[-1]
        return (self.total - self.done) * (end - start) / (last - first) if last > first else None

    def advance(self, done: int, total: int) -> None:
        """Notes how far it has got."""
        self.done, self.total = done, total
        self._times.append((done, time.monotonic()))


class BackgroundEvaluation:
    """An evaluation that runs; it is begun at once.

    Attributes:
        suite: The cases.
        models: The models.
        steps: Documents that are put in, then models, in the order they were begun.
        state: "stopped" when it was cancelled; what is done is then kept for the next one.
        results: What was measured, when it is done.
        error: Why it failed or stopped.
    """

    def __init__(self, suite: Suite, models: Sequence[Model], settings: Settings, store: Callable[[], Store]) -> None:
        self.suite = suite
        self.models = list(models)
        self.steps: list[Step] = []
        self.state: State = "running"
        self.results: Results | None = None
        self.error = ""
        self._settings = settings
        self._store = store
        self._cancel = threading.Event()
        self._thread = threading.Thread(target=self._run, name="evaluation", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stops it after the case in hand."""
        self._cancel.set()

    @property
    def cancelling(self) -> bool:
        """Whether it is going to stop."""
        return self._cancel.is_set() and self.state == "running"

    def wait(self, seconds: float | None = None) -> None:
        """Waits until it is over."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            store = self._store()
            prepare(self.suite, store, self._step)
            self.results = evaluate(
                self.suite,
                self.models,
                store,
                self._settings,
                partial=partial_folder(self._settings),
                progress=self._step,
                cancel=self._cancel,
            )
            self.state = "done"
        except Cancelled as stopped:
            self.error, self.state = str(stopped), "stopped"
        except BriefingError as error:
            self.error, self.state = str(error), "failed"
        except BaseException as error:
            # Nobody waits for the thread: without this the page would say "running" forever.
            self.error, self.state = f"The evaluation broke off ({type(error).__name__}: {error}).", "failed"
            raise

    def _step(self, label: str) -> Progress:
        self.steps.append(step := Step(label))
        return step.advance


_evaluations: dict[object, BackgroundEvaluation] = {}
_lock = threading.Lock()


def start(
    suite: Suite, models: Sequence[Model], settings: Settings, store: Callable[[], Store]
) -> BackgroundEvaluation:
    """Begins an evaluation, or joins the very same one where it still runs.

    A page that is loaded anew would otherwise run the same cases a second time beside the first.

    Args:
        suite: The cases.
        models: The models.
        settings: How many sentences, how much time.
        store: Opens the store that the suite's documents are put in; called on the evaluation's thread.
    """
    key = (suite, tuple(model.name for model in models), settings.home, settings.embeddings)
    with _lock:
        running = _evaluations.get(key)
        if running is None or running.state != "running" or running.cancelling:
            _evaluations[key] = running = BackgroundEvaluation(suite, models, settings, store)
        return running
