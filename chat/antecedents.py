"""What a pronoun of a follow-up stands for, found in the questions before it and in what answered them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chat.ellipsis import without_added
from chat.language import analyse, content_lemmas
from chat.sections import DOCUMENT

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Kind = Literal["person", "thing", "group", "place"]
KINDS: dict[str, Kind] = {
    **dict.fromkeys("he him his himself she her hers herself".split(), "person"),
    **dict.fromkeys("it its itself".split(), "thing"),
    **dict.fromkeys("they them their theirs themselves".split(), "group"),
    "there": "place",
}
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_NOT_THINGS = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"))
_PERSON_NOUNS = frozenset(
    "man woman person author writer journalist historian senator president minister secretary leader head chief agent"
    " official politician expert analyst scholar critic founder owner king queen prince general commander officer"
    " lawyer"
    " judge chairman chairwoman spokesman spokeswoman spokesperson director member adviser advisor diplomat ambassador"
    " professor scientist economist artist candidate governor mayor chancellor pope bishop spy buyer seller"
    " businessman billionaire investor developer mother father wife husband son daughter brother sister"
    " friend ally rival someone somebody anyone anybody representative inventor singer player manager".split()
)
_OF_PERSONS = frozenset("say write claim call argue think believe tell describe feel study marry die remark".split())
_BELONGING = "det amod compound poss nummod nmod relcl acl quantmod advmod case".split()
# What a noun phrase is in its clause says how likely the next question goes on about it.
_SALIENCE = {"nsubj": 4, "nsubjpass": 4, "attr": 4, "ROOT": 4, "dobj": 3, "pobj": 2, "appos": 1, "conj": 1, "poss": 0}


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
    here = {noun_phrase(chunk.root).lower() for chunk in asked.noun_chunks} | {_name(e).lower() for e in asked.ents}
    if turns and (bound := turns[-1].bound.get(base_form(pronoun))):
        return bound
    for turn in reversed(turns):
        doc = analyse(without_added(turn.text))
        unnamed = _asked_for(doc, kind)
        if unnamed is not None:
            return _named_in(turn, kind, question) or unnamed or None
        fitting = [(score, -at, text) for at, (score, text) in enumerate(_fitting(doc, kind))]
        fitting = [item for item in fitting if item[2].lower() not in here]
        if fitting:
            return max(fitting)[2]
    return None


def described(noun: "Token", question: str, turns: Sequence[Turn]) -> str | None:
    """What "that senator" or "this alliance" stands for: what was called so before, or the last person."""
    for turn in reversed(turns):
        for chunk in analyse(without_added(turn.text)).noun_chunks:
            asking = chunk[0].tag_ in ("WDT", "WP")
            if chunk.root.lemma_.lower() == noun.lemma_.lower() and not asking and len(chunk) > 1:
                return noun_phrase(chunk.root)
    person = noun.lemma_.lower() in _PERSON_NOUNS and noun.tag_ == "NN"
    found = antecedent("he", question, turns) if person else None
    return re.sub(r"^the one who", f"the {noun.text} who", found) if found else None


def base_form(pronoun: str) -> str:
    """The pronoun that stands for its forms: "she" for "her"."""
    bases = {"he": "he him his himself", "she": "she her hers herself", "it": "it its itself", "there": "there"}
    return next((base for base, forms in bases.items() if pronoun in forms.split()), "they")


def noun_phrase(token: "Token") -> str:
    """A noun with what belongs to it: "the Triad of the 1980s", "the senator who criticizes NATO"."""
    kept = [
        inner
        for child in token.children
        if child.dep_ in _BELONGING or (child.dep_ == "prep" and child.i > token.i)
        for inner in child.subtree
    ]
    span = sorted([*kept, token], key=lambda inner: inner.i)
    text = "".join(_own_name(inner) + inner.whitespace_ for inner in span).strip(" ?!,")
    first, _, rest = text.partition(" ")
    if first.lower() in ("a", "an", "any", "some") and rest:
        return f"the {rest}"
    return f"the {rest}" if first in ("The", "This", "That") and rest else text


def _own_name(token: "Token") -> str:
    """A word, or the name that stands before it where it is "his": "How did Putin present his position?"."""
    if token.tag_ != "PRP$":
        return token.text
    names = [chunk.text for chunk in token.doc.noun_chunks if chunk.end <= token.i and chunk.root.pos_ == "PROPN"]
    return f"{names[-1]}'s" if names else token.text


def _asked_for(doc: "Doc", kind: Kind) -> str | None:
    """How to speak of what a question asks for and doesn't name: "the one who wrote it".

    Returns:
        None where it asks for another kind of thing; "" where there are no words for it.
    """
    first = doc[0]
    noun = first.head if first.lower_ in ("which", "what") and first.dep_ == "det" and first.head.i <= 3 else None
    asks_person = first.lower_ == "who" or (noun is not None and noun.lemma_.lower() in _PERSON_NOUNS)
    singular = noun is None or noun.tag_ in ("NN", "NNP")
    if kind == "group" and first.lower_ == "what" and first.dep_ == "nsubj":
        return ""  # "What could fill the gap?": one thing or several
    wanted: Kind = "person" if asks_person and singular else "thing" if singular else "group"
    if wanted != kind or (noun is None and not asks_person) or (noun is not None and noun.ent_type_ in _NOT_THINGS):
        return None
    subject = noun or first
    if noun is not None and noun.lemma_ in ("year", "day", "date", "month", "way", "time", "part", "kind", "sort"):
        return None
    is_who = noun is None and len(doc) > 2 and doc[1].lemma_ == "be" and doc[1].dep_ == "ROOT"
    if is_who and any(chunk.start > 1 and chunk.root.head.i == 1 for chunk in doc.noun_chunks):
        return None  # "Who is Craig Unger?"
    if subject.dep_ not in ("nsubj", "nsubjpass") or subject.head.dep_ != "ROOT":
        return ""
    told = doc[subject.i + 1 :].text.rstrip(" ?!")
    who = "the one who" if noun is None else f"the {noun.text} {'who' if asks_person else 'that'}"
    return f"{who} {told}"


def _named_in(turn: Turn, kind: Kind, question: str) -> str | None:
    """The name of what a question asked for, in the sentence that answers it."""
    answer = turn.answer()
    asked = set(content_lemmas(turn.text))
    if not answer or len(asked & set(content_lemmas(answer))) * 2 < len(asked):
        return None
    wanted = {"person": {"PERSON"}, "thing": {"ORG", "WORK_OF_ART", "PRODUCT", "GPE", "FAC", "LAW"}, "place": _PLACES}
    for entity in analyse(answer).ents:
        name = _name(entity)
        if entity.label_ in wanted.get(kind, ()) and name.lower() not in f"{turn.text} {question}".lower():
            return name
    return None


def _fitting(doc: "Doc", kind: Kind) -> Iterator[tuple[float, str]]:
    """Noun phrases of a question that are of a kind, with how likely they are meant."""
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.pos_ == "PRON" or re.fullmatch(DOCUMENT, root.lower_) or chunk[0].tag_ in ("WDT", "WP", "WRB"):
            continue
        fit = _fit(root, kind)
        if doc[0].lower_ == "what" and len(doc) > 1 and doc[1].lemma_ == "be" and root.head.i == 1:
            fit = max(fit, 8.0) if kind == "thing" and root.tag_ not in ("NNS", "NNPS") else fit  # "What is Joy Lud?"
        if fit and any(above.dep_ == "relcl" for above in root.ancestors):
            fit -= 2.0
        if fit > 0:
            yield fit + _SALIENCE.get(root.dep_, 1), noun_phrase(root)
    roots = {chunk.root.i for chunk in doc.noun_chunks}
    for entity in doc.ents:  # names inside of other phrases ("Trump's relationship"), or taken for verbs
        if entity.root.i not in roots and (fit := _fit(entity.root, kind)):
            yield fit, _name(entity)


def _fit(root: "Token", kind: Kind) -> float:
    label = root.ent_type_
    plural = root.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in root.children)
    person = label == "PERSON" or root.lemma_.lower() in _PERSON_NOUNS or root.lower_ == "one"
    proper = root.pos_ == "PROPN"
    if kind == "person":
        if person and not plural:
            return 8.0
        # The small model takes surnames for organisations now and then, hardly ever abbreviations.
        surname = proper and label in ("", "ORG", "NORP") and root.text.istitle() and not list(root.children)
        return 3.0 if surname and not plural else 0.0
    if kind == "place":
        return 8.0 if label in _PLACES else 0.0
    if kind == "group":
        return 8.0 if plural and label not in _NOT_THINGS else 4.0 if label in ("ORG", "NORP", "GPE") else 0.0
    speaks = proper and root.dep_ == "nsubj" and root.head.lemma_ in _OF_PERSONS and not root.text.isupper()
    if plural or person or speaks or label in _NOT_THINGS:
        return 0.0
    return 3.0 if proper or label else 2.0


def _name(entity: "Span") -> str:
    return entity.text.removesuffix("'s").removesuffix("’s")
