"""What is asked: a follow-up is put together with the questions it leans on."""

import re
from collections.abc import Sequence

_LEANS = re.compile(
    r"^(?:and|but|or|so|then|also|what about|how about|why|why not|how so|since when|who else|what else)\b"
    r"|\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|former|latter"
    r"|one|ones|same)\b(?!\s+(?:is|was|are|were)\s+there\b)",
    re.IGNORECASE,
)


def standalone_question(question: str, history: Sequence[str]) -> str:
    """Makes a question understandable without the ones before it.

    A question that leans on what was said (it opens with "and", "what about", "why", or has a pronoun) is put
    behind the question it follows; any other stands alone, so that an old topic doesn't leak into a new one.

    Args:
        question: As asked.
        history: Earlier questions, oldest first.
    """
    question = " ".join(question.split())
    if not history or not _LEANS.search(question):
        return question
    return f"{standalone_question(history[-1], history[:-1])} {question}"
