"""Whether a claim keeps who says it, and how surely: the document's voices in the claim."""

import re
from collections.abc import Sequence

from chat.answer import Evidence
from chat.attribution import attribution
from chat.hedges import Hedge, hedges
from chat.language import analyse, content_lemmas
from chat.quantities import comparable
from chat.speakers import names_in
from chat.speech import Saying, sayings
from chat.speech_words import ITSELF

MIN_SHARED = 0.5
"""Of a claim's words that a sentence holds, the share that must be what somebody says, for the claim to need them."""

DOUBTING = frozenset("claim allege suspect speculate guess suppose rumor rumour surmise".split())
"""Verbs of saying by which a document leaves open whether it is so; "according to" would say more than that."""

_ACCORDING = re.compile(r"according to ([^,]+),", re.IGNORECASE)
_FINITE = frozenset("VBZ VBP VBD".split())
_KINDS = {
    "denial": ("denial",),
    "evidential": ("evidential",),
    "inference": ("inference", "evidential", "modal"),
    "modal": ("modal", "inference"),
}


def speaker_needed(claim: str, item: Evidence) -> str | None:
    """Whom a sentence has say what a claim takes from it, where the claim doesn't say so; None otherwise."""
    mine = set(content_lemmas(claim))
    given = attribution(item.source, item.sentence.index)
    said = [s for s in sayings(item.text, names_in(item.source.text)) if not s.pronoun]
    whole = next((saying for saying in said if saying.whole), None)
    for clause in given.clauses:  # somebody else says this part of it, and the claim says so
        if _spoken_by(claim, clause.speaker, item) and _mostly(mine, item.text[clause.start : clause.end], item.text):
            return None
    if given.speaker and not _spoken_by(claim, given.speaker, item):
        span = item.text[whole.start : whole.end] if whole else item.text
        if _mostly(mine, span, item.text):
            return given.speaker
    for clause in given.clauses:
        if clause.pronoun or _spoken_by(claim, clause.speaker, item):
            continue
        if _mostly(mine, item.text[clause.start : clause.end], item.text):
            return clause.speaker
    return None


