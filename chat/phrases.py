"""Noun phrases of a question: which there are, how to repeat one, and what kind of thing it names."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from chat.language import analyse
from chat.sections import DOCUMENT

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Kind = Literal["person", "thing", "group", "place"]
KINDS: dict[str, Kind] = {
    **dict.fromkeys("he him his himself she her hers herself".split(), "person"),
    **dict.fromkeys("it its itself".split(), "thing"),
    **dict.fromkeys("they them their theirs themselves those these".split(), "group"),
    "there": "place",
}
PLACES = frozenset(("GPE", "LOC", "FAC"))
NOT_THINGS = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"))
PERSON_NOUNS = frozenset(
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
SURE = 4.0
"""`fit` above which a noun is known to be of a kind, and not only may be."""
_NAME = re.compile(r"[A-Z][a-z’'-]+")


def base_form(pronoun: str) -> str:
    """The pronoun that stands for its forms: "she" for "her"."""
    bases = {"he": "he him his himself", "she": "she her hers herself", "it": "it its itself", "there": "there"}
    return next((base for base, forms in bases.items() if pronoun in forms.split()), "they")


def asks(chunk: "Span") -> bool:
    """Whether a noun phrase is what a question asks for: "which senator", "how many members"."""
    return chunk[0].tag_ in ("WDT", "WP", "WRB")


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


def fitting(doc: "Doc", kind: Kind) -> Iterator[tuple[float, str]]:
    """Noun phrases of a question that are of a kind, with how likely they are meant."""
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.pos_ == "PRON" or re.fullmatch(DOCUMENT, root.lower_) or asks(chunk):
            continue
        how_well = fit(root, kind)
        if doc[0].lower_ == "what" and len(doc) > 1 and doc[1].lemma_ == "be" and root.head.i == 1:
            singular = root.tag_ not in ("NNS", "NNPS")
            how_well = max(how_well, 8.0) if kind == "thing" and singular else how_well  # "What is Joy Lud?"
        if how_well and any(above.dep_ == "relcl" for above in root.ancestors):
            how_well -= 2.0
        if how_well > 0:
            yield how_well + _SALIENCE.get(root.dep_, 1), noun_phrase(root)
    for name in stray_names(doc):
        if how_well := fit(name.root, kind):
            yield how_well, name_of(name)


def stray_names(doc: "Doc") -> Iterator["Span"]:
    """Names that are no noun phrases of their own: in "Trump's relationship", or where the grammar is misread."""
    roots = {chunk.root.i for chunk in doc.noun_chunks}
    yield from (entity for entity in doc.ents if entity.root.i not in roots)
    within = {token.i for span in (*doc.noun_chunks, *doc.ents) for token in span}
    yield from (doc[t.i : t.i + 1] for t in doc if t.pos_ == "PROPN" and t.i not in within)


def fit(root: "Token", kind: Kind) -> float:
    """How well a noun fits a kind; 0 where it doesn't."""
    label = root.ent_type_
    plural = is_plural(root)
    person = label == "PERSON" or root.lemma_.lower() in PERSON_NOUNS or root.lower_ == "one"
    proper = root.pos_ == "PROPN"
    if kind == "person":
        if person and not plural:
            return 8.0
        # The small model takes surnames for organisations now and then, hardly ever abbreviations; and it doesn't see
        # every name of two words for what it is.
        children = list(root.children)
        surname = proper and label in ("", "ORG", "NORP") and root.text.istitle() and not children
        full_name = proper and not label and len(children) <= 2 and all(_NAME.fullmatch(c.text) for c in children)
        return 3.0 if (surname or (full_name and root.text.istitle())) and not plural else 0.0
    if kind == "place":
        return 8.0 if label in PLACES else 0.0
    if kind == "group":
        return 8.0 if plural and label not in NOT_THINGS else 4.0 if label in ("ORG", "NORP", "GPE") else 0.0
    speaks = proper and root.dep_ == "nsubj" and root.head.lemma_ in _OF_PERSONS and not root.text.isupper()
    if plural or person or speaks or label in NOT_THINGS:
        return 0.0
    return 3.0 if proper or label else 2.0


def is_plural(root: "Token") -> bool:
    """Whether a noun phrase speaks of several; "BRICS" is one, whatever it ends in."""
    several = root.tag_ in ("NNS", "NNPS") and not root.text.isupper()
    return several or any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") for child in root.children)


def head_of(phrase: str) -> "Token | None":
    """The noun that a phrase of a few words is about; None of "In 1987" or "When he left"."""
    doc = analyse(f"It is about {phrase}.")  # alone, "Television sets for it" is read as a sentence
    head = next((token for token in doc[3:] if token.dep_ == "pobj" and token.head.i == 2), None)
    if head is None or head.pos_ not in ("NOUN", "PROPN") or head.ent_type_ in ("DATE", "TIME"):
        return None
    whole = head.left_edge.i == 3 and head.right_edge.i == len(doc) - 2
    return head if whole or any(entity.text == phrase for entity in doc.ents) else None


def name_of(entity: "Span") -> str:
    """A name without the ending that makes it an owner's."""
    return entity.text.removesuffix("'s").removesuffix("’s")
