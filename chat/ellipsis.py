"""Follow-ups that leave out what the question before said: "And the UN?", "By whom?"."""

import re

from chat.language import analyse, has_verb
from chat.phrases import asks, fit, head_of

_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|might|may)\b"
_WH_FIRST = re.compile(
    r"^(?:when|where|why|how|since when|(?:in|since|from|until) (?:which|what) \w+"
    r"|how (?:long|often|far|much|many(?: \w+)?))"
    rf" (?P<rest>{_AUXILIARY}.*)$",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    rf"^(?P<rest>{_AUXILIARY}.*)$",
    re.IGNORECASE,
)
_PREPOSITION = (
    r"(?:by|with|to|for|from|against|about|despite|through|between|among|under|of|on|thanks to|because of|instead of)"
)
_ASKING = re.compile(
    r"^(?P<wh>when|where|why|how|(?:since|until) when|from where"
    rf"|{_PREPOSITION} (?:whom|who|what)|(?:who|where) {_PREPOSITION}"
    r"|(?:for )?how (?:long|often|far|much|many)(?: for)?|what for"
    r"|in (?:which|what) (?:year|country|city|place|context|way)"
    r"|(?:which|what) year|(?:which|what) (?:date|day|month)|at (?:which|what) price)(?: exactly)?[?.! ]*$",
    re.IGNORECASE,
)
_PLACE_LIKE = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))
_POSSESSIVE = frozenset("his her its their".split())
_CONJUNCTIONS = frozenset("if unless after before until because once".split())


def asked_anew(fragment: str, earlier: str) -> str | None:
    """The earlier question with another question word: "By whom?" behind "When was NATO founded?".

    Returns:
        None where the fragment is more, or something else, than question words.
    """
    match = _ASKING.match(fragment)
    if not match:
        return None
    wh, asked = match["wh"], without_added(earlier).rstrip(" ?.!")
    shaped = _WH_FIRST.match(asked) or _YES_OR_NO.match(asked)
    if shaped and not re.search(r"(?:much|many)(?: for)?$", wh.lower()):
        rest = shaped["rest"]
        return f"{wh[0].upper()}{wh[1:]} {rest[0].lower()}{rest[1:]}?"
    return f"{asked}, and {wh[0].lower()}{wh[1:]}?"


def asks_only(text: str) -> bool:
    """Whether words are nothing but a question word, with a preposition or without: "Despite what?"."""
    return bool(_ASKING.match(text))


def without_added(question: str) -> str:
    """A question without the question word that `asked_anew` put behind it: the next one goes on about the rest."""
    head, comma, tail = question.rpartition(", and ")
    return f"{head}?" if comma and _ASKING.match(tail) else question


def with_part_replaced(fragment: str, earlier: str) -> str | None:
    """The earlier question with the part replaced that a fragment is parallel to: "And the UN?", "And in 1987?".

    Returns:
        None where no part is clearly parallel.
    """
    words = fragment.strip(" ?.!,")
    part = analyse(words)
    if not len(part) or has_verb(words) or any(token.tag_ in ("WP", "WRB", "WDT", "PRP") for token in part):
        return None
    earlier = without_added(earlier)
    asked = analyse(earlier)
    dates = [entity for entity in asked.ents if entity.label_ == "DATE"]
    dated = any(entity.label_ == "DATE" for entity in part.ents) or bool(re.search(r"\b[12]\d{3}\b", words))
    preposition = part[0] if part[0].pos_ in ("ADP", "SCONJ") else None
    if preposition is not None:
        for token in asked:
            if token.lower_ == preposition.lower_ and token.dep_ == "prep":
                return _replaced(earlier, token.idx, _end(list(token.subtree)[-1]), words)
        if dated and dates:
            start = dates[0].start_char
            before = asked[dates[0].start - 1]
            return _replaced(earlier, before.idx if before.pos_ == "ADP" else start, dates[0].end_char, words)
        return f"{earlier.rstrip(' ?.!')} {words}?"
    if dated and dates:
        start, before = dates[0].start_char, asked[dates[0].start - 1]
        if dates[0].start and before.pos_ == "ADP" and not re.match(r"\d", words):  # "And a year later?"
            start = before.idx
        return _replaced(earlier, start, dates[0].end_char, words)
    if len(part) == 1 and part[0].pos_ == "ADJ":  # "And informal?"
        alike = [token for token in asked if token.dep_ == "amod" and token.tag_ == part[0].tag_]
        return _replaced(earlier, alike[0].idx, _end(alike[0]), words) if len(alike) == 1 else None
    return None if dated else _parallel(words, earlier)


