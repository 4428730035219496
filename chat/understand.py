"""What is asked: a follow-up is put together with the questions it leans on."""

import re
from collections.abc import Sequence

MOST = 3
"""Earlier questions put before a follow-up: the one that opened the subject and the last ones. With more of them, a
search would look for the conversation and not for the question."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_OPENINGS = ("and", "but", "or", "so", "then", "also", "what about", "how about")
_PERSONAL = frozenset("he she it they him her them his hers its their theirs it's he's she's they're".split())
_POSSESSIVE = frozenset("his her its their".split())
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
# Words that ask and name nothing: a question of them alone, "By whom?" or "Tell me more", asks about what was said.
_EMPTY = frozenset(
    "a an the who whom whose what which when where why how is are was were be been do does did has have had can"
    " could would will should you me us i not no yes really exactly more else much many long often so far about of for"
    " with by from to in on at since until please tell say give explain elaborate detail details happened happens mean"
    " means".split()
)
_BE = frozenset("is are was were be been will has have isn't aren't wasn't weren't".split())
_BEFORE_THAT = frozenset(
    "is was did does do about of for with by after before to from in on at like than why how".split()
)
_CONJUNCTIONS = frozenset("when after before because if while since as until once whether that".split())
_DOCUMENT = frozenset("document briefing text article report paper file".split())


def standalone_question(question: str, history: Sequence[str]) -> str:
    """Makes a question understandable without the ones before it.

    A question that leans on what was said (it opens with "and" or "what about", has a pronoun, or names nothing) is
    put behind the questions it follows, back to one that doesn't lean; any other stands alone, so that an old topic
    doesn't leak into a new one.

    Args:
        question: As asked.
        history: Earlier questions, oldest first.
    """
    asked = [" ".join(text.split()) for text in (*history, question)]
    *earlier, last = [text for text in asked[:-1] if text] + asked[-1:]
    chain: list[str] = []
    leaning = last
    while earlier and _leans(leaning):
        leaning = earlier.pop()
        chain.insert(0, leaning)
    return " ".join([*chain[:1], *chain[1:][-(MOST - 1) :], last])


def _leans(question: str) -> bool:
    written = _WORD.findall(_QUOTATION.sub(" “” ", question))
    words = [word.lower().replace("’", "'") for word in written]
    if not words or _opens(words) or set(words) <= _EMPTY:
        return bool(words)
    return any(_points_back(words, i, written) for i in range(len(words)))


def _opens(words: Sequence[str]) -> bool:
    return words[0] in _OPENINGS or " ".join(words[:2]) in _OPENINGS


def _points_back(words: Sequence[str], i: int, written: Sequence[str]) -> bool:
    """Whether a word of a question points at something outside of it."""
    word, before = words[i], words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if word in _PERSONAL:
        # "What did Trump do after he sold his hotel?" says who; and IT is an industry.
        named = any(other[0].isupper() for other in written[1:i])
        return written[i] != "IT" and not (named and (before in _CONJUNCTIONS or word in _POSSESSIVE))
    if word in ("this", "these", "those"):
        return after.rstrip("s") not in _DOCUMENT
    if word == "that":  # not in "the historian that called it radical"
        return not after or before in _BEFORE_THAT
    if word == "there":  # not in "is there evidence"
        return not (after and before in _BE) and after not in _BE
    if word in ("one", "ones"):
        return not after or before in ("the", "which", "that", "this", "other")
    return word == "latter" or (word in ("former", "same") and not after)
