"""A follow-up rewritten by a chat model, and kept only where it brings nothing of its own."""

import re
import time
from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from chat.language import content_tokens
from chat.leaning import EMPTY
from chat.models import Model
from chat.quantities import numbers
from chat.sections import alike

LAST = 4  # earlier questions put before the model: a small one reads 55 tokens a second
LONGEST = 2.0  # times what the question and the longest earlier one have together
INSTRUCTIONS = (
    "Rewrite the last question so that it can be understood without the ones before it. Replace words such as he, it,"
    " they, there by what they stand for. Change nothing else, add nothing, don't answer. Reply with the question only."
)
_OPENING = re.compile(r"^(?:rewritten |standalone |last )*question\s*:\s*", re.IGNORECASE)
_POINTING = frozenset(
    "he she it they him her them his hers its their theirs this that these those there one ones and also what who whom"
    " which when where why how about former latter same".split()
)


def rewrite(
    question: str, history: Sequence[str], model: Model, timeout: float, answers: Sequence[str] = ()
) -> str | None:
    """Lets a model make a leaning question understandable without the ones before it.

    Args:
        question: As asked; ask only for one that leans on the history.
        history: Earlier questions, oldest first; understandable on their own, as far as possible.
        model: The model; ``quotes`` rewrites nothing.
        timeout: Seconds that it may take, loading included.
        answers: What answered the earlier questions, where names may come from.

    Returns:
        None where there is no model, it fails, or its rewriting may not stand: the rules of ``chat.understand`` are
        there for that.
    """
    if not model.open or not history:
        return None
    deadline = time.monotonic() + timeout
    text = ""
    try:
        for chunk in model.open().chat.stream(_messages(question, history)):
            text += chunk.text
            if time.monotonic() > deadline or "\n" in text.strip():
                break
    # Every provider raises exceptions of its own, and none of them may cost the reader the answer.
    except Exception:  # noqa: BLE001
        return None
    if time.monotonic() > deadline:
        return None
    rewritten = _tidied(text)
    return rewritten if not objections(rewritten, question, history, answers) else None


def objections(rewritten: str, question: str, history: Sequence[str], answers: Sequence[str] = ()) -> list[str]:
    """What speaks against a rewriting: each in words a person can read; nothing, where it may stand."""
    known = " ".join([*history, question, *answers])
    found = []
    if not rewritten or len(re.findall(r"\?", rewritten)) > 1 or re.search(r"[.!?]\s+[A-Z]", rewritten.strip()):
        found.append("it is not one question")
    longest = max((len(text) for text in history), default=0)
    if len(rewritten) > LONGEST * (len(question) + longest):
        found.append("it is much longer than what was asked")
    if extra := [word for word in _content(rewritten) if not _among(word, known)]:
        found.append(f"it brings in {', '.join(extra)}")
    if strange := set(numbers(rewritten)) - set(numbers(known)):
        found.append(f"it brings in the number {', '.join(f'{number:g}' for number in sorted(strange))}")
    if lost := [word for word in _content(question) if not _among(word, rewritten)]:
        found.append(f"it drops {', '.join(lost)}")
    if lost_numbers := set(numbers(question)) - set(numbers(rewritten)):
        found.append(f"it drops the number {', '.join(f'{number:g}' for number in sorted(lost_numbers))}")
    return found


def _messages(question: str, history: Sequence[str]) -> list[BaseMessage]:
    lines = [f"{number}. {text}" for number, text in enumerate(history[-LAST:], start=1)]
    body = "\n".join([*lines, f"Last question: {question}"])
    return [SystemMessage(INSTRUCTIONS), HumanMessage(body)]


def _tidied(text: str) -> str:
    line = text.strip().partition("\n")[0].strip()
    return _OPENING.sub("", line).strip().strip('"“”').strip()


def _content(text: str) -> list[str]:
    """Words that a rewriting must keep, and may not bring in: nouns, names, full verbs, adjectives, numbers."""
    words = [token.text for token in content_tokens(text)]
    return [word for word in words if word.lower() not in _POINTING and word.lower() not in EMPTY]


def _among(word: str, text: str) -> bool:
    own = word.lower()
    return any(alike(own, other) for other in re.findall(r"[^\W_]+", text.lower()))
