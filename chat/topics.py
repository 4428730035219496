"""How a question says what it is about before it asks: "By the way, …", "Back to NATO: …", "Weapons, who …"."""

import re
from typing import TYPE_CHECKING

from chat.language import analyse, content_lemmas
from chat.leaning import leans
from chat.phrases import KINDS, PLACES, SURE, fit, head_of, is_plural

if TYPE_CHECKING:
    from spacy.tokens import Token

_AGAIN = r"(?:(?:ok|okay|so|now|and|but|well)[, ]+)*"
_BACK_TO = re.compile(
    rf"^{_AGAIN}(?:(?:let's |let us |to |i'd like to )?(?:(?:go|going|come|coming|get|getting|turn|turning) )?back to"
    r"|(?:let's |let us |to )?return(?:ing)? to|as for|what about|how about|on the subject of"
    r"|once (?:more|again) (?:on|about)|about|regarding|concerning)"
    r" (?P<topic>[^:;,?–—]{2,60}?)(?:[:;,]|(?<=[a-z]{2})\.| [–—-])+ (?P<rest>\S.*)$",
    re.IGNORECASE,
)
# What is said between two questions and asks nothing: whoever looks for its words finds something else.
_SAID = (
    r"(?:ok(?:ay)?|all ?right|right|well|now|so|great|good|fine|perfect|interesting|i see|got it|understood"
    r"|thanks(?: a lot)?|thank you(?: very much)?|hm+|um+|uh|oh|ah|hi|hello|hey|please|sorry|next|finally|lastly|also"
    r"|incidentally|anyway|by the way|btw|moving on|in addition|that helps|that's (?:clear|helpful|good to know))"
)
_SUBJECT = r"(?:thing|question|topic|subject|point|matter|note)s?"
_ANNOUNCED = (
    rf"(?:(?:(?:on|to) )?(?:just )?(?:(?:a|an|one|another|my|some|the next|next) )?"
    rf"(?:(?:last|more|next|quick|new|different|final|separate|other|further|completely|totally|entirely|unrelated"
    rf"|short|small|second) )*(?:{_SUBJECT}|(?<=quick )one|(?<=last )one)"
    r"(?: (?:for you|before (?:i|we) (?:go|stop|finish)|though))?"
    rf"|(?:and )?(?:now )?(?:for |to |on to )?something (?:\w+ )?(?:else|different|new)(?: now)?"
    rf"|(?:let's |let us |to |time to )?(?:mov|go|chang|switch|turn)(?:ing|e)? (?:on|over|topics?|subjects?|gears"
    rf"|the (?:topic|subject))(?: to (?:something else|(?:another|a different|a new|the next) {_SUBJECT}))?)"
)
_OPENER = re.compile(
    rf"^(?:{_SAID}(?:[,.!:;]+| [–—-]+) *|(?:ok|okay|now|well) (?=(?:who|what|when|where|why|how|which|tell)\b)"
    rf"|(?:(?:and|but|so|or|now),? )*{_ANNOUNCED}(?:[,.!:;]+| ?[–—-]+) *)(?=\w)",
    re.IGNORECASE,
)
_OF_THE_ASKER = re.compile(r"^(?P<said>(?:I|we|my|our)\b[^.:?!;]*)[.:;] +(?P<rest>\S.*\?)$", re.IGNORECASE)
ENOUGH = 3  # words that carry meaning, from which a question is understood without what the asker says before it
_ANOTHER = re.compile(
    r"\b(?:else|different|new|unrelated|separate|chang\w+|switch\w*|another (?:topic|subject|matter))\b", re.IGNORECASE
)
_FRONTED = re.compile(
    r"^(?P<topic>[^,:?–—]{2,70})(?:,| [–—-]) (?P<rest>(?:and |but )?(?:who|whom|whose|what|which|when|where|why|how"
    r"|is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|might|may)\b.*)$",
    re.IGNORECASE,
)
_SAME_OF = re.compile(r"^(?:what|how) about (?P<pronoun>\w+)[ ?.!]*$", re.IGNORECASE)
_OWNED = frozenset("his hers its theirs".split())


def without_opener(question: str) -> tuple[str, bool]:
    """A question without what is said before it and asks nothing: "OK, something else: …".

    Returns:
        The question, and whether it was announced as being about something else.
    """
    left, another = question, False
    while match := _OPENER.match(left):
        another = another or bool(_ANOTHER.search(match[0]))
        left = left[match.end() :]
    return (left[0].upper() + left[1:] if left != question else left), another


def without_preface(question: str) -> str:
    """A question without what its asker says of themselves before it: "I have two minutes before a panel. What …".

    What names somebody or something, or what the question leans on, stays: "I'm writing on India. What does it buy?".
    """
    match = _OF_THE_ASKER.match(question)
    if match is None or leans(match["rest"]) or len(content_lemmas(match["rest"])) < ENOUGH:
        return question
    named = any(token.pos_ == "PROPN" or token.ent_type_ in PLACES for token in analyse(match["said"]))
    return question if named else match["rest"][0].upper() + match["rest"][1:]


def back_to(question: str) -> tuple[str, str] | None:
    """The topic that a question returns to and what it asks about it: "Back to NATO: when was it founded?"."""
    match = _BACK_TO.match(question)
    return (match["topic"], match["rest"]) if match else None


def without_fronted(question: str) -> str:
    """A question with its topic where the pronoun that repeats it stands: "Who sells oil?" of "Oil, who sells it?"."""
    match = _FRONTED.match(question)
    head = head_of(match["topic"].strip()) if match else None
    if match is None or head is None:
        return question
    topic, rest = match["topic"].strip(), match["rest"]
    topic = topic if head.left_edge.pos_ == "PROPN" else topic[0].lower() + topic[1:]
    owner = f"{topic}'" if topic.endswith("s") else f"{topic}'s"
    if same := _SAME_OF.match(rest):
        pronoun = same["pronoun"].lower()
        return f"What about {owner if pronoun in _OWNED else topic}?" if pronoun in {*KINDS, "that"} else question
    for token in analyse(rest):
        if _repeats(token, head):
            end = token.idx + len(token.text)
            found = f"{rest[: token.idx]}{owner if token.tag_ == 'PRP$' else topic}{rest[end:]}"
            return found[0].upper() + found[1:]
    return question


def _repeats(token: "Token", topic: "Token") -> bool:
    """Whether a word is a pronoun that can stand for a topic."""
    kind = "thing" if token.lower_ in ("that", "this") else KINDS.get(token.lower_)
    if kind is None or kind == "place" or token.dep_ in ("det", "mark"):
        return False
    person = fit(topic, "person")
    if (kind == "person" and not person) or (kind == "thing" and person > SURE):
        return False
    plural = is_plural(topic)
    return plural if kind == "group" and topic.pos_ != "PROPN" else kind == "group" or not plural
