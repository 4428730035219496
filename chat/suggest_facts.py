"""Questions made from the grammar of single sentences: who says what of what, who did what when, how many there are.

What is in doubt is left out: a question that is not good English, or that nobody can read without the sentence, is
worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.language import analyse
from chat.speakers import is_main, names_in, subject_of
from chat.speech import sayings
from chat.speech_words import PEOPLE, SOURCES
from chat.suggest_words import in_full, known, named, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

KINDS = ("speaker", "date", "count", "definition")
_DATE = re.compile(r"(?:in|on) (?:(?:early|mid|late) )?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(?:1\d|20)\d\d")
_PERSON = re.compile(r"(?:ist|ian|crat|eer|man)$")
_PERHAPS_A_PERSON = re.compile(r"(?:er|or|ant|ent)$")
_UNCERTAIN = frozenset("allegedly reportedly supposedly purportedly not never".split())
_UNITS = frozenset("year month week day hour minute second percent dollar euro pound mile kilometer kilometre".split())

_SAID = frozenset(
    "say argue warn describe characterize characterise note claim believe write suggest explain contend conclude"
    " predict estimate state maintain insist declare theorize portray indicate".split()
)
"""Verbs of those who can be asked about: what somebody was told, or is sure of, is not what they say."""

_DID = frozenset(
    "buy purchase sell build found establish create sign write publish propose introduce win lose capture conquer"
    " invade attack destroy discover invent develop acquire design abolish ban join visit adopt approve reject"
    " launch".split()
)
"""Verbs whose object is worth asking for: "What did she buy in 1984?"."""

_HAPPENED = frozenset("begin start end open close die resign retire collapse surrender occur erupt".split())
"""Verbs that say enough without an object: "When did the war begin?"."""

_COUNTS = _DID | frozenset("have include contain comprise face own employ operate elect identify".split())
"""Verbs of which one may ask how many: "How many sanctions does Russia face?"."""

_INCOMPLETE = frozenset("to into as for of with from between".split())
"""Prepositions behind a verb in the passive without which it may say something else: "was reduced to"."""


@dataclass(frozen=True)
class Fact:
    """A question that a sentence answers.

    Attributes:
        question: A whole question.
        kind: One of `KINDS`.
        about: Who or what it asks about, where any sentence with these words may answer as well.
    """

    question: str
    kind: str
    about: str | None = None


def facts(sentence: str, text: str) -> Iterator[Fact]:
    """Questions that a sentence answers.

    Args:
        sentence: One sentence.
        text: The document; who is called by surname here is named in full somewhere in it.
    """
    for saying in sayings(sentence, names_in(text)):
        name = in_full(saying.speaker, text) if saying.cue in _SAID else None
        about = _spoken_of(sentence, saying.start, saying.cue, text)
        unnamed = (
            name is not None and name.split()[-1].lower() in SOURCES
        )  # "UNAIDS Report" is no name without an article
        if name and about and not unnamed and name.split()[-1] not in about:
            yield Fact(f"What does {name} say about {about}?", "speaker", name.split()[-1])
    for token in analyse(sentence):
        if token.pos_ in ("VERB", "AUX") and not any(child.lower_ in _UNCERTAIN for child in token.children):
            yield from _deed(token, text)
            yield from _count(token, text)
            yield from _definition(token, text)


def _spoken_of(sentence: str, start: int, cue: str, text: str) -> str | None:
    """What somebody speaks of: what "notes that the bridge is safe" and "describes the bridge as safe" say it of."""
    for token in analyse(sentence):
        verb = token.head
        clause = token.dep_ in ("nsubj", "nsubjpass") and verb.dep_ == "ccomp" and verb.head.lemma_ == cue
        described = token.dep_ == "dobj" and verb.lemma_ == cue and any(child.lower_ == "as" for child in verb.rights)
        if (clause or described) and token.idx >= start:
            return known(token, text)
    return None


def _deed(verb: "Token", text: str) -> Iterator[Fact]:
    """What somebody did at a date, or when something was done."""
    when = _date(verb)
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
    if when is None or subject is None or not is_main(verb):
        return
    who, aux = named(subject, text), [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not who:
        return
    if subject.dep_ == "nsubjpass":
        complete = all(
            child.dep_ in ("nsubjpass", "auxpass", "punct", "prep", "agent", "advmod", "cc", "conj", "advcl")
            and child.lower_ not in _INCOMPLETE
            for child in verb.children
        )
        if complete and len(aux) == 1 and aux[0].lower_ in ("was", "were") and verb.tag_ == "VBN":
            yield Fact(f"When {aux[0].lower_} {who} {verb.lower_}?", "date")
    elif verb.tag_ == "VBD" and not aux:
        done = next((child for child in verb.rights if child.dep_ == "dobj"), None)
        if verb.lemma_ == "take" and done is not None and done.lower_ == "place":
            yield Fact(f"When did {who} take place?", "date")
        elif verb.lemma_ in _HAPPENED and done is None and not any(c.dep_ in ("prt", "xcomp") for c in verb.rights):
            yield Fact(f"When did {who} {verb.lemma_}?", "date")
        elif verb.lemma_ in _DID and done is not None and done.pos_ in ("NOUN", "PROPN") and list(done.children):
            yield Fact(f"What did {who} {verb.lemma_} {when}?", "date")


def _date(verb: "Token") -> str | None:
    """When a verb says that it happened: "in 1984", "on 12 May 1999"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "on"):
            words: str = verb.doc[child.i : child.right_edge.i + 1].text
            words = words[0].lower() + words[1:]
            if _DATE.fullmatch(words):
                return words
    return None


