"""What can be told of a question and the best sentences found for it: the signals that a refusal rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from chat.answer import Evidence
from chat.asked import Asked, asked_for, asks, whether
from chat.fills import Alike, fills
from chat.language import analyse, content_tokens
from chat.metonyms import stands_for
from chat.neighbours import with_antecedent
from chat.quantities import dates, numbers
from vectorstore.late import LateInteraction

if TYPE_CHECKING:
    from spacy.tokens import Token

CLOSE = 0.7  # share of the best sentence's score from which a sentence may be the one that answers
CANDIDATES = 3
LOOKED_THROUGH = 8  # sentences that are looked through for the question's numbers
SUPPORTED = 0.5  # cosine of a word with its best match from which it counts as said
PIECES = 2  # a word of more is rare, such as a name in lower case
LONG, ALMOST = 5, 0.8  # letters, and likeness as difflib counts it, from which a word may be a name's misspelling
_WORD = re.compile(r"[^\W\d_]+")
_CHOSEN = re.compile(r"\b(?:which|what)\s+\w+\b", re.IGNORECASE)
_NAMES = frozenset("PERSON ORG GPE NORP LOC FAC EVENT WORK_OF_ART".split())
_PEOPLE_AND_PLACES = frozenset("PERSON GPE NORP LOC".split())


@dataclass(frozen=True)
class Signals:
    """What the decision rests on; all but `reading` in [0, 1] or [-1, 1].

    Attributes:
        unfilled: 1 where a kind of thing is asked for and no candidate sentence holds one.
        number: 1 where a number or date of the question stands in none of the best `LOOKED_THROUGH` sentences, nor in a
            heading, and the question doesn't ask whether something is so.
        name: 1 where a name of the question stands nowhere near, nor one much like it; a person's must be its own.
        unknown: 1 where a name or rare word of the question stands nowhere in the document, likewise.
        support: Mean support of the question's words: cosine with their best match nearby, weighted by inverse document
            frequency.
        similarity: Largest cosine of a candidate sentence with the question.
        reading: How surely the reader finds an answer in the best sentence, in logits; 0 where it was not read.
    """

    unfilled: float
    number: float
    name: float
    unknown: float
    support: float
    similarity: float
    reading: float


def candidates(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that may be the one that answers: the best, and those whose score comes close."""
    return [item for item in evidence[:CANDIDATES] if item.score >= share_of(evidence[0].score, CLOSE)]


def share_of(best: float, share: float) -> float:
    """A share of the best score, below it also where that is negative, as it may be in tiny documents."""
    return best - (1 - share) * abs(best)


def signals(question: str, evidence: Sequence[Evidence], late: LateInteraction | None, alike: Alike) -> Signals:
    """Measures what the decision rests on; arguments as for `assess`."""
    close = candidates(evidence)
    near = neighbourhood(close)
    beside = "\n".join(neighbourhood(evidence[:CANDIDATES]))
    everything = "\n".join(dict.fromkeys(item.source.text for item in close)).lower()
    asked = asked_for(question)
    words = _words(question, asked, late)
    titles = " ".join(section.title or "" for item in close for section in item.source.sections)
    names = [token for token in words if _is_name(token, late)]
    beside = f"{beside} {titles}".lower()
    support = _support(question, words, near, late)
    # One politician is much like another to the embedding model, and must not pass for him.
    strange = any(t.ent_type_ == "PERSON" and not _is_named(t.text, everything) for t in names)
    counted = _CHOSEN.sub(" ", question)  # "which two problems" tells how many there are; no sentence need say it
    found = "\n".join([titles, *(item.text for item in evidence[:LOOKED_THROUGH])])
    return Signals(
        unfilled=float(not fills([with_antecedent(item) for item in close], asked, question, alike)),
        number=float(not whether(question) and _other_number(counted, found)),
        name=float(strange or any(not _is_named(t.text, beside) for t in names if _weak(support, t))),
        unknown=float(
            strange
            or any(
                not _is_named(t.text, everything) for t in words if (t in names or _rare(t, late)) and _weak(support, t)
            )
        ),
        support=sum(v * w for v, w in support.values()) / max(1e-9, sum(w for _, w in support.values())),
        similarity=max((item.similarity or 0.0 for item in evidence[:5]), default=0.0),
        reading=evidence[0].reading or 0.0,
    )


