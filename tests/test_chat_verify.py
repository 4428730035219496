from collections.abc import Sequence

import pytest

from chat.answer import Evidence
from chat.cite import Draft, parse
from chat.verify import Verdict, exact, quote, verify
from ingest import Source
from tests.conftest import make_evidence

BOGATIN = (
    "In 1984, a man named David Bogatin, who according to FBI files had ties to the Russian mafia, purchased five "
    "condominiums in Trump Tower for $6 million."
)
LEE = "Senator Mike Lee of Utah has characterized NATO as “a great deal for Europe” but “a raw deal for America”."
SANCTIONS = "Despite facing some 24,000 individual sanctions, Russia has maintained economic stability since March."
EVIDENCE = make_evidence(BOGATIN, LEE, SANCTIONS)


def against(claim: str, *numbers: int) -> tuple[str, ...]:
    return exact(claim, [EVIDENCE[number - 1] for number in numbers]).reasons


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("Bogatin bought 5 condominiums for $6,000,000 in 1984.", 1),
        ("He paid six million dollars.", 1),
        ("Russia faces 24000 sanctions since March.", 3),
        ("Lee calls NATO “a raw deal for America.”", 2),
        ('Lee calls NATO "A raw deal for America", he says.', 2),
        ("Lee calls NATO 'a great deal for Europe'.", 2),
        ("Lee calls it “a raw deal”.", 2),
        ("NATO may be a bad deal.", 2),
        ("One of them bought a home.", 1),
    ],
)
def test_exact_lets_stand_what_the_sentence_says(claim: str, number: int) -> None:
    assert against(claim, number) == ()


@pytest.mark.parametrize(
    ("claim", "number", "reason"),
    [
        ("He bought six condominiums.", 1, "the number six is not in what it cites"),
        ("He paid $6 billion.", 1, "the number 6 billion is not in what it cites"),
        ("He paid $6.", 1, "the number 6 is not in what it cites"),
        ("It was in 1985.", 1, "the number 1985 is not in what it cites"),
        ("It was in the 1980s.", 1, "the date 1980s is not in what it cites"),
        ("Russia faces 24 sanctions.", 3, "the number 24 is not in what it cites"),
        ("Russia faces 42,000 sanctions.", 3, "the number 42,000 is not in what it cites"),
        ("Russia faces a million sanctions.", 3, "the number a million is not in what it cites"),
        ("It has been stable since April.", 3, "the date April is not in what it cites"),
        ("Lee calls it “a bad deal for America”.", 2, "“a bad deal for America” is not a quotation from what it cites"),
        ("Lee calls it 'a bad deal'.", 2, "“a bad deal” is not a quotation from what it cites"),
        ("Lee: “for Americans”.", 2, "“for Americans” is not a quotation from what it cites"),
        ("Lee calls it “a raw deal for Amer”.", 2, "“a raw deal for Amer” is not a quotation from what it cites"),
        ("Lee: “NATO is over", 2, "“NATO is over” is not a quotation from what it cites"),
        ("According to the first sentence he paid.", 1, "it speaks of its sentences, not of what they say"),
    ],
)  # fmt: skip
def test_exact_says_what_is_not_there(claim: str, number: int, reason: str) -> None:
    assert against(claim, number) == (reason,)


def test_exact_wants_the_number_in_the_sentence_that_is_cited() -> None:
    assert against("Russia faces 24,000 sanctions.", 1) == ("the number 24,000 is not in what it cites",)
    assert against("Russia faces 24,000 sanctions, and five homes were sold.", 1, 3) == ()


def test_exact_says_all_that_is_wrong() -> None:
    assert len(against("In April “he” bought 7 homes.", 2)) == 3


def test_exact_knows_a_month_at_the_start_of_a_sentence() -> None:
    [item] = make_evidence("March saw the talks begin.")
    assert exact("The talks began in March.", [item]).stands


def test_every_sentence_of_the_briefing_stands_on_itself(briefing: Source) -> None:
    for number, sentence in enumerate(briefing.sentences, start=1):
        item = Evidence(number, briefing, sentence)
        assert exact(item.text, [item]).reasons == ()
        assert verify([Draft(item.text, (number,))], [item]) == ([quote(item)], [])


def test_a_sentence_of_the_document_is_quoted() -> None:
    [claim], dropped = verify([Draft(BOGATIN, (1,))], EVIDENCE)
    assert (claim.text, claim.citations, claim.support, claim.reasons) == (BOGATIN, (1,), "quoted", ())
    assert dropped == []


