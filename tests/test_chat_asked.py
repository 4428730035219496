import pytest

from chat.asked import Kind, asked_for, fills, holds, parts


def alike(one: str, other: str) -> bool:
    return {one.lower(), other.lower()} in ({"liken", "compare"}, {"vessel", "ship"})


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who built the dam?", Kind.PERSON),
        ("Which historian called it radical?", Kind.PERSON),
        ("Which newspaper reported the fire?", Kind.ORGANISATION),
        ("In which city did the talks begin?", Kind.CITY),
        ("Where was the treaty signed?", Kind.PLACE),
        ("When did the bridge close?", Kind.TIME),
        ("Since what year has it been shut?", Kind.TIME),
        ("How long did the siege last?", Kind.DURATION),
        ("How many months did the siege last?", Kind.DURATION),
        ("How much did the dam cost?", Kind.MONEY),
        ("What percentage of voters agreed?", Kind.SHARE),
        ("How many ships were sunk?", Kind.COUNT),
        ("How large is the fleet?", Kind.COUNT),
        ("How large a role did the fleet play?", Kind.OTHER),
        ("What is the capital of Peru?", Kind.CITY),
        ("What is the name of the river?", Kind.NAME),
        ("Why did it fail?", Kind.OTHER),
        ("Was the dam safe?", Kind.OTHER),
        ("What happened when the dam broke?", Kind.OTHER),
    ],
)
def test_what_kind_of_thing_is_asked_for(question: str, kind: Kind) -> None:
    assert asked_for(question).kind is kind


def test_what_is_counted_and_what_was_done_are_known() -> None:
    assert asked_for("How many old ships were sunk?").noun == "ship"
    assert asked_for("Who compared the plan to a trap?").verb == "compare"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who built the dam?", "The dam was built by the Romans.", True),
        ("Who built the dam?", "It was built quickly.", False),
        ("Who compared the plan to a trap?", "Ana Silva likened the plan to a trap.", True),
        ("Who compared the plan to a trap?", "The plan was a trap.", False),
        ("Which newspaper reported the fire?", "The Daily Herald reported the fire.", True),
        ("Which newspaper reported the fire?", "The fire was reported at noon.", False),
        ("In which city did the talks begin?", "The talks began in Geneva.", True),
        ("In which city did the talks begin?", "The talks began badly.", False),
        ("Where was the treaty signed?", "It was signed in the old palace.", True),
        ("Where was the treaty signed?", "The treaty was signed reluctantly.", False),
        ("When did the bridge close?", "The bridge closed in May 2004.", True),
        ("When did the bridge close?", "The bridge closed because of rust.", False),
        ("How long did the siege last?", "The siege lasted nine months.", True),
        ("How long did the siege last?", "The siege went on for years.", False),
        ("How long did the siege last?", "The siege ended a year ago.", False),
        ("How much did the dam cost?", "The dam cost $40 million.", True),
        ("How much did the dam cost?", "The dam was expensive.", False),
        ("What percentage of voters agreed?", "Some 40 percent of voters agreed.", True),
        ("What percentage of voters agreed?", "Many voters agreed.", False),
        ("How many ships were sunk?", "Twelve ships were sunk in the storm.", True),
        ("How many ships were sunk?", "Twelve vessels were sunk in the storm.", True),
        ("How many ships were sunk?", "Ships were sunk by 12 torpedoes.", False),
        ("How many ships were sunk?", "The ships were sunk in 1942.", False),
        ("What is the name of the river?", "The river Tamar floods each spring.", True),
        ("What is the name of the river?", "The river floods each spring.", False),
        ("What are the titles of her two books?", "She has written two books on the wars of Napoleon.", False),
        ("What are the titles of her two books?", "She has written the books “Tides” and “Salt”.", True),
        ("What is the capital of Peru?", "Lima is the capital of Peru.", True),
        ("What is the capital of Peru?", "Peru, a capable ally of Chile, has a capital.", False),
        ("How large is the fleet?", "The fleet has forty ships.", True),
        ("How large is the fleet?", "The fleet is large.", False),
        ("Why did it fail?", "It failed.", True),
    ],
)
def test_whether_a_sentence_holds_what_is_asked_for(question: str, sentence: str, expected: bool) -> None:
    assert holds(sentence, asked_for(question), question, alike) is expected


def test_what_the_question_names_itself_is_no_answer() -> None:
    question = "In which city near Geneva did the talks begin?"
    assert not holds("The talks began in Geneva.", asked_for(question), question, alike)


def test_one_sentence_of_several_is_enough() -> None:
    question = "When did the bridge close?"
    assert fills(["It rusted.", "It closed in 2004."], asked_for(question), question, alike)
    assert not fills(["It rusted.", "It closed."], asked_for(question), question, alike)
    assert not fills([], asked_for(question), question, alike)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Who led the strike and when did the miners return?",
            ["Who led the strike?", "when did the miners return?"],
        ),
        (
            "Where was the summit held? Who attended the dinner?",
            ["Where was the summit held?", "Who attended the dinner?"],
        ),
        (
            "What did Silva call the plan, and in which city was Silva born?",
            ["What did Silva call the plan?", "in which city was Silva born?"],
        ),
        ("How does the plan of Lee differ from the treaty of Rome?", ["the plan of Lee?", "the treaty of Rome?"]),
        ("Compare Peru with Chile.", ["Peru?", "Chile?"]),
        ("What is the difference between an asset and an agent?", ["an asset?", "an agent?"]),
        (
            "Compare the harbour of Lisbon with the port of Rotterdam.",
            ["the harbour of Lisbon?", "the port of Rotterdam?"],
        ),
    ],
)
def test_questions_put_together_are_taken_apart(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who built the dam?",
        "Trade and war in the Baltic",
        "Which countries joined, and why?",
        "How many ships did the navy sell, and to whom?",
    ],
)
def test_what_says_too_little_alone_is_no_part(question: str) -> None:
    assert parts(question) == [question]
