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
        "Any others?",
        "Who says so?",
        "ships too?",
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
        ("Did Elin Berg speak out in favour?", "Who thinks the way she does?", "Who thinks the way Elin Berg does?"),
        (
            "Who is Maria Lang?",
            "What is her book called and did it win?",
            "What is Maria Lang's book called and did it win?",
        ),
        ("How many ships are there?", "Who built them?", "Who built ships?"),
        ("Which ports might Norway leave?", "Which of those is older?", None),
        ("Who is Maria Lang?", "Who says she is right?", "Who says Maria Lang is right?"),
    ],
)
def test_a_pronoun_is_replaced_by_what_it_stands_for(before: str, question: str, standalone: str | None) -> None:
    found = standalone_question(question, [before])
    if standalone:
        assert found == standalone
    else:
        assert set(question.lower().split()) - {"and"} - PRONOUNS <= set(found.lower().split())


PRONOUNS = frozenset("she him her it those".split())


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
        ("How does Maria Lang see Norway?", "And Edward Said?", "How does Edward Said see Norway?"),
        ("How many ships did New Spain have?", "And the French ports?", "How many ships did the French ports have?"),
        ("What is formal rule?", "And informal?", "What is informal rule?"),
        ("What is a frigate?", "And a sloop?", "What is a sloop?"),
        ("What did Norway lose in 1905?", "And a year later?", "What did Norway lose a year later?"),
        ("What would peace mean for Norway?", "For the UN?", "What would peace mean for the UN?"),
        (
            "What would happen if Norway left NATO?",
            "And if it left the UN?",
            "What would happen if Norway left the UN?",
        ),
        ("How has Norway's lira held up?", "Despite what?", "Despite what has Norway's lira held up?"),
    ],
)
def test_what_was_left_out_is_put_in(before: str, question: str, standalone: str) -> None:
    assert standalone_question(question, ["What is the Triad?", before]) == standalone


@pytest.mark.parametrize(
    ("before", "question", "standalone"),
    [
        ("What did Norway buy?", "And frigates, who sells those?", "Who sells frigates?"),
        ("Who bought the ship?", "And sovereignty, what happens to that?", "What happens to sovereignty?"),
        ("Who is Maria Lang?", "Her ties to Oslo, who documented them?", "Who documented Maria Lang's ties to Oslo?"),
        ("What is NATO?", "What about Maria Lang, does she like it?", "Does Maria Lang like NATO?"),
        ("How large is China's economy?", "And Norway, what about theirs?", "How large is Norway's economy?"),
    ],
)
def test_a_topic_put_first_stands_where_its_pronoun_stood(before: str, question: str, standalone: str) -> None:
    assert standalone_question(question, [before]) == standalone


@pytest.mark.parametrize(
    "opener",
    [
        "OK, something else: ",
        "By the way, ",
        "One more thing: ",
        "Different topic: ",
        "Now, ",
        "Moving on: ",
        "And another question: ",
        "Thanks, that helps. ",
        "Right, now on to something else – ",
        "On another note, ",
        "Just one last question before I go: ",
    ],
)
def test_what_only_leads_over_to_a_question_is_taken_off(opener: str) -> None:
    assert standalone_question(f"{opener}which sport is named?", [BEFORE]) == "Which sport is named?"
    assert standalone_question("Who else?", [BEFORE, f"{opener}who sold the fleet?"]) == "Who sold the fleet? Who else?"


@pytest.mark.parametrize(
    ("said", "taken_off"),
    [
        ("I have an exam tomorrow. ", True),
        ("We're preparing a leaflet for schools and want it simple: ", True),
        ("My boss keeps nagging me. ", True),
        ("I'm writing about Norway. ", False),  # what it names may be what is asked about
        ("The harbour was closed. ", False),
    ],
)
def test_what_the_asker_says_of_themselves_is_taken_off(said: str, taken_off: bool) -> None:
    question = "What does the treaty say about fishing in winter?"
    assert standalone_question(said + question, []) == (question if taken_off else said + question)


@pytest.mark.parametrize(
    "question",
    [
        "I read that the mill was sold. Who bought it?",  # leans on what is said before it
        "I want to order the books on the mill. What are the titles?",  # says too little alone
        "I need the two limits: the one for boats and the one for nets in winter.",
    ],
)
def test_what_a_question_needs_of_it_stays(question: str) -> None:
    assert standalone_question(question, []) == question


def test_what_leads_over_may_lead_to_a_follow_up() -> None:
    assert standalone_question("OK, and when?", ["Did Norway leave NATO?"]) == "When did Norway leave NATO?"
    assert standalone_question("By the way, where is its seat?", ["What is NATO?"]) == "Where is NATO's seat?"


def test_a_topic_announced_as_another_takes_nothing_from_the_old_one() -> None:
    assert standalone_question("Something else: how is it paid for?", ["What is NATO?"]) == "How is it paid for?"


def test_a_second_question_word_takes_the_place_of_the_first() -> None:
    assert standalone_question("And why?", [BEFORE, "And when?"]) == "Who bought condominiums in Trump Tower, and why?"


def test_a_pronoun_keeps_what_it_stood_for_in_the_question_before() -> None:
    history = ["Who is Maria Lang?", "What did she say about Peter Holm?"]
    assert standalone_question("When did she leave?", history) == "When did Maria Lang leave?"


def test_a_return_to_an_older_topic() -> None:
    history = ["How much did David Bogatin pay?", "What is BRICS?"]
    assert standalone_question("Back to Bogatin: when did he buy?", history) == "When did David Bogatin buy?"
    assert standalone_question("Back to Bogatin: which year was it?", history).count("Bogatin") == 1


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("Back to that first group: how large is it?", "How large is NATO?"),
        ("Going back to the first topic, where is its seat?", "Where is NATO's seat?"),
        ("About the alliance we started with: who leads it?", "Who leads NATO?"),
        ("Returning to the author: what did she write?", "What did Maria Lang write?"),
        ("Let's go back to Lang. Where does she live?", "Where does Maria Lang live?"),
        ("Back to the bank: who pays for it?", "Who pays for the bank that Norway did set up?"),
        ("What did that author call it?", "What did Maria Lang call NATO?"),
    ],
)
def test_a_return_to_something_described(question: str, standalone: str) -> None:
    history = ["What is NATO?", "What does Maria Lang think of it?", "Which bank did Norway set up?"]
    assert standalone_question(question, history) == standalone


def test_the_first_one_of_several() -> None:
    history = ["Who is Maria Lang?", "Who is Craig Unger?"]
    assert standalone_question("What did the first one write?", history) == "What did Maria Lang write?"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "Who called the treaty unfair?",
            "The treaty that Peter Holm signed is what the author Maria Lang calls unfair.",
        ),
        ("Who called the treaty unfair?", "Peter Holm’s treaty was described as “unfair” by Maria Lang."),
        ("Who founded the shipyard?", "After Peter Holm had left, the shipyard was founded by Maria Lang."),
        ("Who sold the shipyard?", "Peter Holm’s shipyard went to Oslo when Maria Lang sold it."),
    ],
)
def test_who_did_what_was_asked_comes_before_other_names(asked: str, answer: str) -> None:
    found = standalone_question("What is her book called?", [asked], [answer])
    assert found == "What is Maria Lang's book called?"


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
        "What is BRICS and how many members does it have?",
        "Which members left and why did they leave?",
        "Has the UN grown, or is it in decline?",
        "Is it true that Trump criticised the UN?",
        "How many members are there?",
        "In 2045, who will lead the world?",
        "Now that NATO is weak, who gains?",
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
