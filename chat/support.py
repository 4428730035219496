"""Whether the words of a claim stand in the sentences it cites: names, and everything else that carries meaning.

Stricter than it need be for a faithful claim, since what fails is replaced by the sentence itself: a noun, a name or
an adjective that the sentences don't hold is taken for invented.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.attribution import attribution
from chat.language import analyse
from chat.quantities import numbers
from chat.speech_words import CLAUSE_VERBS, ITSELF

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_SUPPORTED = 0.75
"""Share of a claim's content words that must stand in what it cites. The independent test of citations in `evals`
wants 0.7 by its own list of words; a little more leaves room for the difference."""

_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|this|that|these|those|such|another)\b", re.IGNORECASE
)
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV")
_GENERIC = frozenset(
    "way thing fact kind number amount person people man woman part reason result statement information idea claim"
    " belief view role case example issue matter use time year term place line course group country nation many"
    " several other different same certain own able specific main key clear various such new total due speaker".split()
)
_LIGHT_VERBS = CLAUSE_VERBS | frozenset(
    "be have do make take get give go become include involve use cause lead help allow let keep seem appear remain come"
    " bring put happen occur serve act view see consider call describe contain concern regard exist".split()
)
_SAME = tuple(
    frozenset(words.split())
    for words in (
        "buy purchase acquire",
        "live reside dwell",
        "start begin initiate commence trigger",
        "reduce cut lower decrease diminish",
        "increase expand raise grow rise boost",
        "weaken undermine erode",
        "leave withdraw exit quit depart",
        "create form establish found build",
        "face confront",
        "maintain keep retain preserve sustain",
        "need require necessitate",
        "want seek aim try attempt",
        "end finish stop conclude cease",
        "show demonstrate reveal",
        "replace supplant",
        "accelerate hasten speed",
        "change alter reshape transform shift",
        "pay spend",
        "sell market",
        "run operate",
        "write author publish",
    )
)
_OPPOSITE = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("increase rise grow expand gain raise", "decrease fall decline shrink reduce lose lower diminish drop"),
        ("strengthen", "weaken undermine erode"),
        ("support endorse back praise favor favour", "oppose reject criticize condemn"),
        ("win victory", "lose defeat"),
        ("more great high large big", "less few low small little"),
        ("join enter", "leave withdraw exit"),
        ("accept agree", "reject refuse deny disagree"),
        ("before", "after"),
        ("start begin", "end finish stop"),
        ("accelerate", "slow delay"),
        ("buy purchase", "sell"),
        ("include", "exclude exclusion"),
        ("good great", "bad raw poor"),
        ("ally friend", "enemy adversary"),
        ("warm friendly", "cold hostile"),
        ("prevent", "cause create"),
        ("likely", "unlikely"),
        ("like", "unlike"),
        ("majority", "minority"),
    )
)
_OF_PLACES = ("n", "an", "ern")
_TURNING = frozenset("more less before after like unlike".split())
"""Words of `_OPPOSITE` that carry no weight elsewhere."""


def context(cited: Sequence[Evidence]) -> list[str]:
    """The sentence right before each cited one that has a pronoun, which may name whom it stands for."""
    found = []
    for item in cited:
        index = item.sentence.index
        if index and _PRONOUN.search(item.text):
            before = item.source.sentences[index - 1]
            if before.paragraph == item.sentence.paragraph:
                found.append(item.source.quote(before))
    return found


def unsupported(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why the words of a claim are not those of what it cites.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
    texts = [item.text for item in cited]
    around = [*texts, *context(cited)]
    held, near = _held(texts), _held(around)
    speakers = _held(filter(None, (attribution(i.source, i.sentence.index).speaker for i in cited)))
    reasons = []
    content = [t for t in analyse(claim) if _counts(t)]
    known = cited[0].source.text
    names = [t.text for t in content if _is_name(t) and not _in(t, near | speakers) and not _given(t, known, near)]
    if names:
        reasons.append(f"the name {' '.join(names)} is not in what it cites")
    missing = [t for t in content if not _in(t, near | speakers) and not _is_name(t)]
    invented = [t.text for t in missing if t.pos_ in ("NOUN", "ADJ") and t.lemma_.lower() not in _GENERIC]
    if invented:
        reasons.append(f"“{', '.join(invented)}” is not in what it cites")
    verb = next((t for t in missing if t.pos_ == "VERB" and t.dep_ == "ROOT"), None)
    if verb is not None and not _paraphrased(verb, near):
        reasons.append(f"what it cites does not say “{verb.text}”")
    figures = len(numbers(claim))  # they are there, or an earlier check has said so
    words = len(content) + figures
    share = (sum(_in(t, held | speakers) for t in content) + figures) / words if words else 1.0
    if share < MIN_SUPPORTED and not reasons:
        reasons.append(f"only {share:.0%} of its words are in what it cites")
    return reasons + _opposite(claim, content, near)


def _opposite(claim: str, content: Sequence["Token"], held: set[str]) -> list[str]:
    reasons = []
    said = {t.lemma_.lower() for t in content} | ({t.lower_ for t in analyse(claim)} & _TURNING)
    for one, other in (pair for sides in _OPPOSITE for pair in (sides, sides[::-1])):
        turned = (said & one) - held
        if turned and held & other and not said & other and not held & one:
            reasons.append(f"it says “{min(turned)}” where what it cites says “{min(held & other)}”")
    return reasons[:1]


def _paraphrased(verb: "Token", held: set[str]) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in _LIGHT_VERBS or any(lemma in same and same & held for same in _SAME)


def _counts(token: "Token") -> bool:
    if not any(map(str.isalnum, token.text)) or token.lemma_.lower() in ITSELF:
        return False
    if token.is_stop and not _is_name(token):
        return False
    figure = token.pos_ == "NUM" or bool(numbers(token.text))
    return token.pos_ in _CONTENT and not figure and token.lemma_.lower() != "accord"


def _is_name(token: "Token") -> bool:
    return token.text[0].isupper() and (token.pos_ == "PROPN" or not token.is_sent_start) and token.text != "I"


def _given(token: "Token", text: str, held: set[str]) -> bool:
    """Whether a word is of a name that the document has in full elsewhere: "Donald" where a sentence has "Trump"."""
    name = token.doc[token.i : token.head.i + 1].text
    return token.dep_ == "compound" and token.i < token.head.i and _in(token.head, held) and name in text


def _held(texts: Iterable[str]) -> set[str]:
    words: set[str] = set()
    for text in texts:
        for token in analyse(text):
            words |= {token.lower_, token.lemma_.lower()}
    return words


def _in(token: "Token", held: set[str]) -> bool:
    if token.lower_ in held or (token.lemma_.lower() in held and not _is_name(token)):
        return True
    if _is_name(token) and any(
        {token.lower_ + ending, token.lower_.removesuffix(ending)} & held for ending in _OF_PLACES
    ):
        return True  # "Europe" for "European"
    # Derived words: "criticism" for "criticizing"; never of names, where Austria and Australia begin alike.
    stem = token.lemma_.lower()[: max(5, len(token.lemma_) - 3)]
    return not _is_name(token) and len(stem) >= 5 and any(word.startswith(stem) for word in held)


def _of_place(name: str, held: set[str]) -> bool:
    """Whether the place that a word belongs to is held, or what belongs to that place: "Europe" for "European"."""
    found = (known for ending in _OF_PLACES for known in (name + ending, name.removesuffix(ending)))
    return any(known in held for known in found if len(known) > 3)
