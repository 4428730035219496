"""Seats of government that stand for their states: "Washington" for the United States, "the Kremlin" for Russia."""

_AMERICA = ("united states", "u.s.", "usa", "america")
_RUSSIA = ("russia",)
_CHINA = ("china", "chinese")
_UKRAINE = ("ukrain",)
_BRITAIN = ("britain", "british", "united kingdom", "u.k.", "europe")
_FRANCE = ("france", "french", "europe")
_GERMANY = ("german", "europe")
_STATES = {
    **dict.fromkeys("washington capitol pentagon white house".split(), _AMERICA),  # word by word: "White House"
    **dict.fromkeys("moscow kremlin".split(), _RUSSIA),
    **dict.fromkeys("kyiv kiev".split(), _UKRAINE),
    **dict.fromkeys("london westminster whitehall".split(), _BRITAIN),
    **dict.fromkeys("paris élysée".split(), _FRANCE),
    **dict.fromkeys("rome madrid warsaw brussels".split(), ("europe",)),
    "beijing": _CHINA,
    "berlin": _GERMANY,
    "tokyo": ("japan",),
    "delhi": ("india",),
    "ankara": ("turk",),
    "tehran": ("iran",),
    "jerusalem": ("israel",),
    "pyongyang": ("north korea",),
    "seoul": ("south korea",),
}
"""What a text in lower case holds that speaks of the state, by the seat of its government."""


def stands_for(name: str, text: str) -> bool:
    """Whether a text speaks of the state that a name stands for.

    Args:
        name: One word of a question, such as "Washington".
        text: In lower case.
    """
    return any(known in text for known in _STATES.get(name.lower(), ()))
