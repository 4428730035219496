"""Suites: reading them, saying which line is wrong, choosing cases, checking the gold."""

from collections import Counter
from pathlib import Path

import pytest

from evals.case import KINDS
from evals.documents import BRIEFINGS, SUITES
from evals.suite import Suite, check_gold, load_suite
from ingest import load
from ingest.errors import SettingsError
from tests.eval_rows import BUILT, CLOSED, SOURCE, TEXT, a_case, a_line, write_suite

SHIPPED = sorted(SUITES.rglob("*.jsonl"))


def refusal(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_suite(path)
    return str(caught.value)


def test_a_suite_keeps_its_order_and_passes_over_empty_lines(tmp_path: Path) -> None:
    suite = load_suite(write_suite(tmp_path, a_line("b"), "", a_line("a")))
    assert [case.id for case in suite.cases] == ["b", "a"]
    assert suite.documents == ("bridge.txt",)


def test_a_byte_order_mark_and_separators_inside_strings_are_fine(tmp_path: Path) -> None:
    path = write_suite(tmp_path, a_line("a", note="one\u2028two\u0085three"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_suite(path).cases[0].note == "one\u2028two\u0085three"


GOOD = '{"id": "a", "kind": "fact", "question": "When?", "must_mention": [["1931"]]}'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "b", "kind"', ['{"id": "b", "kind"', "expected one JSON object"]),
        ('["b"]', ["['b']"]),
        (GOOD, ["the id 'a' is taken by line 1"]),
        (
            GOOD.replace('"a"', '"b"').replace("fact", "facts"),
            ["found the kind 'facts'", "expected one of fact, number"],
        ),
        (GOOD.replace('"a"', '"b"').replace("must_mention", "must_say"), ["found the key 'must_say'", "gold_quotes"]),
        ('{"id": "b", "kind": "fact"}', ["the key 'question' is missing"]),
        (GOOD.replace('"a"', '"b"').replace('[["1931"]]', '["1931"]'), ["must_mention.0: ", "found '1931'"]),
        (
            GOOD.replace('"a"', '"b"').replace('[["1931"]]', '[[""]]'),
            ["must_mention.0.0: ", "found '', expected words"],
        ),
        ('{"id": "b", "kind": "fact", "question": "When?"}', ["needs gold_quotes or must_mention"]),
        (GOOD.replace('"a"', '"b"').replace('"When?"', '"When?", "answerable": false'), ["not answerable"]),
        (GOOD.replace('"a"', '"b"').replace('"When?"', '"When?", "answerable": "maybe"'), ["answerable: ", "'maybe'"]),
    ],
)
def test_a_wrong_line_is_named_with_what_was_found_and_expected(line: str, told: list[str], tmp_path: Path) -> None:
    path = write_suite(tmp_path, GOOD, "", line)
    message = refusal(path)
    assert message.startswith(f"{path}:3: ")
    for words in told:
        assert words in message
    assert "\n" not in message


def test_a_long_line_is_shortened_in_the_message(tmp_path: Path) -> None:
    assert len(refusal(write_suite(tmp_path, "x" * 5000)).replace(str(tmp_path), "")) < 250


def test_files_that_are_no_suite(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n\n")
    (tmp_path / "latin.jsonl").write_bytes(GOOD.encode().replace(b"When", b"\xe9\xff"))
    assert "holds no case" in refusal(tmp_path / "empty.jsonl")
    assert "not a text file in UTF-8" in refusal(tmp_path / "latin.jsonl")
    assert "No such file" in refusal(tmp_path / "nowhere.jsonl")


def test_a_suite_called_suite_is_named_after_its_folder(tmp_path: Path) -> None:
    assert load_suite(write_suite(tmp_path / "bridges", a_line("a"), name="suite.jsonl")).name == "bridges/suite"
    assert load_suite(write_suite(tmp_path, a_line("a"), name="mine.jsonl")).name == "mine"


def of_kinds(**counts: int) -> Suite:
    cases = [a_case(id=f"{kind}-{i}", kind=kind) for kind, count in counts.items() for i in range(count)]
    return Suite(Path("kinds.jsonl"), "0" * 64, tuple(cases), ())


def test_only_some_kinds() -> None:
    suite = of_kinds(fact=2, number=1, multi=1)
    assert [case.id for case in suite.only(["number", "fact"]).cases] == ["fact-0", "fact-1", "number-0"]


def test_a_kind_that_is_unknown_or_that_no_case_has() -> None:
    with pytest.raises(SettingsError, match=r"no kind 'facts' .* fact, number, multi"):
        of_kinds(fact=1).only(["facts"])
    with pytest.raises(SettingsError, match=r"kinds.jsonl has no case of kind injection"):
        of_kinds(fact=1).only(["injection"])


def test_a_sample_keeps_the_proportions_of_the_kinds_and_the_order_of_the_file() -> None:
    suite = of_kinds(fact=40, number=20, multi=20)
    sample = suite.sample(8, seed=0)
    assert Counter(case.kind for case in sample.cases) == {"fact": 4, "number": 2, "multi": 2}
    assert [case for case in suite.cases if case in sample.cases] == list(sample.cases)


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    suite = of_kinds(fact=40)
    assert suite.sample(8, seed=1) == suite.sample(8, seed=1)
    assert suite.sample(8, seed=1) != suite.sample(8, seed=2)
    assert set(suite.sample(8, seed=1).cases) < set(suite.sample(9, seed=1).cases)


def test_a_sample_larger_than_the_suite_is_the_suite() -> None:
    suite = of_kinds(fact=3)
    assert suite.sample(10, seed=0) == suite


def problems(**keys: object) -> list[str]:
    return check_gold(Suite(Path("x.jsonl"), "", (a_case(**keys),), ()), {"bridge.txt": TEXT, "other.txt": "Other."})


def test_gold_that_is_sound() -> None:
    assert problems(must_mention=[["1931"]], must_attribute=["Avon"], must_not_mention=["2004"]) == []
    assert problems(document=None) == []


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"gold_quotes": ["Built in 1932."]}, "c: 'Built in 1932.' does not stand in bridge.txt."),
        ({"document": "other.txt"}, "does not stand in other.txt"),
        ({"document": None, "gold_quotes": ["Nowhere."]}, "c: 'Nowhere.' does not stand in any document."),
        ({"must_mention": [["1931"], ["1932", "1933"]]}, "c: its gold does not mention 1932 or 1933."),
        ({"must_attribute": ["Lee"]}, "c: its gold lacks 'Lee'."),
        ({"must_not_mention": ["Avon"]}, "c: its gold holds the forbidden 'Avon'."),
    ],
)
def test_gold_that_is_not(keys: dict[str, object], told: str) -> None:
    [problem] = problems(**keys)
    assert told in problem


def test_gold_may_be_in_several_sentences() -> None:
    assert problems(gold_quotes=[BUILT, CLOSED], must_mention=[["1931"], ["2004"]]) == []
    assert SOURCE.text == TEXT


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(SUITES)))
def test_the_suites_that_come_with_briefing_are_sound(path: Path) -> None:
    suite = load_suite(path)
    files = {name: next(f for f in (path.parent / name, BRIEFINGS / name) if f.is_file()) for name in suite.documents}
    assert check_gold(suite, {name: load(file).text for name, file in files.items()}) == []


def test_the_briefings_suite_asks_all_ten_kinds() -> None:
    suite = load_suite(SUITES / "briefing.jsonl")
    assert len(suite.cases) >= 120
    assert {case.kind for case in suite.cases} == set(KINDS)


def test_the_other_suite_asks_documents_of_its_own() -> None:
    suite = load_suite(SUITES / "squad2" / "suite.jsonl")
    assert suite.name == "squad2/suite"
    assert all((suite.path.parent / name).is_file() for name in suite.documents)
    assert {case.answerable for case in suite.cases} == {True, False}
