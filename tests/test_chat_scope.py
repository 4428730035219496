import pytest

from chat.scope import Scope, scope
from chat.sections import alike
from ingest import Source
from tests.conftest import make_source

PLAN = make_source(
    "The harbour of Lund must change. Three plans were made.",
    "# The Old Quay: A Costly Heritage",
    "The quay was built in 1902. It sinks by two centimetres a year.",
    "Repairs cost four million a year.",
    "# Shipping and the Railway in Competition",
    "Freight moves to the railway. The port loses a tenth of its trade each year.",
    "# Consequences for Fishing and Tourism",
    "Fishing suffers from the dredging. Tourists stay away.",
    "# Conclusion",
    "The town should give up the quay. The council will vote in May.",
    name="harbour.txt",
)


def titles(found: Scope | None) -> list[str | None]:
    return [part.title and part.title.split(":")[0] for part in found.parts] if found else []


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the document.",
        "tl;dr",
        "Give me the gist, please",
        "What is this about?",
        "key points?",
        "main takeaways",
        "What does the briefing say, in short?",
        "What is the main argument of the paper?",
        "Can you sum it up for me in two sentences?",
        "What topics does the report cover?",
        "Summarise it for an alderman who has one minute.",
        "Give me the memo in three sentences, for my boss",
        "Catch me up on this document, I've got five minutes.",
        "Explain the report in plain words to a ten-year-old.",
        "Shorten the report as a bulleted list.",
        "I'm writing an essay and need a summary of the paper.",
        "Tell my colleagues in two sentences what the report says.",
    ],
)
def test_all_of_a_document_is_meant(question: str) -> None:
    found = scope(question, [PLAN])
    assert found
    assert found.whole
    assert found.aspect is None
    assert len(found.parts) == 5


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("What are the main risks?", "risks"),
        ("What opportunities does the document see?", "opportunities"),
        ("Across all sections, what is said about tourists?", "tourists"),
        ("Summarize what the briefing says about freight.", "freight"),
        ("Pull together everything the report says about what tourists face.", "tourists"),
        ("Brief me on dredging, please.", "dredging"),
        ("I'd like everything on freight.", "freight"),
        ("Everything about dredging, please", "dredging"),
        ("Summarise the dangers for an island.", "dangers island"),
        ("What are the threats?", "threats"),
    ],
)
def test_an_aspect_of_all_of_it(question: str, aspect: str) -> None:
    found = scope(question, [PLAN])
    assert found
    assert found.whole
    assert found.aspect == aspect


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What does the Conclusion say?", "Conclusion"),
        ("What are the main conclusions?", "Conclusion"),
        ("How does the document end?", "Conclusion"),
        ("What does the last section say?", "Conclusion"),
        ("What does the introduction say?", None),
        ("tl;dr of the opening paragraph", None),
        ("Give me an overview of “The Old Quay”.", "The Old Quay"),
        ("What does the section on the quay say?", "The Old Quay"),
        ("Summarize the second section.", "Shipping and the Railway in Competition"),
        ("Summarize the chapter about competition with railways", "Shipping and the Railway in Competition"),
        ("key points costly heritage", "The Old Quay"),
        ("What are the consequences for fishing and tourism?", "Consequences for Fishing and Tourism"),
        ("Brief me on the costly old quay as the report lays it out.", "The Old Quay"),
        ("tl;dr of the railway part please", "Shipping and the Railway in Competition"),
        ("Bring me up to speed on the shipping bit", "Shipping and the Railway in Competition"),
        ("For tomorrow's class: what's the upshot of the last chapter?", "Conclusion"),
        ("How do the authors conclude?", "Conclusion"),
    ],
)
def test_one_section_is_meant(question: str, title: str | None) -> None:
    found = scope(question, [PLAN])
    assert titles(found) == [title]
    assert found
    assert not found.whole
    assert found.aspect is None


def test_a_paragraph_of_a_section() -> None:
    found = scope("Summarize the second paragraph of the section on the old quay.", [PLAN])
    assert found
    assert [(part.first, part.last) for part in found.parts] == [(4, 4)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Sum up the first two sections.", ["The Old Quay", "Shipping and the Railway in Competition"]),
        ("Summarise sections 1 and 3.", ["The Old Quay", "Consequences for Fishing and Tourism"]),
        ("What do the first and the last section say?", ["The Old Quay", "Conclusion"]),
        ("Summarise the opening and the conclusion.", [None, "Conclusion"]),
    ],
)
def test_several_sections(question: str, expected: list[str | None]) -> None:
    assert titles(scope(question, [PLAN])) == expected


