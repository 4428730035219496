"""A chat model's draft, as it is written; and what can go wrong with it, in words."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx

from chat.answer import Evidence, Tokens
from chat.models import Model
from chat.prompt import NOT_STATED, prompt
from ingest.errors import BriefingError, ModelDown, ModelError, ModelTooSlow, UnknownModel

_NOT_STATED = re.compile(rf"^\W*{NOT_STATED}\b", re.IGNORECASE)


def draft(
    question: str,
    evidence: Sequence[Evidence],
    model: Model,
    timeout: float,
    on_usage: Callable[[Tokens], None] = lambda _: None,
) -> Iterator[str]:
    """Lets a model draft an answer.

    Args:
        question: Understandable on its own.
        evidence: What the answer may rest on, best first.
        model: The model; not ``quotes``.
        timeout: Seconds that it may take, loading included.
        on_usage: Called with what it read and wrote, where its server counts that.

    Yields:
        All of the draft so far, each time it grows.

    Raises:
        ModelError: The model can't be opened, breaks off, or takes too long.
    """
    assert model.open
    deadline = time.monotonic() + timeout
    text = ""
    try:
        opened = model.open()
        asked = prompt(question, evidence, opened.context, judges=model.judges)
        form: dict[str, Any] = {"extra_body": {"grammar": asked.grammar}} if opened.grammar else {}
        for chunk in opened.chat.stream(asked.messages, **form):
            if time.monotonic() > deadline:
                raise _too_slow(model, timeout)
            if usage := chunk.usage_metadata:
                on_usage(Tokens(read=usage["input_tokens"], written=usage["output_tokens"]))
            if chunk.text:
                text += chunk.text
                yield text
    except Exception as error:
        # Every provider raises exceptions of its own; whichever it is, the evidence must still be shown.
        raise _translated(error, model, timeout) from error
    if not text.strip():
        raise ModelError(f"{model.name} gave no answer: try again, or choose the model quotes.")


def not_stated(text: str) -> bool:
    """Whether a draft says that the evidence doesn't answer."""
    return bool(_NOT_STATED.match(text))


def _translated(error: Exception, model: Model, timeout: float) -> BriefingError:
    import ollama
    import openai  # half a second, and only needed when something went wrong

    if isinstance(error, BriefingError):
        return error
    if isinstance(error, (openai.APITimeoutError, httpx.TimeoutException, TimeoutError)):
        return _too_slow(model, timeout)
    if isinstance(error, (openai.APIConnectionError, httpx.TransportError, ConnectionError)):
        return ModelDown(f"{model.name} doesn't answer: start its server, or choose the model quotes.")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelError(f"{model.name} refused the key: set BRIEFING_API_KEY, or the key that its provider names.")
    if isinstance(error, openai.NotFoundError) or (
        isinstance(error, ollama.ResponseError) and error.status_code == 404
    ):
        return UnknownModel(f"{model.name} is not known there: `briefing models list` shows what is.")
    reason = str(error).strip().partition("\n")[0][:200] or type(error).__name__
    return ModelError(f"{model.name} can't answer ({reason}): try again, or choose the model quotes.")


def _too_slow(model: Model, timeout: float) -> ModelTooSlow:
    return ModelTooSlow(
        f"{model.name} took longer than {timeout:g} s: give it more with BRIEFING_TIMEOUT, use a smaller model, "
        "or choose the model quotes."
    )
