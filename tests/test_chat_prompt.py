import pytest

from chat.prompt import ANSWER, MAX_ANSWER_TOKENS, WORD, prompt
from tests.conftest import make_evidence

EVIDENCE = make_evidence(*(f"Bridge number {i} was built by the council of the town." for i in range(1, 9)))


def test_the_fixed_part_comes_first_and_the_question_last() -> None:
    one, other = (prompt(question, EVIDENCE, 4096).messages for question in ("Who built it?", "When?"))
    assert one[0] == other[0]
    assert one[0].text == ANSWER
    assert one[1].text.startswith("Sentences:\n[1] Bridge number 1 was built")
    assert one[1].text.endswith("\n\nQuestion: Who built it?")


def test_a_model_that_only_words_is_not_asked_to_choose() -> None:
    asked = prompt("Who?", EVIDENCE[:2], 4096, judges=False)
    assert asked.messages[0].text == WORD
    assert "NOT STATED" not in WORD + asked.grammar


def test_what_does_not_fit_is_left_out() -> None:
    assert prompt("Who?", EVIDENCE, 4096).shown == 8
    tight = prompt("Who?", EVIDENCE, MAX_ANSWER_TOKENS + len(ANSWER) // 3 + 40)
    assert 1 <= tight.shown < 8
    assert f"[{tight.shown}] Bridge" in tight.messages[1].text
    assert f"[{tight.shown + 1}]" not in tight.messages[1].text + tight.grammar


def test_the_best_sentence_is_always_shown() -> None:
    assert prompt("Who?", EVIDENCE, 10).shown == 1


@pytest.mark.parametrize(
    ("judges", "root", "more"), [(True, 'root ::= answer | "NOT STATED"', 7), (False, "root ::= answer", 2)]
)
def test_the_grammar(judges: bool, root: str, more: int) -> None:
    lines = prompt("Who?", EVIDENCE[:2], 4096, judges=judges).grammar.splitlines()
    assert lines[0] == root
    assert lines[1] == f'answer ::= sentence (" " sentence){{0,{more}}}'
    assert lines[2].endswith('" " marker marker?')
    assert lines[3] == 'marker ::= "[1]" | "[2]"'
