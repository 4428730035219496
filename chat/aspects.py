"""Kinds of things that overviews are asked for, such as risks, and how briefings write of them."""

from collections.abc import Sequence

from chat.sections import alike

# Briefings rarely call a risk one. Left, what a question calls it; right, words that sentences about it have.
_KINDS = {
    "risk danger threat warning concern challenge problem vulnerability weakness worry harm downside": (
        "risk danger threat vulnerable weaken undermine uncertainty conflict crisis decline isolated difficult"
        " backsliding instability loss severe harm tension fragment challenge concern failure damage shortage"
    ),
    "opportunity benefit advantage chance strength upside hope": (
        "opportunity benefit advantage gain growth success improve strengthen peaceful promising potential"
    ),
    "consequence implication effect impact outcome result": (
        "consequence implication effect impact lead reshape change undermine result force accelerate transform"
    ),
    "cause reason driver factor explanation": "cause reason because due driven factor result lead owing",
    "recommendation advice proposal suggestion step action": (
        "should must recommend need propose urge require essential"
    ),
    "forecast projection prediction prospect expectation trend development": (
        "will forecast project predict expect likely future decade grow trend"
    ),
    "evidence proof indication": "evidence according report proof find uncover investigation file show identify",
}


def is_kind(word: str) -> bool:
    """Whether a word, singular or plural, names a kind of thing that a document has many of."""
    return any(alike(word, kind) for kinds in _KINDS for kind in kinds.split())


def kin(words: Sequence[str]) -> list[str]:
    """Words that sentences about the kinds named by these words have."""
    return [
        word
        for kinds, signs in _KINDS.items()
        if any(alike(asked, kind) for asked in words for kind in kinds.split())
        for word in signs.split()
    ]
