"""Whether an answer says what it must, keeps who said it, and holds nothing forbidden. Pure functions."""

import re
from collections import Counter
from collections.abc import Sequence

from chat.quantities import comparable
from evals.case import Case

_HEDGE = re.compile(
    r"alleg|reported|\breport\b|claim|suggest|appear|seem|\b(?:may|might|could|would|if)\b|likely|potential|possib|perhaps"
    r"|project|definitiv|false|convinc|speculat|expect|estimat",
    re.IGNORECASE,
)
"""Entries of ``must_attribute`` that are hedges or stems of one; every other entry is a speaker."""
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_WORD = re.compile(r"[^\W_]+")
_MARKER = re.compile(r"\s*\[\d+\]")


def holds(text: str, wanted: str) -> bool:
    """Whether a text holds a string; case, kinds of quotation mark, dash and white space don't count."""
    return comparable(wanted).lower() in comparable(text).lower()


def missing(text: str, case: Case) -> list[tuple[str, ...]]:
    """The groups of ``must_mention`` of which a text holds no string."""
    return [group for group in case.must_mention if not any(holds(text, wanted) for wanted in group)]


def mentions(text: str, case: Case) -> float | None:
    """1 when the text holds a string of every group of ``must_mention``, else 0; None when there is no group."""
    return float(not missing(text, case)) if case.must_mention else None


def speakers_kept(text: str, case: Case) -> float | None:
    """Share of the case's speakers that the text names; None when it has none."""
    return _share(text, [entry for entry in case.must_attribute if not is_hedge(entry)])


def hedges_kept(text: str, case: Case) -> float | None:
    """Share of the case's hedges that the text keeps; None when it has none."""
    return _share(text, [entry for entry in case.must_attribute if is_hedge(entry)])


def is_hedge(entry: str) -> bool:
    """Whether an entry of ``must_attribute`` is a hedge, not a speaker."""
    return entry[:1].islower() and bool(_HEDGE.search(entry))


def forbidden(text: str, case: Case) -> list[str]:
    """The strings of ``must_not_mention`` that the text holds."""
    return [wanted for wanted in case.must_not_mention if holds(text, wanted)]


def token_f1(text: str, case: Case) -> float | None:
    """F1 of the words that the text and a gold answer share, the best over the gold answers; None without any.

    Words are lower-cased, articles and punctuation dropped (SQuAD's evaluation, Rajpurkar et al. 2016). Where a case
    has no ``gold_answers``, a single group of ``must_mention`` is taken for them.
    """
    answers = case.gold_answers or (case.must_mention[0] if len(case.must_mention) == 1 else ())
    return max((_f1(_words(text), _words(answer)) for answer in answers), default=None)


def without_markers(text: str) -> str:
    """An answer's prose without its markers."""
    return _MARKER.sub("", text)


def _share(text: str, wanted: Sequence[str]) -> float | None:
    return sum(holds(text, entry) for entry in wanted) / len(wanted) if wanted else None


def _words(text: str) -> list[str]:
    return _WORD.findall(_ARTICLE.sub(" ", without_markers(text).lower().replace(",", "")))


def _f1(found: list[str], gold: list[str]) -> float:
    shared = sum((Counter(found) & Counter(gold)).values())
    return 2 * shared / (len(found) + len(gold)) if shared else 0.0
