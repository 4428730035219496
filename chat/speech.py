"""Who says what within one sentence: read from its grammar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chat.language import analyse
from chat.speakers import PRONOUNS, is_main, name_of, subject_of
from chat.speech_cues import announces, passive, speaks
from chat.speech_words import (
    ANNOUNCING,
    AS_VERBS,
    CLAUSE_VERBS,
    CONVICTIONS,
    OBJECT_VERBS,
    PREDICATE_VERBS,
    PREPOSITION_VERBS,
    WORKS,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SHOWING = frozenset("show demonstrate reveal find hold document accept report post propose feel add project".split())
_TOLD = ANNOUNCING | WORKS | frozenset("viewpoint position concern fear hope doubt idea criticism thesis".split())
_POSSESSIVES = {"his": "he", "her": "she", "their": "they"}
_SUBJECTS = ("nsubj", "nsubjpass")
VERBS = (
    frozenset(("liken", "compare"))
    | CLAUSE_VERBS
    | OBJECT_VERBS
    | AS_VERBS
    | PREDICATE_VERBS
    | PREPOSITION_VERBS.keys()
)
# Parsers stumble over "that many thought had ended".
_MANY_THOUGHT = re.compile(
    r"\b(?:that|which|what) ((?:many|some|most|few|others|critics|experts)(?: \w+)?) "
    r"(?:once |still |long |had )?(thought|believed|feared|hoped|expected|predicted|assumed|claimed)\b"
)
# What a relative clause belongs to is not always read right: "an investigation during his term that uncovered".
_INQUIRY_FOUND = re.compile(
    r"\b((?:\w+ ){0,2}(?:investigation|inquiry|probe|study|survey|audit|review|report))(?: (?!that\b|which\b)\w+){0,5}"
    r" (?:that|which) (uncovered|found|revealed|concluded|showed|established)\b"
)


@dataclass(frozen=True)
class Saying:
    """What somebody is said to say or think.

    Attributes:
        speaker: As written there, without titles and what describes a name; a pronoun in lower case.
        cue: Base form of the word that tells, such as "claim" or "according".
        start: Offset at which what they say starts.
        end: Its end, exclusive.
        whole: Whether it is the statement of the whole sentence, not only of a clause or of a phrase.
        announces: Whether it introduces evidence that sentences behind it may go on to tell.
        known_as: Words of all that the sentence calls the speaker, in lower case: name, office, description.
    """

    speaker: str
    cue: str
    start: int
    end: int
    whole: bool
    announces: bool = False
    known_as: frozenset[str] = frozenset()

    @property
    def pronoun(self) -> bool:
        """Whether the speaker is named elsewhere."""
        return self.speaker in PRONOUNS


@lru_cache(maxsize=4096)
def sayings(text: str, names: frozenset[str] = frozenset()) -> tuple[Saying, ...]:
    """All that a sentence says somebody says or thinks; what says it of the whole sentence comes first.

    Args:
        text: A sentence.
        names: Words known to be names, such as `names_in` finds: a parser takes many a surname that begins a sentence
            for an ordinary word.
    """
    doc = analyse(text)
    found: list[Saying] = []
    for token in doc:
        found += _according(token, names) if token.lower_ in ("according", "in") else _verb(token, names)
    for match in _MANY_THOUGHT.finditer(text):
        if not any(saying.speaker == match[1] for saying in found):
            found.append(Saying(match[1], match[2], match.end(), len(text), whole=False))
    for match in _INQUIRY_FOUND.finditer(text):
        if not any(saying.start >= match.end() - 1 and saying.cue in match[2] for saying in found):
            speaker = re.sub(r"^(?:.* )?(?:an?|the|in|by) ", "", match[1])
            found.append(Saying(speaker, match[2], match.end(), len(text), whole=False))
    whole = [saying for saying in found if saying.whole]
    found = [s for s in found if not (s.pronoun and any(w is not s and w.start <= s.start < w.end for w in whole))]
    return tuple(sorted(found, key=lambda saying: (not saying.whole, saying.start)))


def _verb(token: "Token", names: frozenset[str]) -> Iterator[Saying]:
    lemma = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN") and lemma not in VERBS:
        lemma = lemma.removesuffix("s")
    convinced = lemma in CONVICTIONS or token.lower_ in CONVICTIONS
    if not convinced and lemma not in VERBS:
        return
    if convinced:
        subject = subject_of(token, names) or subject_of(token.head, names)
        main = token if is_main(token) or token.dep_ != "acomp" else token.head
        content = any(child.dep_ == "ccomp" for child in (*token.children, *token.head.children) if child.i > token.i)
        tells = bool(subject) and content
    elif passive(token):
        yield from _by(token, lemma, names)
        return
    else:
        subject, main = subject_of(token, names), token
        tells = speaks(token, lemma)
    if not subject or not tells:
        return
    name = name_of(subject, names)
    if not name:
        return
    start, end, whole = _content(token, subject)
    yield Saying(name, lemma, start, end, whole or is_main(main), announces(token, lemma), _known_as(subject))


def _known_as(subject: "Token") -> frozenset[str]:
    clauses = {t for child in subject.children if child.dep_ == "relcl" for t in child.subtree}
    return frozenset(t.lower_ for t in subject.subtree if t not in clauses and t.pos_ in ("NOUN", "PROPN"))


def _content(token: "Token", subject: "Token") -> tuple[int, int, bool]:
    """Where that stands which is said, and whether it is all of the sentence but the words that say so."""
    doc, sent = token.doc, token.sent
    beyond = {t for child in token.children if child.dep_ == "conj" and child.pos_ == "VERB" for t in child.subtree}
    rest = [t for t in token.subtree if t.i > token.i and t.pos_ not in ("PUNCT", "CCONJ") and t not in beyond]
    opened = max(0, subject.left_edge.i)
    if subject.i < token.i and opened == sent.start + 1 and doc[sent.start].lower_ == "as":  # As Lenin wrote, …
        return doc[token.i + 1].idx if token.i + 1 < len(doc) else token.idx, _end(sent), True
    if subject.i < token.i and token.dep_ in ("parataxis", "ccomp", "ROOT") and doc[opened - 1].text in ("”", ",", '"'):
        following = doc[token.i + 1].text if token.i + 1 < len(doc) else "."
        if opened > sent.start and following in ",.“":  # “…”, she said, “…”
            return sent.start_char, _end(sent), True
    if subject.i > token.i and any(child.dep_ == "ccomp" and child.i < token.i for child in token.children):
        return sent.start_char, token.idx, True  # “…”, said she
    if not rest and token.dep_ in ("relcl", "acl"):  # the collapse that analysts predicted
        return token.head.idx, token.idx + len(token.text), False
    start = token.idx + len(token.text)
    return start, rest[-1].idx + len(rest[-1].text) if rest else start, False


def _by(token: "Token", lemma: str, names: frozenset[str]) -> Iterator[Saying]:
    """As in "evidence cited by Unger" and "is considered by many"."""
    if lemma in _SHOWING or (lemma in CLAUSE_VERBS and token.dep_ == "acl" and token.head.lemma_.lower() not in _TOLD):
        return
    if lemma in AS_VERBS - OBJECT_VERBS and not any(child.lower_ == "as" for child in token.children):
        return
    for agent in token.children:
        if agent.dep_ != "agent":
            continue
        for noun in agent.children:
            name = noun.dep_ == "pobj" and name_of(noun, names)
            if not name:
                continue
            if token.dep_ == "acl":
                told = token.head
                top = told.head.head if told.dep_ == "pobj" else told  # piece of evidence
                whole = any(t.dep_ in _SUBJECTS and is_main(t.head) for t in (told, top))
                introduces = whole and bool({told.lemma_.lower(), top.lemma_.lower()} & ANNOUNCING)
                edge = max(t.i for t in noun.subtree) + 1
                start, end = (token.doc[edge].idx, _end(token.sent)) if introduces else (told.left_edge.idx, token.idx)
                yield Saying(name, lemma, start, end, introduces, introduces)
            else:
                start, end = _span(token)
                yield Saying(name, lemma, start, end, is_main(token))


def _according(token: "Token", names: frozenset[str]) -> Iterator[Saying]:
    """As in "according to X" and "in X's view"."""
    noun = _according_to(token)
    if noun is None:
        return
    owner = next((child for child in noun.children if child.dep_ in ("poss", "nmod") and child.i < noun.i), None)
    if owner is not None and owner.lower_ in _POSSESSIVES:
        name: str | None = _POSSESSIVES[owner.lower_]
    elif owner is not None and noun.lemma_.lower() in WORKS:
        name = name_of(owner, names)
    elif token.lower_ == "according":
        name = name_of(noun, names)
    else:
        name = None
    if not name:
        return
    phrase_end = max(t.i for t in noun.subtree if t.i == noun.i or t.head == noun or t.i < noun.i)
    doc, sent = token.doc, token.sent
    before = [t for t in doc[: token.i] if t.pos_ not in ("PUNCT", "CCONJ", "ADV")]
    after = [t for t in doc[phrase_end + 1 :] if t.pos_ != "PUNCT"]
    set_off = token.i > 0 and doc[token.i - 1].text == ","
    head = token.head
    if not before or (not after and set_off) or is_main(head):
        yield Saying(
            name, "according", doc[phrase_end + 1].idx if not before and after else sent.start_char, _end(sent), True
        )
    else:
        scope = head if head.pos_ in ("VERB", "AUX", "NOUN", "PROPN") else head.head
        start, end = _span(scope)
        yield Saying(name, "according", start, end, whole=False)


def _according_to(token: "Token") -> "Token | None":
    doc = token.doc
    if token.lower_ == "according":
        to = doc[token.i + 1] if token.i + 1 < len(doc) else None
        return (
            next((t for t in to.children if t.dep_ in ("pobj", "pcomp")), None)
            if to is not None and to.lower_ == "to"
            else None
        )
    if token.lower_ == "in":
        noun = next((t for t in token.children if t.dep_ == "pobj"), None)
        mine = noun is not None and noun.lemma_.lower() in (
            "view",
            "opinion",
            "word",
            "account",
            "telling",
            "reading",
            "judgment",
            "estimation",
            "eye",
        )
        return noun if mine else None
    return None


def _span(token: "Token") -> tuple[int, int]:
    words = [t for t in token.subtree if t.pos_ != "PUNCT"]
    return words[0].idx, words[-1].idx + len(words[-1].text)


def _end(sent: "Span") -> int:
    return int(sent.end_char)
