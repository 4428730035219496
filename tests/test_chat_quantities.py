import pytest

from chat.quantities import comparable, dates, numbers, quotations


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("24,000 sanctions", [24000]),
        ("24000 sanctions", [24000]),
        ("24 000 sanctions", [24000]),
        ("24\u202f000 sanctions", [24000]),
        ("24’000 sanctions", [24000]),
        ("1,2,3", [1, 2, 3]),
        ("$6 million", [6e6]),
        ("$6-million", [6e6]),
        ("6,000,000", [6e6]),
        ("$6m", [6e6]),
        ("$3.5 bn", [3.5e9]),
        ("six million", [6e6]),
        ("a million", [1e6]),
        ("half a million", [5e5]),
        ("two dozen", [24]),
        ("two hundred and five", [205]),
        ("five hundred thousand", [5e5]),
        ("two thousand twenty-five", [2025]),
        ("one hundred", [100]),
        ("five", [5]),
        ("5", [5]),
        ("Ten", [10]),
        ("twenty-five", [25]),
        ("twenty five", [25]),
        ("the twenty-first century", [21]),
        ("the 21st century", [21]),
        ("seven-decade", [7]),
        ("two and three", [2, 3]),
        ("2 to 3 million", [2, 3e6]),
        ("5%", [5]),
        ("five percent", [5]),
        ("3.5", [3.5]),
        ("3.50", [3.5]),
        (".5", [0.5]),
        ("and so on...13 people", [13]),
        ("in 1987.", [1987]),
        ("2025,", [2025]),
        ("post-1945", [1945]),
        ("1945–1949", [1945, 1949]),
        ("12 May 2025", [12, 2025]),
        ("9.5.2025", [9, 5, 2025]),
        ("0", [0]),
        ("3 B-52 bombers", [3, 52]),
        ("5 m tall", [5]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert list(numbers(text)) == values


@pytest.mark.parametrize(
    "text",
    [
        "G7",
        "COVID19",
        "v2.0",
        "one of them",
        "no one",
        "first",
        "second",
        "hundreds",
        "a deal",
        "tent",
        "often",
        "World War II",
    ],
)
def test_no_numbers(text: str) -> None:
    assert numbers(text) == {}


def test_a_number_remembers_how_it_was_written() -> None:
    assert numbers("It cost $6 million.") == {6e6: "6 million"}


def test_a_decade_is_a_date_and_not_its_first_year() -> None:
    assert dates("the 1980s") == dates("the 1980’s") == {"1980s"}
    assert numbers("the 1980s") == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in April and june", {"april", "june"}),
        ("in March", {"march"}),
        ("from March to May", {"march", "may"}),
        ("in early March", {"march"}),
        ("March 2025", {"march"}),
        ("May 5", {"may"}),
        ("5 May", {"may"}),
        ("on Monday", {"monday"}),
        ("Tuesdays", {"tuesday"}),
        ("5 Jan 2025", {"january"}),
        ("Sept. 5", {"september"}),
        ("NATO may leave", set()),
        ("In 2025 may it be", set()),
        ("They march on", set()),
        ("an august body", set()),
        ("May it be so.", set()),
        ("It ended. March on!", set()),
        ("Augustus", set()),
    ],
)
def test_dates(text: str, found: set[str]) -> None:
    assert dates(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“a” and “b”", ["a", "b"]),
        ('"a" and "b"', ["a", "b"]),
        ("“a,” he said", ["a"]),
        ("‘a deal’", ["a deal"]),
        ("'a deal'", ["a deal"]),
        ("‘It’s a deal’", ["It’s a deal"]),
        ("„a“ und „b“", ["a", "b"]),
        ("«a»", ["a"]),
        ("“outer ‘inner’ text”", ["outer ‘inner’ text"]),
        ("“outer “inner” text”", ["outer “inner” text"]),
        ("“he said "
         '"yes" to me”', ['he said "yes" to me']),
        ("the allies’ view of America’s role", []),
        ("no quotation", []),
        ("“”", []),
        # A sentence splitter may cut a quotation in two.
        ("“We will win.", ["We will win"]),
        ("We always do,” he said.", ["We always do"]),
    ],
)  # fmt: skip
def test_quotations(text: str, found: list[str]) -> None:
    assert quotations(text) == found


def test_comparable_evens_out_typography_and_nothing_else() -> None:
    assert comparable("“It’s  a—deal”\n") == comparable('"It\'s a-deal"')
    assert comparable("a deal") != comparable("a Deal")
