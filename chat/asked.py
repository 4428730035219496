"""What kind of thing a question asks for, and whether a sentence holds one."""

import re
from enum import StrEnum

from chat.language import analyse

_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-9]{2})s?\b")
_DURATION = re.compile(r"\b(?:year|month|week|day|hour|minute|decade|centur|generation)", re.IGNORECASE)


class Kind(StrEnum):
    """What a question asks for."""

    PERSON = "a person or group"
    PLACE = "a place"
    TIME = "a date"
    DURATION = "a length of time"
    MONEY = "an amount of money"
    SHARE = "a share"
    COUNT = "a number"
    OTHER = "something else"


_RULES = (
    (Kind.SHARE, r"\b(?:what|which) (?:percent\w*|share|proportion|fraction)\b|\bhow (?:large|big|high) (?:a|is the) (?:share|percent\w*)|\bpercent(?:age)?\b"),
    (Kind.DURATION, r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|decades)\b|\bfor how (?:long|many)"),
    (Kind.MONEY, r"\bhow much (?:money|did|does|do|was|is|were|has|have|will|would)\b.*\b(?:cost|pay|paid|spen[dt]|worth|price|earn|receive|charge|invest|sell|sold|buy|bought|purchase)|\b(?:what|which)\b.*\b(?:price|cost|sum|amount|fee|salary|payment)\b|\bwhat did .* (?:pay|cost)\b|\bhow expensive"),
    (Kind.COUNT, r"\bhow (?:many|much)\b|\bwhat (?:is|was|are|were)? ?(?:the )?(?:exact )?number\b|\bhow (?:large|big|high|old|tall|far|fast|often)\b"),
    (Kind.TIME, r"\bwhen\b(?! (?:it|the|a|an|he|she|they|we|you|western|[a-z]+ (?:is|was|were|are))\b)|\b(?:what|which) (?:year|date|day|month|decade|century|time)\b|\bsince when\b"),
    (Kind.PLACE, r"\bwhere\b|\b(?:what|which) (?:city|cities|country|countries|town|state|place|region|location|hotel|continent|capital)\b"),
    (Kind.PERSON, r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|people|man|woman|author|historian|journalist|senator|politician|president|official|leader|analyst|agent|group|organi[sz]ation|institute|company|newspaper|agency)s?\b|\bby whom\b"),
)
_COMPILED = tuple((kind, re.compile(rule, re.IGNORECASE)) for kind, rule in _RULES)
_LABELS = {
    Kind.PERSON: {"PERSON", "ORG", "NORP", "GPE"},
    Kind.PLACE: {"GPE", "LOC", "FAC", "ORG"},
    Kind.MONEY: {"MONEY"},
    Kind.SHARE: {"PERCENT"},
    Kind.COUNT: {"CARDINAL", "QUANTITY", "PERCENT", "MONEY", "ORDINAL"},
    Kind.TIME: {"DATE", "TIME", "EVENT"},
    Kind.DURATION: {"DATE", "TIME"},
}


def asked_for(question: str) -> Kind:
    """The kind of thing that a question asks for; OTHER for "what", "why", "how" and yes-or-no questions."""
    return next((kind for kind, rule in _COMPILED if rule.search(question)), Kind.OTHER)


def holds(sentence: str, kind: Kind, question: str) -> bool:
    """Whether a sentence holds a thing of a kind that the question doesn't name itself."""
    if kind is Kind.OTHER:
        return True
    asked = question.lower()
    found = [e for e in analyse(sentence).ents if e.label_ in _LABELS[kind] and e.text.lower() not in asked]
    if kind is Kind.DURATION:
        return any(_DURATION.search(e.text) and not _YEAR.fullmatch(e.text) for e in found)
    return bool(found)
