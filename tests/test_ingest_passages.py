import random

import pytest

from ingest.assemble import Block, Parsed, assemble
from ingest.passages import MAX_CHARACTERS, passages
from ingest.source import Source


def source(*blocks: str | tuple[int, str]) -> Source:
    made = [Block(block) if isinstance(block, str) else Block(block[1], level=block[0]) for block in blocks]
    return assemble(Parsed(made), name="a", origin="a", sha256="0")


def quotes(document: Source, limit: int = MAX_CHARACTERS) -> list[str]:
    return [document.quote(passage) for passage in passages(document, limit)]


def sentence(length: int) -> str:
    return "A" + "b" * (length - 2) + "."


def test_short_paragraphs_are_joined() -> None:
    assert quotes(source("One is short.", "Two is short.", "Three.")) == ["One is short.\n\nTwo is short.\n\nThree."]


def test_passages_stay_in_their_section() -> None:
    document = source("Before.", (1, "First"), "One.", "Two.", (2, "Second"), "Three.")
    assert quotes(document) == ["Before.", "One.\n\nTwo.", "Three."]
    assert [passage.section for passage in passages(document)] == [0, 1, 2]


def test_a_heading_is_in_no_passage() -> None:
    assert quotes(source((1, "Head"), "One.")) == ["One."]


def test_a_paragraph_stays_whole_where_it_fits() -> None:
    document = source(f"{sentence(20)} {sentence(20)}", f"{sentence(20)} {sentence(20)}")
    assert [len(quote) for quote in quotes(document, 60)] == [41, 41]


def test_a_long_paragraph_is_cut_into_parts_of_about_equal_length() -> None:
    document = source(" ".join(sentence(20) for _ in range(6)))
    assert [len(quote) for quote in quotes(document, 100)] == [62, 62]


def test_a_long_sentence_stands_alone() -> None:
    document = source(f"{sentence(10)} {sentence(200)} {sentence(10)}")
    assert [len(quote) for quote in quotes(document, 50)] == [10, 200, 10]


def test_every_sentence_is_in_one_passage_of_its_section_and_none_is_too_long() -> None:
    dice = random.Random(1)
    for _ in range(50):
        blocks = [
            (dice.choice([1, 2]), "Heading")
            if dice.random() < 0.2
            else " ".join(sentence(dice.randint(3, 80)) for _ in range(dice.randint(1, 9)))
            for _ in range(20)
        ]
        document = source(*blocks, "End.")
        cut = passages(document, 120)
        assert [passage.index for passage in cut] == list(range(len(cut)))
        members = [document.sentences[passage.first : passage.last + 1] for passage in cut]
        assert [s for group in members for s in group] == list(document.sentences)
        for passage, group in zip(cut, members, strict=True):
            assert {s.section for s in group} == {passage.section}
            assert (passage.start, passage.end) == (group[0].start, group[-1].end)
            assert len(group) == 1 or passage.end - passage.start <= 120


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        passages(source("One."), 0)
