"""Trains the reader: ``python -m evals.train_reader`` writes ``chat/reader.safetensors``.

A round takes half an hour on 2 cores. What it learns from is in ``evals/reader/``; none of it is in a suite. Sentences
are read alone or with those beside them. Of an answerable question the sentence with the answer is shown, and sometimes
another of its paragraph that has its words and not the answer; of an unanswerable one the sentence that comes closest.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chat.reader import TRAINED, UNTOUCHED, Reader, load, save
from chat.settings import stay_local
from ingest.sentences import split_sentences

if TYPE_CHECKING:
    import torch

DATA = Path(__file__).with_name("reader")
FILES = {"squad.jsonl": 1, "near.jsonl": 2, "written.jsonl": 2, "pairs.jsonl": 3}
"""How often the questions of a file are asked in a round: our own are fewer, and more like what is asked here."""

ROUNDS = 2.2
BATCH = 32
RATE = 1.2e-4
WARM_UP = 0.06  # share of the steps in which the rate rises
WEIGHT_DECAY = 0.01
ANOTHER = 0.35  # share of the answerable questions that are asked of a sentence without the answer too
DECOY = 0.7  # share of the unanswerable questions that are asked of the sentence their writer names
BEFORE, AFTER = 0.5, 0.2  # share of the sentences that are read with the one before, with the one after


_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    "the a an this these that of in on at to by for with from as and or than many much is was are were be been had has "
    "have do does did which who what when where how it its he his she her they their".split()
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the offsets of its sentences."""

    text: str
    sentences: tuple[tuple[int, int], ...]

    def quote(self, place: int) -> str:
        """One of its sentences."""
        start, end = self.sentences[place]
        return self.text[start:end]

    def sentence_at(self, offset: int) -> int:
        """Which of its sentences has a character."""
        return max(i for i, (start, _) in enumerate(self.sentences) if start <= offset)


@dataclass(frozen=True)
class Question:
    """A question that was put to a paragraph.

    Attributes:
        text: What is asked.
        paragraph: What it was put to.
        answers: In the paragraph's words, each of which answers; none where nothing does.
        decoy: The sentence that comes closest to an answer that isn't there, where the writer said which.
    """

    text: str
    paragraph: Paragraph
    answers: tuple[str, ...] = ()
    decoy: str = ""


@dataclass(frozen=True)
class Example:
    """A question, a text, and from where to where in it the answer stands; None where it doesn't."""

    question: str
    text: str
    answer: tuple[int, int] | None = None


def main() -> None:
    """Trains and writes what the chat reads."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=float, default=ROUNDS, help="how often every question is asked")
    parser.add_argument("--rate", type=float, default=RATE, help="of learning, at its highest")
    parser.add_argument("--start", type=Path, help="a trained reader to go on from")
    parser.add_argument("--out", type=Path, default=TRAINED)
    arguments = parser.parse_args()
    stay_local()
    found = load(arguments.start)
    train(found, read_questions(DATA), arguments.rounds, arguments.rate)
    save(found, arguments.out)


def read_questions(folder: Path) -> list[Question]:
    """The questions of all files, as often as they are to be asked in a round."""
    rows = (json.loads(line) for line in (folder / "paragraphs.jsonl").read_text("utf-8").splitlines())
    paragraphs = {row["id"]: paragraph(row["text"]) for row in rows}
    questions = []
    for name, times in FILES.items():
        for line in (folder / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            answers = tuple(sorted(row["answers"], key=len)) if row["answerable"] else ()
            questions += times * [
                Question(row["question"], paragraphs[row["paragraph"]], answers, row.get("decoy", ""))
            ]
    return questions


def paragraph(text: str) -> Paragraph:
    """A text with its sentences found."""
    return Paragraph(text, tuple((span.start, span.end) for span in split_sentences(text)))


def examples(questions: Sequence[Question], chance: random.Random) -> list[Example]:
    """What is shown for questions in one round, in a new order and with new surroundings each time."""
    shown = [example for question in questions for example in _of(question, chance)]
    chance.shuffle(shown)
    return shown


def _of(question: Question, chance: random.Random) -> Iterator[Example]:
    paragraph, likeness = question.paragraph, _likeness(question)
    if not question.answers:
        place = max(range(len(likeness)), key=lambda i: likeness[i] + 0.15 * chance.random())
        if question.decoy and chance.random() < DECOY:
            place = paragraph.sentence_at(paragraph.text.index(question.decoy))
        start, end = _window(paragraph, place, chance)
        yield Example(question.text, paragraph.text[start:end])
        return
    places = next(filter(None, (list(_places(paragraph, answer)) for answer in question.answers)), [])
    if not places:
        return  # it runs over the end of a sentence
    place, first, last = max(places, key=lambda found: likeness[found[0]])
    start, end = _window(paragraph, place, chance)
    yield Example(question.text, paragraph.text[start:end], (first - start, last - start))
    if chance.random() < ANOTHER:
        others = [i for i in range(len(likeness)) if not _holds(paragraph.quote(i), question.answers)]
        place = max(others, key=lambda i: likeness[i] + 0.1 * chance.random(), default=place)
        start, end = _window(paragraph, place, chance)
        if not _holds(paragraph.text[start:end], question.answers):
            yield Example(question.text, paragraph.text[start:end])


def _likeness(question: Question) -> list[float]:
    """Share of the question's words that each sentence of its paragraph has."""
    asked = _words(question.text)
    found = (_words(question.paragraph.quote(i)) for i in range(len(question.paragraph.sentences)))
    return [len(asked & words) / (1 + len(asked)) for words in found]