def _count(verb: "Token", text: str) -> Iterator[Fact]:
    """How many of a thing somebody has or did."""
    done = next((child for child in verb.rights if child.dep_ == "dobj" and child.tag_ == "NNS"), None)
    number = next((c for c in done.lefts if c.dep_ == "nummod" and c.like_num), None) if done is not None else None
    subject = subject_of(verb, frozenset())
    finite = verb.head if verb.tag_ == "VBG" and verb.dep_ == "advcl" else verb
    if verb.dep_ == "pcomp":
        finite = next((above for above in verb.ancestors if above.pos_ == "VERB"), verb)
    if done is None or number is None or subject is None or verb.lemma_ not in _COUNTS or not is_main(finite):
        return
    who, what = named(subject, text), phrase(done, text, first=number.i + 1)
    if not who or not what or done.lemma_ in _UNITS or number.lower_ in ("one", "1"):
        return
    aux = [child.lower_ for child in finite.children if child.dep_ == "aux"]
    many = subject.tag_ in ("NNS", "NNPS")
    if finite.tag_ == "VBD" and not aux:
        yield Fact(f"How many {what} did {who} {verb.lemma_}?", "count")
    elif verb is finite and aux in (["has"], ["have"]):
        yield Fact(f"How many {what} {aux[0]} {who} {verb.lower_}?", "count")
    elif aux in ([], ["has"], ["have"]) and finite.tag_ in ("VBZ", "VBP", "VBN"):
        yield Fact(f"How many {what} {'do' if many else 'does'} {who} {verb.lemma_}?", "count")


def _definition(verb: "Token", text: str) -> Iterator[Fact]:
    """What something is, from "X is a …"."""
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    kind = next((child for child in verb.rights if child.dep_ == "attr" and child.pos_ == "NOUN"), None)
    if verb.lemma_ != "be" or verb.dep_ != "ROOT" or subject is None or kind is None:
        return
    if verb.tag_ not in ("VBZ", "VBD") or any(child.dep_ in ("aux", "neg") for child in verb.children):
        return
    what = known(subject, text)
    if not what or not subject.left_edge.is_sent_start or not any(c.lower_ in ("a", "an") for c in kind.lefts):
        return
    perhaps = bool(_PERHAPS_A_PERSON.search(kind.lemma_))
    person = kind.lemma_ in PEOPLE or _PERSON.search(kind.lemma_) or (perhaps and subject.ent_type_ == "PERSON")
    if subject.pos_ == "PROPN" and person:
        yield Fact(f"Who {verb.lower_} {what}?", "definition", what)
    elif subject.ent_type_ != "PERSON" and not perhaps and (subject.pos_ == "PROPN" or verb.tag_ == "VBZ"):
        yield Fact(f"What {verb.lower_} {what}?", "definition", what)
