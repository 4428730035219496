"""The questions that a question puts together."""

import re

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


def parts(question: str) -> list[str]:
    """The questions that a question puts together: "Who led the strike, and when did the miners return?".

    A part that says too little to be looked up alone, such as "and why?", is none.
    """
    compared = next((match for rule in _COMPARED if (match := rule.search(question))), None)
    found = [compared["one"], compared["other"]] if compared else _PART.split(question)
    found = [part.strip(" ,?.") for part in found]
    asked = [f"{part}?" for part in found if len(content_tokens(part)) >= ENOUGH]
    return asked if len(asked) > 1 else [question]
