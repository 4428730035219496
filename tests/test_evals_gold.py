"""Where gold quotes stand."""

import pytest

from evals.gold import Place, find_quote, gold_places
from ingest import Source
from tests.conftest import make_source
from tests.eval_rows import BUILT, CLOSED, SOURCE, a_case


def found(quote: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_quote(quote, text)]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("He said “It’s over” – twice.", 'He said "It\'s over" - twice.'),
        ('He said "It\'s over" - twice.', "He said “It’s over” — twice."),
        ("one  two\nthree", "one two three"),
        ("one two three", "one\n\ntwo\u00a0three"),
        ("costs $6 (or more).", "costs $6 (or more)."),  # nothing of it is a pattern
    ],
)
def test_marks_and_white_space_count_as_equal(quote: str, text: str) -> None:
    assert found(quote, f"Before. {text} After.") == [text]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("He won’t lose”4. Nor will she5.", "He won’t lose”. Nor will she."),
        ("It dates to 19872.", "It dates to 1987."),
    ],
)
def test_footnote_digits_that_a_quote_still_carries_are_taken_out(quote: str, text: str) -> None:
    assert found(quote, f"{text} And more.") == [text]


def test_digits_that_stand_in_the_document_stay() -> None:
    assert found("The G7.", "The G7. The G.") == ["The G7."]


def test_words_letter_for_letter() -> None:
    assert found("was built in 1931", "It was built in 1932.") == []
    assert found("It was Built", "It was built.") == []


def test_every_place_of_a_quote_that_stands_in_several() -> None:
    text = "It is over. So they say. It is over."
    assert [(span.start, span.end) for span in find_quote("It is over.", text)] == [(0, 11), (25, 36)]


def test_places_name_their_document() -> None:
    other = make_source("Nothing here.", BUILT, name="other.txt")
    case = a_case(gold_quotes=[BUILT, CLOSED])
    start = other.text.index(BUILT)
    assert gold_places(case, [SOURCE, other]) == [
        Place("bridge.txt", 0, len(BUILT)),
        Place("other.txt", start, start + len(BUILT)),
        Place("bridge.txt", len(BUILT) + 1, len(BUILT) + 1 + len(CLOSED)),
    ]
    assert gold_places(a_case(answerable=False), [SOURCE]) == []


def test_a_quote_of_the_real_briefing_with_its_footnote(briefing: Source) -> None:
    note = next(note for note in briefing.notes if briefing.text[note.position - 1].isalpha())
    sentence = next(s for s in briefing.sentences if s.start < note.position <= s.end)
    clean = briefing.quote(sentence)
    cut = note.position - sentence.start
    [span] = find_quote(f"{clean[:cut]}{note.number}{clean[cut:]}", briefing.text)
    assert (span.start, span.end) == (sentence.start, sentence.end)


def test_stretches_overlap_when_they_share_a_character_of_one_document() -> None:
    assert Place("d", 0, 5).overlaps(Place("d", 4, 9))
    assert not Place("d", 0, 5).overlaps(Place("d", 5, 9))
    assert not Place("d", 0, 5).overlaps(Place("e", 0, 5))