def _words(text: str) -> set[str]:
    return {word[:6] for word in _WORD.findall(text.lower())} - _COMMON


def _places(paragraph: Paragraph, answer: str) -> Iterator[tuple[int, int, int]]:
    """Each sentence that has an answer as a whole, and the answer's offsets in the paragraph."""
    for found in re.finditer(re.escape(answer), paragraph.text):
        place = paragraph.sentence_at(found.start())
        if found.end() <= paragraph.sentences[place][1]:
            yield place, found.start(), found.end()


def _holds(text: str, answers: Sequence[str]) -> bool:
    return any(answer.lower() in text.lower() for answer in answers)


def _window(paragraph: Paragraph, place: int, chance: random.Random) -> tuple[int, int]:
    """The offsets of a sentence, and sometimes of those beside it."""
    start, end = paragraph.sentences[place]
    if place and chance.random() < BEFORE:
        start = paragraph.sentences[place - 1][0]
    if place + 1 < len(paragraph.sentences) and chance.random() < AFTER:
        end = paragraph.sentences[place + 1][1]
    return start, end


def train(found: Reader, questions: Sequence[Question], rounds: float, rate: float = RATE, seed: int = 0) -> None:
    """Trains a reader; all but its word embeddings.

    Args:
        found: Is changed.
        questions: What it learns from.
        rounds: How often every question is asked.
        rate: Of learning, at its highest.
        seed: For the order and what is left out.

    Raises:
        ValueError: There is nothing to learn from.
    """
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311
    model = found.model.train()
    trained = {name: values for name, values in model.named_parameters() if not name.startswith(UNTOUCHED)}
    for name, values in model.named_parameters():
        values.requires_grad_(name in trained)
    shown = len(examples(questions, random.Random(seed)))  # noqa: S311
    if not shown:
        raise ValueError("None of the questions has an answer, or a sentence that comes close, in its paragraph.")
    steps = max(1, int(rounds * shown / BATCH))
    decaying = [
        {"params": [v for v in trained.values() if v.ndim > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [v for v in trained.values() if v.ndim == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(decaying, lr=rate)
    rising = max(1.0, WARM_UP * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, max(0.0, (steps - step) / (steps - rising or 1)))
    )
    smooth = 0.0
    for step, batch in zip(range(1, steps + 1), _batches(questions, chance), strict=False):
        encoded = found.encode([(example.question, example.text) for example in batch])
        firsts, lasts = _targets(encoded.offsets, encoded.allowed, [example.answer for example in batch])
        with torch.autocast("cpu", torch.bfloat16):
            first, last = found.logits(encoded)
        loss = (cross_entropy(first, firsts) + cross_entropy(last, lasts)) / 2
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(list(trained.values()), 1.0)
        optimizer.step()
        schedule.step()
        smooth = 0.98 * smooth + 0.02 * loss.item()
        if step % 50 == 0 or step == steps:
            sys.stdout.write(f"step {step} of {steps}, loss {smooth / (1 - 0.98**step):.3f}\n")
            sys.stdout.flush()
    model.eval()


def _batches(questions: Sequence[Question], chance: random.Random) -> Iterator[list[Example]]:
    """Examples of about the same length together, round after round."""
    while True:
        shown = sorted(examples(questions, chance), key=lambda e: len(e.question) + len(e.text) + 40 * chance.random())
        batches = [shown[i : i + BATCH] for i in range(0, len(shown), BATCH)]
        chance.shuffle(batches)
        yield from batches


def _targets(
    offsets: "torch.Tensor", allowed: "torch.Tensor", answers: Sequence[tuple[int, int] | None]
) -> tuple["torch.Tensor", "torch.Tensor"]:
    """The first and the last token of each answer, shape (examples,); 0 where there is none, or it was cut off."""
    import torch

    found = torch.zeros(2, len(answers), dtype=torch.long)
    for i, answer in enumerate(answers):
        if answer is None:
            continue
        starts, ends = offsets[i, :, 0], offsets[i, :, 1]
        inside = allowed[i] & (ends > answer[0]) & (starts < answer[1]) & (ends > starts)
        tokens = inside.nonzero().flatten()
        if len(tokens) and int(ends[tokens[-1]]) >= answer[1]:
            found[0, i], found[1, i] = tokens[0], tokens[-1]
    return found[0], found[1]


if __name__ == "__main__":
    main()
