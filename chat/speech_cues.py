"""Which verbs tell what somebody says or thinks, and in what constructions."""

from typing import TYPE_CHECKING

from chat.speakers import is_main
from chat.speech_words import (
    ANNOUNCING,
    AS_VERBS,
    CLAUSE_VERBS,
    OBJECT_VERBS,
    PREDICATE_VERBS,
    PREPOSITION_VERBS,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def speaks(token: "Token", lemma: str) -> bool:
    """Whether a verb tells what its subject says or thinks, by what follows it."""
    children = list(token.children)
    deps = {child.dep_ for child in children if child.i > token.i}
    clause = any(child.dep_ == "ccomp" for child in children) or any(
        child.dep_ in ("xcomp", "parataxis")
        for child in children
        if lemma in ("claim", "say", "vow", "pledge", "promise")
    )
    quoted = token.i + 1 < len(token.doc) and any(t.text in '“"' for t in token.doc[token.i + 1 : token.i + 4])
    relative = any(child.lower_ in ("what", "which", "that", "whom") and child.i < token.i for child in children)
    if token.pos_ in ("NOUN", "PROPN"):  # "Unger points to": only where the noun would need what a verb has
        return lemma in PREPOSITION_VERBS and _followed(token, lemma)
    if lemma in CLAUSE_VERBS and (clause or quoted):
        return True
    if lemma in PREPOSITION_VERBS and _followed(token, lemma):
        return True
    if lemma in OBJECT_VERBS and ("dobj" in deps or relative or token.dep_ in ("acl", "relcl")):
        return True
    if lemma in ("liken", "compare") and any(child.lower_ == "to" for child in token.subtree if child.i > token.i):
        return True
    if lemma in AS_VERBS and any(
        child.lower_ == "as" and child.dep_ == "prep" for child in token.subtree if child.i > token.i
    ):
        return lemma not in ("present", "cite", "treat", "define") or relative
    return lemma in PREDICATE_VERBS and (bool(deps & {"oprd", "ccomp"}) or relative)


def _followed(token: "Token", lemma: str) -> bool:
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in PREPOSITION_VERBS[lemma].split()


def passive(token: "Token") -> bool:
    """Whether a verb is in the passive voice."""
    return token.tag_ == "VBN" and (
        any(child.dep_ in ("auxpass", "agent", "nsubjpass") for child in token.children) or token.dep_ == "acl"
    )


def announces(token: "Token", lemma: str) -> bool:
    """Whether a verb introduces evidence of its subject's that is then told."""
    noun = {t.lemma_.lower() for t in token.subtree if t.dep_ in ("dobj", "pobj") and t.i > token.i}
    return is_main(token) and lemma in ("cite", "point", "recount", "describe", "mention") and bool(noun & ANNOUNCING)
