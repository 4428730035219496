"""What a claim asserts and its sentence doesn't: more than it says, or as a fact what it only supposes.

More: all for some, "only" for "not only", a reason that isn't given, the present for the past. Supposed: intentions,
expectations, questions, conditions. A clause is not asserted below a word that doesn't vouch for it ("its ambition to
reshape", "the question of whether he served"), or behind "if"; Saurí and Pustejovsky, "FactBank", Language Resources
and Evaluation 43, 2009, call such words non-factive.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chat.answer import Evidence
from chat.hedges import hedges
from chat.language import analyse
from chat.speech_words import CLAUSE_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS = frozenset(
    "want seek try attempt aim plan intend hope wish envision envisage foresee expect imagine propose threaten"
    " promise offer refuse fail decline vow struggle pretend consider discuss debate prepare need".split()
)
_NOUNS = frozenset(
    "ambition attempt plan effort aim desire willingness unwillingness intention goal threat promise offer proposal"
    " idea concept notion expectation hope fear belief assumption question debate possibility prospect risk potential"
    " chance likelihood speculation discussion demand call wish refusal failure".split()
)
_NOW = ("VBZ", "VBP")
_BELOW = frozenset("acl xcomp ccomp pcomp prep dobj conj agent pobj".split())
_CONDITIONS = frozenset("if unless whether".split())
_UNIVERSAL = frozenset("all every always everyone everybody nobody none entirely solely only exclusively".split())
_NOT_ONLY = re.compile(r"\bnot (?:just|only|merely|simply)\b", re.IGNORECASE)
_ONLY = re.compile(r"(?<!not )\b(?:just|only|merely|simply)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"\b(?:because|due to|owing to|thanks to|on account of|as a result of)\b", re.IGNORECASE)
_REASONS = re.compile(
    r"\b(?:because|due|owing|thanks|account|result\w*|as|since|so|given|caus\w+|lead\w*|led|reason\w*|therefore|thus"
    r"|by \w+ing|reflect\w*|driv\w+|prompt\w*|for)\b",
    re.IGNORECASE,
)


def unasserted(claim: str, cited: Sequence[Evidence]) -> list[str]:
    """Reasons why a claim tells as a fact what its sentences only suppose, or of all what they say of some.

    Args:
        claim: A sentence without markers.
        cited: The sentences it cites.
    """
    reasons = []
    theirs = [token for item in cited for token in analyse(item.text)]
    held = {token.lower_ for token in theirs}
    all_of = next((t.lower_ for t in analyse(claim) if t.lower_ in _UNIVERSAL), None)
    if all_of and not held & _UNIVERSAL:
        reasons.append(f"it says “{all_of}”, and what it cites does not")
    said = " ".join(item.text for item in cited)
    if (only := _ONLY.search(claim)) and _NOT_ONLY.search(said):
        reasons.append(f"it says “{only[0]}” where what it cites says “not {only[0]}”")
    if (because := _BECAUSE.search(claim)) and not _REASONS.search(said):
        reasons.append(f"it says “{because[0]}”, and what it cites gives no reason")
    if hedges(claim):
        return reasons
    for verb in analyse(claim):
        same = [t for t in theirs if t.lemma_ == verb.lemma_ and t.pos_ == "VERB"] if verb.pos_ == "VERB" else []
        supposed = [_supposing(other) for other in same]
        if same and all(supposed) and _supposing(verb) is None:
            reasons.append(f"what it cites has “{same[0].text}” only after “{supposed[0]}”, not as a fact")
            break
        if (
            same
            and verb.tag_ in _NOW
            and verb.lemma_ not in CLAUSE_VERBS
            and all(other.tag_ == "VBD" for other in same)
        ):
            reasons.append(f"it puts in the present what is past in what it cites: “{same[0].text}”")
            break
    return reasons


def _supposing(verb: "Token") -> str | None:
    """The word below which a clause is only supposed, as written; None where it is asserted."""
    token, close = verb, True
    while True:
        condition = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in _CONDITIONS), None)
        if condition is not None and close:
            return str(condition.text)
        close = close and token.dep_ in ("xcomp", "conj")
        if token == verb and token.dep_ in ("advcl", "acl") and any(child.lower_ == "to" for child in token.children):
            return "to"
        if token.dep_ not in _BELOW:
            return None
        above = token.head
        if token.dep_ != "conj" and above.lemma_.lower() in (_VERBS if above.pos_ == "VERB" else _NOUNS):
            return str(above.text)
        token = above
