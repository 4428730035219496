from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.load import load
from ingest.text import parse_text, read_text, text_blocks
from tests.source_checks import assert_sound


def blocks(text: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in text_blocks(text)]


def test_one_paragraph_a_line() -> None:
    text = "First paragraph. It has two sentences.\nSecond paragraph.\n\n\nThird one."
    assert blocks(text) == [
        (0, "First paragraph. It has two sentences."),
        (0, "Second paragraph."),
        (0, "Third one."),
    ]


WRAPPED = """\
The ministers met in Geneva on Tuesday and agreed on
a plan for the river, which had been in dispute for as
long as anyone remembered, and on a fund that pays
for it.

They meet again in May.
1. First they look at the
fund.
2. Then at the river.
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_hard_wrapped_lines_are_joined(ending: str) -> None:
    assert blocks(WRAPPED.replace("\n", ending)) == [
        (0, "The ministers met in Geneva on Tuesday and agreed on a plan for the river, which had been in dispute "
            "for as long as anyone remembered, and on a fund that pays for it."),
        (0, "They meet again in May."),
        (0, "1. First they look at the fund."),
        (0, "2. Then at the river."),
    ]  # fmt: skip


def test_headings_are_short_lines_above_prose() -> None:
    prose = "The ministers met in Geneva on Tuesday."
    assert blocks(f"Background\n{prose}\n2. Not a heading\n{prose}\nalso not\n{prose}\nEnds here.\n{prose}") == [
        (1, "Background"),
        (0, prose),
        (0, "2. Not a heading"),
        (0, prose),
        (0, "also not"),
        (0, prose),
        (0, "Ends here."),
        (0, prose),
    ]


@pytest.mark.parametrize("marker", ["-", "*", "•", "1.", "12)", "(3)", "a)"])
def test_list_items_are_paragraphs(marker: str) -> None:
    assert blocks(f"{marker} Water\n{marker} The river is long.") == [
        (0, f"{marker} Water"),
        (0, f"{marker} The river is long."),
    ]


def test_white_space_ligatures_and_soft_hyphens_are_cleaned() -> None:
    assert blocks("\ufeffThe\u00a0of\ufb01ce\t is  inter\u00adnational\u200b.\x0b\x00") == [
        (0, "The office is international."),
    ]


def test_raised_digits_are_notes_or_exponents() -> None:
    block = text_blocks("The law passed.¹ It covers 12 km².")[0]
    assert (block.text, list(block.notes)) == ("The law passed. It covers 12 km².", [(15, 1)])


def test_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Background\n\n{WRAPPED}", encoding="utf-8")
    assert_sound(load(path), WRAPPED)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(IngestError, match=r"^a\.txt: this is not a text file\."):
        parse_text(path)


def test_undefined_bytes_do_not_lose_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"caf\xe9 \x81 end")
    assert read_text(path) == "café \ufffd end"
