"""Files of questions: what is wrong with a row, and going on after an interruption."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from chat.answer import Answer, Timings
from chat.batch import answer_file, read_questions
from ingest.errors import SettingsError


def write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_questions(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class Answerer:
    """Answers with the question in capitals, and remembers what it was asked."""

    def __init__(self, stop_at: str = "", problem_at: str = "") -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.stop_at, self.problem_at = stop_at, problem_at

    def __call__(self, question: str, history: Sequence[str]) -> Answer:
        if question == self.stop_at:
            raise KeyboardInterrupt
        self.asked.append((question, list(history)))
        return Answer(
            question=question,
            standalone_question=question,
            answer=question.upper(),
            refused=False,
            model="fake",
            timings=Timings(evidence_s=0, first_token_s=None, total_s=0),
            problem="fake doesn't answer" if question == self.problem_at else None,
        )

    @property
    def questions(self) -> list[str]:
        return [question for question, _ in self.asked]


class Run:
    """`answer_file` on three questions, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.to = folder / "answers.jsonl"
        self.partial = folder / "answers.jsonl.partial"
        self.source = folder / "questions.jsonl"
        self.ask("one?", "two?", "three?")

    def ask(self, *questions: str) -> None:
        write(self.source, *({"id": f"q{n}", "question": text} for n, text in enumerate(questions, start=1)))

    def __call__(self, answerer: Answerer, model: str = "fake") -> list[str]:
        return answer_file(self.source, self.to, answerer, model, lambda *_: None)

    def interrupted(self, at: str, **options: str) -> Answerer:
        answerer = Answerer(stop_at=at, **options)
        with pytest.raises(KeyboardInterrupt):
            self(answerer)
        return answerer

    def answers(self) -> list[tuple[str, str]]:
        rows = [json.loads(line) for line in self.to.read_text(encoding="utf-8").splitlines()]
        return [(row["id"], row["answer"]) for row in rows]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


WHOLE = [("q1", "ONE?"), ("q2", "TWO?"), ("q3", "THREE?")]


# ---- reading


def test_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        {"id": "a", "question": " Who? ", "history": ["What?"]},
        "",
        {"id": 7, "question": "Why?", "kind": "of no matter"},
    )
    assert [row.model_dump() for row in read_questions(path)] == [
        {"id": "a", "question": "Who?", "history": ["What?"]},
        {"id": "7", "question": "Why?", "history": []},
    ]


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes(
        b'\xef\xbb\xbf{"id": "a", "question": "Who?"}\r\n{"id": "b", "question": "Why?"}\r\n'
    )
    assert [row.id for row in read_questions(tmp_path / "q.jsonl")] == ["a", "b"]


@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\u000b"])
def test_marks_that_only_python_takes_for_line_ends(tmp_path: Path, mark: str) -> None:
    text = json.dumps({"id": "a", "question": f"Who{mark}did it?"}, ensure_ascii=mark < " ")
    assert read_questions(write(tmp_path / "q.jsonl", text))[0].question == f"Who{mark}did it?"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('{"id": "b", "question": ', "EOF"),
        ('"who?"', "object"),
        ({"question": "Who?"}, "id: Field required"),
        ({"id": "b"}, "question: Field required"),
        ({"id": "b", "question": ""}, "question: String should have at least 1 character"),
        ({"id": "b", "question": "  "}, "question: String should have at least 1 character"),
        ({"id": "b", "question": ["Who?"]}, "question: Input should be a valid string"),
        ({"id": "b", "question": "Who?", "history": "What?"}, "history: "),
        ({"id": None, "question": "Who?"}, "id: Input should be a valid string"),
    ],
)
def test_a_bad_row_names_the_line_what_was_found_and_what_was_expected(tmp_path: Path, row: object, what: str) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "a", "question": "Why?"}, "", row)
    message = refused(path)
    assert message.startswith(f"{path}:3: ")
    assert what in message
    assert (
        f"found {row if isinstance(row, str) else json.dumps(row)!r}" in message.replace('\\"', '"')
        or "found" in message
    )
    assert 'expected {"id": "1", "question": "…"' in message


