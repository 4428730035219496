"""A draft must not say less than quoting would: what it leaves out of the sentences that answer is quoted after all."""

import re
from collections.abc import Sequence

from chat.answer import Claim, Dropped, Evidence
from chat.evidence import plain
from chat.language import CONTENT, analyse
from chat.neighbours import leans
from chat.parts import parts
from chat.quantities import comparable, numbers, quotations
from chat.reader import reader
from chat.verify import quote

KEPT = 0.6
"""Share of a sentence's content words, without those of the question, that the claims made from it must keep."""

SURELY = 1.0
"""How surely the reader finds the answer in a claim that keeps less, in logits. Of 63 such drafts of the built-in model
on three suites 20 are kept for it; read one by one, all but one say what their sentence says ("claims that" for
"agreed", which the checks find now)."""

_FINITE, _AUXILIARY = ("VBZ", "VBP", "VBD", "MD"), ("aux", "auxpass")
_POINTS = re.compile(r"(?:this|these|that|those|such)\b", re.IGNORECASE)


def complete(claims: Sequence[Claim], chosen: Sequence[Evidence], question: str) -> list[Claim]:
    """Puts the quotation in the place of claims that say too little of their sentence, and adds what none says.

    A model that only words what was chosen for it can't tell which part of a sentence the answer is. A claim made from
    one of these sentences keeps its numbers, names and quotations as far as the question doesn't have them, and most
    of its other content words; or it has the very words of the sentence that the reader takes for the answer, and is
    itself read as surely answering. It says itself what it speaks of: "This criticism has grown" names no critic.

    Args:
        claims: Verified.
        chosen: The sentences that answer.
        question: Understandable on its own.
    """
    kept = list(claims)
    for item in chosen:
        own = _own(kept, item)
        if own and not _enough(own, item, question):
            kept = [claim for claim in kept if claim not in own]
    done: list[Claim] = []
    # Only now: a claim of two sentences that goes for the sake of one leaves the other without any.
    for item in chosen:
        own = _own(kept, item)
        wrote = " ".join(claim.original or claim.text for claim in _own(claims, item) if claim.support != "quoted")
        reasons = ("the draft left out a part of the sentence it rests on",) if wrote else ()
        done += [claim for claim in own if claim not in done] or ([] if own else [quote(item, reasons, wrote or None)])
    return done


def once(claims: Sequence[Claim], chosen: Sequence[Evidence], question: str) -> tuple[list[Claim], list[Dropped]]:
    """Says nothing twice: of a whole sentence and claims made from it alone one stays.

    A model that writes two sentences on one of the document's may have the first replaced by it; what the second says
    is in it then. The second stays in its place where it surely answers.

    Args:
        claims: From `complete`.
        chosen: The sentences that answer.
        question: Understandable on its own.

    Returns:
        The claims that stay, and what goes.
    """
    dropped: list[Dropped] = []
    for item in chosen:
        own = [claim for claim in claims if claim.citations == (item.number,)]
        whole, parts_of_it = [c for c in own if c.text == item.text], [c for c in own if c.text != item.text]
        if not whole or not parts_of_it:
            continue
        if len(parts_of_it) == 1 and _answers(parts_of_it[0].text, item, question):
            gone, why = whole, "a shorter sentence on what it cites answers"
        else:
            gone, why = parts_of_it, "the sentence it cites is in the answer already"
        claims = [claim for claim in claims if claim not in gone]
        dropped += [Dropped(text=c.original or c.text, reasons=(*c.reasons, why)) for c in gone]
    return list(claims), dropped


def _own(claims: Sequence[Claim], item: Evidence) -> list[Claim]:
    """The claims that cite a sentence."""
    return [claim for claim in claims if item.number in claim.citations]


def _enough(own: Sequence[Claim], item: Evidence, question: str) -> bool:
    """Whether claims say of a sentence what answers."""
    said = " ".join(claim.text for claim in own)
    if _points_back(own[0].text, item.text):
        return False
    return not lost(item.text, said, question) or (len(own) == 1 and _answers(said, item, question))


def _answers(claim: str, item: Evidence, question: str) -> bool:
    """Whether a claim, understandable alone, surely answers a question with the words by which its sentence does."""
    if len(parts(question)) > 1 or leans(claim) or not _is_sentence(claim):
        return False
    whole, mine = reader().read(plain(question), [item.text, claim])
    return mine.score >= SURELY and comparable(item.text[whole.start : whole.end]).lower() in comparable(claim).lower()


def _is_sentence(claim: str) -> bool:
    """Whether the verb of a claim is finite: "According to her, a mill, though it was old" has none of its own."""
    root = next(token for token in analyse(claim) if token.dep_ == "ROOT")
    return any(token.tag_ in _FINITE for token in (root, *root.children) if token is root or token.dep_ in _AUXILIARY)


def _points_back(claim: str, sentence: str) -> bool:
    """Whether a claim begins with "This" or the like, which its sentence doesn't have: what that was is left out."""
    pointing = _POINTS.match(claim)
    return pointing is not None and not re.search(rf"\b{pointing[0]}\b", sentence, re.IGNORECASE)


def lost(sentence: str, said: str, question: str) -> bool:
    """Whether a shorter wording loses what may be the answer."""
    have = f"{said} {question}"
    low = have.lower()
    if any(n not in numbers(have) for n in numbers(sentence)):
        return True
    if any(quotation.lower() not in low for quotation in quotations(sentence)):
        return True
    known = {token.lemma_.lower() for token in analyse(have)}
    asked = {token.lemma_.lower() for token in analyse(question)}
    words = [t for t in analyse(sentence) if t.pos_ in CONTENT and t.lemma_.lower() not in asked]
    if any(t.pos_ == "PROPN" and t.lower_ not in low for t in words):
        return True
    held = sum(t.lemma_.lower() in known for t in words)
    return bool(words) and held < KEPT * len(words)
