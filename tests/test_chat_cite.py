import pytest

from chat.cite import Draft, attach, content_words, parse, spoken, without_half_marker
from tests.conftest import make_evidence

SETS = "Trump bought television sets from Joy Lud."
UNGER = "Unger claims to have found thirteen people."
BOTH = [(SETS, (1,)), (UNGER, (2,))]


def parsed(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(draft.text, draft.numbers) for draft in parse(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Trump bought television sets from Joy Lud [1]. Unger claims to have found thirteen people [2].",
        f"{SETS} [1] {UNGER} [2]",
        f"{SETS}[1] {UNGER}[2]",
        f"{SETS}[1]{UNGER}[2]",
        f"{SETS} [1]. {UNGER} [2].",
        f"[1] {SETS} [2] {UNGER}",
        f"[1] {SETS} {UNGER} [2]",
        f"{SETS}【1】 {UNGER}【2】",
        f"{SETS} [[1]] {UNGER} [[2]]",
        f"{SETS} [^1] {UNGER} [^2]",
        f"{SETS} [Sentence 1] {UNGER} [sentence 2]",
        f"{SETS} [1]\n{UNGER} [2]",
        f"{SETS} [1]\r\n\r\n{UNGER} [2]",
        f"{SETS}\n[1]\n{UNGER}\n[2]",
        f"[1]\n{SETS}\n[2]\n{UNGER}",
        f"[1]: {SETS}\n[2]: {UNGER}",
        f"- {SETS} [1]\n- {UNGER} [2]",
        f"* {SETS} [1]\n* {UNGER} [2]",
        f"1. {SETS} [1]\n2. {UNGER} [2]",
        f"1) [1] {SETS}\n2) [2] {UNGER}",
        f"> {SETS} [1]\n> {UNGER} [2]",
        f"Answer: {SETS} [1] {UNGER} [2]",
        f"**Answer:** {SETS} [1] {UNGER} [2]",
        f"**{SETS}** [1] *{UNGER}* [2]",
        f"Trump bought **television sets** from __Joy Lud__ [1]. {UNGER} [2]",
        f"According to [1], {SETS} {UNGER} [2]",
        f"{SETS} [1] According to sentence [2], {UNGER}",
        f"Trump bought television sets from Joy Lud (see [1]). {UNGER} ([2])",
        f"<think>The first is [7].\n\nYes.</think>\n\n{SETS} [1] {UNGER} [2]",
        f"The first is [7].</think>{SETS} [1] {UNGER} [2]",
        f"{SETS} [1] {UNGER} [2]\nSources: [1][2]",
    ],
)
def test_every_way_to_write_markers_means_the_same(text: str) -> None:
    assert parsed(text) == BOTH


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1, 2]", (1, 2)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1; 2]", (1, 2)),
        ("[1 and 2]", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3]", (1, 2, 3)),
        ("[1, 3-5]", (1, 3, 4, 5)),
        ("[3, 1, 3]", (3, 1)),
        ("[5-2]", (5, 2)),
        ("[1-200]", (1, 200)),
        ("[0]", (0,)),
        ("[99]", (99,)),
    ],
)
def test_several_numbers(marker: str, numbers: tuple[int, ...]) -> None:
    assert parsed(f"{SETS} {marker}") == [(SETS, numbers)]
    assert parsed(f"{SETS[:-1]} {marker}.") == [(SETS, numbers)]


@pytest.mark.parametrize(
    "text", ["In [2025] it began.", "He called it “[sic] a deal”.", "It began [a].", "It has (1) leg."]
)
def test_what_stands_in_brackets_and_is_no_marker_stays(text: str) -> None:
    assert parsed(f"{text[:-1]} [3].") == [(text, (3,))]


def test_a_bracket_at_the_start_that_is_no_marker_does_not_turn_the_markers_round() -> None:
    assert parsed(f"[The owner] bought it. [1] {UNGER} [2]") == [("[The owner] bought it.", (1,)), (UNGER, (2,))]


def test_a_marker_in_a_quotation_leaves_it_whole() -> None:
    assert parsed(f"He called it “a raw deal [1]” for America. {UNGER} [2]") == [
        ("He called it “a raw deal” for America.", (1,)),
        (UNGER, (2,)),
    ]


