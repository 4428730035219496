import json
import time

import pytest

from chat.answer import Citation, Claim, Dropped, Evidence
from chat.conversation import Retrieved, Turn
from chat.views import (
    CHANGED,
    GONE,
    RELATED,
    answer_view,
    citation_view,
    document_view,
    draft_view,
    opening_view,
    outline_view,
    score,
    turn_view,
)
from ingest import Note, Source
from tests.conftest import make_answer, make_evidence, make_source


def held(evidence: list[Evidence]) -> dict[str, Source]:
    return {item.source.name: item.source for item in evidence}


def test_a_marker_holds_the_exact_sentence_and_its_place() -> None:
    evidence = make_evidence("He said “no” & <left>.", "It rained.")
    view = answer_view(
        make_answer(evidence, Claim(text="He refused.", citations=(1,), support="verified")), held(evidence)
    )
    [citation] = view["citations"]
    assert citation["quote"] == "He said “no” & <left>."
    assert evidence[0].source.text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["gone"] is None
    assert view["sources"] == [1]


def test_a_citation_whose_document_is_gone_or_has_changed_says_so() -> None:
    [before] = make_evidence("It rained.")
    [after] = make_evidence("It snowed all day.")
    citation = Citation.of(before)
    assert citation_view(citation, held([before]))["gone"] is None
    assert citation_view(citation, {})["gone"] == GONE
    assert citation_view(citation, held([after]))["gone"] == CHANGED
    assert citation_view(citation, {})["quote"] == "It rained."


def test_the_document_is_named_only_where_there_could_be_doubt() -> None:
    one, two = make_evidence("It rained.", name="one.txt"), make_evidence("It snowed.", name="two.txt")
    citation = Citation.of(one[0])
    assert citation_view(citation, held(one))["place"] == "before the first heading"
    assert citation_view(citation, held([*one, *two]))["place"] == "one.txt · before the first heading"


@pytest.mark.parametrize("support", ["quoted", "verified", "repaired"])
def test_each_claim_says_in_words_how_it_is_supported(support: str) -> None:
    evidence = make_evidence("It rained.")
    claim = Claim.model_validate({"text": "Rain fell.", "citations": (1,), "support": support})
    [view] = answer_view(make_answer(evidence, claim), held(evidence))["claims"]
    assert view["label"] == {"quoted": "quoted", "verified": "checked", "repaired": "repaired"}[support]
    assert view["explanation"].endswith(".")
    assert view["why"] == []


def test_a_repaired_claim_says_what_the_model_wrote_and_why_it_was_replaced() -> None:
    evidence = make_evidence("It rained.")
    claim = Claim(
        text="It rained.",
        citations=(1,),
        support="repaired",
        reasons=("the number 1999 is not there",),
        original="It poured in 1999.",
    )
    [view] = answer_view(make_answer(evidence, claim), held(evidence))["claims"]
    assert view["why"] == [
        "The model wrote: “It poured in 1999.”",
        "Replaced by the sentence it cites: the number 1999 is not there.",
    ]


@pytest.mark.parametrize(("text", "verbatim"), [("It rained.", True), ("It rained, Ann says.", False)])
def test_a_claim_that_was_put_right_in_place_is_no_quotation(text: str, verbatim: bool) -> None:
    evidence = make_evidence("It rained.")
    claim = Claim(text=text, citations=(1,), support="repaired", reasons=("it leaves out that Ann says so",))
    [view] = answer_view(make_answer(evidence, claim), held(evidence))["claims"]
    assert view["verbatim"] is verbatim
    assert ("letter for letter" in view["explanation"]) is verbatim


def test_who_says_it_and_what_is_missing_are_shown() -> None:
    evidence = make_evidence("Ann said it rained.")
    claim = Claim(text="It rained.", citations=(1,), support="verified", speaker="Ann")
    view = answer_view(make_answer(evidence, claim, missing=["How long it rained."]), held(evidence))
    assert view["claims"][0]["speaker"] == "Ann"
    assert (view["missing_label"], view["missing"]) == ("Not in the document", ["How long it rained."])


def test_an_answer_in_the_documents_own_words_shows_each_sentence_once() -> None:
    evidence = make_evidence("# Weather", "It rained.")
    view = answer_view(
        make_answer(evidence, Claim(text="It rained.", citations=(1,), support="quoted")), held(evidence)
    )
    assert view["own_words"]
    assert view["sources"] == []
    assert view["claims"][0]["place"] == "Weather"


def test_an_answer_that_may_be_none_says_so() -> None:
    evidence = make_evidence("It rained.")
    claim = Claim(text="It rained.", citations=(1,), support="quoted")
    assert answer_view(make_answer(evidence, claim, unsure=True), held(evidence))["unsure"].startswith("This may not")
    assert answer_view(make_answer(evidence, claim), held(evidence))["unsure"] is None


