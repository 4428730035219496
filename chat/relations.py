"""Who does what to whom, and whether it is denied: a claim's grammar against that of its sentences."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.deeds import Deed, deeds, words
from chat.language import analyse, content_lemmas
from chat.speakers import names_in
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


_COMPARED = re.compile(r"\b(?:rather than|instead of|relative to|compared (?:to|with)|than)\b", re.IGNORECASE)
_NAME = r"[A-Z][\w.-]*(?: [A-Z][\w.-]*)*"
_ROW = re.compile(rf"{_NAME}(?:(?:, and|, or|,| and| or) (?:the )?{_NAME})+")
_POINTING = frozenset(
    "it they them he him she her this that these those who which what both one each itself themselves".split()
)


def misrelated(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim turns round what its sentences say.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
    names = names_in(cited[0].source.text)
    theirs = [deed for item in cited for deed in deeds(item.text, names)]
    reasons = _denied(claim, cited, names, theirs)
    near = " ".join([*(item.text for item in cited), *context(cited)]).lower()
    for deed in deeds(claim, names):
        alike = [other for other in theirs if other.verb == deed.verb]
        if deed.verb != "be" and alike and deed.object and all(_another_object(deed, other) for other in alike):
            whom, claimed = (" ".join(sorted(held)) for held in (alike[0].object, deed.object))
            reasons.append(f"in what it cites, “{alike[0].word}” is about {whom}, not about {claimed}")
        same = [other for other in alike if other.doer and not other.pronoun]
        if not deed.doer or deed.pronoun or not same or any(deed.doer & other.doer for other in same):
            continue
        swapped = any(deed.doer & other.done for other in same)
        another = all(word in near for word in deed.named or deed.doer)
        another = another or any(deed.doer <= other.doer and other.verb != deed.verb for other in theirs)
        if deed.verb != "be" and (swapped or another):
            who, claimed = (" ".join(sorted(d.named or d.doer)).title() for d in (same[0], deed))
            reasons.append(f"in what it cites, “{same[0].word}” is said of {who}, not of {claimed}")
    return [*reasons, *_compared(claim, cited), *_rejoined(claim, cited), *_mixed(claim, cited)]


def _compared(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """A comparison that a claim turns round: what stands behind "than" or "relative to" stands before it there."""
    mine = _COMPARED.search(claim)
    if mine is None:
        return []
    behind = set(content_lemmas(claim[mine.end() :])[:3])
    for item in cited:
        for theirs in _COMPARED.finditer(item.text):
            before, after = (
                set(content_lemmas(part)) for part in (item.text[: theirs.start()], item.text[theirs.end() :])
            )
            if behind & before and not behind & after:
                return [f"it turns round what is compared with “{theirs[0]}” in what it cites"]
    return []


def _rejoined(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """A noun that a claim joins to another name than its sentence does: "alliance with" the one for the other."""
    theirs = [token for item in cited for token in analyse(item.text)]
    for noun in analyse(claim):
        for link, mine in _joined(noun):
            others = [
                held
                for token in theirs
                if token.lemma_ == noun.lemma_
                for other, held in _joined(token)
                if other == link
            ]
            if others and not any(mine & held for held in others):
                whose, claimed = (" ".join(sorted(held)).title() for held in (others[0], mine))
                return [f"what it cites says “{noun.text}” {link} {whose}, not {claimed}"]
    return []


def _joined(noun: "Token") -> Iterator[tuple[str, frozenset[str]]]:
    """The names that belong to a noun, by what joins them: a preposition, or "of" for whose it is."""
    for child in noun.children if noun.pos_ in ("NOUN", "PROPN") else ():
        if child.dep_ == "prep":
            behind = [words(word, proper=True) for word in child.children if word.dep_ == "pobj"]
            names = frozenset().union(*behind)
            link = child.lower_
        else:
            owner = child.dep_ == "poss" or (child.dep_ == "amod" and child.ent_type_ == "NORP")
            named = owner and child.text.istitle() and child.pos_ != "PRON"
            names = frozenset([child.lemma_.lower()] if named else [])
            link = "of"
        if names:
            yield link, frozenset(name.removesuffix("s") for name in names)  # "of the Russians" for "Russian"


def _another_object(deed: Deed, other: Deed) -> bool:
    """Whether a deed is done to something else; not where a parser may have taken the doer for it."""
    misread = not other.doer and deed.doer & other.object
    pointed = (deed.object | other.object) & _POINTING
    return bool(other.object) and not deed.object & other.done and not misread and not pointed


def _denied(claim: str, cited: Sequence[Evidence], names: frozenset[str], theirs: Sequence[Deed]) -> list[str]:
    text = " ".join(item.text for item in cited)
    if _PLAIN_NOT.search(claim) and not _DENYING.search(text):
        return ["it denies what the sentence it cites does not deny"]
    for deed in deeds(claim, names):
        same = [other for other in theirs if other.verb == deed.verb]
        if same and all(other.denied != deed.denied for other in same) and (deed.denied or not _DENYING.search(claim)):
            what = "denies" if deed.denied else "does not deny"
            return [f"it {what} “{deed.word}”, unlike the sentence it cites"]
    return []


def _mixed(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """A name that a claim puts beside a list of names, and its sentence in another list."""
    lists = _lists(claim)
    for mine in lists:
        for item in cited:
            theirs = _lists(item.text)
            part = max(theirs, key=lambda other: len(mine & other), default=frozenset())
            if len(mine & part) < min(2, len(mine)):
                continue
            unsaid = [other for other in theirs if all(len(other & row) < 2 for row in lists)]
            beside = {n for o in unsaid for n in o if re.search(rf"\b{re.escape(n)}\b", claim)}
            strangers = sorted((beside | {n for n in mine if any(n in o for o in theirs)}) - part)
            if strangers:
                return [f"what it cites does not list {strangers[0]} with {' and '.join(sorted(mine - {*strangers}))}"]
    return []


def _lists(text: str) -> list[frozenset[str]]:
    """The last words of names in a row: parsers lose their way in long ones. "Musk, CEO of Tesla" is none."""
    rows = (row[0] for row in _ROW.finditer(text))
    found = [(row, frozenset(name.rstrip(".").split()[-1] for name in re.findall(_NAME, row))) for row in rows]
    return [names for row, names in found if len(names) > 2 or " and " in row or " or " in row]
