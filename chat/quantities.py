"""Numbers, dates and quotations in a text, in a form that can be compared."""

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {
    "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "dozen": 12,
}  # fmt: skip
_VALUES: dict[str, float] = {word: i for i, word in enumerate(_UNITS)}
_VALUES |= {word: 10 * i for i, word in enumerate(_TENS, start=2)}
_VALUES |= {f"{ten}-{unit}": _VALUES[ten] + _VALUES[unit] for ten in _TENS for unit in _UNITS[1:10]}
# "one" and "zero" are rarely counts in prose ("one of the", "no one"), so words only count from two.
_WORDS = "|".join(sorted((word for word in _VALUES if _VALUES[word] >= 2), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![\w.])(?:(?P<digits>\d{1,3}(?:[,\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<word>{_WORDS})\b)"
    rf"(?:[\s-]?(?P<scale>{'|'.join(_SCALES)})s?\b)?",
    re.IGNORECASE,
)
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = re.compile(
    r"\b(january|february|april|june|july|august|september|october|november|december"
    # "may" and "march" are months only beside a day or a year, or behind such words as "in" and "since"
    r"|(?<=\d )(?:march|may)|(?:(?<=in )|(?<=since )|(?<=until )|(?<=last )|(?<=by ))(?:March|May)"
    r"|(?:March|May)(?= \d))\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_QUOTATION = re.compile(r"[“\"](?P<curly>[^”“\"]+)[”\"]")


def numbers(text: str) -> dict[float, str]:
    """Every number in a text: its value, and how it is written there.

    Digits and words are the same number (``5``, ``five``), scales are multiplied in (``$6 million`` is 6,000,000),
    years and decades are numbers too (``1980s`` is 1980). Numbers inside names such as ``G7`` are not.
    """
    found: dict[float, str] = {}
    for match in _NUMBER.finditer(text):
        digits, word, scale = match["digits"], match["word"], match["scale"]
        value = float(re.sub(r"[,\u202f]", "", digits)) if digits else _VALUES[word.lower()]
        if scale and (len(scale) > 2 or digits):
            value *= _SCALES[scale.lower()]
        found.setdefault(value, match[0].strip())
    return found


def dates(text: str) -> set[str]:
    """Names of months and of days of the week, in lower case; the numbers of a date are in `numbers`."""
    return {match[0].lower() for pattern in (_MONTH, _DAY) for match in pattern.finditer(text)}


def quotations(text: str) -> list[str]:
    """What stands in double quotation marks, without the comma or full stop that English puts before the last one."""
    return [match["curly"].strip().rstrip(".,;:!?") for match in _QUOTATION.finditer(text)]


def comparable(text: str) -> str:
    """Text with one kind of quotation mark, dash and white space, for comparing letter for letter."""
    table = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})
    return " ".join(text.translate(table).split())