def test_an_id_that_stands_twice(tmp_path: Path) -> None:
    path = write(
        tmp_path / "q.jsonl",
        *({"id": name, "question": "Who?"} for name in ("a", "b", "1")),
        {"id": 1, "question": "W"},
    )
    assert refused(path) == f"{path}:4: the id '1' is that of line 3; each needs its own."


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.jsonl") == f"{tmp_path}/none.jsonl: No such file or directory."
    assert refused(tmp_path).startswith(f"{tmp_path}: ")
    (tmp_path / "latin.jsonl").write_bytes('{"id": "a", "question": "Où?"}'.encode("latin-1"))
    assert refused(tmp_path / "latin.jsonl") == f"{tmp_path}/latin.jsonl: this is not a text file in UTF-8."


# ---- answering


def test_one_answer_a_line_in_order(run: Run) -> None:
    assert run(Answerer()) == []
    assert run.answers() == WHOLE
    assert not run.partial.exists()


def test_history_is_passed_on(run: Run) -> None:
    write(run.source, {"id": "q1", "question": "Why?", "history": ["Who?", "When?"]})
    answerer = Answerer()
    run(answerer)
    assert answerer.asked == [("Why?", ["Who?", "When?"])]


def test_progress(run: Run) -> None:
    seen: list[tuple[int, int]] = []
    answer_file(run.source, run.to, Answerer(), "fake", lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_what_kept_the_model_from_answering_is_told(run: Run) -> None:
    assert run(Answerer(problem_at="two?")) == ["q2: fake doesn't answer"]
    assert run.answers() == WHOLE  # they are there all the same


def test_it_goes_on_where_it_was_interrupted(run: Run) -> None:
    run.interrupted("three?")
    assert not run.to.exists()
    answerer = Answerer()
    assert run(answerer) == []
    assert answerer.questions == ["three?"]
    assert run.answers() == WHOLE
    assert not run.partial.exists()


def test_a_line_that_was_not_finished_is_answered_again(run: Run) -> None:
    run.interrupted("three?")
    text = run.partial.read_bytes()
    run.partial.write_bytes(text[: len(text) - 20])
    answerer = run.interrupted("three?")
    assert answerer.questions == ["two?"]
    assert run.interrupted("three?").questions == []  # and now it is held
    run(Answerer())
    assert run.answers() == WHOLE


def test_what_is_held_outlives_an_interruption_before_it(run: Run) -> None:
    run.interrupted("three?", problem_at="one?")
    assert run.interrupted("one?").questions == []
    answerer = Answerer()
    run(answerer)
    assert answerer.questions == ["one?", "three?"]


def test_a_question_that_had_a_problem_is_asked_again(run: Run) -> None:
    run.interrupted("three?", problem_at="one?")
    answerer = Answerer()
    assert run(answerer) == []
    assert answerer.questions == ["one?", "three?"]
    assert run.answers() == WHOLE


def test_a_question_that_was_changed_is_asked_again(run: Run) -> None:
    run.interrupted("three?")
    run.ask("one?", "another?", "three?")
    answerer = Answerer()
    run(answerer)
    assert answerer.questions == ["another?", "three?"]


def test_a_question_whose_history_was_changed_is_asked_again(run: Run) -> None:
    run.interrupted("three?")
    write(run.source, {"id": "q1", "question": "one?", "history": ["zero?"]}, {"id": "q2", "question": "two?"})
    answerer = Answerer()
    run(answerer)
    assert answerer.asked == [("one?", ["zero?"])]


def test_answers_of_another_model_are_not_used(run: Run) -> None:
    run.interrupted("three?")
    answerer = Answerer()
    run(answerer, model="another")
    assert answerer.questions == ["one?", "two?", "three?"]


def test_a_finished_file_is_made_anew(run: Run) -> None:
    run(Answerer())
    answerer = Answerer()
    run(answerer)
    assert len(answerer.questions) == 3
    assert run.answers() == WHOLE


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    answerer = Answerer()
    with pytest.raises(SettingsError, match=r"none/a\.jsonl: No such file or directory\."):
        answer_file(run.source, tmp_path / "none" / "a.jsonl", answerer, "fake", lambda *_: None)
    assert answerer.asked == []  # said before hours of answering


def test_bad_questions_leave_earlier_answers_alone(run: Run) -> None:
    run.to.write_text("earlier")
    run.source.write_text("{")
    with pytest.raises(SettingsError):
        run(Answerer())
    assert run.to.read_text() == "earlier"
