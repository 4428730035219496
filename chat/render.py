"""An Answer as text: in a terminal, and as the prose with markers that JSON and the page share."""

from collections.abc import Collection, Sequence

from chat.answer import Answer, Citation, Claim

REFUSAL = "The document does not say."
OWN_WORDS = "In the document’s own words:"
UNSURE = "This may not answer the question; nothing that was found comes closer."
REFUSAL_MANY = "The documents do not say."


def prose(claims: Sequence[Claim], missing: Sequence[str] = ()) -> str:
    """Claims with their markers, then what isn't there: ``First sentence. [1] Second sentence. [2][3]``."""
    return " ".join([*(f"{said(claim)} {markers(claim.citations)}" for claim in claims), *missing])


def refusal(missing: Sequence[str] = (), several: bool = False) -> str:
    """What a reader is told when nothing answers, and what is missing."""
    return " ".join([REFUSAL_MANY if several else REFUSAL, *missing])


def said(claim: Claim) -> str:
    """A claim's words, behind the one who says them where the words don't name them."""
    return f"According to {claim.speaker}: {claim.text}" if claim.speaker else claim.text


def in_own_words(answer: Answer) -> bool:
    """Whether an answer is nothing but whole sentences of the document: its citations then show all of it."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    return bool(answer.claims) and all(quotes[claim.citations[0]] == claim.text for claim in answer.claims)


def markers(numbers: Sequence[int]) -> str:
    """``[2][3]`` for (2, 3)."""
    return "".join(f"[{number}]" for number in numbers)


def place(citation: Citation) -> str:
    """Where a quote stands, in words: document, section, page, the author's notes."""
    parts = [citation.document, citation.section or "before the first heading"]
    if citation.page is not None:
        parts.append(f"page {citation.page}")
    if citation.notes:
        parts.append(f"author’s note {', '.join(map(str, citation.notes))}")
    return " · ".join(parts)


def verbatim(claim: Claim, quotes: Collection[str]) -> bool:
    """Whether a claim's words are nothing but the document's; what was put right is not.

    Args:
        claim: The claim.
        quotes: The sentences that the answer cites.
    """
    return claim.support == "quoted" or claim.text in quotes


def change(claim: Claim, quotes: Collection[str]) -> str:
    """What was done to a claim that there are reasons against, in words.

    Args:
        claim: One with reasons.
        quotes: The sentences that the answer cites.
    """
    if claim.support != "repaired":
        return "Its markers were changed"
    return "Replaced by the sentence it cites" if claim.text in quotes else "Put right"


def as_text(answer: Answer) -> str:
    """An answer for the terminal: the prose, then each cited sentence and where it stands."""
    own = in_own_words(answer)
    said_by = {claim.citations[0]: claim.speaker for claim in answer.claims if own and claim.speaker}
    lines = [UNSURE, ""] if answer.unsure else []
    lines += [OWN_WORDS if own else answer.answer, ""]
    for citation in answer.citations:
        speaker = f"According to {said_by[citation.n]}: " if citation.n in said_by else ""
        lines += [f"[{citation.n}] {speaker}{citation.quote}", f"    {place(citation)}"]
    if own:
        lines += ["", *answer.missing]
    if answer.refused and answer.closest:
        lines.append("The closest it comes:")
        for citation in answer.closest:
            lines += [f" ·  {citation.quote}", f"    {place(citation)}"]
    objected = [claim for claim in answer.claims if claim.reasons]
    if objected or answer.dropped:
        lines.append("")
    quotes = {citation.quote for citation in answer.citations}
    lines += [f"{change(claim, quotes)}: {'; '.join(claim.reasons)}." for claim in objected]
    lines += [f"Left out: “{item.text}”: {'; '.join(item.reasons)}." for item in answer.dropped]
    if answer.standalone_question != answer.question:
        lines.insert(0, f"Understood as: {answer.standalone_question}\n")
    return "\n".join(lines).rstrip()
