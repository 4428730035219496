"""Whether a sentence denies what a question takes for granted: it then answers, though it doesn't say what is asked."""

import re

from chat.language import content_tokens

ENOUGH = 2  # words of a question that must be denied; one is enough where it is all that a verb of preventing denies
_LETTERS = 6  # of a word that are compared: "recruited" and "recruitment" begin alike
_DENIES = re.compile(
    r"\b(?:(?P<prevents>(?:prevent|avoid)(?:s|ed|ing)?|averted)|rather than|instead of|as opposed to"
    r"|distinguish\w* (?:\w+ )?from|stop(?:s|ped|ping)? short of|f[ae]ll(?:s|en|ing)? short of|falsely|never|no longer"
    r"|without|not(?! (?:just|only|merely)\b))\b|n[’']t\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"[^,;:.—–]*?(?=[,;:.—–]| (?:that|which|who)\b|$)")
_NAMES = frozenset("PERSON ORG GPE NORP LOC FAC".split())


def denies(sentence: str, question: str) -> bool:
    """Whether what a sentence denies is what a question takes for granted.

    "Why did the bank collapse?" is so answered by "The loan prevented the collapse that many had predicted." What is
    denied ends with its clause; names don't count, for the whole text may be about them. A question that denies
    something itself takes it for granted that it isn't so.
    """
    if _DENIES.search(question):
        return False
    asked = _words(question)
    for denial in _DENIES.finditer(sentence):
        span = _DENIED.match(sentence, denial.end())
        denied = _words(span[0]) if span else set()
        if len(denied & asked) >= ENOUGH or (denial["prevents"] and denied and denied <= asked):
            return True
    return False


def _words(text: str) -> set[str]:
    return {
        token.lemma_.lower()[:_LETTERS]
        for token in content_tokens(text)
        if token.pos_ != "PROPN" and token.ent_type_ not in _NAMES
    }
