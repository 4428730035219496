"""Who does what to whom, and whether it is denied: a claim's grammar against that of its sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.language import analyse
from chat.speakers import names_in, subject_of
from chat.support import context

if TYPE_CHECKING:
    from spacy.tokens import Token

_DENYING = re.compile(
    r"\b(?:not|n[’']t|cannot|no|never|none|nobody|nothing|neither|nor|without|hardly|lack\w*|fail\w*|short of"
    r"|rather than|unlike|far from|exclu\w+|prevent\w*|reject\w*|den(?:y|ies|ied)|refus\w*|oppos\w+|absence|false\w*"
    r"|instead|prohibit\w*|ban\w*|un\w+able|unwilling|unlikely|little|few)\b|n[’']t\b",
    re.IGNORECASE,
)
_PLAIN_NOT = re.compile(
    r"\b(?:not(?! (?:only|just|merely|simply))|never|cannot|no(?! longer))\b|n[’']t\b", re.IGNORECASE
)


_NAME = r"[A-Z][\w.-]*(?: [A-Z][\w.-]*)*"
_ROW = re.compile(rf"{_NAME}(?:(?:, and|, or|,| and| or) (?:the )?{_NAME})+")
_THESE = ("this", "that", "these", "those", "such", "both")


@dataclass(frozen=True)
class _Deed:
    """A verb with who does it and to whom, as sets of base forms; a passive verb is turned round."""

    verb: str
    doer: frozenset[str]
    done: frozenset[str]
    named: frozenset[str]
    denied: bool
    pronoun: bool


def misrelated(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim turns round what its sentences say.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
    names = names_in(cited[0].source.text)
    theirs = [deed for item in cited for deed in _deeds(item.text, names)]
    reasons = _denied(claim, cited, names, theirs)
    near = " ".join([*(item.text for item in cited), *context(cited)]).lower()
    for deed in _deeds(claim, names):
        same = [other for other in theirs if other.verb == deed.verb and other.doer and not other.pronoun]
        if not deed.doer or deed.pronoun or not same:
            continue
        if any(deed.doer & other.doer for other in same):
            continue
        swapped = any(deed.doer & other.done for other in same)
        another = bool(deed.named) and all(name in near for name in deed.named) and all(o.named for o in same)
        another = another or any(deed.doer <= other.doer and other.verb != deed.verb for other in theirs)
        another = another and deed.verb != "be"
        if swapped or another:
            who, claimed = (" ".join(sorted(d.named or d.doer)).title() for d in (same[0], deed))
            verb = deed.verb.removeprefix("be ")
            reasons.append(f"what it cites says “{verb}” of {who}, not of {claimed}")
    return [*reasons, *_mixed(claim, cited)]


def _deeds(text: str, names: frozenset[str]) -> Iterator[_Deed]:
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
        subject, misread = _misread(token, subject)
        passive = passive and not misread
        doer, done = (agent, subject) if passive else (subject, objects[0] if objects else misread)
        leaning = doer is not None and (doer.pos_ == "PRON" or any(child.lower_ in _THESE for child in doer.children))
        behind = _behind(token) | (_behind(done) if done is not None else frozenset())
        denied = any(child.dep_ == "neg" for child in token.children)
        verb = token.lemma_.lower()
        yield _Deed(verb, _words(doer), _words(done) | behind, _words(doer, proper=True), denied, leaning)
        if passive and subject is not None:  # "was elected" says something of who was, too
            pronoun = subject.pos_ == "PRON" or any(child.lower_ in _THESE for child in subject.children)
            yield _Deed(f"be {verb}", _words(subject), _behind(token), _words(subject, proper=True), denied, pronoun)


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
        for word in _words(noun)
    )


def _words(token: "Token | None", proper: bool = False) -> frozenset[str]:
    """Base forms of a noun phrase, without the clauses that hang on it, but with "named X"."""
    if token is None:
        return frozenset()
    words = {token}
    frontier = [token]
    while frontier:
        for child in frontier.pop().children:
            if child.dep_ in ("compound", "amod", "poss", "appos", "conj", "oprd", "nmod", "pobj") or (
                child.lower_ in ("named", "called", "of", "like")
            ):
                words.add(child)
                frontier.append(child)
    return frozenset(
        word.lemma_.lower()
        for word in words
        if (word.pos_ == "PROPN" if proper else word.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"))
    )


def _denied(claim: str, cited: Sequence[Evidence], names: frozenset[str], theirs: Sequence[_Deed]) -> list[str]:
    text = " ".join(item.text for item in cited)
    if _PLAIN_NOT.search(claim) and not _DENYING.search(text):
        return ["it denies what the sentence it cites does not deny"]
    for deed in _deeds(claim, names):
        same = [other for other in theirs if other.verb == deed.verb]
        if same and all(other.denied != deed.denied for other in same) and (deed.denied or not _DENYING.search(claim)):
            what = "denies" if deed.denied else "does not deny"
            return [f"it {what} “{deed.verb}”, unlike the sentence it cites"]
    return []


def _mixed(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Names that a claim lists together, and its sentence in two lists."""
    for mine in _lists(claim):
        for item in cited:
            theirs = _lists(item.text)
            if any(mine <= other for other in theirs):
                break
            part = next((other for other in theirs if len(mine & other) > 1), None)
            strangers = [name for name in mine if part and name not in part and any(name in other for other in theirs)]
            if strangers:
                return [
                    f"what it cites does not list {strangers[0]} with {' and '.join(sorted(mine - {strangers[0]}))}"
                ]
    return []


def _lists(text: str) -> list[frozenset[str]]:
    """The last words of names in a row: parsers lose their way in long ones."""
    return [
        frozenset(name.rstrip(".").split()[-1] for name in re.findall(_NAME, row[0])) for row in _ROW.finditer(text)
    ]
