"""The neighbours that a chosen sentence needs: the one it leans on, and the one that says the other side."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chat.answer import Evidence
from chat.attribution import attribution
from chat.language import analyse
from ingest import Sentence

_TURNS = re.compile(
    r"^(?:yet|but|however|nevertheless|nonetheless|conversely|(?:by|in) contrast|on the other hand|still,)",
    re.IGNORECASE,
)


def with_neighbours(chosen: Sequence[Evidence], ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    """The chosen sentences, each with its neighbours while there is room.

    "It was sold in 1931" says nothing without what was sold, so the sentence before comes first; "Yet there are also …"
    takes back a part of what stands before it, so who reads the one is shown the other.

    Args:
        chosen: The sentences that answer, best first.
        ranked: All that was found; a neighbour keeps the score that it has there.
        most: How many sentences at most. What is chosen is never given up for a neighbour.
    """
    known = {_key(item): item for item in [*ranked, *chosen]}
    taken = {_key(item) for item in chosen}
    room = most - len(chosen)
    found: list[Evidence] = []
    for item in chosen:
        beside: list[list[Evidence]] = [[], []]
        for place, sentence in enumerate((_before(item), _after(item))):
            if room > 0 and sentence and (key := (item.source.name, sentence.index)) not in taken:
                beside[place] = [known.get(key) or replace(item, sentence=sentence, similarity=None, score=0.0)]
                taken.add(key)
                room -= 1
        found += [*beside[0], item, *beside[1]]
    return _told_in_order(found)


def _told_in_order(found: Sequence[Evidence]) -> list[Evidence]:
    """Each sentence behind the one that it points at ("The ministry disputes this"), where that is found too."""
    rest, told = {_key(item): item for item in found}, []
    while rest:
        chain = [next(iter(rest))]
        while _refers(rest[chain[-1]].text) and (before := (chain[-1][0], chain[-1][1] - 1)) in rest:
            chain.append(before)
        told += [rest.pop(key) for key in reversed(chain)]
    return told


def _refers(sentence: str) -> bool:
    """Whether a sentence points at the one before it: "It …", "… disputes this", not "… in this city"."""
    return leans(sentence) or any(t.lower_ in ("this", "these") and t.pos_ == "PRON" for t in analyse(sentence))


def leans(sentence: str) -> bool:
    """Whether a sentence begins with a pronoun: "It", "She", "This" alone; "This position" names what it means."""
    first = analyse(sentence)[:1]
    return bool(first) and first[0].pos_ == "PRON" and first[0].dep_ not in ("expl", "poss")


def with_antecedent(item: Evidence) -> str:
    """A sentence's words, after those of the sentence before it where it begins with what stands there: "She", "It"."""
    before = item.source.beside(item.sentence, -1)
    return f"{item.source.quote(before)} {item.text}" if before and leans(item.text) else item.text


def _before(item: Evidence) -> Sentence | None:
    """The sentence that this one leans on; None where it says who speaks, and leans on no more."""
    if not leans(item.text) or attribution(item.source, item.sentence.index).naming is not None:
        return None
    return item.source.beside(item.sentence, -1)


def _after(item: Evidence) -> Sentence | None:
    """The sentence that turns against this one."""
    after = item.source.beside(item.sentence, 1)
    return after if after and _TURNS.match(item.source.quote(after)) else None


def _key(item: Evidence) -> tuple[str, int]:
    return item.source.name, item.sentence.index
