import pytest

from chat.answer import Evidence
from chat.cite import Draft
from chat.verify import grounded, quote, verify
from ingest import Source
from tests.claims import BAD, EVIDENCE, GOOD, SENTENCES
from tests.conftest import make_evidence


def cited(numbers: tuple[int, ...]) -> list[Evidence]:
    return [EVIDENCE[number - 1] for number in numbers]


@pytest.mark.parametrize(("claim", "numbers"), BAD)
def test_a_bad_claim_does_not_stand(claim: str, numbers: tuple[int, ...]) -> None:
    reasons = grounded(claim, cited(numbers)).reasons
    assert reasons
    assert all(len(reason.split()) > 3 for reason in reasons)


@pytest.mark.parametrize(("claim", "numbers"), GOOD)
def test_a_good_claim_stands(claim: str, numbers: tuple[int, ...]) -> None:
    assert grounded(claim, cited(numbers)).reasons == ()


def mended(claim: str, *numbers: int) -> tuple[str, tuple[int, ...], str | None]:
    [result], _ = verify([Draft(claim, numbers)], EVIDENCE)
    assert (result.support, result.original) == ("repaired", claim)
    return result.text, result.citations, result.speaker


@pytest.mark.parametrize(
    ("claim", "number", "text"),
    [
        ("The dam would flood nine villages.", 16, "According to the ministry, the dam would flood nine villages."),
        ("NATO is a raw deal for America.", 5, "According to Mike Lee, NATO is a raw deal for America."),
        ("Technology weakens small states.", 15, "Technology could weaken small states."),
        ("The harbour board will reject the plan.", 9, "The harbour board may reject the plan."),
        (
            "According to Unger, Joy Lud Electronics was a KGB front operation.",
            7,
            "According to Unger, Joy Lud Electronics was allegedly a KGB front operation.",
        ),
        (
            "According to Unger, 13 individuals with connections to organized crime resided in Trump properties.",
            3,
            "Unger claims that 13 individuals with connections to organized crime resided in Trump properties.",
        ),
        (
            "13 individuals with connections to organized crime resided in Trump properties.",
            3,
            "Unger claims that 13 individuals with connections to organized crime resided in Trump properties.",
        ),
        (
            "Individuals with connections to organized crime resided in Trump properties, according to Unger.",
            3,
            "Unger claims that individuals with connections to organized crime resided in Trump properties.",
        ),
    ],
)
def test_what_a_claim_left_out_is_put_back(claim: str, number: int, text: str) -> None:
    assert mended(claim, number) == (text, (number,), None)


def test_the_sentence_that_names_the_speaker_is_cited_too() -> None:
    text, numbers, _ = mended("In 1984, David Bogatin purchased five condominiums in Trump Tower.", 2)
    assert text == "According to Unger, in 1984, David Bogatin purchased five condominiums in Trump Tower."
    assert numbers == (2, 1)


def test_a_speaker_whom_nothing_cited_names_stands_beside_the_claim() -> None:
    [claim], _ = verify([Draft("In 1984, David Bogatin purchased five condominiums.", (2,))], [EVIDENCE[1]])
    assert (claim.text, claim.speaker) == ("In 1984, David Bogatin purchased five condominiums.", "Unger")


def test_what_can_not_be_mended_is_replaced_by_its_sentence() -> None:
    text, numbers, _ = mended("Ukraine initiated the war.", 8)
    assert (text, numbers) == (SENTENCES[7], (8,))


@pytest.mark.parametrize(
    "claim",
    [
        "The harbour was not close By the storm that reached the town in the night.",
        "The harbour was closed by the storm that reached the town in the night.",
        "The harbour was not closed by the storms that reached the town in the night.",
    ],
)
def test_a_sentence_copied_with_a_slip_is_quoted(claim: str) -> None:
    sentence = "The harbour was not closed by the storm that reached the town in the night."
    [result], _ = verify([Draft(claim, (1,))], make_evidence(sentence))
    assert (result.text, result.support, result.original) == (sentence, "repaired", claim)
    assert result.reasons == ("it is the sentence copied with a slip",)


def test_a_claim_that_another_sentence_supports_cites_that_one() -> None:
    [claim], _ = verify([Draft("Russia is facing some 24,000 individual sanctions.", (1,))], EVIDENCE)
    assert (claim.citations, claim.support) == ((6,), "verified")
    assert claim.reasons[-1] == "[6] supports it, not [1]"


def test_a_marker_that_supports_nothing_is_left_out_and_told() -> None:
    [claim], _ = verify([Draft("The rivers meet near Arden.", (11, 14))], EVIDENCE)
    assert claim.citations == (14,)
    assert claim.reasons == ("[11] does not support it",)


def test_a_quotation_names_the_speaker_whom_it_does_not_name(briefing: Source) -> None:
    [sentence] = [s for s in briefing.sentences if briefing.quote(s).startswith("In 1984")]
    claim = quote(Evidence(1, briefing, sentence))
    assert (claim.speaker, claim.text) == ("Craig Unger", briefing.quote(sentence))


def test_a_quotation_of_the_documents_own_has_no_speaker() -> None:
    assert all(quote(item).speaker is None for item in make_evidence("The river rose.", "It fell in May."))