def neighbourhood(close: Sequence[Evidence]) -> list[str]:
    """The candidates and the sentences beside them in their sections: what they lean on."""
    found: dict[tuple[str, int], str] = {}
    for item in close:
        for sentence in (item.source.beside(item.sentence, steps) for steps in (-1, 0, 1)):
            if sentence:
                found[item.source.name, sentence.index] = item.source.quote(sentence)
    return list(found.values())


def _support(
    question: str, words: Sequence["Token"], near: Sequence[str], late: LateInteraction | None
) -> dict[int, tuple[float, float]]:
    """For each word by its place: how well it is supported nearby, and its weight."""
    if late is None:
        lemmas = {token.lemma_.lower() for token in analyse("\n".join(near))}
        return {token.i: (float(token.lemma_.lower() in lemmas), 1.0) for token in words}
    asked, matches = late.support(question, near)
    best, weights = matches.max(axis=0), late.weights(asked)
    found = {}
    for token in words:
        pieces = [i for i, (start, end) in enumerate(asked.spans) if start < token.idx + len(token) and token.idx < end]
        if pieces:
            found[token.i] = float(np.mean(best[pieces])), float(np.sum(weights[pieces]))
    return found


def _weak(support: dict[int, tuple[float, float]], token: "Token") -> bool:
    """Whether nothing nearby is like a word; "World War II" is like "Second World War"."""
    return support.get(token.i, (0.0, 0.0))[0] < SUPPORTED


def _other_number(question: str, text: str) -> bool:
    """Whether a number or date of the question isn't in a text; "three powers" counts what follows, and need not be."""
    known = numbers(text)
    written = [as_written for value, as_written in numbers(question).items() if value not in known]
    return any(any(map(str.isdigit, digits)) for digits in written) or _other_date(question, text)


def _other_date(question: str, text: str) -> bool:
    """Whether the question has a month or day that the text hasn't, or a decade that none of its years is in."""
    years = "".join(f" {year[:3]}0s" for year in re.findall(r"\b(?:1\d{3}|20\d{2})\b", text))
    return bool(dates(question) - dates(text + years))


def _words(question: str, asked: Asked, late: LateInteraction | None) -> list["Token"]:
    """The words that carry meaning; a name in lower case too, whatever the grammar takes it for."""
    kept = {token.i for token in content_tokens(question)}
    found = [t for t in analyse(question) if t.i in kept or (t.is_alpha and not t.is_stop and _rare(t, late))]
    return [t for t in found if not asks(t.lemma_, asked)]


def _is_name(token: "Token", late: LateInteraction | None) -> bool:
    """Whether a word is a name or of one; in lower case, which makes the grammar see names everywhere, a rare one."""
    if token.text.islower():
        return token.ent_type_ in _PEOPLE_AND_PLACES or (token.pos_ == "PROPN" and _rare(token, late))
    return token.pos_ == "PROPN" or token.ent_type_ in _NAMES


def _rare(token: "Token", late: LateInteraction | None) -> bool:
    """Whether a word is put together from many pieces by the embedding model, as names in lower case are."""
    return late is not None and late.pieces(token.text) > PIECES


def _is_named(word: str, text: str) -> bool:
    """Whether a word of a question, perhaps misspelt, or the state it stands for, is in a text in lower case."""
    if stem(word) in text or stands_for(word, text):
        return True
    return len(word) >= LONG and bool(get_close_matches(word.lower(), set(_WORD.findall(text)), 1, ALMOST))


def stem(word: str) -> str:
    """The beginning of a word, in lower case, that its other forms have too."""
    return word.lower()[: max(4, len(word) - 3)]
