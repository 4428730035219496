import pytest

from chat.understand import standalone_question

BEFORE = "Who bought condominiums in Trump Tower?"


def test_without_a_history_a_question_stands_as_it_is() -> None:
    assert standalone_question("And when?", []) == "And when?"


def test_white_space_is_evened_out() -> None:
    assert standalone_question("  What\n is   NATO? ", [BEFORE]) == "What is NATO?"


@pytest.mark.parametrize(
    "question",
    [
        "And when?",
        "what about NATO?",
        "How about the UN?",
        "Why?",
        "Why not?",
        "How so?",
        "Since when?",
        "By whom?",
        "How much?",
        "Who else?",
        "Then what?",
        "Really?",
        "Tell me more.",
        "Could you elaborate?",
        "How much did he pay for them?",
        "Where is its seat?",
        "Which one?",
        "Who said this?",
        "What year was that?",
        "What did that senator say?",
        "Who was there?",
        "What does the latter want?",
        "What does NATO think of it?",
        "What’s she saying about NATO?",
    ],
)
def test_a_question_that_leans_is_put_behind_the_one_before(question: str) -> None:
    assert standalone_question(question, ["What is NATO?", BEFORE]) == f"{BEFORE} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "What is NATO?",
        "Why was NATO founded?",
        "When did Trump first visit Moscow?",
        "Is there evidence of a recruitment?",
        "How many members are there in BRICS?",
        "Who is the historian that called the shift radical?",
        "What does the document say that Trump bought?",
        "What does this document say about India?",
        "What does the IT sector say?",
        "Name one of the authors.",
        "Which former agent spoke of the KGB?",
        "What did Trump do after he returned from Moscow?",
        "Where did Moscow find buyers for its oil?",
        "Who said “It’s time to leave NATO and the UN”?",
        "Who is Andrea Orsini?",
        "What is the theory of sovereignty?",
    ],
)
def test_an_old_topic_does_not_leak_into_a_question_that_stands_alone(question: str) -> None:
    assert standalone_question(question, [BEFORE]) == question


def test_a_follow_up_to_a_follow_up_goes_back_to_the_question_that_stood_alone() -> None:
    history = ["What is BRICS?", BEFORE, "How many were they?"]
    assert standalone_question("And when?", history) == f"{BEFORE} How many were they? And when?"


def test_a_long_chain_keeps_its_subject_and_its_last_two_questions() -> None:
    history = [BEFORE, "And when?", "And where?", "And why?", "How much did he pay?"]
    assert standalone_question("And how?", history) == f"{BEFORE} And why? How much did he pay? And how?"


def test_a_history_of_follow_ups_alone_of_any_length() -> None:
    assert standalone_question("And why?", ["And when?"] * 5000).count("And when?") == 3


def test_empty_questions_in_the_history_are_passed_over() -> None:
    assert standalone_question("And when?", [BEFORE, "", "  "]) == f"{BEFORE} And when?"
    assert standalone_question("And when?", [" "]) == "And when?"


def test_an_empty_question_stays_empty() -> None:
    assert standalone_question(" ", [BEFORE]) == ""
