import pytest

from chat.asked import asked_for
from chat.fills import fills, holds


def alike(one: str, other: str) -> bool:
    return {one.lower(), other.lower()} in ({"liken", "compare"}, {"vessel", "ship"})


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Who built the dam?", "The dam was built by the Romans.", True),
        ("Who built the dam?", "It was built quickly.", False),
        ("Who was the mayor?", "Ana Silva, the mayor, resigned.", True),
        ("Who was the mayor?", "Rui Costa filmed the flood, and then at last the mayor called for an inquiry.", False),
        ("Who was the mayor?", "Ana Silva ran the town.", True),
        ("Which countries joined?", "Chad and Mali joined.", True),
        ("Which countries joined?", "Others joined later.", False),
        ("What are the titles of ana's two books?", "Ana has written two books on Chad.", False),
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
        ("How long has the siege been going on?", "The siege began a year ago.", True),
        ("Who were the first members?", "The club, at first Chad and Mali, has ten members.", True),
        ("How much did the dam cost?", "The dam cost $40 million.", True),
        ("How much did the dam cost?", "The dam was sold for 900 pounds.", True),
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
    assert fills([sentence], asked_for(question), question, alike) is expected


def test_what_the_question_names_itself_is_no_answer() -> None:
    question = "In which city near Geneva did the talks begin?"
    assert not holds("The talks began in Geneva.", asked_for(question), question, alike)


def test_one_sentence_of_several_is_enough() -> None:
    question = "When did the bridge close?"
    assert fills(["It rusted.", "It closed in 2004."], asked_for(question), question, alike)
    assert not fills(["It rusted.", "It closed."], asked_for(question), question, alike)
    assert not fills([], asked_for(question), question, alike)
