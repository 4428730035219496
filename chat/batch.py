"""A file of questions, answered into a file of answers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from chat.answer import Answer
from ingest.errors import SettingsError

Answerer = Callable[[str, Sequence[str]], Answer]
EXPECTED = '{"id": "1", "question": "…", "history": ["an earlier question", …]} (history may be left out)'


class Question(BaseModel):
    """A row of a file of questions."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    history: list[str] = []


class _Row(BaseModel):
    """A row of the unfinished file: which model was asked for, what it was asked, and its answer."""

    model: str
    asked: Question
    answer: Answer


def read_questions(path: Path) -> list[Question]:
    """Reads a file of questions, one JSON object a line.

    Raises:
        SettingsError: The file can't be read, or a line of it isn't a question. The message names the line, what
            was found and what was expected.
    """
    try:
        # Not splitlines(): JSON may hold U+2028 and U+0085 as they are, which it would split at.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not a text file in UTF-8.") from error
    questions: list[Question] = []
    lines_by_id: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(map(str, problem["loc"]))
            raise SettingsError(
                f"{path}:{number}: {f'{where}: ' if where else ''}{problem['msg']}; "
                f"found {line[:80]!r}, expected {EXPECTED}."
            ) from error
        if (first := lines_by_id.setdefault(question.id, number)) != number:
            raise SettingsError(f"{path}:{number}: the id {question.id!r} is that of line {first}; each needs its own.")
        questions.append(question)
    return questions


def answer_file(
    questions: Path, answers: Path, answer: Answerer, model: str, progress: Callable[[int, int], None]
) -> list[str]:
    """Answers a file of questions, one answer a line in the same order.

    Answers are written to ``<answers>.partial`` as they come, so that an interrupted run goes on where it stopped;
    the file takes its name when it is whole.

    Args:
        questions: Rows of `Question`.
        answers: Where the answers go; replaced if it is there.
        answer: Answers a question with a history.
        model: Name of the model that was asked for; answers of another one in the partial file are not used.
        progress: Called with (answered, all).

    Returns:
        What kept the model from answering, one line a question; empty when nothing did.

    Raises:
        SettingsError: A file can't be read or written.
    """
    asked = read_questions(questions)
    partial = answers.with_name(answers.name + ".partial")
    held = _held(partial, model)
    rows: list[Answer] = []
    try:
        # Added to, not written anew: what is held must outlive a run that is interrupted before it gets there.
        with partial.open("a", encoding="utf-8") as file:
            file.write("\n")  # behind a line that wasn't finished
            for question in asked:
                row = held.get(question.id)
                if row is None or row.asked != question or row.answer.problem:
                    found = answer(question.question, question.history).model_copy(update={"id": question.id})
                    row = _Row(model=model, asked=question, answer=found)
                    file.write(row.model_dump_json() + "\n")
                    file.flush()
                rows.append(row.answer)
                progress(len(rows), len(asked))
        answers.write_text("".join(f"{row.model_dump_json()}\n" for row in rows), encoding="utf-8")
        partial.unlink()
    except OSError as error:
        raise SettingsError(f"{answers}: {error.strerror}.") from error
    return [f"{row.id}: {row.problem}" for row in rows if row.problem]


def _held(partial: Path, model: str) -> dict[str, _Row]:
    """Rows that an interrupted run left, by id; a line that it was writing when it stopped is passed over."""
    held: dict[str, _Row] = {}
    try:
        lines = partial.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return held
    for line in lines:
        try:
            row = _Row.model_validate_json(line)
        except ValidationError:
            continue
        if row.model == model:
            held[row.asked.id] = row
    return held
