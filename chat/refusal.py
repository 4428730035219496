"""Whether the evidence answers a question: decided from several signals, none of which tells alone.

Each is a plain fact about the question and the best sentences found for it: is there the kind of thing that is asked
for (a date, an amount, a city), are its numbers and names there, is every word that carries meaning supported by some
word nearby, is anything about the subject at all, does the reader find an answer. A logistic regression weighs them;
``refusal.json`` holds what ``python -m evals.fit_refusal`` fitted, on which data.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from chat.answer import Evidence
from chat.asked import Kind, asked_for, nouns
from chat.fills import Alike
from chat.premise import denies
from chat.signals import Signals, candidates, neighbourhood, signals, stem
from vectorstore.late import LateInteraction

NOTHING = "It has nothing on that."
FITTED = Path(__file__).with_name("refusal.json")
OFF, SUPPORTED, HARDLY, HARDLY_SUPPORTED = 0.22, 0.45, 0.25, 0.32
"""A question is off the subject when `Signals.similarity` is below OFF with `Signals.support` below SUPPORTED, or
below HARDLY with `Signals.support` below HARDLY_SUPPORTED: few of the fitted cases are so far off, and the weights
alone let "Why is the sky blue?" pass. Chosen with the suites in view: of 50 questions on other subjects 40 have a
similarity below OFF, of all answerable ones on the briefing one ("How far back do the contacts go …? Year please.",
with a support of 0.49); between the two are both ("What are the rules of chess?" has 0.26, a paraphrase without a
common word 0.24)."""
SURE = 0.65
"""Probability below which an answer says that it may be none. Chosen on the checks from the ninth to the twelfth, where
0.40 of the near misses that are answered are below it, and 0.16 of the answerable questions."""


class Fitted(BaseModel):
    """What the fit gave: ``p = 1 / (1 + exp(-(intercept + sum of weight * signal)))``."""

    intercept: float
    weights: dict[str, float]
    threshold: float
    data: str


@dataclass(frozen=True)
class Assessment:
    """Whether the evidence answers.

    Attributes:
        answered: The decision.
        unsure: Whether it may well be wrong, where it is to answer.
        probability: That it answers, in [0, 1], as the regression has it.
        missing: What is asked and isn't there, in a sentence; empty when answered.
    """

    answered: bool
    probability: float
    missing: str = ""
    unsure: bool = False


def assess(
    question: str,
    evidence: Sequence[Evidence],
    late: LateInteraction | None,
    alike: Alike,
) -> Assessment:
    """Decides whether the evidence answers a question.

    Args:
        question: Understandable on its own, and one question only.
        evidence: Ranked, best first.
        late: Gives the support of single words; without it they count as supported where they stand in the text.
        alike: Whether two words mean nearly the same.
    """
    if not evidence:
        return Assessment(False, 0.0, NOTHING)
    found = signals(question, evidence, late, alike)
    fitted, values = _fitted(), asdict(found)
    logit = fitted.intercept + sum(weight * values[name] for name, weight in fitted.weights.items())
    probability = _probability(logit)
    if off_subject(found):
        return Assessment(False, round(probability, 3), NOTHING)
    stranger = bool(found.name and found.unknown)  # asked about somebody else
    sure = probability >= SURE or _corrects(question, evidence)
    if not stranger and (sure or probability >= fitted.threshold):
        return Assessment(True, round(probability, 3), unsure=not sure)
    return Assessment(False, round(probability, 3), _missing(question, evidence, found))


def _probability(logit: float) -> float:
    return float(1 / (1 + math.exp(-logit)))


def _corrects(question: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a candidate sentence denies what the question takes for granted: it answers, whatever the signals."""
    return any(denies(item.text, question) for item in candidates(evidence))


def off_subject(found: Signals) -> bool:
    """Whether nothing that was found is even about what is asked."""
    return (found.similarity < OFF and found.support < SUPPORTED) or (
        found.similarity < HARDLY and found.support < HARDLY_SUPPORTED
    )


_GIVES = {
    Kind.TIME: "no date",
    Kind.DURATION: "no length of time",
    Kind.MONEY: "no amount of money",
    Kind.SHARE: "no share or percentage",
    Kind.CITY: "no city",
    Kind.COUNTRY: "no country",
    Kind.PLACE: "no place",
    Kind.NAME: "no name",
    Kind.PERSON: "nobody’s name",
    Kind.ORGANISATION: "no organisation",
}


def _missing(question: str, evidence: Sequence[Evidence], found: Signals) -> str:
    """What isn't there, in a sentence; the most telling of the signals."""
    text = "\n".join(neighbourhood(candidates(evidence))).lower()
    asked = asked_for(question)
    if found.unfilled:
        return f"What comes closest gives {_GIVES.get(asked.kind, 'no number')} for that."
    absent = [noun for noun in nouns(question) if stem(re.split(r"[\s–‑-]", noun)[-1]) not in text]
    if (found.name or found.unknown) and absent:
        told = [noun for noun in absent if noun[0].isupper()] or absent
        return f"Nothing it says on the subject mentions {' or '.join(f'“{noun}”' for noun in told)}."
    if found.number:
        return "The number or date in the question is not what it speaks of."
    return "Some of its sentences are about the subject, none answers the question."


@cache
def _fitted() -> Fitted:
    return Fitted.model_validate(json.loads(FITTED.read_text("utf-8")))
