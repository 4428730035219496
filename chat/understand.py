"""What is asked: a follow-up is put together with the questions it leans on."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from chat.antecedents import KINDS, Turn, antecedent, base_form, described
from chat.ellipsis import asked_anew, with_part_replaced
from chat.language import analyse

MOST = 3
"""Earlier questions put before a follow-up: the one that opened the subject and the last ones. With more of them, a
search would look for the conversation and not for the question."""

_DEMONSTRATIVE = frozenset("this that these those".split())
_FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))
REACH = 12  # earlier questions that are looked at
_BACK_TO = re.compile(
    r"^(?:(?:ok|okay|so|now|and|but|well)[, ]+)*(?:(?:(?:going|coming|come|go|let's go|let's get|getting) )?back to"
    r"|returning to|to return to|to come back to|as for|what about|how about|on the subject of|once more on)"
    r" (?P<topic>[^:;,?–—]{2,60}?)(?:[:;,]| [–—-])+ (?P<rest>\S.*)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:and|but|or|so|then|also|ok|okay|well)\b[, ]*)*(?:(?:what|how) about )?(?<=[ ,])", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_OPENINGS = ("and", "but", "or", "so", "then", "also", "what about", "how about")
_PERSONAL = frozenset("he she it they him her them his hers its their theirs it's he's she's they're".split())
_POSSESSIVE = frozenset("his her its their".split())
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")
# Words that ask and name nothing: a question of them alone, "By whom?" or "Tell me more", asks about what was said.
EMPTY = frozenset(
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


def standalone_question(
    question: str,
    history: Sequence[str],
    answers: Sequence[str] = (),
    answered: Callable[[str], str] | None = None,
) -> str:
    """Makes a question understandable without the ones before it.

    Pronouns are replaced by what they stand for in the earlier questions, what was left out is put in from the
    question before. A question that doesn't lean on what was said stands as it is, so that an old topic doesn't leak
    into a new one. Where it isn't clear what is meant, a leaning question is put behind those that it follows, back
    to one that doesn't lean: too many words find more than too few.

    Args:
        question: As asked.
        history: Earlier questions, oldest first.
        answers: The first sentences that answered them, as far as they are known.
        answered: Finds the sentence that answers an earlier, standalone question; called only where a question asked
            for what is now spoken of ("Who leads it?", "Where was he born?") and ``answers`` doesn't have it.
    """
    asked = [" ".join(text.split()) for text in (*history, question)]
    known = dict(zip(asked, answers, strict=False))
    earlier = [text for text in asked[:-1] if text]
    turns: list[Turn] = []
    for at in range(max(0, len(earlier) - REACH), len(earlier)):
        turns.append(_resolved(earlier[at], turns, earlier[:at], known.get(earlier[at]), answered))
    return _resolved(asked[-1], turns, earlier, None, None).text


def leans(question: str) -> bool:
    """Whether a question leans on what was said before it."""
    return bool(_BACK_TO.match(question)) or _leans(question)


def _resolved(
    question: str,
    turns: Sequence[Turn],
    earlier: Sequence[str],
    answer: str | None,
    answered: Callable[[str], str] | None,
) -> Turn:
    bound: dict[str, str] = {}
    text = _standalone(question, turns, bound) if turns else question
    if text is None:
        text = _behind(question, earlier)

    @lru_cache(maxsize=1)
    def found() -> str:
        return answer or (answered(text) if answered else "")

    return Turn(text, bound, found)


def _standalone(question: str, turns: Sequence[Turn], bound: dict[str, str]) -> str | None:
    """The question with what it leans on put in; None where that isn't clear."""
    if back := _BACK_TO.match(question):
        topic, rest = _in_full(back["topic"], turns), back["rest"]
        rest = rest[0].upper() + rest[1:]
        if topic.lower() in rest.lower() or back["topic"].lower() in rest.lower():
            return rest
        if not _leans(rest):
            return f"{rest.rstrip(' ?.!')}, regarding {topic}?"
        return _without_pronouns(rest, [*turns, Turn(topic, dict.fromkeys(("he", "she", "it", "they"), topic))], bound)
    if not _leans(question):
        return question
    if set(_words(turns[-1].text)) - set(_OPENINGS) <= EMPTY:  # a conversation that opens with "And when?"
        return None
    opening = _OPENING.match(question)
    fragment = question[opening.end() :] if opening else question
    found = asked_anew(fragment, turns[-1].text) or (opening and with_part_replaced(fragment, turns[-1].text)) or None
    if found:
        return None if _leans(found) and not _leans(turns[-1].text) else found
    if opening and "about" in opening[0].lower():
        return None
    if set(_words(fragment)) <= EMPTY:
        return None
    return _without_pronouns(fragment[0].upper() + fragment[1:] if opening else fragment, turns, bound)


