"""Who does what to whom in a sentence, from its grammar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.language import analyse
from chat.speakers import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_THESE = ("this", "that", "these", "those", "such", "both")
_INSTEAD = re.compile(r"\b(?:rather than|instead of|without)$")


@dataclass(frozen=True)
class Deed:
    """A verb with who does it and to whom, as sets of base forms; a passive verb is turned round.

    Attributes:
        verb: Its base form; "be" and a stem for what somebody is: "is convinced", "was elected".
        word: The verb as written.
        doer, done: Who does it, and to whom or what, or for, with or in whom or what.
        object: To whom or what alone.
        named: The names among the doer's words.
        denied: Whether "not" goes with it.
        pronoun: Whether the doer is only pointed at.
    """

    verb: str
    word: str
    doer: frozenset[str]
    done: frozenset[str]
    object: frozenset[str]
    named: frozenset[str]
    denied: bool
    pronoun: bool


def deeds(text: str, names: frozenset[str]) -> Iterator[Deed]:
    """The deeds of a sentence: of its verbs, its participles, and what somebody is said to be.

    Args:
        text: A sentence.
        names: Words that the document writes as names, from `chat.speakers.names_in`.
    """
    for token in analyse(text):
        if token.pos_ != "VERB" and not (token.lemma_ == "be" and token.dep_ not in ("aux", "auxpass")):
            continue
        subject = subject_of(token, names)
        if subject is not None and subject.dep_ == "appos":  # Craig Unger, a journalist who has written
            subject = subject.head
        passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children) or (
            token.dep_ == "acl" and token.tag_ == "VBN"
        )
        agent = next((n for a in token.children if a.dep_ == "agent" for n in a.children if n.dep_ == "pobj"), None)
        if token.dep_ == "acl" and token.tag_ == "VBN":
            subject = token.head
        objects = [c for c in token.children if c.dep_ in ("dobj", "attr", "oprd")]
        subject, misread = _misread(token, _meant(subject, token, names))
        passive = passive and not misread
        doer, done = (agent, subject) if passive else (subject, objects[0] if objects else misread)
        yield _deed(token, token.lemma_.lower(), token, doer, done)
        quality = next((child for child in token.children if child.dep_ == "acomp"), None)
        if quality is not None:  # is convinced
            yield _deed(token, _state(quality), quality, doer, None)
        elif passive and subject is not None:  # "was elected" says something of who was, too
            yield _deed(token, _state(token), token, subject, None)


def _deed(verb: "Token", name: str, word: "Token", doer: "Token | None", done: "Token | None") -> Deed:
    behind = _behind(verb) | (_behind(done) if done is not None else frozenset())
    return Deed(
        verb=name,
        word=word.text,
        doer=words(doer) | _above(verb, doer),
        done=words(done) | behind,
        object=words(done) | _above(verb, done),
        named=words(doer, proper=True),
        denied=any(child.dep_ == "neg" or _no_longer(child) for child in verb.children) or _instead(verb),
        pronoun=doer is not None and (doer.pos_ == "PRON" or any(child.lower_ in _THESE for child in doer.children)),
    )


def _above(verb: "Token", noun: "Token | None") -> frozenset[str]:
    """What else a clause behind a noun may belong to: "men" of "men with ties to the mafia who lived there"."""
    more: frozenset[str] = frozenset()
    if noun is None or verb.dep_ not in ("relcl", "acl") or noun != verb.head:
        return more
    while noun.dep_ in ("pobj", "appos", "conj"):
        noun = noun.head if noun.dep_ != "pobj" else noun.head.head
        more |= words(noun) if noun.pos_ in ("NOUN", "PROPN") else frozenset()
    return more


def _instead(verb: "Token") -> bool:
    """Whether a verb stands behind "rather than", "instead of" or "without"."""
    first = verb.left_edge.i
    before = verb.doc[max(0, first - 2) : first].text.lower()
    return bool(_INSTEAD.search(before))


def _no_longer(token: "Token") -> bool:
    return token.lower_ == "longer" and any(child.lower_ == "no" for child in token.children)


def _state(word: "Token") -> str:
    """The same for an adjective and the participle that parsers take it for: "be convinc"."""
    return f"be {word.lemma_.lower().removesuffix('ed').removesuffix('e')}"


def _meant(subject: "Token | None", verb: "Token", names: frozenset[str]) -> "Token | None":
    """Whom "he" or "she" stands for where somebody says it: Unger, in "Unger states he is convinced"."""
    if subject is None or subject.lower_ not in ("he", "she") or verb.dep_ != "ccomp":
        return subject
    speaker = subject_of(verb.head, names) if verb.head.i < verb.i else None
    return speaker if speaker is not None and speaker.pos_ == "PROPN" else subject


def _misread(verb: "Token", subject: "Token | None") -> tuple["Token | None", "Token | None"]:
    """Subject and object where a parser took "Trump purchased television sets" for sets that Trump purchased."""
    before = verb.doc[verb.i - 1] if verb.i else None
    if subject is None and verb.dep_ == "amod" and before is not None and before.pos_ in ("PROPN", "NOUN"):
        return before, verb.head
    return subject, None


def _behind(verb: "Token") -> frozenset[str]:
    """What stands with a verb's prepositions: "the navy" of "supplied flour to the navy"."""
    return frozenset(
        word
        for preposition in verb.children
        if preposition.dep_ in ("prep", "dative")
        for noun in preposition.children
        if noun.dep_ == "pobj"
        for word in words(noun)
    )


def words(token: "Token | None", proper: bool = False) -> frozenset[str]:
    """Base forms of a noun phrase, without the clauses that hang on it, but with "named X"."""
    if token is None:
        return frozenset()
    found = {token}
    frontier = [token]
    while frontier:
        for child in frontier.pop().children:
            if child.dep_ in ("compound", "amod", "poss", "appos", "conj", "oprd", "nmod", "pobj") or (
                child.lower_ in ("named", "called", "of", "like")
            ):
                found.add(child)
                frontier.append(child)
    return frozenset(
        word.lemma_.lower()
        for word in found
        if (word.pos_ == "PROPN" if proper else word.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"))
    )
