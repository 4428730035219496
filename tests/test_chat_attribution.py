import pytest

from chat.attribution import attribution
from chat.hedges import hedges
from chat.speech import sayings
from ingest import Source
from tests.conftest import make_source


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Critics say the plan will fail.", "critics"),
        ("“The law is dead,” said Maria Lopez, a lawyer.", "Maria Lopez"),
        ("“The law,” Maria Lopez said, “is dead.”", "Maria Lopez"),
        ("Prices fell by 3 percent, according to the Bank of England.", "the Bank of England"),
        ("The canal, according to the Geological Survey, is 30 km long.", "the Geological Survey"),
        ("In Bremmer’s view, the order is collapsing.", "Bremmer"),
        ("The plan is considered by many to be unworkable.", "many"),
        ("The minister warned of shortages.", "the minister"),
        ("Mayor Ingrid Sø-Hansen called it a relic.", "Ingrid Sø-Hansen"),
        ("According to Jean-Luc Moreau, it will fail.", "Jean-Luc Moreau"),
        ("Sø-Hansen called it a relic.", "Sø-Hansen"),
        ("A 2019 study by Okafor found that wolves returned.", "a 2019 study by Okafor"),
        ("Historian John Smith called it a relic.", "John Smith"),
        ("Bob is confident that it will pass.", "Bob"),
        ("The museum’s director, Ana Silva, told reporters that it was open.", "Ana Silva"),
        ("Some observers have likened the siege to a chess match.", "some observers"),
        ("Unconfirmed evidence cited by Weber involves a second boat.", "Weber"),
    ],
)
def test_a_sentence_says_who_says_it(sentence: str, speaker: str) -> None:
    assert attribution(make_source(sentence), 0).speaker == speaker


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia has maintained stability.",
        "The company reported a loss of $3 million.",
        "The river is known for its trout.",
        "He held the office for ten years.",
        "The committee, chaired by Ann Roe, met twice.",
        "These powers may assert their preferences.",
        "The wisdom shown by leaders matters.",
        "The figures suggest nothing about rain, and the mill was built by Hobson.",
    ],
)
def test_what_nobody_says_is_the_documents_own(sentence: str) -> None:
    if "suggest" not in sentence:
        assert attribution(make_source(sentence), 0).speaker is None
    assert all(saying.speaker != "Hobson" for saying in sayings(sentence))


def test_a_clause_that_somebody_says_leaves_the_rest_to_the_document() -> None:
    text = "The mayor, who according to police files took bribes, opened the bridge in 1990."
    found = attribution(make_source(text), 0)
    assert found.speaker is None
    [clause] = found.clauses
    assert clause.speaker == "police files"
    assert text[clause.start : clause.end].endswith("took bribes")


def test_evidence_that_somebody_cites_is_told_by_the_sentence_behind() -> None:
    source = make_source(
        "Jane Weber wrote a book on the fire. Another piece of evidence cited by Weber involves a boat. "
        "In 1931, a man named Karl Roth bought a boat in Kiel. These purchases do not prove that he set the fire."
    )
    assert [attribution(source, i).speaker for i in range(4)] == [None, "Jane Weber", "Jane Weber", None]
    assert attribution(source, 2).naming == 1


def test_a_pronoun_stands_for_the_person_before() -> None:
    source = make_source("Vladimir Orlov speaks softly. He has maintained that the border must move.")
    assert (attribution(source, 1).speaker, attribution(source, 1).naming) == ("Vladimir Orlov", 0)


@pytest.mark.parametrize(
    "before", ["Prussia united the states.", "Otto Braun left, and Anna Lind stayed.", "The Americans landed."]
)
def test_a_pronoun_that_could_be_anybody_is_nobody(before: str) -> None:
    assert attribution(make_source(f"{before} He felt that colonies did not pay."), 1).speaker is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The firm was allegedly a front.", ("allegedly",)),
        ("The data do not definitively prove that it leaked, but it may have.", ("do not definitively prove", "may")),
        ("This appears to be working and could last.", ("appears to", "could")),
        ("The inquiry stopped short of proving fraud.", ("stopped short of proving",)),
        ("They would likely be forced out.", ("would likely",)),
        ("In May the river rose.", ()),
        ("The meeting, perhaps most notably, was short.", ()),
    ],
)
def test_hedges_come_as_written_the_most_binding_first(sentence: str, words: tuple[str, ...]) -> None:
    assert tuple(hedge.words for hedge in hedges(sentence)) == words


SPEAKERS = {
    "Anne Applebaum": ["Anne Applebaum, who authored"],
    "Craig Unger": [
        "Craig Unger, an American",
        "Unger points to",
        "According to Unger",
        "Another significant piece",
        "In 1984, a man named",
        "Unger claims to",
    ],
    "Elon Musk": ["Elon Musk, CEO"],
    "Vladimir Putin": ["He has maintained"],
    "economic projections": ["Economic projections suggest"],
}


def test_no_sentence_of_the_briefing_is_given_to_another(briefing: Source) -> None:
    found: dict[str, list[str]] = {}
    for sentence in briefing.sentences:
        if speaker := attribution(briefing, sentence.index).speaker:
            found.setdefault(speaker, []).append(briefing.quote(sentence))
    assert found.keys() == SPEAKERS.keys()
    for speaker, starts in SPEAKERS.items():
        assert [text[: len(start)] for text, start in zip(found[speaker], starts, strict=True)] == starts


def test_what_others_say_in_clauses_of_the_briefing(briefing: Source) -> None:
    clauses = [c for s in briefing.sentences for c in attribution(briefing, s.index).clauses]
    assert {clause.speaker for clause in clauses} == {
        "Anne Applebaum", "Trump", "political figures", "Mike Lee", "many security experts", "Yuri Shvets", "FBI files",
        "special counsel investigation", "some Republican senators", "many Western analysts", "Western leaders", "many",
    }  # fmt: skip
