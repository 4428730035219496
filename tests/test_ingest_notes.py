import pytest

from ingest.notes import find_notes


def cut(*texts: str) -> tuple[list[str], list[int]]:
    """The texts without the notes that are found in them, and the notes' numbers."""
    clean, numbers = [], []
    for text, marks in zip(texts, find_notes(texts), strict=True):
        numbers += [mark.number for mark in marks]
        for mark in reversed(marks):
            assert text[mark.start : mark.end] == str(mark.number)
            text = text[: mark.start] + text[mark.end :]
        clean.append(text)
    return clean, numbers


HABIT = "Talks began in spring1. They failed within weeks2. Nobody was surprised3. The policy stayed1."


def test_numbers_on_words_quotes_and_brackets_are_notes() -> None:
    clean, numbers = cut(HABIT, "He said “we lose”4. It was so (in part)2.")
    assert clean[1] == "He said “we lose”. It was so (in part)."
    assert numbers == [1, 2, 3, 1, 4, 2]


def test_numbers_behind_the_full_stop_are_notes() -> None:
    clean, numbers = cut("Talks began.1 They failed.2 Nobody cared.3 He said “no.”1 It ended.2")
    assert clean == ["Talks began. They failed. Nobody cared. He said “no.” It ended."]
    assert numbers == [1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("glued", "plain"),
    [
        ("He came in 19872.", "He came in 1987."),
        ("It has stood since 19493.", "It has stood since 1949."),
        ("It cost $6 million2.", "It cost $6 million."),
        ("They counted 24,0002.", "They counted 24,000."),
        ("It fell by 5%1.", "It fell by 5%."),
        ("They met at the UN2, where the UN sits.", "They met at the UN, where the UN sits."),
    ],
)
def test_years_numbers_and_known_acronyms_lose_their_note(glued: str, plain: str) -> None:
    assert cut(HABIT, glued)[0][1] == plain


@pytest.mark.parametrize(
    "text",
    [
        "In 2025, after the 1980s and before 2045, some 24,000 were counted.",
        "The 13 met. It cost $6. The post-1945 order held.",
        "They met at the G7. The G7 leaders agreed.",
        "COVID19 cases rose. Nobody expected COVID19.",
        "It emits CO2.",
        "They flew the F16.",
        "It rose to 12345.",  # no year in front
        "It happened in 19879.",  # 9 is no note of this document
        "It took version 2.1 Then it worked.",
    ],
)
def test_real_numbers_and_names_stay_in_a_document_with_notes(text: str) -> None:
    assert cut(HABIT, text)[0][1] == text


@pytest.mark.parametrize(
    "text",
    [
        "They met at the G7. It emits CO2. They flew the F16. Nobody expected COVID19.",
        "It was sold for 19872. It was bought for 19493.",
        "He owns a Model3. She drives a Model3. They want a Model3.",  # one number only
        "See Windows10. See Windows11. See Windows95. See Windows98.",  # no small range
        "A word1. A word2.",  # too few to be a habit
        "",
    ],
)
def test_nothing_is_cut_without_evidence_of_notes(text: str) -> None:
    assert cut(text) == ([text], [])


def test_the_real_briefing_has_forty_notes_and_keeps_its_numbers(briefing) -> None:
    assert len(briefing.notes) == 40
    assert {note.number for note in briefing.notes} == {1, 2, 3, 4, 5}
    for kept in ("2025, a", "1980s", "2045", "post-1945", "24,000", "total of 13", "$6 million.", "1987. Perhaps"):
        assert kept in briefing.text
    assert "since 1949. NATO" in briefing.text
    assert "president in 1988. This" in briefing.text
    assert "draw or lose”. By" in briefing.text