def with_clause_replaced(fragment: str, earlier: str) -> str | None:
    """The earlier question with another condition or time: "And if it stayed?".

    Returns:
        None where the fragment is no clause that could hang on the earlier question.
    """
    clause = fragment.strip(" ?.!,")
    conjunction = clause.partition(" ")[0].lower()
    if conjunction not in _CONJUNCTIONS:
        return None
    asked = analyse(earlier)
    for token in asked:
        if token.lower_ == conjunction and token.dep_ == "mark" and token.head.dep_ == "advcl":
            within = list(token.head.subtree)
            return _replaced(earlier, within[0].idx, _end(within[-1]), clause)
    return f"{without_added(earlier).rstrip(' ?.!')} {clause[0].lower()}{clause[1:]}?"


def _parallel(words: str, earlier: str) -> str | None:
    if re.search(r"['’]s?$", words):  # "And India's?"
        owners = [t for t in analyse(earlier) if t.dep_ == "poss" and t.pos_ == "PROPN"]
        if len(owners) != 1:
            return None
        owned = list(owners[0].subtree)
        return _replaced(earlier, owned[0].idx, _end(owned[-1]), words)
    root = head_of(words)
    if root is None:
        return None
    label, first = root.ent_type_, root.left_edge.lower_
    named = [token for token in root.subtree if token.ent_type_ in _PLACE_LIKE and token.dep_ in ("amod", "compound")]
    scored = []
    for chunk in analyse(earlier).noun_chunks:
        target = chunk.root
        if target.pos_ == "PRON" or asks(chunk):
            continue
        score = 0.0
        if root.pos_ == "PROPN" and target.pos_ == "PROPN":
            score = 2.0 if target.ent_type_ != "PERSON" or label in ("PERSON", "") else 0.0
            score += 2.0 if label and label == target.ent_type_ else 0.0
            score += 1.0 if {label, target.ent_type_} <= _PLACE_LIKE else 0.0
            score -= 3.0 if "PERSON" in (label, target.ent_type_) and label and label != target.ent_type_ else 0.0
        elif target.pos_ == "PROPN" and named:  # "the British colonies"
            score = 2.0 if target.ent_type_ != "PERSON" else 0.0
        elif target.pos_ == "PROPN" and fit(root, "person") and fit(target, "person"):  # "the senator from Utah"
            score = 2.0
        elif root.pos_ != "PROPN" and target.pos_ != "PROPN":
            owner = any(child.dep_ == "poss" for child in target.children)
            shared = {t.lemma_.lower() for t in root.subtree if t.pos_ != "DET"} & {t.lemma_.lower() for t in chunk}
            score = 3.0 if (first in _POSSESSIVE and owner) or (shared - _POSSESSIVE) else 0.0
            if target.head.dep_ == "ROOT" and target.head.lemma_ == "be" and chunk.end == target.right_edge.i + 1:
                score = max(score, 2.0)  # "What is an asset?", "And an agent?"
        if score >= 2.0:
            scored.append((score, -chunk.start, chunk))
    if not scored:
        return _name_replaced(words, label, earlier)
    _, _, best = max(scored, key=lambda item: item[:2])
    text = words
    if first in _POSSESSIVE and best[0].lower_ != first:  # "And its weapons?" behind "Russia's energy"
        owned = [child for child in best.root.children if child.dep_ == "poss"]
        owner_text = "".join(t.text_with_ws for child in owned for t in child.subtree).strip()
        text = re.sub(rf"^{first}\b", owner_text, words, flags=re.IGNORECASE) if owner_text else words
    return _replaced(earlier, best.start_char, best.end_char, text)


def _name_replaced(words: str, label: str, earlier: str) -> str | None:
    """The same for a name inside of a phrase, "China's economy", where only one can be meant."""
    names = [e for e in analyse(earlier).ents if label and (e.label_ == label or {e.label_, label} <= _PLACE_LIKE)]
    alike = [e for e in names if e.label_ == label] or names
    if len(alike) != 1:
        return None
    end = alike[0].start_char + len(re.sub(r"['’]s?$", "", alike[0].text))
    return _replaced(earlier, alike[0].start_char, end, words)


def _replaced(text: str, start: int, end: int, words: str) -> str:
    if start and analyse(words)[0].pos_ in ("ADP", "DET", "PRON", "SCONJ"):  # "For the UN?"
        words = words[0].lower() + words[1:]
    return f"{text[:start]}{words[0].upper() + words[1:] if not start else words}{text[end:]}"


def _end(token: object) -> int:
    return token.idx + len(token.text)  # type: ignore[attr-defined, no-any-return]
