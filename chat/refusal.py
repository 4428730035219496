"""Whether the evidence answers a question: decided from several signals, none of which tells alone.

Each is a plain fact about the question and the best sentences found for it: is there the kind of thing that is asked
for (a date, an amount, a city), are its numbers and names there, is every word that carries meaning supported by some
word nearby, is anything about the subject at all. A logistic regression weighs them; ``refusal.json`` holds what
``python -m evals.fit_refusal`` fitted, on which data.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel

from chat.answer import Evidence
from chat.asked import Alike, Kind, asked_for, fills, noun_phrase
from chat.language import analyse, content_tokens
from chat.quantities import dates, numbers
from vectorstore.late import LateInteraction

if TYPE_CHECKING:
    from spacy.tokens import Token

NOTHING = "It has nothing on that."
FITTED = Path(__file__).with_name("refusal.json")
CLOSE = 0.7  # share of the best sentence's score from which a sentence may be the one that answers
CANDIDATES = 3
READ = 8  # sentences that are looked through for the question's numbers
SUPPORTED = 0.5  # cosine of a word with its best match from which it counts as said
OFF, HARDLY, HARDLY_SUPPORTED = 0.25, 0.3, 0.45
"""A question is off the subject when `Signals.similarity` is below OFF, or below HARDLY with `Signals.support` below
HARDLY_SUPPORTED: few of the fitted cases are so far off, and the weights alone let "Why is the sky blue?" pass. Of the
answerable cases of the suites none is (one has a similarity of 0.26, with more support; the next 0.32)."""
PIECES = 2  # a word of more is rare, such as a name in lower case
_CHOSEN = re.compile(r"\b(?:which|what)\s+\w+\b", re.IGNORECASE)
_NAMES = frozenset("PERSON ORG GPE NORP LOC FAC EVENT WORK_OF_ART".split())


@dataclass(frozen=True)
class Signals:
    """What the decision rests on; all in [0, 1] or [-1, 1].

    Attributes:
        unfilled: 1 where a kind of thing is asked for and no candidate sentence holds one.
        number: 1 where a number or date of the question stands in none of the best `READ` sentences, nor in a heading.
        name: 1 where a name of the question stands nowhere near.
        unknown: 1 where a name or rare word of the question stands nowhere in the document.
        weakest: Support of the question's least supported word: cosine with its best match nearby.
        support: Mean support of its words, weighted by inverse document frequency.
        similarity: Largest cosine of a candidate sentence with the question.
    """

    unfilled: float
    number: float
    name: float
    unknown: float
    weakest: float
    support: float
    similarity: float


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
        probability: That it answers, in [0, 1], as the regression has it.
        missing: What is asked and isn't there, in a sentence; empty when answered.
    """

    answered: bool
    probability: float
    missing: str = ""


def assess(question: str, evidence: Sequence[Evidence], late: LateInteraction | None, alike: Alike) -> Assessment:
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
    fitted = _fitted()
    logit = fitted.intercept + sum(fitted.weights[name] * value for name, value in asdict(found).items())
    probability = 1 / (1 + math.exp(-logit))
    if off_subject(found):
        return Assessment(False, round(probability, 3), NOTHING)
    answered = probability >= fitted.threshold
    return Assessment(answered, round(probability, 3), "" if answered else _missing(question, evidence, found))


def off_subject(found: Signals) -> bool:
    """Whether nothing that was found is even about what is asked."""
    return found.similarity < OFF or (found.similarity < HARDLY and found.support < HARDLY_SUPPORTED)