def test_a_part_of_a_sentence_is_quoted_with_the_one_it_is_from() -> None:
    [claim], _ = verify([Draft("Russia has maintained economic stability.", (1, 3))], EVIDENCE)
    assert (claim.citations, claim.support) == ((3,), "quoted")


def test_a_sentence_with_straight_quotation_marks_is_still_quoted() -> None:
    straight = LEE.replace("“", '"').replace("”", '"')
    [claim], _ = verify([Draft(straight, (2,))], EVIDENCE)
    assert claim.support == "quoted"


@pytest.mark.parametrize(
    "cut",
    ["purchased five condominiums in Trump Tower for $6.", "Despite facing some 24", "had ties to the Russian maf"],
)
def test_a_part_cut_within_a_number_or_a_word_is_no_quotation(cut: str) -> None:
    claims, _ = verify([Draft(cut, (1, 3))], EVIDENCE)
    assert all((claim.text, claim.support) != (cut, "quoted") for claim in claims)


def test_what_passes_is_verified_with_all_it_cites() -> None:
    [claim], dropped = verify([Draft("Bogatin bought 5 condominiums; Russia faces 24000 sanctions.", (3, 1))], EVIDENCE)
    assert (claim.citations, claim.support, claim.reasons, dropped) == ((3, 1), "verified", (), [])


def test_what_fails_is_replaced_by_the_sentence_it_cites() -> None:
    [claim], dropped = verify([Draft("Bogatin paid $7 million.", (1,))], EVIDENCE)
    assert (claim.text, claim.citations, claim.support) == (BOGATIN, (1,), "repaired")
    assert claim.reasons == ("the number 7 million is not in what it cites",)
    assert dropped == []


def test_of_several_sentences_the_nearest_replaces_it() -> None:
    [claim], _ = verify([Draft("Russia faces 42,000 individual sanctions.", (1, 2, 3))], EVIDENCE)
    assert (claim.text, claim.citations) == (SANCTIONS, (3,))


def test_a_few_words_are_replaced_by_the_sentence_they_are_from() -> None:
    [claim], _ = verify([Draft("Five.", (1,))], EVIDENCE)
    assert (claim.text, claim.support, claim.reasons) == (BOGATIN, "repaired", ("it is not a sentence",))


def test_a_marker_alone_is_the_sentence_it_marks() -> None:
    claims, _ = verify(parse("[3][1]"), EVIDENCE)
    assert [(claim.text, claim.support) for claim in claims] == [(SANCTIONS, "quoted"), (BOGATIN, "quoted")]


def test_a_marker_that_leads_nowhere_is_told_and_the_rest_stands() -> None:
    [claim], _ = verify([Draft("Bogatin bought five condominiums.", (1, 9))], EVIDENCE)
    assert (claim.citations, claim.support, claim.reasons) == ((1,), "verified", ("[9] leads nowhere",))


def test_a_claim_whose_markers_all_lead_nowhere_gets_the_source_that_holds_its_words() -> None:
    [claim], _ = verify([Draft("David Bogatin purchased five condominiums in Trump Tower.", (9,))], EVIDENCE)
    assert (claim.citations, claim.reasons) == ((1,), ("[9] leads nowhere",))


@pytest.mark.parametrize("numbers", [(), (9,), (0,)])
def test_a_claim_that_nothing_holds_is_dropped_with_its_reasons(numbers: tuple[int, ...]) -> None:
    claims, [dropped] = verify([Draft("Paris is the capital of France.", numbers)], EVIDENCE)
    assert claims == []
    assert dropped.text == "Paris is the capital of France."
    nowhere = tuple(f"[{number}] leads nowhere" for number in numbers)
    assert dropped.reasons == (*nowhere, "no sentence of the evidence supports it")


def test_a_marker_alone_that_leads_nowhere_is_dropped_under_its_own_name() -> None:
    _, [dropped] = verify(parse("[9]"), EVIDENCE)
    assert dropped.text == "[9]"


def test_a_claim_without_markers_gets_the_source_that_holds_its_words() -> None:
    [claim], dropped = verify([Draft("Bogatin purchased 5 condominiums in Trump Tower.", ())], EVIDENCE)
    assert (claim.citations, claim.support, dropped) == ((1,), "verified", [])


