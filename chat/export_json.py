"""A conversation as JSON: with document hashes, model, settings, evidence and verdicts, for programs and for proof."""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from chat.conversation import Conversation, Turn

FORMAT = 1


def json_file(conversation: Conversation) -> bytes:
    """A conversation as one JSON object in UTF-8.

    ``turns`` holds for each question ``documents`` (name and SHA-256 of the file), ``settings``, ``evidence`` (all that
    was put before the model, and whether it was cited), ``answer`` in the shape of ``briefing ask --json`` with the
    verdict on each claim, ``alternatives`` likewise, and ``feedback``.
    """
    data = {
        "format": FORMAT,
        "briefing": version("briefing"),
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "id": conversation.id,
        "title": conversation.title,
        "created": conversation.created.isoformat(timespec="seconds"),
        "restricted_to": conversation.documents,
        "turns": [_turn(turn) for turn in conversation.turns],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _turn(turn: Turn) -> dict[str, Any]:
    cited = {citation.n for citation in turn.answer.citations}
    return {
        "id": turn.id,
        "asked": turn.asked.isoformat(timespec="seconds"),
        "question": turn.answer.question,
        "model": turn.answer.model,
        "settings": turn.settings,
        "documents": [{"document": name, "sha256": sha256} for name, sha256 in turn.documents.items()],
        "evidence": [
            item.citation.model_dump(mode="json")
            | {"similarity": item.similarity, "passage": item.passage, "cited": item.citation.n in cited}
            for item in turn.retrieved
        ],
        "answer": turn.answer.model_dump(mode="json"),
        "alternatives": [answer.model_dump(mode="json") for answer in turn.alternatives],
        "feedback": turn.feedback.model_dump(mode="json") if turn.feedback else None,
    }
