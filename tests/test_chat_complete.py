import pytest

from chat.answer import Claim
from chat.complete import complete, lost, once
from tests.conftest import make_evidence

EVIDENCE = make_evidence(
    "In 1931, Okafor sold the old mill to his sister Ngozi for 900 pounds.",
    "The council called the sale “a scandal”.",
)
QUESTION = "What became of the mill?"


def claim(text: str, *citations: int, support: str = "verified") -> Claim:
    return Claim.model_validate({"text": text, "citations": citations, "support": support})


def test_what_says_enough_is_kept() -> None:
    said = claim("Okafor sold the old mill to his sister Ngozi for 900 pounds in 1931.", 1)
    assert complete([said], EVIDENCE[:1], QUESTION) == [said]


def test_two_claims_may_say_it_together() -> None:
    said = [claim("Okafor sold the old mill to Ngozi, his sister.", 1), claim("In 1931, she paid 900 pounds.", 1)]
    assert complete(said, EVIDENCE[:1], QUESTION) == said


def test_what_says_too_little_is_quoted_instead() -> None:
    [quoted] = complete([claim("Okafor sold the mill.", 1)], EVIDENCE[:1], QUESTION)
    assert (quoted.text, quoted.support) == (EVIDENCE[0].text, "repaired")
    assert quoted.original == "Okafor sold the mill."
    assert quoted.reasons == ("the draft left out a part of the sentence it rests on",)


def test_what_points_back_to_what_is_not_said_is_quoted_instead() -> None:
    said = "This sale of the old mill by Okafor to his sister Ngozi for 900 pounds was in 1931."
    assert [c.support for c in complete([claim(said, 1)], EVIDENCE[:1], QUESTION)] == ["repaired"]
    before = claim("In 1931, Okafor sold it.", 1)
    behind = claim("These 900 pounds were paid by his sister Ngozi for the old mill.", 1)
    assert complete([before, behind], EVIDENCE[:1], QUESTION) == [before, behind]


PAID = "What did Ngozi pay for the mill?"


@pytest.mark.parametrize(
    ("said", "question", "support"),
    [
        ("Ngozi paid 900 pounds for the mill.", PAID, "verified"),
        ("Okafor sold the mill to Ngozi.", PAID, "repaired"),  # not what is asked
        ("She paid 900 pounds for the mill.", PAID, "repaired"),  # who?
        ("900 pounds for the mill.", PAID, "repaired"),  # no sentence
        ("According to Okafor, 900 pounds for the mill, though she paid in 1931.", PAID, "repaired"),
        ("Ngozi paid 900 pounds for the mill.", f"{PAID} And what did the council call the sale?", "repaired"),
    ],
)
def test_a_short_claim_is_enough_where_it_surely_answers(said: str, question: str, support: str) -> None:
    assert [c.support for c in complete([claim(said, 1)], EVIDENCE[:1], question)] == [support]


def test_what_no_claim_says_is_added() -> None:
    said = claim("Okafor sold the old mill to his sister Ngozi for 900 pounds in 1931.", 1)
    first, second = complete([said], EVIDENCE, QUESTION)
    assert first == said
    assert (second.text, second.support, second.reasons) == (EVIDENCE[1].text, "quoted", ())


def test_a_claim_of_what_was_not_chosen_is_left_out() -> None:
    assert [c.citations for c in complete([claim("The sale was a scandal.", 2)], EVIDENCE[:1], QUESTION)] == [(1,)]


@pytest.mark.parametrize(
    ("said", "question", "expected"),
    [
        ("Okafor sold the old mill to his sister Ngozi for 900 pounds in 1931.", QUESTION, False),
        ("Okafor sold the old mill to his sister Ngozi in 1931.", QUESTION, True),  # the number
        ("In 1931, Okafor sold the old mill to his sister for 900 pounds.", QUESTION, True),  # the name
        ("In 1931 it was sold for 900 pounds.", "To which sister Ngozi did Okafor sell the old mill?", False),
    ],
)
def test_what_is_lost_is_what_the_question_does_not_have(said: str, question: str, expected: bool) -> None:
    assert lost(EVIDENCE[0].text, said, question) is expected


def test_a_quotation_is_kept() -> None:
    assert lost(EVIDENCE[1].text, "The council called the sale shameful.", QUESTION)
    assert not lost(EVIDENCE[1].text, "The council called the sale “a scandal”.", QUESTION)


def test_a_claim_of_two_sentences_that_goes_leaves_neither_out() -> None:
    both = claim("In 1931, Okafor sold the old mill to his sister Ngozi for 900 pounds.", 1, 2)
    assert [c.citations for c in complete([both], EVIDENCE, QUESTION)] == [(1,), (2,)]


def test_a_whole_sentence_stands_for_the_claims_made_from_it() -> None:
    whole, part, other = claim(EVIDENCE[0].text, 1), claim("Okafor sold the old mill.", 1), claim("It was sold.", 1, 2)
    [kept, also], [dropped] = once([whole, part, other], EVIDENCE, "What did the mill cost?")
    assert (kept, also) == (whole, other)
    assert (dropped.text, dropped.reasons) == (part.text, ("the sentence it cites is in the answer already",))
    assert once([whole, other], EVIDENCE, QUESTION) == ([whole, other], [])


def test_a_claim_that_surely_answers_stands_for_the_whole_sentence() -> None:
    whole = claim(EVIDENCE[0].text, 1).model_copy(update={"original": "Okafor.", "reasons": ("it is not a sentence",)})
    part = claim("Okafor sold the old mill to his sister Ngozi.", 1)
    kept, [dropped] = once([whole, part], EVIDENCE, "To whom did Okafor sell the old mill?")
    assert kept == [part]
    assert dropped.text == "Okafor."
    assert dropped.reasons[0] == "it is not a sentence"