MEMO = make_source(
    "# Outlook 2031",
    "Rents rise. Two ferries will be sold.",
    "# Risks",
    "The cellar floods. The crane is old.",
    "# Recommendations",
    "Sell the crane. Repair the cellar.",
    name="yard.md",
)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What are the risks?", "Risks"),
        ("What does it say on risks?", "Risks"),
        ("Recommendations?", "Recommendations"),
        ("Any recommendations?", "Recommendations"),
        ("What does the memo recommend?", "Recommendations"),
        ("tl;dr of the 2031 part", "Outlook 2031"),
        ("the outlook for 2031, in short", "Outlook 2031"),
    ],
)
def test_a_question_of_nothing_but_a_title(question: str, title: str) -> None:
    found = scope(question, [MEMO])
    assert titles(found) == [title]
    assert found
    assert found.aspect is None


def test_what_an_article_is_titled_after_is_asked_for_as_a_fact() -> None:
    article = make_source("# The Hanseatic League", "It was a league of towns. It declined.", name="hanse.txt")
    assert scope("What was the Hanseatic League?", [article]) is None
    found = scope("Summarise the Hanseatic League.", [article])
    assert found
    assert found.whole


def test_what_a_section_says_about_something() -> None:
    found = scope("What does the Conclusion say about the council?", [PLAN])
    assert titles(found) == ["Conclusion"]
    assert found
    assert found.aspect == "council"


def test_a_section_that_no_heading_names_is_left_to_be_found_by_meaning() -> None:
    found = scope("What does the section about money say?", [PLAN])
    assert found
    assert found.named == "money"


@pytest.mark.parametrize(
    "question",
    [
        "When was the old quay built?",
        "What do repairs of the quay cost?",
        "Who will vote, according to the Conclusion?",
        "According to the Conclusion, what should the town give up?",
        "In the section on fishing, what is said to suffer?",
        "What does the document say about whales?",
        "What part of its trade does the port lose?",
        "Which plans does the document name?",
        "Is the quay a costly heritage?",
        "What is the main reason that tourists stay away?",
        "What are the main ports of the Baltic?",
        "Who wrote the report?",
        "Tell me about the council",
        "What happens in the eastern part of the town?",
        "What part of the trade moves to the railway?",
        "When was the quay built, in one sentence?",
        "How does the council sum up its view?",
        "Why did the council stake everything on tourists?",
    ],
)
def test_a_question_for_a_fact_is_none(question: str) -> None:
    assert scope(question, [PLAN]) is None


def test_a_document_that_is_named_is_meant_alone() -> None:
    other = make_source("# Budget", "Taxes rise.", "# Conclusion", "They fall later.", name="budget_plan.txt")
    found = scope("Summarize budget plan", [PLAN, other])
    assert found
    assert {part.document for part in found.parts} == {"budget_plan.txt"}
    found = scope("What does the conclusion say?", [PLAN, other])
    assert found
    assert {part.document for part in found.parts} == {"budget_plan.txt", "harbour.txt"}


def test_a_section_holds_the_sections_inside_of_it() -> None:
    found = scope("Summarize the section on ships.", [nested()])
    assert found
    assert [(part.first, part.last) for part in found.parts] == [(1, 3)]


def nested() -> Source:
    from ingest.assemble import Block, Parsed, assemble

    blocks = [
        Block("Port", level=1), Block("A port.", level=0), Block("Ships", level=2), Block("Ships come.", level=0),
        Block("Ferries", level=3), Block("Ferries go. They are late.", level=0), Block("Cranes", level=2),
        Block("Cranes stand.", level=0),
    ]  # fmt: skip
    return assemble(Parsed(blocks), name="port.txt", origin="/nowhere/port.txt", sha256="0")


def test_a_word_is_no_form_of_one_that_it_merely_begins_with() -> None:
    assert alike("recommend", "recommendations")
    assert alike("ukraine", "ukrainian")
    assert not alike("smallpox", "small")
