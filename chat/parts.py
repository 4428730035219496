"""The questions that a question puts together."""

import re
from collections.abc import Sequence

from chat.language import analyse, content_tokens

ENOUGH = 1  # content words of a part that can be looked up alone
_BEFORE = "(?:(?:about|after|against|at|before|by|for|from|in|of|on|since|through|to|under|with) )?"
_COMPARED = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        r"^(?:please )?(?:compare|contrast) (?P<one>.+?) (?:with|to|and|against) (?P<other>.+)",
        r"^(?:please )?(?:hold|place|put|set|weigh) (?P<one>.+?) (?:against|alongside|beside|next to) (?P<other>.+)",
        r"\bhow (?:do|does|did) (?P<one>.+?) (?:compare|contrast|differ) (?:with|to|from) (?P<other>.+)",
        r"\bdifferences? between (?P<one>.+?) and (?P<other>.+)",
    )
)
_PART = re.compile(
    rf"(?:,| -)? and (?=(?:also )?{_BEFORE}"
    r"(?:how|what|who|whom|whose|when|where|which|why)\b)|\? ",
    re.IGNORECASE,
)
_BARE = rf"{_BEFORE}(?:which|what|whose|how many) \w+(?: of \w+)?"
_ONLY_NAMED = re.compile(_BARE, re.IGNORECASE)
_ASKED_OF_BOTH = (
    re.compile(
        rf"{_BARE}(?: \w+){{0,2}}?,? (?P<rest>(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would) .+)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_BARE} (?P<rest>.+)", re.IGNORECASE),
)
_LIST = re.compile(
    r"(?P<head>[^:?]+)(?:: |[?.!] (?:please )?(?:address|consider|cover|include|mention|refer to) )"
    r"(?P<items>[^:?]+)\??",
    re.IGNORECASE,
)
_HANDS = re.compile(
    r"(?P<first>.+?),? on (?:the )?one (?:hand|side),? and (?P<second>.+?),? on the other\b(?: hand\b| side\b)?"
    r"(?P<behind>[^?]*)\??",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"(?P<head>[^?]*[^?,])(?P<listed>,?) (?P<preposition>about|against|by|for|from|in|on|under|with) "
    r"(?P<first>[^,;:?]+),? and (?:also )?(?P=preposition) (?P<second>[^,;:?]+)\??",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:how|what|who|whom|whose|when|where|which|why)\b", re.IGNORECASE)
MOST = 4  # parts of a list; of more, each would get one sentence at best


def parts(question: str) -> list[str]:
    """The questions that a question puts together: "Who led the strike, and when did the miners return?".

    A part that says too little to be looked up alone, such as "and why?", is none. Each thing in a list ("The debts: to
    banks and to the founder.") is one, and so is each of those that "on the one hand" or the same word sets side
    by side ("in the army and in the navy").
    """
    if beside := _listed(question) or _on_hands(question) or _repeated(question):
        return beside
    compared = next((match for rule in _COMPARED if (match := rule.search(question))), None)
    found = [compared["one"], compared["other"]] if compared else _PART.split(question)
    found = _shared([part.strip(" ,?.") for part in found])
    asked = [f"{part}?" for part in found if len(content_tokens(part)) >= ENOUGH]
    return asked if len(asked) > 1 else [question]


def _listed(question: str) -> list[str]:
    found = _LIST.fullmatch(question.strip(" ."))
    if not found or _ASKING.search(found["items"]) or not content_tokens(found["head"]):
        return []
    items = re.split(r", (?:and )?" if "," in found["items"] else " and ", found["items"])
    asked = [f"{found['head']}: {item.strip()}?" for item in items if content_tokens(item)]
    return asked if 1 < len(asked) <= MOST else []


def _on_hands(question: str) -> list[str]:
    """The parts of "What did it mean for the army on the one hand and for the navy on the other?"."""
    found = _HANDS.fullmatch(question.strip(" ."))
    if not found:
        return []
    head = _before(found["first"], found["second"])
    if not head:
        return []
    return [f"{part}{found['behind'].rstrip()}?" for part in (found["first"], f"{head} {found['second']}")]


def _before(first: str, second: str) -> str:
    """What stands before the first of two things of the same form: it is meant of the second too."""
    preposition = second.partition(" ")[0]
    head, found, _ = first.rpartition(f" {preposition} ")
    if found:
        return head
    things = [chunk for chunk in analyse(first).noun_chunks if chunk.end_char == len(first)]
    return first[: things[-1].start_char].rstrip() if things else ""


def _repeated(question: str) -> list[str]:
    """The parts of "What did it mean in the army, in the navy and in the air force?"."""
    found = _REPEATED.fullmatch(question.strip(" ."))
    if not found or _ASKING.match(found["second"]):
        return []
    head, preposition, things = found["head"], found["preposition"], [found["first"], found["second"]]
    more = re.compile(rf"(?P<head>.+?),? {preposition} (?P<thing>[^,;:?]+)", re.IGNORECASE)
    while found["listed"] and (earlier := more.fullmatch(head)):
        head, things = earlier["head"], [earlier["thing"], *things]
    if len(things) > MOST or not all(map(content_tokens, [head, *things])):
        return []
    return [f"{head} {preposition} {thing}?" for thing in things]


def _shared(found: Sequence[str]) -> list[str]:
    """The parts, what two share said of both: "which engineer and which mayor opposed the dam"."""
    whole = list(found)
    for i in reversed(range(len(whole) - 1)):
        behind = next((match for rule in _ASKED_OF_BOTH if (match := rule.fullmatch(whole[i + 1]))), None)
        if behind and _ONLY_NAMED.fullmatch(whole[i]):
            whole[i] = f"{whole[i]} {behind['rest']}"
    return whole
