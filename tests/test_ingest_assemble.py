import pytest

from ingest.assemble import Block, Parsed, assemble
from ingest.errors import IngestError
from ingest.source import Source
from tests.source_checks import assert_sound


def source(*blocks: Block, language: str = "en") -> Source:
    return assemble(Parsed(blocks, title="T", language=language), name="a.txt", origin="/a.txt", sha256="0")


def test_blocks_become_sections_paragraphs_and_sentences() -> None:
    document = source(
        Block("Before. It all."),
        Block("First", level=1),
        Block("One. Two."),
        Block("Three."),
        Block("Second", level=2),
    )
    assert_sound(document)
    assert document.text == "Before. It all.\n\nFirst\n\nOne. Two.\n\nThree.\n\nSecond"
    assert [(s.title, s.level, document.quote(s)) for s in document.sections] == [
        (None, 0, "Before. It all."),
        ("First", 1, "First\n\nOne. Two.\n\nThree."),
        ("Second", 2, "Second"),
    ]
    assert [(document.quote(s), s.section, s.paragraph) for s in document.sentences] == [
        ("Before.", 0, 0),
        ("It all.", 0, 0),
        ("One.", 1, 1),
        ("Two.", 1, 1),
        ("Three.", 1, 2),
    ]
    assert (document.name, document.origin, document.title) == ("a.txt", "/a.txt", "T")


def test_marked_notes_belong_to_the_sentence_they_follow() -> None:
    document = source(
        Block("Head", level=1, notes=[(4, 9)]), Block("One. Two here. Three.", notes=[(4, 1), (8, 2), (21, 3)])
    )
    assert [sentence.notes for sentence in document.sentences] == [(1,), (2,), (3,)]
    assert [(note.number, document.text[: note.position]) for note in document.notes][:2] == [
        (9, "Head"),
        (1, "Head\n\nOne."),
    ]


def test_glued_notes_are_taken_out_and_other_offsets_move_with_them() -> None:
    text = "The first policy1. The second treaty2. Third on the next page3."
    on, the = text.index("Third"), text.index(" next")
    document = source(Block(text, page=4, pages=[(on, 5)], notes=[(the, 7)]))
    assert document.text == "The first policy. The second treaty. Third on the next page."
    assert [sentence.notes for sentence in document.sentences] == [(1,), (2,), (7, 3)]
    assert [sentence.page for sentence in document.sentences] == [4, 4, 5]
    assert [document.text[: note.position].split()[-1] for note in document.notes] == [
        "policy",
        "treaty",
        "the",
        "page",
    ]


def test_sentences_have_the_page_on_which_they_start() -> None:
    document = source(Block("One goes on here. Two.", page=1, pages=[(8, 2)]), Block("Three.", page=2))
    assert [sentence.page for sentence in document.sentences] == [1, 2, 2]


def test_offsets_count_code_points() -> None:
    document = source(Block("Ein 😀 Wort. Zwei é Wörter. Drei."), language="de")
    assert [document.quote(s) for s in document.sentences] == ["Ein 😀 Wort.", "Zwei é Wörter.", "Drei."]


def test_an_unknown_language_is_no_error() -> None:
    assert len(source(Block("One. Two."), language="zz").sentences) == 2


def test_blank_blocks_are_left_out() -> None:
    assert source(Block(" "), Block("One."), Block("", level=1)).text == "One."


@pytest.mark.parametrize("blocks", [[], [Block(" ")], [Block("Only a heading", level=1)]])
def test_nothing_to_read_is_an_error(blocks: list[Block]) -> None:
    with pytest.raises(IngestError, match=r"^a\.txt: there is no text in it\."):
        source(*blocks)
