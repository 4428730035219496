"""What a pronoun of a follow-up stands for, found in the questions before it and in what answered them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.answered import named_in
from chat.ellipsis import without_added
from chat.language import analyse, content_lemmas
from chat.phrases import KINDS, NOT_THINGS, PERSON_NOUNS, Kind, asks, base_form, fitting, name_of, noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Nouns that call anything what it is not: "that topic", "the first one".
_ANYTHING = frozenset("topic thing question subject point matter issue one".split())
_ANYONE = frozenset("person guy man woman".split())
_BODIES = frozenset("alliance organisation organization group bloc institution body union country nation".split())
_BODY_LABELS = frozenset(("ORG", "GPE", "NORP"))
_FIRST = frozenset("first original initial opening earliest".split())
_STARTED = frozenset("start begin open".split())


@dataclass(frozen=True)
class Turn:
    """An earlier question.

    Attributes:
        text: Understandable on its own.
        bound: What its pronouns stood for: by "he", "she", "it", "they".
        answer: The sentence that answers it best, or nothing; asked for only when it is needed.
    """

    text: str
    bound: dict[str, str]
    answer: Callable[[], str] = lambda: ""


def antecedent(pronoun: str, question: str, turns: Sequence[Turn]) -> str | None:
    """What a pronoun stands for: words that can be put in its place; None where that isn't clear.

    Args:
        pronoun: In lower case; one of `KINDS`.
        question: What it stands in. What is named there is not what it stands for.
        turns: Earlier questions, oldest first.
    """
    kind = KINDS[pronoun]
    asked = analyse(question)
    # Not by letters: China is not named in "the South China Sea".
    here = {noun_phrase(chunk.root).lower() for chunk in asked.noun_chunks} | {name_of(e).lower() for e in asked.ents}
    if turns and (bound := turns[-1].bound.get(base_form(pronoun))):
        return bound
    for turn in reversed(turns):
        doc = analyse(without_added(turn.text))
        unnamed = _asked_for(doc, kind)
        if unnamed is not None:
            return named_in(turn.answer(), turn.text, kind, question) or unnamed or None
        candidates = [(score, -at, text) for at, (score, text) in enumerate(fitting(doc, kind))]
        candidates = [item for item in candidates if item[2].lower() not in here]
        if candidates:
            return max(candidates)[2]
    return None


def described(noun: "Token", question: str, turns: Sequence[Turn]) -> str | None:
    """What "that senator", "this alliance" or "the first topic" stands for.

    Args:
        noun: The noun, with what says which one is meant.
        question: What it stands in.
        turns: Earlier questions, oldest first.

    Returns:
        What was called so before, or was asked for under that name, or may be called so; None where nothing was.
    """
    lemma = noun.lemma_.lower()
    among = _turns_meant(noun, turns)
    for turn in reversed(among):
        doc = analyse(without_added(turn.text))
        for chunk in doc.noun_chunks:
            if chunk.root.lemma_.lower() != lemma:
                continue
            if not asks(chunk) and len(chunk) > 1:
                return noun_phrase(chunk.root)
            kind = _kind(chunk.root)
            if asks(chunk) and (told := _asked_for(doc, kind)) is not None:
                return named_in(turn.answer(), turn.text, kind, question) or told or None
    if lemma in PERSON_NOUNS | _ANYONE and noun.tag_ == "NN":
        found = _person_called(lemma, question, among)
        return re.sub(r"^the one who", f"the {noun.text} who", found) if found else None
    kinds: tuple[Kind, ...] = ("person", "thing", "group") if lemma in _ANYTHING else ("thing",)
    for turn in reversed(among if lemma in _ANYTHING | _BODIES else ()):
        doc = analyse(without_added(turn.text))
        candidates = [item for kind in kinds for item in fitting(doc, kind)]
        if lemma in _BODIES:
            named = {name_of(entity) for entity in doc.ents if entity.label_ in _BODY_LABELS}
            candidates = [item for item in candidates if item[1].removeprefix("the ") in {*named, *_bare(named)}]
        if candidates:
            return max(candidates, key=lambda item: item[0])[1]
    return None


def _person_called(lemma: str, question: str, turns: Sequence[Turn]) -> str | None:
    """The last person spoken of; of several, one whom the answer to a question about them calls so."""
    found = [(antecedent("he", question, [turn]), turn) for turn in reversed(turns)]
    persons = [(name, turn) for name, turn in found if name]
    if len({name for name, _ in persons}) > 1:
        called = [name for name, turn in persons if lemma in content_lemmas(turn.answer())]
        return next(iter(called), persons[0][0])
    return persons[0][0] if persons else None


def topic_meant(topic: str, turns: Sequence[Turn]) -> str:
    """A topic returned to, by the longest name that earlier questions have for it: "Bogatin" is David Bogatin.

    Args:
        topic: As it is named in the return: "Bogatin", "the senator", "that first group".
        turns: Earlier questions, oldest first.
    """
    chunks = [chunk for turn in turns for chunk in analyse(turn.text).noun_chunks if not asks(chunk)]
    names = [chunk.text for chunk in chunks if "'s" not in chunk.text and chunk.text.lower().endswith(topic.lower())]
    if names:
        return max([topic, *names], key=len)
    doc = analyse(topic)
    noun = next((token for token in doc if token.dep_ == "ROOT"), doc[-1])
    return (described(noun, "", turns) if noun.pos_ in ("NOUN", "NUM", "PRON") else None) or topic


def _turns_meant(noun: "Token", turns: Sequence[Turn]) -> Sequence[Turn]:
    """The questions among which "the first group", or "the alliance that we started with", is to be looked for."""
    if noun.lower_ in _FIRST or any(t.lower_ in _FIRST or t.lemma_.lower() in _STARTED for t in noun.children):
        return turns[:1]
    if any(t.lower_ == "second" for t in noun.children):
        return turns[1:2]
    return turns


def _bare(names: set[str]) -> set[str]:
    return {name.removeprefix("the ") for name in names}


def _kind(noun: "Token") -> Kind:
    if noun.tag_ in ("NNS", "NNPS"):
        return "group"
    return "person" if noun.lemma_.lower() in PERSON_NOUNS else "thing"


def _asked_for(doc: "Doc", kind: Kind) -> str | None:
    """How to speak of what a question asks for and doesn't name: "the one who wrote it", "the bank that they set up".

    Returns:
        None where it asks for another kind of thing; "" where there are no words for it.
    """
    first = doc[0]
    counted = len(doc) > 1 and first.lower_ == "how" and doc[1].lower_ in ("many", "much")
    noun = first.head if first.lower_ in ("which", "what") and first.dep_ == "det" and first.head.i <= 3 else None
    if counted and doc[1].head.pos_ in ("NOUN", "PROPN"):
        noun = doc[1].head
    asks_person = first.lower_ == "who" or (noun is not None and noun.lemma_.lower() in PERSON_NOUNS)
    singular = noun is None or noun.tag_ in ("NN", "NNP")
    if kind == "group" and first.lower_ == "what" and first.dep_ == "nsubj":
        return ""  # "What could fill the gap?": one thing or several
    wanted: Kind = "person" if asks_person and singular else "thing" if singular else "group"
    if wanted != kind or (noun is None and not asks_person) or (noun is not None and noun.ent_type_ in NOT_THINGS):
        return None
    subject = noun or first
    if noun is not None and noun.lemma_ in ("year", "day", "date", "month", "way", "time", "part", "kind", "sort"):
        return None
    is_who = noun is None and len(doc) > 2 and doc[1].lemma_ == "be" and doc[1].dep_ == "ROOT"
    if is_who and any(chunk.start > 1 and chunk.root.head.i == 1 for chunk in doc.noun_chunks):
        return None  # "Who is Craig Unger?"
    if counted and doc[subject.i + 1 :].text.rstrip(" ?") in ("are there", "were there"):
        return subject.text
    whose = "the one" if noun is None else f"the {noun.text}"
    if subject.dep_ in ("nsubj", "nsubjpass") and subject.head.dep_ == "ROOT":
        return f"{whose} {'who' if asks_person else 'that'} {doc[subject.i + 1 :].text.rstrip(' ?!')}"
    return _object_asked_for(doc, subject, f"{whose} {'whom' if asks_person else 'that'}")


def _object_asked_for(doc: "Doc", noun: "Token", opening: str) -> str:
    """The same for an object: "the hotel that Trump was developing", of "Which hotel was Trump developing?"."""
    auxiliary = doc[noun.i + 1] if noun.i + 1 < len(doc) else None
    if noun.dep_ not in ("dobj", "pobj") or auxiliary is None or auxiliary.dep_ not in ("aux", "auxpass"):
        return ""
    subject = next((t for t in auxiliary.head.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.pos_ == "PRON" or subject.left_edge.i != auxiliary.i + 1:
        return ""
    last = subject.right_edge.i + 1
    done = "" if auxiliary.lower_ == "do" else f" {auxiliary.text}"
    rest = doc[last:].text.rstrip(" ?!")
    return f"{opening} {doc[subject.left_edge.i : last].text}{done} {rest}"