def test_a_marker_behind_an_abbreviation_does_not_end_the_sentence() -> None:
    assert parsed("The U.S. [1] left NATO then. It was late [2].") == [
        ("The U.S. left NATO then.", (1,)),
        ("It was late.", (2,)),
    ]


def test_markers_alone_are_drafts_without_text() -> None:
    assert parsed("[1]") == [("", (1,))]
    assert parsed("[1][2].") == [("", (1,)), ("", (2,))]
    assert parsed(f"{SETS} [1]\n\n[2]") == [(SETS, (1,)), ("", (2,))]


def test_a_sentence_without_markers_has_none() -> None:
    assert parsed(f"{SETS} {UNGER} [2]") == [(SETS, ()), (UNGER, (2,))]


def test_a_number_alone_is_not_a_list() -> None:
    assert parsed("13. [2]") == [("13.", (2,))]
    assert parsed("13 [2]") == [("13", (2,))]


@pytest.mark.parametrize("text", ["", " \n", "<think>I wonder [1]", "<think></think>"])
def test_nothing_said_is_no_draft(text: str) -> None:
    assert parse(text) == []


def test_stars_that_multiply_stay() -> None:
    assert parsed("It is 2 * 3 and 4 * 5 [1].") == [("It is 2 * 3 and 4 * 5.", (1,))]


def test_spoken_is_without_thinking_emphasis_and_preamble() -> None:
    assert spoken("<think>…</think>\n**Answer:** NOT STATED").strip() == "NOT STATED"


@pytest.mark.parametrize(
    "draft",
    [
        "According to the briefing, it began in May. [1]",
        "The document states that it began in May. [1]",
        "The sentences also mention that it began in May [1].",
        "Based on the provided sentences, it began in May [1].",
    ],
)
def test_what_a_sentence_says_of_its_source_in_general_is_left_out(draft: str) -> None:
    assert parsed(f"{SETS} {draft}")[-1] == ("It began in May.", (1,))
    assert parsed(f"{SETS} [2] {draft}") == [(SETS, (2,)), ("It began in May.", (1,))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It began [", "It began"),
        ("It began [1", "It began"),
        ("It began [1, ", "It began"),
        ("It began 【1", "It began"),
        ("It began [1][", "It began [1]"),
        ("It began [1]. Then", "It began [1]. Then"),
        ("It began [in the year 2025 and went on", "It began [in the year 2025 and went on"),
        ("<thi", ""),
        ("<think>Let me see", ""),
        ("<think>Let me see</think>It", "It"),
        ("5 < 6", "5 < 6"),
        ("", ""),
    ],
)
def test_while_streaming_half_a_marker_is_not_shown(text: str, shown: str) -> None:
    assert without_half_marker(text) == shown


def test_streaming_never_takes_back_more_than_a_marker() -> None:
    text = f"{SETS} [1] {UNGER} [2]"
    shown = [without_half_marker(text[:end]).rstrip() for end in range(len(text) + 1)]
    assert all(text.startswith(part) for part in shown)
    assert [len(part) for part in shown] == sorted(len(part) for part in shown)


def test_the_source_of_an_unmarked_sentence_is_the_one_that_holds_its_words() -> None:
    evidence = make_evidence("NATO was founded in 1949.", "Unger claims to have identified thirteen people.")
    assert attach(Draft(UNGER, ()), evidence) == Draft(UNGER, (2,))


def test_an_unmarked_sentence_that_nothing_holds_stays_unmarked() -> None:
    evidence = make_evidence("NATO was founded in 1949.")
    assert attach(Draft("Paris is the capital of France.", ()), evidence).numbers == ()
    assert attach(Draft("", ()), evidence).numbers == ()
    assert attach(Draft(UNGER, ()), []).numbers == ()


def test_markers_that_a_model_set_are_not_replaced() -> None:
    assert attach(Draft("NATO was founded in 1949.", (7,)), make_evidence("NATO was founded in 1949.")).numbers == (7,)


def test_content_words_leave_out_links_and_join_thousands() -> None:
    assert content_words("The 24,000 sanctions of it") == {"24000", "sanctions"}


def test_a_sentence_that_a_model_put_in_quotation_marks_is_said_without_them() -> None:
    long = "Trump bought television sets for the hotel from Joy Lud Electronics."
    assert parsed(f"“{long}” [1]") == [(long, (1,))]
    assert parsed(f'"{long} " [1] "Thirteen people." [2]') == [(long, (1,)), ('"Thirteen people."', (2,))]
