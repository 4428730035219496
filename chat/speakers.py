"""Who speaks in a sentence: what can be a speaker, what it is called, and whose verb a verb is."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from chat.language import HYPHENS
from chat.speech_words import INDEFINITE, PEOPLE, SOURCES, TITLES, WORKS

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset("he she they".split())
_RELATIVE = ("who", "that", "which", "whom")
_AGENT_NOUN = re.compile(r"(?:ist|ian|crat|eer|ologist)$")


@lru_cache(maxsize=64)
def names_in(text: str) -> frozenset[str]:
    """Words that a text writes with a capital letter within its sentences, and never without."""
    within = set(re.findall(r"(?<=[\w,;:’'] )([A-Z][\w’-]*[a-z])(?:[’']s)?\b", text))
    return frozenset(within - {word.capitalize() for word in re.findall(r"\b[a-z][\w-]+", text)})


def name_of(token: "Token", names: frozenset[str] = frozenset()) -> str | None:
    """The words for a speaker; None where the token can't be one."""
    if token.pos_ == "NOUN":  # historian Anne Applebaum; the director, Ana Silva,
        for appositive in token.children:
            if appositive.dep_ == "appos" and appositive.pos_ == "PROPN" and appositive.ent_type_ in ("PERSON", ""):
                return name_of(appositive, names)
    if token.lower_ in PRONOUNS:
        return token.lower_
    if token.pos_ == "PROPN" or token.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or token.text in names:
        return _proper(token)
    lemma = token.lemma_.lower()
    if lemma in PEOPLE or lemma in SOURCES or _AGENT_NOUN.search(lemma) or token.lower_ in INDEFINITE:
        return _described(token)
    return None


def _proper(token: "Token") -> str:
    first = token.i
    while first and _same_name(token.doc[first - 1]):
        first -= 1
    words = list(token.doc[first : token.i + 1])
    named = [word.text for word in words]
    words = words[len(named) - len(without_titles(named)) :]
    last = token.i
    # "Institute for the Study of War", but not "Lee of Utah".
    if token.ent_type_ == "ORG":
        while (
            last + 1 < len(token.doc) and token.doc[last + 1].ent_type_ == "ORG" and token.doc[last + 1].ent_iob_ == "I"
        ):
            last += 1
    last = max([last, *(c.i for c in token.rights if c.dep_ == "conj" and c.pos_ == "PROPN" and not list(c.rights))])
    name: str = token.doc[words[0].i : last + 1].text
    return "the " + name if _takes_article(token.doc[first]) else name


def _same_name(before: "Token") -> bool:
    """Whether a name goes on to the left: "Ana Silva", "Jean-Luc"."""
    if before.text in HYPHENS:
        return before.i > 0 and before.nbor(-1).pos_ == "PROPN" and not before.nbor(-1).whitespace_
    return before.pos_ == "PROPN" and (bool(before.whitespace_) or before.nbor(1).text in HYPHENS)


def without_titles(words: list[str]) -> list[str]:
    """The words of a name behind the last title or office in it: ``["Robert", "Gates"]``."""
    titles = [i for i, word in enumerate(words[:-1]) if word.lower() in TITLES | PEOPLE]
    return words[titles[-1] + 1 :] if titles else words


def _takes_article(token: "Token") -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "the"


def _described(token: "Token") -> str:
    kept = [t for t in token.lefts if t.dep_ in ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod")]
    first = min([t.left_edge.i for t in kept], default=token.i)
    last = token.i
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "by" and token.lemma_.lower() in WORKS:  # a study by Okafor
            last = max(t.i for t in child.subtree)
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") and not list(child.rights):
            last = child.i
    text: str = token.doc[first : last + 1].text
    starts = token.doc[first].is_sent_start and token.doc[first].pos_ in ("DET", "ADJ", "NOUN", "NUM")
    return text[0].lower() + text[1:] if starts else text


def subject_of(token: "Token", names: frozenset[str]) -> "Token | None":
    """Who does it: also of the second of two verbs, of a relative clause, and of "by claiming"."""
    for child in token.children:
        if child.dep_ == "nsubj" or (child.dep_ == "nsubjpass" and child.i < token.i):
            if child.lower_ in _RELATIVE and token.dep_ in ("relcl", "acl", "ccomp"):
                return token.head if token.head.pos_ in ("NOUN", "PROPN", "PRON") else None
            return child
    if token.pos_ in ("NOUN", "PROPN"):
        left = token.doc[token.i - 1] if token.i else None
        if left is None or token.dep_ != "ROOT" or left.head != token:
            return None
        return left if left.pos_ == "PROPN" or left.text in names else None
    governed = token.dep_ in ("conj", "xcomp") or (token.dep_ == "advcl" and is_main(token.head))
    if governed and token.head.pos_ in ("VERB", "AUX"):
        return subject_of(token.head, names)
    if token.dep_ == "pcomp":
        above = next((verb for verb in token.ancestors if verb.pos_ in ("VERB", "AUX")), None)
        return subject_of(above, names) if above is not None else None
    if token.dep_ == "acl" and token.head.lemma_.lower() in (
        "statement",
        "remark",
        "comment",
        "speech",
        "book",
        "post",
    ):
        by = [t for prep in token.head.children if prep.lower_ == "by" for t in prep.children if t.dep_ == "pobj"]
        return by[0] if by else None
    return None


def is_main(token: "Token") -> bool:
    """Whether a verb is the main one of its sentence, or beside it."""
    while token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
        token = token.head
    return token.dep_ == "ROOT"
