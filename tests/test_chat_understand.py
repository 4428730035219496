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
        "Why not?",
        "How so?",
        "Who else?",
        "Then what?",
        "Really?",
        "Tell me more.",
        "Could you elaborate?",
        "Which one?",
        "Who said this?",
        "What year was that?",
        "What did that firm say?",
        "What does the latter want?",
    ],
)
def test_where_it_is_unclear_what_is_meant_a_question_is_put_behind_the_one_before(question: str) -> None:
    assert standalone_question(question, ["What is NATO?", BEFORE]) == f"{BEFORE} {question}"


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("Who is Maria Lang?", "How many ships did she sell?", "How many ships did Maria Lang sell?"),
        ("What did Maria Lang sell to Sweden?", "And why did she do that in secret", None),
        ("What is Joy Lud Electronics?", "Who owned it?", "Who owned Joy Lud Electronics?"),
        ("What is NATO?", "Where is its seat?", "Where is NATO's seat?"),
        (
            "Who wrote the report?",
            "What are her other books?",
            "What are the other books of the one who wrote the report?",
        ),
        ("Which senator criticizes NATO?", "Where does he live?", "Where does the senator who criticizes NATO live?"),
        (
            "Is there a historian who praises it?",
            "What is her name?",
            "What is the name of the historian who praises it?",
        ),
        ("Which firms built the canal?", "When did they start?", "When did the firms that built the canal start?"),
        ("When did Trump first visit Moscow?", "Who met him there?", "Who met Trump in Moscow?"),
        ("What does Maria Lang think of Oslo?", "When did that author die?", "When did Maria Lang die?"),
        ("Who bought a ship?", "What did that senator say?", "What did the senator who bought a ship say?"),
        ("Who blocked the Suez canal?", "How long is this canal?", "How long is the Suez canal?"),
        ("Does Ankara trade with Russia?", "How does it keep its lira stable?", None),
    ],
)
def test_a_pronoun_is_replaced_by_what_it_stands_for(before: str, question: str, standalone: str | None) -> None:
    found = standalone_question(question, [before])
    if standalone:
        assert found == standalone
    else:
        assert set(question.lower().split()) - {"and"} - PRONOUNS <= set(found.lower().split())


PRONOUNS = frozenset("she him her it".split())


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        (BEFORE, "And when?", "Who bought condominiums in Trump Tower, and when?"),
        ("When was NATO founded?", "By whom?", "By whom was NATO founded?"),
        ("Did Trump visit Moscow?", "when", "When did Trump visit Moscow?"),
        ("What would happen to NATO if America left?", "And the UN?", "What would happen to the UN if America left?"),
        ("What did Maria Lang say about Norway?", "What about Denmark?", "What did Maria Lang say about Denmark?"),
        ("What happened in 1987?", "and in 1991?", "What happened in 1991?"),
        ("Where did Russia sell its energy?", "And its weapons?", "Where did Russia sell its weapons?"),
        ("How large is China's economy?", "And India's?", "How large is India's economy?"),
        ("Who is Anne Applebaum?", "And Craig Unger?", "Who is Craig Unger?"),
    ],
)
def test_what_was_left_out_is_put_in(before: str, question: str, standalone: str) -> None:
    assert standalone_question(question, ["What is the Triad?", before]) == standalone


def test_a_second_question_word_takes_the_place_of_the_first() -> None:
    assert standalone_question("And why?", [BEFORE, "And when?"]) == "Who bought condominiums in Trump Tower, and why?"


def test_a_pronoun_keeps_what_it_stood_for_in_the_question_before() -> None:
    history = ["Who is Maria Lang?", "What did she say about Peter Holm?"]
    assert standalone_question("When did she leave?", history) == "When did Maria Lang leave?"


def test_a_return_to_an_older_topic() -> None:
    history = ["How much did David Bogatin pay?", "What is BRICS?"]
    assert standalone_question("Back to Bogatin: when did he buy?", history) == "When did David Bogatin buy?"
    assert standalone_question("Back to Bogatin: which year was it?", history).count("Bogatin") == 1


def test_a_name_that_only_an_answer_had() -> None:
    answers = ["Elon Musk, who leads the Department of Government Efficiency, agreed."]
    history = ["Who leads the Department of Government Efficiency?"]
    assert standalone_question("Which company does he run?", history, answers) == "Which company does Elon Musk run?"


def test_an_answer_to_something_else_names_nobody() -> None:
    history = ["Who leads the Department of Government Efficiency?"]
    found = standalone_question("Which company does he run?", history, ["Maria Lang sells ships."])
    assert found == "Which company does the one who leads the Department of Government Efficiency run?"


def test_answers_are_asked_for_only_where_a_name_is_missing() -> None:
    asked: list[str] = []

    def answered(question: str) -> str:
        asked.append(question)
        return "Maria Lang wrote the report."

    standalone_question("When did he leave?", ["Who is Craig Unger?"], answered=answered)
    standalone_question("What is NATO?", ["Who wrote the report?"], answered=answered)
    assert asked == []
    found = standalone_question("When did she leave?", ["Who wrote the report?"], answered=answered)
    assert (found, asked) == ("When did Maria Lang leave?", ["Who wrote the report?"])


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
    history = ["What is BRICS?", BEFORE, "Really?"]
    assert standalone_question("Who else?", history) == f"{BEFORE} Really? Who else?"


def test_a_long_chain_keeps_its_subject_and_its_last_two_questions() -> None:
    history = [BEFORE, "Really?", "How so?", "Why not?", "Then what?"]
    assert standalone_question("Who else?", history) == f"{BEFORE} Why not? Then what? Who else?"


def test_a_history_of_follow_ups_alone_of_any_length() -> None:
    assert standalone_question("And why?", ["And when?"] * 5000).count("And when?") == 3


def test_empty_questions_in_the_history_are_passed_over() -> None:
    assert standalone_question("Who else?", [BEFORE, "", "  "]) == f"{BEFORE} Who else?"
    assert standalone_question("And when?", [" "]) == "And when?"


def test_an_empty_question_stays_empty() -> None:
    assert standalone_question(" ", [BEFORE]) == ""
