"""Numbers, dates and quotations in a text, in a form that can be compared."""

import re

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# "first" and "second" count only in "twenty-first": alone they are rarely numbers.
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
_SMALL: dict[str, float] = {word: i for i, word in enumerate([*_UNITS, *_TEENS], start=1)}
_SMALL |= {word: 10 * i for i, word in enumerate(_TENS, start=2)}
_SMALL |= {word: i for i, word in enumerate(_ORDINALS, start=1)}
_SCALES = {"hundred": 1e2, "dozen": 12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "mn": 1e6, "bn": 1e9, "tn": 1e12}

_SPACE = "\u00a0\u2009\u202f"  # what separates thousands in typeset text; an ordinary space does too
_DIGITS = rf"\d{{1,3}}(?:[,’'{_SPACE} ]\d{{3}}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)*|(?<!\.)\.\d+"
_TENS_AND_UNIT = rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join([*_ORDINALS, *_UNITS])})\b)?"
_BELOW_HUNDRED = rf"(?:{_TENS_AND_UNIT}|{'|'.join([*_TEENS, *_ORDINALS[2:], *_UNITS])})\b"
_SCALE = rf"(?:{'|'.join(_SCALES)})s?\b"
_SCALED = rf"(?:half\s+an?|an?|{_BELOW_HUNDRED})(?:[\s-]{_SCALE})+"
_NUMBER = re.compile(
    # Not behind a letter (G7) nor behind the point of a version (v2.0). Single letters scale only what they touch.
    rf"(?<!\w)(?<!\d\.)(?:(?P<digits>{_DIGITS})"
    rf"(?:(?P<letter>[kmb])\b|\s?(?P<short>mn|bn|tn)\b|[\s-]?(?P<scale>{_SCALE}))?"
    rf"|(?P<words>{_SCALED}(?:(?:\s+and)?[\s-]+{_BELOW_HUNDRED}(?:[\s-]{_SCALE})*)*|{_BELOW_HUNDRED}))",
    re.IGNORECASE,
)
_DECADE = re.compile(r"(?<!\w)(\d{3}0|\d0)['’]?s\b")

_MONTHS = "january february march april may june july august september october november december".split()
_ANY_CASE = "|".join(month for month in _MONTHS if month not in ("march", "may", "august"))
# These three are also common words: they count where a capital letter isn't owed to the start of a sentence, or a
# number stands beside them.
_MONTH = re.compile(
    rf"\b(?i:{_ANY_CASE})\b"
    r"|(?<![.!?”\"] )(?<!^)\b(?:March|May|August)\b|\b(?:March|May|August)(?= \d)"
)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_SHORT_MONTH = re.compile(rf"\b(?:(?<=\d )({_SHORT})t?\b|({_SHORT})t?\.? \d)")
_DAY = re.compile(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b", re.IGNORECASE)
_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)(.+?)['’](?!\w)")


def numbers(text: str) -> dict[float, str]:
    """Every number in a text: its value, and how it is written there.

    Digits and words are the same number (``5``, ``five``), scales are multiplied in (``$6 million`` is 6,000,000),
    years are numbers too. Not numbers are those inside names such as ``G7``, and "one" without a scale, which is
    rarely a count in prose ("one of the", "no one"). What a number counts, or that it is a percentage, is not told.
    """
    found: dict[float, str] = {}
    for match in _NUMBER.finditer(_DECADE.sub(" ", text)):
        words, scale = match["words"], match["scale"]
        if words and words.lower() == "one":
            continue
        values = [_worth(words)] if words else _read(match["digits"])
        if letters := match["letter"] or match["short"]:
            values[-1] *= _LETTERS[letters.lower()]
        if scale:
            values[-1] *= _scale(scale)
        for value in values:
            found.setdefault(value, match[0].strip())
    return found


def _read(digits: str) -> list[float]:
    plain = re.sub(rf"[,’'{_SPACE} ]", "", digits)
    return [float(part) for part in ([plain] if plain.count(".") < 2 else plain.split("."))]  # 9.5.2025 is three


def _worth(words: str) -> float:
    """The value of words: 205 for ``two hundred and five``."""
    total = current = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in ("a", "an"):
            current = current or 1
        elif word == "half":
            current = 0.5
        elif word in _SMALL:
            current += _SMALL[word]
        elif word != "and" and (scale := _scale(word)) < 1000:
            current *= scale
        elif word != "and":
            total, current = total + current * scale, 0
    return total + current


def _scale(word: str) -> float:
    return _SCALES[word.lower().removesuffix("s")]


def dates(text: str) -> set[str]:
    """Months and days of the week by their full names, and decades (``1980s``), in lower case.

    The numbers of a date are in `numbers`. "May", "March" and "August" at the start of a sentence are not told from
    words or names, and don't count.
    """
    short = {(match[1] or match[2]).lower() for match in _SHORT_MONTH.finditer(text)}
    return (
        {match[0].lower() for match in _MONTH.finditer(text)}
        | {month for month in _MONTHS if month[:3] in short}
        | {match[1].lower() for match in _DAY.finditer(text)}
        | {f"{match[1]}s" for match in _DECADE.finditer(text)}
    )


def quotations(text: str) -> list[str]:
    """What stands in quotation marks, without the comma or full stop that English puts before the last one.

    A quotation in a quotation belongs to the outer one. One that is opened and not closed, or closed and not opened,
    goes to the end or from the start: a sentence may be a part of a longer quotation.
    """
    found: list[str] = []
    opened: list[str] = []
    start, outside, rest = 0, 0, ""  # `rest` is what stands in no double quotation marks
    for i, mark in enumerate(text):
        # A straight mark closes what a straight one opened; “ opens in English and closes in German.
        inner = opened[-1] if opened else ""
        if mark in "”»" or (mark, inner) in (('"', '"'), ("“", "„")):
            if len(opened) < 2:
                found.append(text[start if opened else 0 : i])
                rest, outside = rest if opened else "", i + 1
            opened = opened[:-1]
        elif mark in '“„«"':
            if not opened:
                rest, start = f"{rest}{text[outside:i]} ", i + 1
            opened.append(mark)
    if opened:
        found.append(text[start:])
    else:
        rest += text[outside:]
    found += [match[1] for match in _SINGLE.finditer(rest)]
    plain = (quotation.strip().strip("'‘’\"").rstrip(".,;:!?…").strip() for quotation in found)
    return [quotation for quotation in plain if quotation]


def comparable(text: str) -> str:
    """Text with one kind of quotation mark, dash and white space, for comparing letter for letter."""
    table = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})
    return " ".join(text.translate(table).split())
