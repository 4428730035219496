import pytest

from ingest.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The U.S. Senate voted. It failed.", ["The U.S. Senate voted.", "It failed."]),
        ("It is a U.S.-led order. So it stays.", ["It is a U.S.-led order.", "So it stays."]),
        (
            "“Autocracy Inc.: The Dictators Who Want to Rule,” notes the rest. It sold.",
            ["“Autocracy Inc.: The Dictators Who Want to Rule,” notes the rest.", "It sold."],
        ),
        ("He said “no”. She said “yes.” They left.", ["He said “no”.", "She said “yes.”", "They left."]),
        ("Poor—they will not be—but weaker. So it goes.", ["Poor—they will not be—but weaker.", "So it goes."]),
        ("It rose 5.5 percent. Then it fell.", ["It rose 5.5 percent.", "Then it fell."]),
        ("  One only ", ["One only"]),
        ("", []),
    ],
)
def test_sentences_are_slices_without_the_space_around_them(text: str, sentences: list[str]) -> None:
    assert [span.of(text) for span in split_sentences(text)] == sentences