def test_a_claim_without_markers_is_checked_against_the_source_it_gets() -> None:
    [claim], _ = verify([Draft("David Bogatin purchased 8 condominiums in Trump Tower.", ())], EVIDENCE)
    assert (claim.text, claim.support) == (BOGATIN, "repaired")


def test_one_sentence_replaces_several_claims_once_and_the_others_are_told() -> None:
    drafts = [Draft("He paid $7 million.", (1,)), Draft("He paid $8 million.", (1,))]
    [claim], [dropped] = verify(drafts, EVIDENCE)
    assert claim.text == BOGATIN
    assert dropped.text == "He paid $8 million."
    assert dropped.reasons == (
        "the number 8 million is not in what it cites",
        "the sentence it cites is in the answer already",
    )


def test_a_claim_that_fails_does_not_repeat_a_sentence_that_was_quoted() -> None:
    [claim], [dropped] = verify([Draft(BOGATIN, (1,)), Draft("He paid $8 million.", (1,))], EVIDENCE)
    assert (claim.support, dropped.text) == ("quoted", "He paid $8 million.")


def test_a_model_that_repeats_itself_is_heard_once() -> None:
    claims, dropped = verify([Draft("Bogatin bought five condominiums.", (1,))] * 3, EVIDENCE)
    assert (len(claims), dropped) == (1, [])


def test_claims_keep_their_order() -> None:
    drafts = [Draft("Russia faces 24000 sanctions.", (3,)), Draft("Bogatin bought 5 homes.", (1,))]
    assert [claim.citations for claim in verify(drafts, EVIDENCE)[0]] == [(3,), (1,)]


def test_without_drafts_or_evidence_nothing_is_claimed() -> None:
    assert verify([], EVIDENCE) == ([], [])
    claims, [dropped] = verify([Draft("Bogatin bought five homes.", (1,))], [])
    assert (claims, dropped.reasons[0]) == ([], "[1] leads nowhere")


def test_another_verifier_decides_instead() -> None:
    def never(claim: str, cited: Sequence[Evidence]) -> Verdict:
        return Verdict(("I don’t believe it",))

    [claim], _ = verify([Draft("Bogatin bought five homes.", (1,))], EVIDENCE, never)
    assert (claim.text, claim.reasons) == (BOGATIN, ("I don’t believe it",))


@pytest.mark.parametrize(
    "cut",
    [
        "Bogatin, who had ties to the Russian mafia, purchased",
        "Bogatin had ties to the",
        "Whether Bogatin had ties to the mafia will be",
    ],
)
def test_a_claim_that_breaks_off_is_quoted(cut: str) -> None:
    [claim], _ = verify([Draft(cut, (1,))], EVIDENCE, lambda *_: Verdict())
    assert (claim.text, claim.support, claim.reasons[-1]) == (BOGATIN, "repaired", "it breaks off")


def test_a_part_of_a_sentence_that_breaks_off_is_no_quotation() -> None:
    [claim], _ = verify([Draft(SANCTIONS.partition(" stability")[0], (3,))], EVIDENCE)
    assert (claim.text, claim.support) == (SANCTIONS, "repaired")
    part = SANCTIONS.partition(" since")[0]
    [claim], _ = verify([Draft(part, (3,))], EVIDENCE)
    assert (claim.text, claim.support) == (part, "quoted")


def test_a_question_is_no_claim() -> None:
    [claim], _ = verify([Draft("According to the FBI, did Bogatin have ties?", (1,))], EVIDENCE, lambda *_: Verdict())
    assert (claim.text, claim.support, claim.reasons[-1]) == (BOGATIN, "repaired", "it asks")


@pytest.mark.parametrize(
    "whole",
    ["Bogatin has purchased five condominiums", "He purchased them in 1984", "Lee called it a raw deal, he says"],
)
def test_a_claim_needs_no_full_stop(whole: str) -> None:
    [claim], _ = verify([Draft(whole, (1,))], EVIDENCE, lambda *_: Verdict())
    assert (claim.text, claim.support) == (whole, "verified")


@pytest.mark.parametrize(
    "claim", ["The sentences also state that Bogatin bought five homes.", "According to the sentence, he bought them."]
)
def test_a_claim_about_its_sentence_does_not_stand(claim: str) -> None:
    assert "it speaks of its sentences, not of what they say" in against(claim, 1)