def _without_pronouns(question: str, turns: Sequence[Turn], bound: dict[str, str]) -> str | None:
    quoted = _QUOTATION.sub(lambda match: "“" + "_" * (len(match[0]) - 2) + "”", question)
    matches = [match for match in _WORD.finditer(quoted) if match[0].strip("_")]
    written = [match[0] for match in matches]
    words = [word.lower().replace("’", "'") for word in written]
    text = question
    tokens = {token.idx: token for token in analyse(question)}
    pointing = [i for i in range(len(words)) if _points_back(words, i, written)]
    if not pointing and not any(token.tag_ in _FINITE for token in tokens.values()):
        return None
    names: dict[int, str] = {}
    for i in pointing:
        pronoun = words[i].split("'")[0]
        if (
            pronoun in KINDS and base_form(pronoun) in bound
        ):  # "How did it keep its economy stable?": the second leans on the first
            continue
        name = antecedent(pronoun, question, turns) if pronoun in KINDS else None
        if pronoun in _DEMONSTRATIVE and i + 1 < len(words):
            noun = tokens.get(matches[i + 1].start())
            name = described(noun, question, turns) if noun is not None and noun.pos_ == "NOUN" else None
        if name is None:
            return None
        names[i] = name
        if pronoun in KINDS:
            bound[base_form(pronoun)] = name
    for i, name in reversed(names.items()):
        pronoun = words[i].split("'")[0]
        start, end = matches[i].span()
        token = tokens.get(start)
        owner = pronoun in _POSSESSIVE and not (pronoun == "her" and token is not None and token.tag_ == "PRP")
        if pronoun in _DEMONSTRATIVE:
            end = matches[i + 1].end()
        elif pronoun == "there":
            name = f"in {name}"
        elif owner and token is not None and (" of " in name or re.search(r" (?:who|that) ", name)):
            head = token.head.idx + len(token.head.text) if token.dep_ == "poss" else end
            name, end = f"the{text[end:head]} of {name}", head
        elif owner:
            name += "'" if name.endswith("s") else "'s"
        elif "'" in words[i]:
            name += "'" + words[i].split("'")[1]
        text = f"{text[:start]}{name}{text[end:]}"
    return text[0].upper() + text[1:] if question[0].isupper() else text


def _in_full(topic: str, turns: Sequence[Turn]) -> str:
    """A topic by the longest name that earlier questions have for it: "Bogatin" is David Bogatin."""
    names = [
        chunk.text for turn in turns for chunk in analyse(turn.text).noun_chunks if topic.lower() in chunk.text.lower()
    ]
    names = [name for name in names if "'s" not in name and name.lower().endswith(topic.lower())]
    return max([topic, *names], key=len)


def _behind(question: str, earlier: Sequence[str]) -> str:
    """The question behind those that it follows."""
    left = list(earlier)
    chain: list[str] = []
    leaning = question
    while left and _leans(leaning):
        leaning = left.pop()
        chain.insert(0, leaning)
    return " ".join([*chain[:1], *chain[1:][-(MOST - 1) :], question])


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _leans(question: str) -> bool:
    written = _WORD.findall(_QUOTATION.sub(" “” ", question))
    words = [word.lower().replace("’", "'") for word in written]
    if not words or _opens(words) or set(words) <= EMPTY:
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
