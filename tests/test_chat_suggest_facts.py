import pytest

from chat.suggest_facts import facts


def questions(sentence: str, rest: str = "") -> list[str]:
    return [fact.question for fact in facts(sentence, f"{sentence} {rest}")]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Anne Weber notes that Brazil’s exports are falling.", "What does Anne Weber say about Brazil’s exports?"),
        ("Senator Mike Lee has characterized NATO as a raw deal.", "What does Mike Lee say about NATO?"),
        ("In 1984, a man named Carl Weiss, a baker, bought five houses.", "What did Carl Weiss buy in 1984?"),
        ("The first meeting of the new Parliament took place on 12 May 1999.",
         "When did the first meeting of the new Parliament take place?"),
        ("In 1600 the East India Company was established by charter.", "When was the East India Company established?"),
        ("Despite facing some 24,000 individual sanctions, Russia has maintained stability.",
         "How many individual sanctions does Russia face?"),
        ("The Ottoman Empire was an imperial state.", "What was the Ottoman Empire?"),
        ("Anna Karlsson was a historian from Lund.", "Who was Anna Karlsson?"),
    ],
)  # fmt: skip
def test_a_sentence_that_answers_a_question(sentence: str, question: str) -> None:
    assert question in questions(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He said that NATO is old.",  # nobody knows who
        "Anne Weber said that it is old.",  # nor of what
        "Anne Weber was told that NATO is old.",  # she doesn't say it
        "The UNAIDS Report said that Kenya is improving.",
        "Carl Weiss allegedly bought five houses in 1984.",
        "Carl Weiss did not buy the old mill in 1984.",
        "The company was founded in 1931.",  # which one
        "Brazil was reduced to six provinces in 1931.",  # "When was Brazil reduced?" asks for something else
        "Russia waited for 12 days.",
        "Brazil is not a member.",
        "This war was a disaster.",
        "In 1898, Americans who opposed the war created a league.",  # not all Americans
        "Critics of Mercosur-style treaties met in 1999.",
    ],
)
def test_what_is_in_doubt_is_left_out(sentence: str) -> None:
    assert questions(sentence) == []


def test_who_is_called_by_surname_is_asked_about_by_the_whole_name() -> None:
    rest = "The economist Maria Ortega teaches in Lima."
    assert questions("Ortega argues that Peru needs new roads.", rest) == ["What does Maria Ortega say about Peru?"]


def test_a_surname_that_the_document_never_explains_is_not_asked_about() -> None:
    assert questions("Ortega argues that Peru needs new roads.") == []


def test_the_capital_letter_of_a_sentence_is_not_taken_into_the_question() -> None:
    rest = "Some fear imperialism. To others imperialism is trade, and imperialism pays."
    assert questions("Imperialism is a policy of power.", rest) == ["What is imperialism?"]
