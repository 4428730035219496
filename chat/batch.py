"""A file of questions, answered into a file of answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chat.answer import Answer
from ingest.errors import SettingsError

Answerer = Callable[[str, Sequence[str]], Answer]
EXPECTED = '{"id": "1", "question": "…", "history": ["an earlier question", …]} (history may be left out)'


class Question(BaseModel):
    """A row of a file of questions."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: str = Field(min_length=1)
    history: list[str] = []


class _Row(BaseModel):
    """A row of the unfinished file: which model was asked for, and its answer."""

    model: str
    answer: Answer


def read_questions(path: Path) -> list[Question]:
    """Reads a file of questions, one JSON object a line.

    Raises:
        SettingsError: The file can't be read, or a line of it isn't a question. The message names the line, what
            was found and what was expected.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not a text file in UTF-8.") from error
    questions: list[Question] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(Question.model_validate_json(line))
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(map(str, problem["loc"]))
            raise SettingsError(
                f"{path}:{number}: {f'{where}: ' if where else ''}{problem['msg']}; "
                f"found {line[:80]!r}, expected {EXPECTED}."
            ) from error
    ids = [question.id for question in questions]
    if repeated := {identifier for identifier in ids if ids.count(identifier) > 1}:
        raise SettingsError(f"{path}: the id {min(repeated)!r} stands in more than one line; each needs its own.")
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
    done = _held(partial, model)
    rows: list[Answer] = []
    try:
        with partial.open("w", encoding="utf-8") as file:
            for question in asked:
                held = done.get(question.id)
                if held is None or (held.question, held.problem) != (question.question, None):
                    held = answer(question.question, question.history).model_copy(update={"id": question.id})
                rows.append(held)
                file.write(_Row(model=model, answer=held).model_dump_json() + "\n")
                file.flush()
                progress(len(rows), len(asked))
        answers.write_text("".join(f"{row.model_dump_json()}\n" for row in rows), encoding="utf-8")
        partial.unlink()
    except OSError as error:
        raise SettingsError(f"{answers}: {error.strerror}.") from error
    return [f"{row.id}: {row.problem}" for row in rows if row.problem]


def _held(partial: Path, model: str) -> dict[str, Answer]:
    """Answers that an interrupted run left, by id; a line that it was writing when it stopped is passed over."""
    held: dict[str, Answer] = {}
    try:
        lines = partial.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return held
    for line in lines:
        try:
            row = _Row.model_validate_json(line)
        except ValidationError:
            continue
        if row.model == model and row.answer.id is not None:
            held[row.answer.id] = row.answer
    return held
