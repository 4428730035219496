"""The neighbours that a chosen sentence needs: the one it leans on, and the one that says the other side."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chat.answer import Evidence
from chat.attribution import attribution
from chat.language import analyse

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
        pair = [(_before(item), 0), (_after(item), 1)]
        beside: list[list[Evidence]] = [[], []]
        for index, place in pair:
            if room > 0 and index is not None and (key := (item.source.name, index)) not in taken:
                sentence = item.source.sentences[index]
                beside[place] = [known.get(key) or replace(item, sentence=sentence, similarity=None, score=0.0)]
                taken.add(key)
                room -= 1
        found += [*beside[0], item, *beside[1]]
    return found


def leans(sentence: str) -> bool:
    """Whether a sentence begins with a pronoun: "It", "She", "This" alone; "This position" names what it means."""
    first = analyse(sentence)[:1]
    return bool(first) and first[0].pos_ == "PRON" and first[0].dep_ not in ("expl", "poss")


def _before(item: Evidence) -> int | None:
    """The place of the sentence that this one leans on; None where it says who speaks, and leans on no more."""
    index = item.sentence.index
    if not leans(item.text) or attribution(item.source, index).naming is not None:
        return None
    return index - 1 if _same_section(item, index - 1) else None


def _after(item: Evidence) -> int | None:
    """The place of the sentence that turns against this one."""
    index = item.sentence.index + 1
    turns = _same_section(item, index) and _TURNS.match(item.source.quote(item.source.sentences[index]))
    return index if turns else None


def _same_section(item: Evidence, index: int) -> bool:
    sentences = item.source.sentences
    return 0 <= index < len(sentences) and sentences[index].section == item.sentence.section


def _key(item: Evidence) -> tuple[str, int]:
    return item.source.name, item.sentence.index
