"""The user's own document, read for real."""

import hashlib

from ingest import Source, passages
from tests.conftest import BRIEFING

HEADINGS = [
    None,
    "Trump’s Russian Realignment: A Historic Foreign Policy Shift",
    "The Kremlin Connection: Examining the Asset Question",
    "The Institutional Question: NATO and UN in the Balance",
    "Putin’s Strategic Vision: Playing the Long Game",
    "The New World Order: Projecting Global Power in 2045",
    "Implications for Democracy and Global Stability",
    "Conclusion",
]


def test_the_file_is_the_users_own() -> None:
    digest = hashlib.sha256(BRIEFING.read_bytes()).hexdigest()
    assert digest == "2f887596501551f0c5fa700b1d84ab8e82cc18142f93a5a8c1a6ce8a3adda071"


def test_it_has_no_title_seven_headings_and_an_opening_under_none(briefing: Source) -> None:
    assert briefing.title is None
    assert [section.title for section in briefing.sections] == HEADINGS
    assert briefing.quote(briefing.sections[0]).startswith("In the early months of 2025")


def test_every_sentence_slices_the_text_and_stands_in_its_section(briefing: Source) -> None:
    assert len(briefing.sentences) == 105
    for sentence in briefing.sentences:
        words = briefing.quote(sentence)
        assert words == words.strip()
        assert words[0].isupper() or words[0] == "“"
        assert words[-1] in ".”"
        section = briefing.section_of(sentence)
        assert section.start <= sentence.start < sentence.end <= section.end


def test_notes_are_kept_on_their_sentences(briefing: Source) -> None:
    notes = {briefing.quote(s): s.notes for s in briefing.sentences}
    bogatin = next(words for words in notes if "Bogatin" in words)
    assert bogatin.endswith("for $6 million.")
    assert notes[bogatin] == (2,)
    assert notes[next(words for words in notes if words.startswith("In the early months"))] == ()
    assert sum(len(numbers) for numbers in notes.values()) == 40


def test_words_that_are_wrong_in_the_source_stay(briefing: Source) -> None:
    assert "Secretary of State Marco and National Security Advisor Mikez have" in briefing.text


def test_nothing_but_notes_is_lost(briefing: Source) -> None:
    raw = BRIEFING.read_text(encoding="utf-8")
    assert len("".join(raw.split())) - len("".join(briefing.text.split())) == 40


def test_near_identical_sentences_in_two_sections_are_both_kept(briefing: Source) -> None:
    twins = [
        s for s in briefing.sentences if briefing.quote(s).startswith("Whether this transition leads to increased")
    ]
    assert [briefing.section_of(s).title for s in twins] == [HEADINGS[5], HEADINGS[7]]


def test_passages_hold_every_sentence_once_within_a_section(briefing: Source) -> None:
    cut = passages(briefing)
    assert [i for p in cut for i in range(p.first, p.last + 1)] == list(range(105))
    assert all(len(briefing.quote(p)) <= 900 for p in cut)
    assert all({briefing.sentences[i].section for i in range(p.first, p.last + 1)} == {p.section} for p in cut)
