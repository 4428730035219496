"""Citation recall and precision as ALCE has them, worked out by hand with a test of entailment made of letters."""

import pytest

from evals.citations import (
    citation_precision,
    citation_recall,
    cited_gold,
    claims_cited,
    gold_covered,
    lexical_containment,
    markers_valid,
)
from evals.gold import Place
from tests.eval_rows import BUILT, CLOSED, a_claim, an_answer

CITED = {1: "ab", 2: "c", 3: "xyz"}


def spells(cited: list[str], claim: str) -> bool:
    """Sentences support a claim when they hold all of its letters."""
    return set(claim) <= set("".join(cited))


def test_recall_is_the_share_of_claims_that_their_citations_together_support() -> None:
    claims = [a_claim("a", 1), a_claim("abc", 1, 2), a_claim("abd", 1), a_claim("a")]
    assert citation_recall(claims, CITED, spells) == 2 / 4


def test_precision_of_citations_that_are_all_needed_is_one() -> None:
    assert citation_precision([a_claim("abc", 1, 2)], CITED, spells) == 1.0


def test_a_citation_that_adds_nothing_is_irrelevant() -> None:
    # [3] alone does not support "a", and [1] does without it: one of two citations is precise.
    assert citation_precision([a_claim("a", 1, 3)], CITED, spells) == 1 / 2


def test_two_citations_that_each_support_the_claim_are_both_precise() -> None:
    assert citation_precision([a_claim("a", 1, 2)], {1: "ab", 2: "a"}, spells) == 1.0


def test_citations_of_an_unsupported_claim_are_not_precise() -> None:
    # "abq" is not supported, so its two citations count 0; the one of "a" counts 1.
    assert citation_precision([a_claim("abq", 1, 2), a_claim("a", 1)], CITED, spells) == 1 / 3


def test_a_marker_that_leads_nowhere_supports_nothing() -> None:
    assert citation_recall([a_claim("a", 9)], CITED, spells) == 0.0
    assert citation_precision([a_claim("a", 1, 9)], CITED, spells) == 1 / 2


def test_a_claim_without_markers_counts_in_recall_and_not_in_precision() -> None:
    assert citation_recall([a_claim("a")], CITED, spells) == 0.0
    assert citation_precision([a_claim("a")], CITED, spells) is None
    assert claims_cited([a_claim("a"), a_claim("b", 1), a_claim("c", 1, 2)]) == 2 / 3


def test_without_claims_nothing_is_scored() -> None:
    assert citation_recall([], CITED, spells) is citation_precision([], CITED, spells) is claims_cited([]) is None


def test_markers_are_valid_when_the_answer_lists_what_they_lead_to() -> None:
    answer = an_answer(a_claim(BUILT, 1), a_claim(CLOSED, 2))
    assert markers_valid(answer) == 1.0
    assert markers_valid(answer.model_copy(update={"answer": "Built. [1] Closed. [2][7]"})) == 2 / 3
    assert markers_valid(answer.model_copy(update={"answer": "Built."})) is None
    assert markers_valid(an_answer()) is None


GOLD = [Place("d", 0, 10), Place("d", 20, 30)]


def test_gold_is_covered_when_one_citation_overlaps_it() -> None:
    assert gold_covered([Place("d", 50, 60), Place("d", 25, 60)], GOLD) == 1.0
    assert gold_covered([Place("d", 50, 60)], GOLD) == 0.0
    assert gold_covered([], GOLD) == 0.0
    assert gold_covered([Place("d", 0, 10)], []) is None


def test_citing_everything_lowers_the_share_that_is_gold() -> None:
    everything = [Place("d", start, start + 10) for start in range(0, 100, 10)]
    assert cited_gold(everything, GOLD) == 2 / 10
    assert cited_gold(everything[:1], GOLD) == 1.0
    assert cited_gold([], GOLD) is cited_gold(everything, []) is None


SAID = ["In 2004 the Avon bridge was closed to 1,200 cars because its deck had rusted, Ann Lee wrote."]


@pytest.mark.parametrize(
    ("claim", "contained"),
    [
        (SAID[0], True),
        ("The bridge was closed because the deck rusted.", True),
        ("Rusting of decks closed the bridges.", True),  # other forms of the words: rust, deck, close, bridge
        ("The bridge was closed in 2005.", False),  # a swapped number
        ("The bridge was closed to 1,300 cars.", False),
        ("The bridge was closed, Ann Bell wrote.", False),  # a swapped name
        ("The crossing was shut for repairs of corrosion.", False),  # a paraphrase shares too few words
        ("The bridge was not closed in 2004.", True),  # a negation is what it cannot see
    ],
)
def test_lexical_containment(claim: str, contained: bool) -> None:
    assert lexical_containment(SAID, claim) is contained


def test_seven_of_ten_content_words_are_enough_and_six_are_not() -> None:
    cited = ["alpha bravo charlie delta echo foxtrot golf"]
    seven = "Alpha bravo charlie delta echo foxtrot golf uno dos tres"
    assert lexical_containment(cited, seven)
    assert not lexical_containment(cited, seven.replace("golf", "quatro"))


def test_words_may_stand_in_several_cited_sentences() -> None:
    assert not lexical_containment(["The bridge was built."], "The bridge was built in 1931.")
    assert lexical_containment(["The bridge was built.", "That was 1931."], "The bridge was built in 1931.")