def candidates(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that may be the one that answers: the best, and those whose score comes close."""
    return [item for item in evidence[:CANDIDATES] if item.score >= CLOSE * evidence[0].score]


def signals(question: str, evidence: Sequence[Evidence], late: LateInteraction | None, alike: Alike) -> Signals:
    """Measures what the decision rests on; arguments as for `assess`."""
    close = candidates(evidence)
    near = _neighbourhood(close)
    text = "\n".join(near)
    everything = "\n".join(dict.fromkeys(item.source.text for item in close)).lower()
    words = _words(question, late)
    titles = " ".join(section.title or "" for item in close for section in item.source.sections)
    names = [token for token in words if token.pos_ == "PROPN" or token.ent_type_ in _NAMES]
    support = _support(question, words, near, late)
    asked = asked_for(question)
    counted = _CHOSEN.sub(" ", question)  # "which two problems" tells how many there are; no sentence need say it
    found = "\n".join([titles, *(item.text for item in evidence[:READ])])
    known = numbers(found)
    return Signals(
        unfilled=float(not fills([_with_antecedent(item) for item in close], asked, question, alike)),
        number=float(
            any(_absent(written, n, known) for n, written in numbers(counted).items()) or _other_date(question, found)
        ),
        name=float(any(_stem(t.text) not in f"{text} {titles}".lower() for t in names if _weak(support, t))),
        unknown=float(
            any(_stem(t.text) not in everything for t in words if (t in names or _rare(t, late)) and _weak(support, t))
        ),
        weakest=min((value for value, _ in support.values()), default=0.0),
        support=sum(v * w for v, w in support.values()) / max(1e-9, sum(w for _, w in support.values())),
        similarity=max((item.similarity or 0.0 for item in evidence[:5]), default=0.0),
    )


def _with_antecedent(item: Evidence) -> str:
    """A sentence, and the one before it where it begins with what stands there: "She", "It"."""
    source, before = item.source, item.source.sentences[max(0, item.sentence.index - 1)]
    opens = analyse(item.text)[:1]
    if before.section != item.sentence.section or not opens or opens[0].pos_ != "PRON":
        return item.text
    return f"{source.quote(before)} {item.text}"


def _neighbourhood(close: Sequence[Evidence]) -> list[str]:
    """The candidates and the sentences beside them in their sections: what they lean on."""
    found: dict[tuple[str, int], str] = {}
    for item in close:
        sentences = item.source.sentences
        for i in range(max(0, item.sentence.index - 1), min(len(sentences), item.sentence.index + 2)):
            if sentences[i].section == item.sentence.section:
                found[item.source.name, i] = item.source.quote(sentences[i])
    return list(found.values())


def _support(
    question: str, words: Sequence["Token"], near: Sequence[str], late: LateInteraction | None
) -> dict[int, tuple[float, float]]:
    """For each word by its place: how well it is supported nearby, and its weight."""
    if late is None:
        lemmas = {token.lemma_.lower() for token in analyse("\n".join(near))}
        return {token.i: (float(token.lemma_.lower() in lemmas), 1.0) for token in words}
    asked, best = late.support(question, near)
    weights = late.weights(asked)
    found = {}
    for token in words:
        pieces = [i for i, (start, end) in enumerate(asked.spans) if start < token.idx + len(token) and token.idx < end]
        if pieces:
            found[token.i] = float(np.mean(best[pieces])), float(np.sum(weights[pieces]))
    return found


def _weak(support: dict[int, tuple[float, float]], token: "Token") -> bool:
    """Whether nothing nearby is like a word; "World War II" is like "Second World War"."""
    return support.get(token.i, (0.0, 0.0))[0] < SUPPORTED


def _absent(written: str, value: float, known: dict[float, str]) -> bool:
    """Whether a number of the question isn't there; "three powers" in words counts what follows, and need not be."""
    return value not in known and any(map(str.isdigit, written))


def _other_date(question: str, text: str) -> bool:
    """Whether the question has a month or day that the text hasn't, or a decade that none of its years is in."""
    years = "".join(f" {year[:3]}0s" for year in re.findall(r"\b(?:1\d{3}|20\d{2})\b", text))
    return bool(dates(question) - dates(text + years))


def _words(question: str, late: LateInteraction | None) -> list["Token"]:
    """The words that carry meaning; a name in lower case too, whatever the grammar takes it for."""
    kept = {token.i for token in content_tokens(question)}
    return [t for t in analyse(question) if t.i in kept or (t.is_alpha and not t.is_stop and _rare(t, late))]


def _rare(token: "Token", late: LateInteraction | None) -> bool:
    """Whether a word is put together from many pieces by the embedding model, as names in lower case are."""
    return late is not None and late.pieces(token.text) > PIECES


def _stem(word: str) -> str:
    return word.lower()[: max(4, len(word) - 3)]


_GIVES = {
    Kind.TIME: "no date",
    Kind.DURATION: "no length of time",
    Kind.MONEY: "no amount of money",
    Kind.SHARE: "no share or percentage",
    Kind.CITY: "no city",
    Kind.PLACE: "no place",
    Kind.NAME: "no name",
    Kind.PERSON: "nobody’s name",
    Kind.ORGANISATION: "no organisation",
}


def _missing(question: str, evidence: Sequence[Evidence], found: Signals) -> str:
    """What isn't there, in a sentence; the most telling of the signals."""
    text = "\n".join(_neighbourhood(candidates(evidence))).lower()
    asked = asked_for(question)
    if found.unfilled:
        return f"What comes closest gives {_GIVES.get(asked.kind, 'no number')} for that."
    absent = [word for word in noun_phrase(question) if _stem(word) not in text]
    if (found.name or found.unknown) and absent:
        return f"Nothing it says on the subject mentions {' or '.join(f'“{word}”' for word in absent)}."
    if found.number:
        return "The number or date in the question is not what it speaks of."
    return "Some of its sentences are about the subject, none answers the question."


@cache
def _fitted() -> Fitted:
    return Fitted.model_validate(json.loads(FITTED.read_text("utf-8")))
