"""Answers that are being made, each on a thread of its own, so that nothing a reader does to the page disturbs one."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chat.answer import Answer, Evidence
from chat.ask import Listener
from chat.conversation import Turn
from chat.garbage import settle
from chat.models import Model

Asking = Callable[[str, Listener], Answer]
"""Answers a question, telling a listener what happens meanwhile: `chat.ask.ask` with everything else filled in."""


class Stopped(Exception):
    """The reader pressed Stop. Not a BriefingError: `ask` would take that for a model that failed, and quote."""


@dataclass(eq=False)
class Running:
    """A question that is being answered.

    Attributes:
        question: What was asked.
        model: What writes the answer.
        of: Id of the turn that this is another model's answer to; None for a question of its own.
        id: The turn's own id, which it keeps.
        evidence: What the answer is going to rest on; empty until it is found.
        retrieved: Everything that was found; empty until then.
        text: What has been written so far.
        turn: The turn, once it is there.
        error: What kept it from being answered, once that is known.
        stopping: Whether Stop was pressed.
    """

    question: str
    model: Model
    of: str | None = None
    id: str = field(default_factory=lambda: Turn.model_fields["id"].get_default(call_default_factory=True))
    evidence: Sequence[Evidence] = ()
    retrieved: Sequence[Evidence] = ()
    text: str = ""
    turn: Turn | None = None
    error: BaseException | None = None
    stopping: bool = False

    def __post_init__(self) -> None:
        self._over = threading.Event()

    def start(self, asking: Asking, settings: dict[str, object], done: Callable[[Turn], None]) -> None:
        """Begins.

        Args:
            asking: Answers the question.
            settings: Kept with the turn.
            done: Called with the turn once it is there, unless it was stopped before; in the thread that answers.
        """
        threading.Thread(target=self._run, args=(asking, settings, done), name="answer", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Waits until it is over, at most so long; whether it is."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """Ends it: at once for the reader, and for the model with the next piece that it writes."""
        self.stopping = True
        self._over.set()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._over.is_set()

    def _run(self, asking: Asking, settings: dict[str, object], done: Callable[[Turn], None]) -> None:
        try:
            answer = asking(self.question, Listener(self._found, self._written, self._retrieved))
            if not self.stopping:
                self.turn = Turn.of(answer, self.retrieved, settings).model_copy(update={"id": self.id})
                done(self.turn)
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001  raised again, or shown, in the page's own run
            self.error = error
        finally:
            self._over.set()
            settle()

    def _found(self, evidence: Sequence[Evidence]) -> None:
        self.evidence = evidence
        self._go_on()

    def _retrieved(self, evidence: Sequence[Evidence]) -> None:
        self.retrieved = evidence

    def _written(self, text: str) -> None:
        self.text = text
        self._go_on()

    def _go_on(self) -> None:
        if self.stopping:
            raise Stopped
