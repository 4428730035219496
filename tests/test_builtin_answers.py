"""The built-in model answers questions on the real briefing. Its wording varies: what is checked is what must hold."""

import pytest

from chat.answer import Answer
from chat.ask import ask
from chat.cite import parse
from chat.draft import draft
from chat.evidence import retrieve
from chat.models import find_model
from chat.settings import load_settings
from tests.conftest import BRIEFING
from vectorstore.store import Store

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("builtin_model")]


def answered(question: str, store: Store) -> Answer:
    settings = load_settings()
    return ask(question, store, find_model("builtin", settings), timeout=settings.timeout)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who bought five condominiums in Trump Tower in 1984?", ["Bogatin"]),
        (
            "How many individuals with connections to Russian organized crime does Unger claim to have identified?",
            ["13"],
        ),
        ("How many individual sanctions does Russia face?", ["24,000"]),
        ("What has Senator Mike Lee called NATO?", ["raw deal", "great deal"]),
        ("To how many members has BRICS expanded?", ["ten"]),
    ],
)
def test_a_question_is_answered_with_every_claim_cited(
    briefing_store: Store, question: str, expected: list[str]
) -> None:
    answer = answered(question, briefing_store)
    assert (answer.model, answer.problem, answer.refused) == ("builtin", None, False)
    assert any(words in answer.answer for words in expected), answer.answer
    cited = {citation.n for citation in answer.citations}
    assert all(claim.citations and cited.issuperset(claim.citations) for claim in answer.claims)
    text = briefing_store.entry(BRIEFING.name).source.text
    assert all(text[citation.start : citation.end] == citation.quote for citation in answer.citations)
    assert answer.timings.first_token_s is not None


@pytest.mark.parametrize("question", ["How do I bake sourdough bread?", "Who won the football World Cup in 2018?"])
def test_a_question_off_the_subject_is_refused(briefing_store: Store, question: str) -> None:
    answer = answered(question, briefing_store)
    assert answer.refused
    assert answer.closest


@pytest.mark.parametrize(
    "question", ["What is NATO?", "Who wrote Autocracy Inc.?", "Why do critics worry about a withdrawal from the UN?"]
)
def test_the_grammar_ends_every_sentence_of_a_draft_in_a_marker_that_leads_somewhere(
    briefing_store: Store, question: str
) -> None:
    settings = load_settings()
    evidence = retrieve(question, briefing_store)[:3]
    text = list(draft(question, evidence, find_model("builtin", settings), settings.timeout))[-1]
    drafts = parse(text)
    assert drafts, text
    assert all(item.text and item.numbers for item in drafts), text
    assert {number for item in drafts for number in item.numbers} <= {1, 2, 3}, text
