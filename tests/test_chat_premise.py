"""What a question takes for granted, and a sentence denies."""

import pytest

from chat.premise import denies

LOAN = "The loan prevented the collapse that many bankers had predicted."
AUDIT = "The audit stopped short of proving deliberate fraud by the directors."
HELPER = "Ms Hahn calls herself a helper, distinguishing this from being a paid adviser with duties."


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did the bank collapse?", LOAN),
        ("In which year did the audit prove deliberate fraud?", AUDIT),
        ("What duties did Hahn have as a paid adviser?", HELPER),
        ("Why did the council sell the mill?", "The council did not sell the mill, as many feared."),
        ("When did the council close the old bridge?", "Rather than closing the bridge, the council repaired it."),
    ],
)
def test_a_sentence_that_denies_what_is_taken_for_granted(question: str, sentence: str) -> None:
    assert denies(sentence, question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which bankers predicted it?", LOAN),
        ("How many directors were there?", AUDIT),
        ("Who published the audit?", AUDIT),
        ("Who won the cup?", "The idea is not always to win."),
        ("Who was sent to sea without a life jacket?", "The crew sailed without their life jackets."),
        ("What did Peru sell to Chile?", "The treaty was not signed by Peru or Chile."),
        ("When was the bridge closed?", "The council closed not only the bridge but the bank."),
    ],
)
def test_a_sentence_that_denies_something_else(question: str, sentence: str) -> None:
    assert not denies(sentence, question)
