"""Trying a model out, on a thread of its own: the page goes on meanwhile."""

import threading

from chat.available import Check, check_model
from chat.models import Model
from ingest.errors import BriefingError


class Trial:
    """A small question that is put to a model, begun at once.

    Args:
        model: The model.
        timeout: Seconds that it may take.

    Attributes:
        check: How it did, once that is known.
        error: Why it can't answer, once that is known.
    """

    def __init__(self, model: Model, timeout: float) -> None:
        self.check: Check | None = None
        self.error = ""
        threading.Thread(target=self._run, args=(model, timeout), name="trial", daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether it is known how it did."""
        return self.check is not None or bool(self.error)

    def _run(self, model: Model, timeout: float) -> None:
        try:
            self.check = check_model(model, timeout)
        except BriefingError as error:
            self.error = str(error)
        except Exception as error:  # a bug; the page must not wait for it forever
            self.error = f"{model.name} can't be tried ({error!r})."
            raise


def said(check: Check) -> str:
    """How a model did, in words."""
    if check.model == "quotes":
        return "Answers with the document’s own sentences, in about a tenth of a second."
    speed = f", {check.tokens_per_second:.0f} tokens/s" if check.tokens_per_second else ""
    if not speed and check.characters_per_second:
        speed = f", {check.characters_per_second:.0f} characters/s"
    verdict = "Every sentence was cited and checked" if check.cited else "Not every sentence was cited: expect repairs"
    return f"{verdict}; first word after {check.first_token_s:.1f} s, done after {check.total_s:.1f} s{speed}."
