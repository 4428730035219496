"""A claim with what it left out put back: who says it, and how surely. A verifier says if it may stand."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.attribution import attribution
from chat.hedges import Hedge
from chat.language import analyse
from chat.quantities import comparable
from chat.speakers import names_in
from chat.speech import sayings
from chat.voice import doubting, doubts_dropped, hedges_dropped, speaker_needed

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACCORDING = re.compile(
    r"^According to (?P<who>[^,]+), (?P<what>.+)$|^(?P<first>.+?),? according to (?P<whose>[^,]+?)\.?$"
)
_MODALS = ("may", "might", "could", "would")


def mended(
    claim: str, cited: Sequence[Evidence], evidence: Sequence[Evidence]
) -> tuple[str, str | None, list[Evidence]]:
    """Puts the speaker and the hedges back that a claim has dropped.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
        evidence: All that may be cited.

    Returns:
        The claim; the speaker, where what it cites doesn't name them in full enough to be said in the claim; and the
        sentences that it now cites.
    """
    for hedge, item in hedges_dropped(claim, cited):
        phrase = bool(re.match(r" (?:an?|the) ", item.text[hedge.end :]))  # allegedly a front, not the alleged front
        claim = _with_hedge(claim, hedge, phrase) or claim
    if doubts := doubts_dropped(claim, cited):
        return _with_doubt(claim, doubts[0], cited[0]), None, list(cited)
    if any(not saying.pronoun for saying in sayings(claim, names_in(cited[0].source.text))):
        return claim, None, list(cited)  # it has somebody say this already, and two would be one too many
    for item in cited:
        speaker = speaker_needed(claim, item)
        if not speaker:
            continue
        naming = attribution(item.source, item.sentence.index).naming
        named = [e for e in evidence if e.source.name == item.source.name and e.sentence.index == naming]
        together = [*cited, *(e for e in named if e not in cited)]
        if short := next((name for name in _shorter(speaker) if _holds(together, name)), None):
            said = _within(claim, item)
            verb = doubting(item, speaker)
            return f"{short} {verb} that {said}" if verb else f"According to {short}, {said}", None, together
        return claim, speaker, list(cited)
    return claim, None, list(cited)


def _shorter(name: str) -> Iterator[str]:
    """A name in full, then without the first names."""
    words = name.split()
    yield name
    if name[:1].isupper():
        yield from (" ".join(words[i:]) for i in range(1, len(words)))


def _holds(cited: Sequence[Evidence], name: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", comparable(item.text), re.IGNORECASE) for item in cited)


def _within(claim: str, item: Evidence) -> str:
    """A sentence as it stands behind other words: without its capital letter, where it isn't a name's."""
    first = analyse(claim)[0]
    named = first.pos_ == "PROPN" or first.ent_type_ in ("PERSON", "GPE", "ORG", "NORP")
    if named or first.text in ("I", "I’m") or first.text in names_in(item.source.text) or first.text[1:2].isupper():
        return claim
    return claim[0].lower() + claim[1:]


def _with_doubt(claim: str, verb: str, item: Evidence) -> str:
    """A claim with the document's own verb of saying: "Unger claims that …" for "According to Unger, …"."""
    found = _ACCORDING.match(claim)
    if not found:
        return claim
    said = found["what"] or f"{found['first']}."
    return f"{found['who'] or found['whose']} {verb} that {_within(said, item)}"


def _with_hedge(claim: str, hedge: Hedge, phrase: bool) -> str | None:
    """The claim with a hedge before what it holds back; None where it wouldn't be English."""
    doc = analyse(claim)
    token = next((t for t in doc if t.lemma_.lower() in hedge.held and t.pos_ in ("VERB", "AUX")), None)
    token = token or next((t for t in doc if t.lemma_.lower() in hedge.held), None)
    words = hedge.words.lower()
    if token is None or hedge.kind == "denial":  # "falsely" is of the claiming, and that has been left out
        return None
    if words in _MODALS:
        return _with_modal(claim, token, words)
    if hedge.kind == "inference" and words in ("appears to", "appear to", "seems to", "seem to"):
        plural = token.tag_ == "VBP"
        base = words.split()[0].removesuffix("s") + ("" if plural else "s")
        return _with_modal(claim, token, f"{base} to")
    if words.endswith("ly") or words in ("perhaps", "maybe", "potential", "alleged", "purported", "supposed"):
        at = token.idx
        noun = token
        while phrase and noun.dep_ in ("amod", "compound", "nmod"):
            noun = noun.head
        if noun.pos_ in ("NOUN", "PROPN"):
            at = (
                noun.left_edge.idx
                if words.endswith("ly")
                else min([t.idx for t in noun.lefts if t.dep_ != "det"], default=at)
            )
        start = at == 0
        put = hedge.words.capitalize() if start else words
        rest = claim[at].lower() + claim[at + 1 :] if start and doc[0].pos_ != "PROPN" else claim[at:]
        return f"{claim[:at]}{put} {rest}"
    return None


def _with_modal(claim: str, token: "Token", words: str) -> str | None:
    verb = token if token.pos_ in ("VERB", "AUX") else token.head
    modal = next((t for t in verb.children if t.dep_ == "aux" and t.tag_ == "MD"), None)
    if modal is not None:
        return claim[: modal.idx] + words + claim[modal.idx + len(modal) :] if words in _MODALS else None
    passive = next((t for t in verb.children if t.dep_ in ("aux", "auxpass")), None)
    finite = passive if passive is not None else verb
    if finite.tag_ not in ("VBZ", "VBP", "VBD") or any(t.dep_ == "neg" for t in verb.children):
        return None
    base = finite.lemma_.lower()
    return f"{claim[: finite.idx]}{words} {base}{claim[finite.idx + len(finite) :]}"
