"""What is asked: a follow-up is put together with the questions it leans on."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from chat import leaning
from chat.antecedents import Turn, antecedent, described, topic_meant
from chat.ellipsis import asked_anew, with_clause_replaced, with_part_replaced
from chat.language import analyse, has_verb
from chat.leaning import EMPTY, OPENINGS, pointing, words
from chat.phrases import KINDS, SURE, base_form, fit, head_of
from chat.topics import back_to, without_fronted, without_opener, without_preface

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST = 3
"""Earlier questions put before a follow-up: the one that opened the subject and the last ones. With more of them, a
search would look for the conversation and not for the question."""

REACH = 12  # earlier questions that are looked at
_OPENING = re.compile(
    r"^(?:(?:and|but|or|so|then|also|ok|okay|well)\b[, ]*)*(?:(?:what|how) about )?(?<=[ ,])", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(?:the|that) (?:very )?(?:first|second) $", re.IGNORECASE)
_DEMONSTRATIVE = frozenset("this that these those".split())
_POSSESSIVE = frozenset("his her its their".split())


def standalone_question(
    question: str,
    history: Sequence[str],
    answers: Sequence[str] = (),
    answered: Callable[[str], str] | None = None,
) -> str:
    """Makes a question understandable without the ones before it.

    Pronouns are replaced by what they stand for in the earlier questions, what was left out is put in from the
    question before. A question that doesn't lean on what was said stands as it is, so that an old topic doesn't leak
    into a new one; what only leads over to it ("By the way, …") is taken off. Where it isn't clear what is meant, a
    leaning question is put behind those that it follows, back to one that doesn't lean: too many words find more than
    too few.

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
    asked, another = without_opener(without_preface(question))
    return not another and (bool(back_to(asked)) or leaning.leans(asked))


def _resolved(
    question: str,
    turns: Sequence[Turn],
    earlier: Sequence[str],
    answer: str | None,
    answered: Callable[[str], str] | None,
) -> Turn:
    bound: dict[str, str] = {}
    asked, another = without_opener(without_preface(question))
    text = _standalone(asked, turns, bound) if turns and not another else asked
    if text is None:
        text = _behind(asked, earlier)

    @lru_cache(maxsize=1)
    def found() -> str:
        return answer or (answered(text) if answered else "")

    return Turn(text, bound, found)


def _standalone(question: str, turns: Sequence[Turn], bound: dict[str, str]) -> str | None:
    """The question with what it leans on put in; None where that isn't clear."""
    if back := back_to(question):
        topic, rest = topic_meant(back[0], turns), back[1][0].upper() + back[1][1:]
        if back[0].lower() in rest.lower():
            return rest
        returned = Turn(topic, dict.fromkeys(_pronouns_of(topic), topic))
        asked = _without_pronouns(rest, [*_up_to(topic, turns), returned], bound) or rest
        return asked if topic.lower() in asked.lower() else f"{asked.rstrip(' ?.!')}, regarding {topic}?"
    opening = _OPENING.match(question)
    fragment = question[opening.end() :] if opening else question
    inner = without_fronted(fragment)
    if inner != fragment:
        return _standalone(inner, turns, bound)
    if not leaning.leans(question):
        return question
    before = turns[-1].text
    if set(words(before)) - set(OPENINGS) <= EMPTY:  # a conversation that opens with "And when?"
        return None
    added = leaning.fragment(fragment)
    found = asked_anew(fragment, before)
    if (opening or added) and not found:
        found = with_part_replaced(added or fragment, before) or with_clause_replaced(fragment, before)
    if found:
        return found if not leaning.leans(found) else _without_pronouns(found, turns, bound)
    if (opening and "about" in opening[0].lower()) or set(words(fragment)) <= EMPTY:
        return None
    if not pointing(fragment) and not has_verb(fragment):
        return None
    return _without_pronouns(fragment[0].upper() + fragment[1:] if opening else fragment, turns, bound)


def _without_pronouns(question: str, turns: Sequence[Turn], bound: dict[str, str]) -> str | None:
    text = question
    tokens = {token.idx: token for token in analyse(question)}
    names: list[tuple[int, int, str]] = []
    for start, end, word in pointing(question):
        pronoun, token = word.split("'")[0], tokens.get(start)
        noun = _noun_behind(token) if token is not None and pronoun in _DEMONSTRATIVE else None
        if pronoun == "one" and (ordinal := _ORDINAL.search(question[:start])):
            name, start = described(analyse(f"{ordinal[0]}one")[-1], question, turns), ordinal.start()
        elif noun is not None:
            name, end = described(noun, question, turns), noun.idx + len(noun.text)
            turns = _up_to(name, turns)  # "What did that senator call it?" is about what was asked of the senator
        elif pronoun not in KINDS:
            return None
        elif base_form(pronoun) in bound:  # "How did it keep its economy stable?": the second leans on the first
            continue
        else:
            name = antecedent(pronoun, question, turns)
            bound.update({base_form(pronoun): name} if name else {})
        if name is None:
            return None
        owner = pronoun in _POSSESSIVE and not (pronoun == "her" and token is not None and token.tag_ == "PRP")
        if pronoun == "there":
            name = f"in {name}"
        elif owner and token is not None and (" of " in name or re.search(r" (?:who|whom|that) ", name)):
            head = token.head.idx + len(token.head.text) if token.dep_ == "poss" else end
            name, end = f"the{text[end:head]} of {name}", head
        elif owner:
            name += "'" if name.endswith("s") else "'s"
        elif "'" in word:
            name += "'" + word.split("'")[1]
        names.append((start, end, name))
    for start, end, name in reversed(names):
        text = f"{text[:start]}{name}{text[end:]}"
    return text[0].upper() + text[1:] if question[0].isupper() else text


def _pronouns_of(topic: str) -> tuple[str, ...]:
    """The pronouns that can stand for a topic; all of them where it may be a person's name or a thing's."""
    head = head_of(topic)
    person = fit(head, "person") if head is not None else 1.0
    return ("he", "she") if person > SURE else ("it", "they") if not person else ("he", "she", "it", "they")


def _noun_behind(demonstrative: "Token") -> "Token | None":
    """The noun of "that first group"; None of a demonstrative that stands alone, as in "Which of those?"."""
    behind = (token for token in demonstrative.doc[demonstrative.i + 1 :] if token.pos_ not in ("ADJ", "NUM"))
    following = next(behind, None)
    return following if following is not None and following.pos_ == "NOUN" else None


def _up_to(name: str | None, turns: Sequence[Turn]) -> Sequence[Turn]:
    naming = [at for at, turn in enumerate(turns, start=1) if name and name.lower() in turn.text.lower()]
    return turns[: naming[-1]] if naming else turns


def _behind(question: str, earlier: Sequence[str]) -> str:
    """The question behind those that it follows."""
    left = list(earlier)
    chain: list[str] = []
    last = question
    while left and leans(last):
        last = left.pop()
        chain.insert(0, without_opener(last)[0])
    return " ".join([*chain[:1], *chain[1:][-(MOST - 1) :], question])
