"""The questions that a question puts together."""

import re
from collections.abc import Sequence

from chat.language import content_tokens

ENOUGH = 1  # content words of a part that can be looked up alone
_COMPARED = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        r"^(?:please )?(?:compare|contrast) (?P<one>.+?) (?:with|to|and|against) (?P<other>.+)",
        r"\bhow (?:do|does|did) (?P<one>.+?) (?:compare|contrast|differ) (?:with|to|from) (?P<other>.+)",
        r"\bdifferences? between (?P<one>.+?) and (?P<other>.+)",
    )
)
_PART = re.compile(
    r"(?:,| -)? and (?=(?:also )?(?:(?:at|by|for|from|in|of|on|to|under|with) )?"
    r"(?:how|what|who|whom|whose|when|where|which|why)\b)|\? ",
    re.IGNORECASE,
)
_BARE = r"(?:(?:at|by|for|from|in|of|on|to|under|with) )?(?:which|what|whose|how many) \w+"
_ONLY_NAMED = re.compile(_BARE, re.IGNORECASE)
_NAMED = re.compile(rf"{_BARE} (?P<rest>.+)", re.IGNORECASE)
_LIST = re.compile(r"(?P<head>[^:?]+): (?P<items>[^:?]+)\??")
_ASKING = re.compile(r"\b(?:how|what|who|whom|whose|when|where|which|why)\b", re.IGNORECASE)
MOST = 4  # parts of a list; of more, each would get one sentence at best


def parts(question: str) -> list[str]:
    """The questions that a question puts together: "Who led the strike, and when did the miners return?".

    A part that says too little to be looked up alone, such as "and why?", is none. Each thing in a list ("The debts: to
    banks and to the founder.") is one.
    """
    if listed := _listed(question):
        return listed
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


def _shared(found: Sequence[str]) -> list[str]:
    """The parts, what two share said of both: "which engineer and which mayor opposed the dam"."""
    whole = list(found)
    for i in reversed(range(len(whole) - 1)):
        if _ONLY_NAMED.fullmatch(whole[i]) and (behind := _NAMED.fullmatch(whole[i + 1])):
            whole[i] = f"{whole[i]} {behind['rest']}"
    return whole
