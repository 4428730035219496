"""Whether citations support what they are set to. Pure functions of claims, cited texts and a test of entailment.

Citation recall and precision are those of ALCE (Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate
Text with Citations", EMNLP 2023, section 3): a claim has recall 1 when its citations together entail it; a citation is
irrelevant when it alone does not entail the claim and the others do without it; a citation has precision 1 when its
claim has recall 1 and it is not irrelevant. Means are taken over the claims, and the citations, of an answer. ALCE's
test of entailment is a model; here it is whatever is passed in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import Stemmer

from chat.answer import Answer, Claim
from evals.gold import Place

T = TypeVar("T")
Entails = Callable[[Sequence[T], str], bool]
"""(sentences that are cited together, claim) -> whether they support it."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_LINKS = frozenset(
    "a about after all also an and any are as at be because been before being but by can did do does during each for"
    " from had has have he her him his how i if in into is it its may more most no not of on one only or other our out"
    " over own said says she should so some such than that the their them then there these they this those through to"
    " under up was we were what when where which while who whom whose why will with would you your according document"
    " states stated sentence text".split()
)

MIN_CONTAINED = 0.7
"""Share of a claim's content words that the cited sentences must hold for `lexical_containment`."""


def lexical_containment(cited: Sequence[str], claim: str) -> bool:
    """A test of entailment that shares nothing with the verifier: words, numbers and names must be in the cited.

    Every number and every name (a capitalised word that doesn't begin the claim) must stand in the cited sentences,
    and at least `MIN_CONTAINED` of the content words, by their Snowball stems.
    """
    stem = Stemmer.Stemmer("english").stemWord
    held = {stem(word.lower()) for text in cited for word in _WORD.findall(text)}
    words = _WORD.findall(claim)
    strict = [word for i, word in enumerate(words) if word[0].isdigit() or (i and word[0].isupper())]
    if any(stem(word.lower()) not in held for word in strict if word.lower() not in _LINKS):
        return False
    content = [word for word in words if word.lower() not in _LINKS]
    return not content or sum(stem(word.lower()) in held for word in content) / len(content) >= MIN_CONTAINED


def citation_recall(claims: Sequence[Claim], cited: Mapping[int, T], entails: Entails[T]) -> float | None:
    """Share of claims that their citations together entail; None for an answer without claims.

    Args:
        claims: The answer's claims.
        cited: What each marker leads to, by number.
        entails: The test.
    """
    return _mean([float(_supported(claim, cited, entails)) for claim in claims])


def citation_precision(claims: Sequence[Claim], cited: Mapping[int, T], entails: Entails[T]) -> float | None:
    """Share of citations that are needed for, or alone enough for, a claim that is supported; None without citations.

    Args: as for `citation_recall`.
    """
    scores = []
    for claim in claims:
        supported = _supported(claim, cited, entails)
        for n in claim.citations:
            others = [cited[m] for m in claim.citations if m != n and m in cited]
            alone = n in cited and entails([cited[n]], claim.text)
            irrelevant = not alone and bool(others) and entails(others, claim.text)
            scores.append(float(supported and n in cited and not irrelevant))
    return _mean(scores)


def markers_valid(answer: Answer) -> float | None:
    """Share of markers that lead to a citation of the answer; None without markers."""
    known = {citation.n for citation in answer.citations}
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)] if not answer.refused else []
    return _mean([float(n in known) for n in numbers])


def claims_cited(claims: Sequence[Claim]) -> float | None:
    """Share of claims that cite something; None without claims."""
    return _mean([float(bool(claim.citations)) for claim in claims])


def gold_covered(cited: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """1 when a citation overlaps a gold place, else 0; None without gold."""
    return float(any(place.overlaps(other) for place in cited for other in gold)) if gold else None


def cited_gold(cited: Sequence[Place], gold: Sequence[Place]) -> float | None:
    """Share of cited sentences that are gold, so that quoting everything doesn't win; None without either."""
    if not gold or not cited:
        return None
    return _mean([float(any(place.overlaps(other) for other in gold)) for place in cited])


def _supported(claim: Claim, cited: Mapping[int, T], entails: Entails[T]) -> bool:
    together = [cited[n] for n in claim.citations if n in cited]
    return bool(together) and entails(together, claim.text)


def _mean(scores: Sequence[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None