def misattributed(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why what a claim has somebody say isn't theirs in the sentences it cites."""
    reasons = []
    names = names_in(cited[0].source.text)
    for saying in sayings(claim, names):
        if saying.pronoun or _last(saying.speaker) in ITSELF:
            continue
        mine = set(content_lemmas(claim[saying.start : saying.end])) - set(content_lemmas(saying.speaker))
        spans = [span for item in cited for span in _spans(saying, item)]
        if not spans:
            reasons.append(f"what it cites does not attribute this to {saying.speaker}")
        elif not any(_mostly(mine, span, text, share=MIN_SHARED) for span, text in spans):
            reasons.append(f"what it cites attributes something else to {saying.speaker}")
    return reasons


def hedges_dropped(claim: str, cited: Sequence[Evidence]) -> list[tuple[Hedge, Evidence]]:
    """The hedges that a claim leaves out although it takes what they hold back."""
    mine = set(content_lemmas(claim))
    kept = hedges(claim)
    lost = []
    for item in cited:
        for hedge in hedges(item.text):
            # With several hedges of a sentence the ones of which the claim takes nothing don't bind it.
            if not hedge.held & mine or hedge.words.lower() in claim.lower():
                continue
            if not any(other.kind in _KINDS[hedge.kind] for other in kept) and not _equal(hedge, claim):
                lost.append((hedge, item))
    return lost


def doubting(item: Evidence, speaker: str) -> str | None:
    """The verb by which a sentence leaves open whether what a speaker says is so, as written; None without one."""
    whole = next((saying for saying in sayings(item.text, names_in(item.source.text)) if saying.whole), None)
    if whole is None or whole.cue not in DOUBTING:
        return None
    if not _same(attribution(item.source, item.sentence.index).speaker, speaker):
        return None
    verbs = (token for token in analyse(item.text) if token.lemma_.lower() == whole.cue and token.tag_ in _FINITE)
    return next((token.text for token in verbs), None)


def doubts_dropped(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """The verbs of doubt that a claim leaves out where it has somebody say plainly what they only claim."""
    if any(hedge.kind == "evidential" for hedge in hedges(claim)):
        return []
    plain = [saying for saying in sayings(claim, names_in(cited[0].source.text)) if saying.cue == "according"]
    return [verb for saying in plain for item in cited if (verb := doubting(item, saying.speaker))]


def voices_added(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim puts what its sentences say at a distance that they don't: "claims that", "According to"."""
    text = " ".join(item.text for item in cited)
    told = {token.lemma_.lower() for token in analyse(text)}
    added = next((token.text for token in analyse(claim) if token.lemma_.lower() in DOUBTING), None)
    reasons = []
    if added and not told & DOUBTING and not any(hedge.kind == "evidential" for hedge in hedges(text)):
        reasons.append(f"it says “{added}”, and what it cites does not")
    source = _ACCORDING.match(claim)
    strange = source and _last(source[1]) not in ITSELF and not sayings(claim, names_in(cited[0].source.text))
    if source and strange and "according to" not in text.lower():
        reasons.append(f"what it cites does not say this according to {source[1]}")
    return reasons


def _spans(saying: Saying, item: Evidence) -> list[tuple[str, str]]:
    """What a sentence has a claim's speaker say: (words, sentence)."""
    given = attribution(item.source, item.sentence.index)
    theirs = sayings(item.text, names_in(item.source.text))
    found = [
        (item.text[other.start : other.end], item.text)
        for other in theirs
        if _same(other.speaker, saying.speaker)
        or _last(saying.speaker) in other.known_as
        or (other.pronoun and _same(given.speaker, saying.speaker))
    ]
    if not found and _same(given.speaker, saying.speaker):
        found = [(_without(item.text, theirs), item.text)]
    # "published an advertisement criticizing NATO" says of its subject that he criticizes it.
    named = re.search(rf"\b{re.escape(_last(saying.speaker))}\b", item.text, re.IGNORECASE)
    if not found and named and saying.cue in content_lemmas(item.text) and saying.cue != "according":
        others = [o for o in theirs if o.cue == saying.cue and not _same(o.speaker, saying.speaker)]
        found = [] if others else [(item.text, item.text)]
    return found


def _does(claim: str, speaker: str, item: Evidence) -> bool:
    """Whether a claim tells what the speaker does, and the sentence says that itself, not as what they say."""
    root = next((token for token in analyse(claim) if token.dep_ == "ROOT"), None)
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None) if root is not None else None
    if root is None or subject is None or subject.lower_ != _last(speaker):
        return False
    return any(
        token.lemma_ == root.lemma_ and token.dep_ in ("advcl", "ROOT", "conj", "acl", "relcl") and token.pos_ == "VERB"
        for token in analyse(item.text)
    )


def _without(text: str, theirs: Sequence[Saying]) -> str:
    """A sentence without the clauses that it has others say."""
    for saying in sorted(theirs, key=lambda s: -s.start):
        text = text[: saying.start] + " " + text[saying.end :]
    return text


def _mostly(mine: set[str], span: str, text: str, share: float = MIN_SHARED) -> bool:
    taken = mine & set(content_lemmas(text))
    return bool(taken) and len(taken & set(content_lemmas(span))) > share * len(taken) - 1e-9


def _spoken_by(claim: str, speaker: str, item: Evidence) -> bool:
    if _does(claim, speaker, item):
        return True
    names = names_in(item.source.text)
    known = {w for s in sayings(item.text, names) if _same(s.speaker, speaker) for w in s.known_as}
    return any(s.pronoun or _same(s.speaker, speaker) or _last(s.speaker) in known for s in sayings(claim, names))


def _same(one: str | None, other: str) -> bool:
    return one is not None and _last(one) == _last(other)


def _last(speaker: str) -> str:
    words = re.findall(r"[^\W_]+", comparable(speaker).lower())
    return words[-1] if words else ""


def _equal(hedge: Hedge, claim: str) -> bool:
    """Whether a claim holds back in another form of the word: "alleged" for "allegedly", "proof" for "prove"."""
    stem = re.sub(r"(?:edly|ly|ed|s|ing)$", "", hedge.words.split()[-1].lower())
    if hedge.kind == "denial":
        return bool(re.search(r"\b(?:not|no|never|without|short|unproven|false\w*|n[’']t|lack)\b|n[’']t", claim))
    return len(stem) > 3 and stem in claim.lower()
