"""Whether a claim may stand: every claim against the sentences it cites, what can be told exactly first.

A claim that fails is mended where it only left out who says it or how surely, cites another sentence where that one
supports it, and is else replaced by the sentence it cites; it is dropped when it cites none. All of it is written down.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from chat.answer import Claim, Dropped, Evidence
from chat.asserted import unasserted
from chat.attribution import attribution
from chat.cite import Draft, attach, content_words
from chat.exact import Verdict, Verifier, exact, has_words
from chat.holders import misplaced
from chat.language import analyse
from chat.quantities import comparable
from chat.relations import misrelated
from chat.repair import mended
from chat.support import unsupported
from chat.voice import doubts_dropped, hedges_dropped, misattributed, speaker_needed, voices_added

__all__ = ["Verdict", "Verifier", "exact", "grounded", "quote", "verify"]

SLIP = 0.95  # likeness, as difflib counts it by letters, from which a draft is its sentence copied with a slip
MIN_WORDS = 3  # shorter drafts, such as "13" or "Yes", are answers only beside the question: quoting says more
LAST_WORDS = 3  # of a claim without a full stop, by which its place in a sentence is found
_LEADS_ON = frozenset("CC DT IN MD PDT PRP$ TO WDT WP$".split())  # tags of words that no sentence ends with


def grounded(claim: str, cited: Sequence[Evidence]) -> Verdict:
    """The whole check: `exact`, then names and words, grammar, and the document's voices.

    Nothing is looked for in a claim whose numbers, dates or quotations already fail: one sure reason says enough.
    """
    verdict = exact(claim, cited)
    if not verdict.stands:
        return verdict
    reasons = [
        *unsupported(claim, cited),
        *misplaced(claim, cited),
        *misrelated(claim, cited),
        *unasserted(claim, cited),
        *misattributed(claim, cited),
        *voices_added(claim, cited),
    ]
    if not reasons:  # what the sentences don't say at all can't have been said by somebody
        needed = [speaker for item in cited if (speaker := speaker_needed(claim, item))]
        reasons += [f"it leaves out that {speaker} says so" for speaker in dict.fromkeys(needed)]
        lost = [hedge.words for hedge, _ in hedges_dropped(claim, cited)]
        lost += doubts_dropped(claim, cited)
        reasons += [f"it leaves out “{words}”" for words in dict.fromkeys(lost)]
    return Verdict(tuple(reasons))


def verify(
    drafts: Sequence[Draft], evidence: Sequence[Evidence], verifier: Verifier = grounded
) -> tuple[list[Claim], list[Dropped]]:
    """Turns a draft's sentences into claims that may stand.

    Args:
        drafts: From `chat.cite.parse`.
        evidence: The sentences that were put before the model.
        verifier: Says whether a claim is supported by what it cites.

    Returns:
        The claims in order, each once; and what was dropped, such as a draft whose sentence is a claim already.
    """
    claims: list[Claim] = []
    dropped: list[Dropped] = []
    for draft in drafts:
        claim = _judge(draft, evidence, verifier)
        if isinstance(claim, Dropped):
            dropped.append(claim)
        elif claim.text not in [other.text for other in claims]:
            claims.append(claim)
        elif draft.text and claim.support == "repaired":
            reasons = (*claim.reasons, "the sentence it cites is in the answer already")
            dropped.append(Dropped(text=draft.text, reasons=reasons))
    return claims, dropped


def quote(item: Evidence, reasons: tuple[str, ...] = (), original: str | None = None) -> Claim:
    """The claim that is an evidence sentence itself, with its speaker where only a sentence before names them.

    Args:
        item: The sentence.
        reasons: Why it stands for what a model wrote; the claim is then repaired.
        original: What the model wrote.
    """
    said = attribution(item.source, item.sentence.index)
    return Claim(
        text=item.text,
        citations=(item.number,),
        support="repaired" if reasons else "quoted",
        reasons=reasons,
        speaker=said.speaker if said.naming is not None else None,
        original=original,
    )


def _judge(draft: Draft, evidence: Sequence[Evidence], verifier: Verifier) -> Claim | Dropped:
    by_number = {item.number: item for item in evidence}
    beyond = tuple(f"[{number}] leads nowhere" for number in draft.numbers if number not in by_number)
    cited = [by_number[number] for number in draft.numbers if number in by_number]
    if not cited:
        found = attach(Draft(draft.text, ()), evidence)
        cited = [by_number[number] for number in found.numbers]
    if not cited:
        written = draft.text or "".join(f"[{number}]" for number in draft.numbers)
        return Dropped(text=written, reasons=(*beyond, "no sentence of the evidence supports it"))
    if not draft.text:  # a marker alone says: this sentence
        return quote(cited[0])
    partial = _partial(draft.text, cited)
    for item in cited:
        if comparable(draft.text) == comparable(item.text):
            return quote(item)
        if not partial and _stands_in(draft.text, item) and verifier(draft.text, [item]).stands:
            return Claim(text=draft.text, citations=(item.number,), support="quoted", reasons=beyond)
        if _copied(draft.text, item):
            return quote(item, (*beyond, "it is the sentence copied with a slip"), draft.text)
    reasons = verifier(draft.text, cited).reasons
    if not reasons and not partial:
        return _verified(draft.text, cited, beyond, verifier)
    if partial:
        reasons = (*reasons, partial)
    elif claim := _mend(draft.text, cited, evidence, reasons, verifier):
        return claim.model_copy(update={"reasons": (*beyond, *claim.reasons)})
    words = content_words(draft.text)
    nearest = max(cited, key=lambda item: len(words & content_words(item.text)))
    return quote(nearest, (*beyond, *reasons), draft.text)


def _verified(text: str, cited: list[Evidence], beyond: tuple[str, ...], verifier: Verifier) -> Claim:
    """A claim that stands, without the markers that it stands as well without."""
    needed = list(cited)
    for item in reversed(cited):
        others = [other for other in needed if other is not item]
        if others and not verifier(text, [item]).stands and verifier(text, others).stands:
            needed = others
            beyond = (*beyond, f"[{item.number}] does not support it")
    return Claim(text=text, citations=tuple(i.number for i in needed), support="verified", reasons=beyond)


def _mend(
    text: str, cited: list[Evidence], evidence: Sequence[Evidence], reasons: tuple[str, ...], verifier: Verifier
) -> Claim | None:
    """A failed claim with another sentence to cite, or with the speaker and the hedges it left out."""
    for item in evidence:  # best first
        if item not in cited and verifier(text, [item]).stands:
            left = ", ".join(f"[{other.number}]" for other in cited)
            why = (*reasons, f"[{item.number}] supports it, not {left}")
            return Claim(text=text, citations=(item.number,), support="verified", reasons=why)
    for sources in [cited, *([item] for item in cited if len(cited) > 1)]:
        better, speaker, sources = mended(text, sources, evidence)
        if better == text and not speaker:
            continue
        checked = better if not speaker else f"According to {speaker}, {better}"
        if verifier(checked, sources).stands:
            return Claim(
                text=better,
                citations=tuple(item.number for item in sources),
                support="repaired",
                reasons=reasons,
                speaker=speaker,
                original=text,
            )
    return None


def _partial(text: str, cited: Sequence[Evidence]) -> str:
    """Why a text states nothing whole; nothing where it does."""
    if len(text.split()) < MIN_WORDS:
        return "it is not a sentence"
    if text.rstrip('”" ').endswith("?") and not any("?" in item.text for item in cited):
        return "it asks"
    return _broken_off(text, cited)


def _broken_off(text: str, cited: Sequence[Evidence]) -> str:
    """What is said of a claim that stops in the middle of what it takes from a sentence; nothing of others.

    A draft is cut where a model reaches the length that it may have.
    """
    last = analyse(text)[-1]
    if text.rstrip('”" ').endswith((".", "!", "?")) or last.pos_ in ("NOUN", "PROPN", "NUM", "SYM"):
        return ""
    words = r"\W+".join(map(re.escape, re.findall(r"\w+", text)[-LAST_WORDS:]))
    goes_on = any(re.search(rf"{words} \w", comparable(item.text), re.IGNORECASE) for item in cited)
    return "it breaks off" if goes_on or last.tag_ in _LEADS_ON or last.pos_ == "AUX" else ""


def _copied(text: str, item: Evidence) -> bool:
    """Whether a text is a sentence of the document but for a slip, such as a word in another form."""
    return SequenceMatcher(None, comparable(text).lower(), comparable(item.text).lower(), False).ratio() >= SLIP


def _stands_in(text: str, item: Evidence) -> bool:
    """Whether a text is a sentence of the document, or a part of one, letter for letter."""
    return len(text.split()) >= MIN_WORDS and has_words(comparable(text).rstrip("."), item.text, lower=False)