def test_what_was_left_out_is_told() -> None:
    view = answer_view(make_answer([], dropped=[Dropped(text="It snowed.", reasons=("nothing supports it",))]), {})
    assert view["dropped"] == ["Left out: “It snowed.”: nothing supports it."]


def test_a_follow_up_says_how_it_was_understood_and_another_question_does_not() -> None:
    follow_up = make_answer([], standalone_question="Where? And when?")
    assert turn_view(Turn(answer=follow_up), {})["understood"] == "Where? And when?"
    assert turn_view(Turn(answer=make_answer([])), {})["understood"] is None


def test_several_answers_are_headed_by_their_models() -> None:
    turn = Turn(answer=make_answer([], model="one"), alternatives=(make_answer([], model="two"),))
    assert [answer["heading"] for answer in turn_view(turn, {})["answers"]] == ["one", "two"]


def test_scores_are_explained() -> None:
    [evidence] = make_evidence("It rained.")
    citation = Citation.of(evidence)

    def said(similarity: float | None, passage: int | None, cited: bool) -> str:
        return score(Retrieved(citation=citation, similarity=similarity, passage=passage), cited)

    assert said(0.714, 2, True) == "meaning 0.71 (close) · in the passage ranked 2 · cited"
    assert said(RELATED, 1, False) == f"meaning {RELATED:.2f} (related) · in the passage ranked 1 · not cited"
    assert said(RELATED - 0.01, 1, False).startswith(f"meaning {RELATED - 0.01:.2f} (far)")
    assert said(None, None, False) == (
        "found by its words, not by its meaning · found on its own, not in a passage · not cited"
    )


def test_a_draft_is_told_from_an_answer() -> None:
    assert draft_view("7", "Where?", "reading", "It")["draft"] == {"status": "reading", "text": "It"}
    assert turn_view(Turn(answer=make_answer([])), {})["draft"] is None


def text_of(pieces: list[str | int]) -> str:
    return "".join(piece for piece in pieces if isinstance(piece, str))


def test_a_document_is_all_of_its_sentences_with_their_offsets(briefing: Source) -> None:
    view = document_view(briefing, [briefing.name])
    sentences = [s for section in view["sections"] for paragraph in section["paragraphs"] for s in paragraph]
    assert [(start, end) for start, end, _, _ in sentences] == [(s.start, s.end) for s in briefing.sentences]
    for start, end, pieces, _ in sentences:
        assert text_of(pieces) == briefing.text[start:end]
    assert [section["title"] for section in view["sections"]] == [section.title for section in briefing.sections]


def test_the_authors_notes_stand_where_the_author_put_them(briefing: Source) -> None:
    view = document_view(briefing, [briefing.name])
    sentences = [s for section in view["sections"] for paragraph in section["paragraphs"] for s in paragraph]
    shown = [piece for _, _, pieces, _ in sentences for piece in pieces if isinstance(piece, int)]
    assert shown == [note.number for note in briefing.notes]
    for sentence, (_, _, pieces, _) in zip(briefing.sentences, sentences, strict=True):
        assert tuple(dict.fromkeys(piece for piece in pieces if isinstance(piece, int))) == sentence.notes


def test_offsets_hold_for_characters_beyond_the_basic_plane() -> None:
    source = make_source("𝔘𝔫𝔦 is 🙂 fun. It rained.")
    source = source.model_copy(update={"notes": (Note(position=source.text.index(" fun"), number=4),)})
    [[[first, second]]] = [section["paragraphs"] for section in document_view(source, [source.name])["sections"]]
    assert first[2] == ["𝔘𝔫𝔦 is 🙂", 4, " fun."]
    assert source.text[second[0] : second[1]] == text_of(second[2]) == "It rained."


def test_the_first_screen_names_the_document_or_says_how_it_opens() -> None:
    titled, plain = make_source("# Weather", "It rained."), make_source(f"It rained {'and rained ' * 30}on.")
    assert opening_view(titled, (), {})["title"] == "Weather"
    assert opening_view(plain, (), {})["title"].startswith("It rained and")
    assert len(opening_view(plain, (), {})["title"]) < 120
    assert opening_view(titled, (), {})["facts"] == "note.txt · 1 section · 1 sentence"
    assert [entry["title"] for entry in outline_view(titled)["outline"]] == ["Weather"]
    assert outline_view(plain)["outline"] == []


def test_a_document_of_300_pages_is_ready_in_a_moment() -> None:
    sentence = "The committee noted that the figures of the second quarter were revised without any notice at all."
    paragraphs = [f"# Chapter {i}" if i % 20 == 0 else " ".join([sentence] * 4) for i in range(1900)]
    source = make_source(*paragraphs)
    assert len(source.text) > 700_000
    start = time.perf_counter()
    size = len(json.dumps(document_view(source, [source.name]), ensure_ascii=False))
    assert time.perf_counter() - start < 2.0
    assert size < 2 * len(source.text)
