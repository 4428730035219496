"""What became of a case, in a word or two, and why."""

from typing import Literal

from chat.answer import Answer
from evals.answers import forbidden, holds, missing, without_markers
from evals.citations import gold_covered
from evals.row import Row, place_of


def outcome(row: Row) -> str:
    """What became of a case, in a word or two: right, wrong, wrongly refused, corrected, not scored and so on."""
    if row.answer is None or not row.scored:
        return "not scored"
    if row.case.kind == "false_premise":
        return premise_outcome(row, row.answer)
    if not row.case.answerable:
        return "rightly refused" if row.answer.refused else "wrongly answered"
    if row.answer.refused:
        return "wrongly refused"
    return "wrong" if why(row) else "right"


def why(row: Row) -> list[str]:
    """What an answer lacks, or holds and must not; empty when nothing is wrong with it."""
    answer, case = row.answer, row.case
    if answer is None or not row.scored:
        return [row.failed or "there is no answer"]
    if answer.refused:
        return ["refused, and the document answers"] if case.answerable else []
    text = without_markers(answer.answer)
    found = [f"holds the forbidden “{word}”" for word in forbidden(answer.answer, case)]
    if not case.answerable:
        return ["answered, and the document does not say", *found]
    found += [f"lacks {' or '.join(f'“{word}”' for word in group)}" for group in missing(text, case)]
    found += [f"does not keep “{entry}”" for entry in case.must_attribute if not holds(text, entry)]
    if row.scores.get("gold_cited") == 0.0 and not case.must_mention:
        found.append("cites none of the gold sentences")
    return found


def premise_outcome(row: Row, answer: Answer) -> Literal["corrected", "refused", "swallowed"]:
    """What became of a false premise: corrected (the correcting words, or the gold cited), refused, or swallowed."""
    if answer.refused:
        return "refused"
    said = not missing(without_markers(answer.answer), row.case) and bool(row.case.must_mention)
    cited = gold_covered([place_of(citation) for citation in answer.citations], row.gold) == 1.0
    clean = not forbidden(answer.answer, row.case)
    return "corrected" if clean and (said or cited) else "swallowed"
