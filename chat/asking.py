"""What a session asks: questions that wait, the one that is being answered, those that were stopped."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from chat.answer import Answer
from chat.ask import Listener, ask
from chat.conversation import UNNAMED, Conversation, Turn
from chat.models import Model
from chat.running import Running
from chat.settings import Settings
from ingest.errors import BriefingError
from vectorstore.store import Store

AT_ONCE = 0.4  # seconds: an answer that is there so soon is shown whole, without what comes before it


@dataclass(frozen=True)
class Broken:
    """A question that was not answered.

    Attributes:
        running: The question, with the evidence that was found for it.
        after: How many turns came before it.
    """

    running: Running
    after: int


@dataclass
class Asking:
    """Kept in the session; while a question is being answered, a page that is loaded anew goes on with the same one.

    Attributes:
        conversation: What has been answered.
        waiting: Questions that wait, oldest first; with each the id of the turn that it asks another model about.
        running: The one that is being answered.
        broken: Those that were stopped or failed.
    """

    conversation: Conversation = field(default_factory=Conversation)
    waiting: list[tuple[str, str | None, Model | None]] = field(default_factory=list)
    running: Running | None = None
    broken: list[Broken] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def title(self) -> str:
        """What the page is about now: the conversation's title, or the first question while it has none."""
        if self.conversation.turns or self.conversation.name:
            return self.conversation.title
        first = [
            *(broken.running.question for broken in self.broken),
            *([self.running.question] if self.running else []),
        ]
        return first[0] if first else UNNAMED

    def ask(self, question: str, of: str | None = None, model: Model | None = None) -> None:
        """Lines a question up.

        Args:
            question: What is asked; nothing happens when it is empty.
            of: Id of the turn that gets another model's answer; None for a new turn.
            model: What answers it; None for the model that is chosen when its turn comes.
        """
        if question.strip():
            self.waiting.append((question.strip(), of, model))

    def again(self, broken: Broken) -> None:
        """Asks a question again that was stopped or failed."""
        self.broken.remove(broken)
        self.ask(broken.running.question, broken.running.of)

    def go_on(
        self, store: Store | None, model: Model, settings: Settings, keep: Callable[[Conversation], None]
    ) -> None:
        """Takes what has been answered into the conversation, and begins with what waits.

        Args:
            store: Where the documents are; None while it can't be used: what waits then goes on waiting.
            model: Answers what waits for no other.
            settings: How to ask.
            keep: Called with the conversation whenever a turn has been added.

        Raises:
            Exception: Whatever a programming error raised while answering; what was asked is then gone.
        """
        with self._lock:
            while True:
                if self.running and self.running.over:
                    self._take(self.running)
                if self.running or not self.waiting or store is None:
                    return
                question, of, chosen = self.waiting.pop(0)
                self.running = Running(question, chosen or model, of)
                self.running.start(
                    self._asked(self.running, store, settings),
                    _settings(settings),
                    partial(_kept, self.conversation, of, keep),
                )
                self.running.wait(AT_ONCE)

    def _asked(self, running: Running, store: Store, settings: Settings) -> Callable[[str, Listener], Answer]:
        turns = self.conversation.turns
        before = next((i for i, turn in enumerate(turns) if turn.id == running.of), len(turns))
        history = [turn.answer.question for turn in turns[:before]]

        def asked(question: str, listener: Listener) -> Answer:
            return ask(
                question,
                store,
                running.model,
                history=history,
                among=self.conversation.documents,
                evidence_count=settings.evidence,
                quote_count=settings.quotes,
                timeout=settings.timeout,
                listener=listener,
            )

        return asked

    def _take(self, running: Running) -> None:
        self.running = None
        if running.turn:
            self.conversation = _with(self.conversation, running.turn, running.of)
        elif running.stopping or isinstance(running.error, BriefingError):
            self.broken.append(Broken(running, len(self.conversation.turns)))
        elif running.error:
            raise running.error


def _with(conversation: Conversation, turn: Turn, of: str | None) -> Conversation:
    """A conversation with a turn, or with its answer beside those of an earlier one."""
    for old in conversation.turns:
        if old.id == of:
            return conversation.with_turn(old.with_(alternatives=(*old.alternatives, turn.answer)))
    return conversation.with_turn(turn)


def _kept(conversation: Conversation, of: str | None, keep: Callable[[Conversation], None], turn: Turn) -> None:
    keep(_with(conversation, turn, of))


def _settings(settings: Settings) -> dict[str, object]:
    """What is kept with a turn, so that it can be asked again in the same way."""
    return settings.model_dump(include={"evidence", "quotes", "timeout", "embeddings"})
