"""Words for a thing that a reader understands without the sentence they stand in."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from chat.speakers import without_titles

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 8  # words of a noun and what belongs to it
OFTEN = 3  # times in the document from which a thing without a name is known to its reader
_PLAIN = re.compile(r"[\w’'. -]{3,}")
_LEFT = frozenset("det compound amod poss nmod punct case nummod".split())
_POINTING = frozenset(
    "a an this that these those such same other another latter former each every any some no more less".split()
)


def named(token: "Token", text: str) -> str | None:
    """A thing by its name, or by words with a name in them; None where it has none.

    Args:
        token: The noun.
        text: The document.
    """
    for child in token.rights:  # a man named David Bogatin
        if child.dep_ == "acl" and child.lower_ in ("named", "called"):
            return next((phrase(name, text) for name in child.children if name.pos_ == "PROPN"), None)
    words = phrase(token, text)
    if not words or not any(word.pos_ == "PROPN" for word in token.subtree if word.text in words):
        return None
    return in_full(words, text) if token.ent_type_ == "PERSON" and not words.startswith("the ") else words


def known(token: "Token", text: str) -> str | None:
    """A thing by name, or one without that the document speaks of often."""
    if name := named(token, text):
        return name
    words = phrase(token, text)
    often = len(re.findall(rf"\b{re.escape(token.text)}\b", text, re.IGNORECASE)) >= OFTEN
    return words if words and often and not words.startswith("the ") else None


def in_full(name: str, text: str) -> str | None:
    """A person's first name and surname, where the document has them and they can be nobody else's."""
    words = without_titles(name.split())
    if not all(word[:1].isupper() for word in words) or len(words[-1]) < 3 or re.search(r"\d", name):
        return None
    full = Counter(
        f"{first} {words[-1]}"
        for first in re.findall(rf"\b([A-Z][\w’-]+(?: [A-Z]\.)?) {re.escape(words[-1])}\b(?!-)", text)
        if without_titles([first, words[-1]]) != words[-1:] and not _written_small(first.split()[0], text)
    )
    best = max(full, key=lambda found: full[found], default=None)
    if len(words) == 1:
        return best
    return " ".join(words) if best is None or " ".join(words) in full or text.count(name) > 1 else None


def phrase(noun: "Token", text: str, first: int | None = None) -> str | None:
    """The words of a noun and what belongs to it; None where they lean on something outside them.

    Args:
        noun: Its head.
        text: The document.
        first: The word to begin with, if not the first that belongs to it.
    """
    if noun.pos_ not in ("NOUN", "PROPN") or any(child.dep_ not in _LEFT for child in noun.lefts):
        return None
    doc = noun.doc
    begin, last = noun.left_edge.i if first is None else first, noun.i
    for child in noun.rights:
        beside = child.left_edge.i == last + 1 and doc[last + 1].text not in (",", "(")
        if child.dep_ == "prep" and beside and child.right_edge.i - child.i <= LONGEST // 2:
            last = child.right_edge.i
        elif child.dep_ == "cc" or (child.dep_ in ("relcl", "acl", "prep", "conj", "nummod") and beside):
            return None
    words = doc[begin : last + 1]
    if any(word.pos_ in ("PRON", "VERB", "AUX", "CCONJ") or word.lower_ in _POINTING for word in words):
        return None
    following = doc[last + 1].text if last + 1 < len(doc) else "."
    cut = not words[-1].whitespace_ and following not in (",", ".", ";", ":", "?")
    found: str = words.text
    if cut or len(words) > LONGEST or not _PLAIN.fullmatch(found):
        return None
    lone = len(words) == 1 or words[1].is_lower  # "Members" of "Members Business" is part of a name
    opens = words[0].pos_ == "DET" or (words[0].is_sent_start and lone and _written_small(words[0].text, text))
    return found[0].lower() + found[1:] if opens else found


def _written_small(word: str, text: str) -> bool:
    """Whether a document mostly writes a word without a capital letter where no sentence begins with it."""
    small, within = rf"\b{re.escape(word.lower())}\b", rf"(?<=[\w,;] ){re.escape(word)}\b"
    return len(re.findall(small, text)) > len(re.findall(within, text))
