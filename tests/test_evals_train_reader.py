"""What the reader learns from, and that it learns."""

import random
import re
from pathlib import Path

import pytest

from chat.reader import load
from evals.train_reader import DATA, Example, Question, examples, paragraph, read_questions, train

AVON = paragraph(
    "The bridge at Avon was built in 1931. It was closed to cars in 1958. Ann Lee called the closing a scandal."
)


def shown(question: Question, times: int = 50) -> list[Example]:
    """All that is shown for a question in several rounds."""
    return [example for seed in range(times) for example in examples([question], random.Random(seed))]


def test_an_answer_is_where_it_says() -> None:
    found = shown(Question("When was the bridge at Avon built?", AVON, ("1931",)))
    answered = [example for example in found if example.answer]
    assert len(answered) == 50
    assert {example.text[slice(*example.answer)] for example in answered if example.answer} == {"1931"}
    assert len({example.text for example in answered}) == 2  # alone, and with the sentence after it
    others = [example.text for example in found if not example.answer]
    assert 5 < len(others) < 35
    assert not any("1931" in text for text in others)


def test_of_several_places_the_sentence_with_the_questions_words() -> None:
    twice = paragraph("Avon lies in Kent. The bridge at Avon is in Kent too.")
    found = [e for e in shown(Question("Where is the bridge at Avon?", twice, ("Kent",))) if e.answer]
    assert all(example.text[: example.answer[0]].endswith("is in ") for example in found if example.answer)


def test_an_answer_that_runs_over_two_sentences_is_not_shown() -> None:
    assert shown(Question("When?", AVON, ("1931. It was closed",))) == []


def test_what_has_no_answer_is_asked_of_what_comes_closest() -> None:
    found = shown(Question("How much did the bridge at Avon cost?", AVON))
    assert all("bridge at Avon" in example.text and example.answer is None for example in found)
    named = shown(Question("How much did the bridge at Avon cost?", AVON, (), "It was closed to cars in 1958."))
    assert sum("1958" in example.text for example in named) > sum("1958" in example.text for example in found)


def test_the_data_hold_what_they_promise() -> None:
    questions = read_questions(DATA)
    assert len({question.text for question in questions}) > 15_000
    for question in questions:
        assert all(answer in question.paragraph.text for answer in question.answers), question.text
        assert question.decoy in question.paragraph.text, question.text
        assert not (question.answers and question.decoy), question.text


def test_it_learns(capsys: pytest.CaptureFixture[str]) -> None:
    found = load(None)
    asked = [
        Question("When was the bridge at Avon built?", AVON, ("1931",)),
        Question("Who called the closing a scandal?", AVON, ("Ann Lee",)),
        Question("How much did the bridge at Avon cost?", AVON),
        Question("Who painted the bridge at Avon?", AVON),
    ]
    before = {name: values.clone() for name, values in found.model.state_dict().items()}
    train(found, asked, rounds=200)
    [built], [cost] = (found.read(asked[i].text, ["The bridge at Avon was built in 1931."]) for i in (0, 2))
    assert cost.score < built.score
    changed = {name for name, values in found.model.state_dict().items() if not values.equal(before[name])}
    assert changed
    assert not any(name.startswith("bert.embeddings.") for name in changed)
    assert re.search(r"^step (\d+) of \1, loss ", capsys.readouterr().out, re.MULTILINE)


def test_files_are_under_their_licence() -> None:
    said = (Path(DATA) / "README.md").read_text("utf-8")
    assert "CC BY-SA 4.0" in said
