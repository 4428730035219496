import pytest

from chat.asked import Kind, asked_for, nouns, whether


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
        ("Year of the closing?", Kind.TIME),
        ("Price of the dam?", Kind.MONEY),
        ("Names of the engineers?", Kind.NAME),
        ("Which two other countries signed it?", Kind.COUNTRY),
        ("Which state of affairs came about?", Kind.OTHER),
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
    ("question", "expected"),
    [
        ("Was the dam built in 1950?", True),
        ("And did it fail?", True),
        ("The dam was built in 1950, right?", True),
        ("When was the dam built?", False),
        ("What is the dam made of?", False),
    ],
)
def test_questions_whether_something_is_so(question: str, expected: bool) -> None:
    assert whether(question) is expected


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Ari Ben-Menashe say about the meetings?", ["Ari Ben-Menashe", "meetings"]),
        ("Did the vice-president of Coca-Cola meet Putin - and where?", ["vice-president", "Coca-Cola", "Putin"]),
        ("Where was the Sykes–Picot line in 1916?", ["Sykes–Picot", "line"]),
        ("Who knew the New York Times' reporter?", ["New York Times", "reporter"]),
    ],
)
def test_a_name_is_one_noun(question: str, named: list[str]) -> None:
    assert nouns(question) == named
