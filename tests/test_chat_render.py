from chat.answer import Answer, Citation, Claim, Dropped
from chat.render import OWN_WORDS, UNSURE, as_text, in_own_words, markers, place, prose, refusal
from tests.conftest import make_answer, make_evidence

EVIDENCE = make_evidence("It rained in Rome.", "It snowed in Riga.")
RAINED = Claim(text="It rained in Rome.", citations=(1,), support="quoted")
BOTH = Claim(text="Rome and Riga were wet.", citations=(1, 2), support="verified")


def answered(*claims: Claim, **fields: object) -> Answer:
    return make_answer(EVIDENCE, *claims, **fields)


def citation(**fields: object) -> Citation:
    return Citation.of(EVIDENCE[0]).model_copy(update=fields)


def test_prose_is_the_claims_with_their_markers() -> None:
    assert prose([RAINED, BOTH]) == "It rained in Rome. [1] Rome and Riga were wet. [1][2]"
    assert prose([]) == ""


def test_prose_names_the_speaker_and_ends_with_what_is_missing() -> None:
    claim = RAINED.model_copy(update={"speaker": "Ann Lee"})
    assert prose([claim], ["It gives no date."]) == "According to Ann Lee: It rained in Rome. [1] It gives no date."


def test_a_refusal_says_what_is_missing() -> None:
    assert refusal(["It gives no date."]) == "The document does not say. It gives no date."
    assert refusal([], several=True) == "The documents do not say."


def test_markers() -> None:
    assert markers([2, 3]) == "[2][3]"
    assert markers([]) == ""


def test_place_says_as_much_as_is_known() -> None:
    assert place(citation()) == "note.txt · before the first heading"
    full = citation(section="Weather", page=3, notes=(2, 4))
    assert place(full) == "note.txt · Weather · page 3 · author’s note 2, 4"


def test_an_answer_of_whole_sentences_is_in_the_documents_own_words() -> None:
    assert in_own_words(answered(RAINED))
    assert not in_own_words(answered(RAINED, BOTH))
    assert not in_own_words(answered())


def test_quotes_are_shown_once() -> None:
    text = as_text(answered(RAINED))
    assert text.startswith(OWN_WORDS)
    assert text.count("It rained in Rome.") == 1


def test_an_answer_that_may_be_none_begins_with_that() -> None:
    assert as_text(answered(RAINED, unsure=True)).startswith(f"{UNSURE}\n\n{OWN_WORDS}\n")
    assert as_text(answered(BOTH, unsure=True)).startswith(f"{UNSURE}\n\nRome and Riga were wet.")
    assert UNSURE not in as_text(answered(RAINED))


def test_an_answer_is_followed_by_what_it_cites() -> None:
    assert as_text(answered(BOTH)) == (
        "Rome and Riga were wet. [1][2]\n\n"
        "[1] It rained in Rome.\n    note.txt · before the first heading\n"
        "[2] It snowed in Riga.\n    note.txt · before the first heading"
    )


def test_a_refusal_shows_the_closest_sentences() -> None:
    text = as_text(answered(closest=[citation()]))
    assert text.startswith("The document does not say.\n")
    assert "The closest it comes:\n ·  It rained in Rome." in text
    assert "[1]" not in text


def test_what_was_replaced_or_left_out_is_told() -> None:
    repaired = RAINED.model_copy(update={"support": "repaired", "reasons": ("the number 7 is not there",)})
    verified = BOTH.model_copy(update={"reasons": ("[9] leads nowhere",)})
    text = as_text(answered(repaired, verified, dropped=[Dropped(text="It hailed.", reasons=("nothing says so",))]))
    assert "Replaced by the sentence it cites: the number 7 is not there." in text
    assert "Its markers were changed: [9] leads nowhere." in text
    assert "Left out: “It hailed.”: nothing says so." in text


def test_a_follow_up_says_how_it_was_understood() -> None:
    assert as_text(answered(standalone_question="Rain? Where?")).startswith("Understood as: Rain? Where?\n")
