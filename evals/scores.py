"""What is measured of each case: the one list of metrics, by group. "Not scored" is None, and None is never zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from chat.answer import Answer, Evidence
from chat.render import said
from chat.verify import grounded
from evals import answers, citations, retrieval
from evals.gold import Place
from evals.outcome import premise_outcome
from evals.row import Row, place_of

Group = Literal["retrieval", "citations", "answers", "abstention", "cost"]
GROUPS: tuple[Group, ...] = ("retrieval", "citations", "answers", "abstention", "cost")


@dataclass(frozen=True)
class Metric:
    """A figure: the mean of a score over the cases that have one.

    Attributes:
        name: As in tables, JSON and ``--fail-under``.
        group: Where it belongs.
        what: What it says, in a line.
        score: The score of one case; None where it can't be scored.
        higher: Whether more is better; None where neither is.
        unit: "share" (0 to 1), "seconds", "words" or "tokens".
    """

    name: str
    group: Group
    what: str
    score: Callable[[Row], float | None]
    higher: bool | None = True
    unit: Literal["share", "seconds", "words", "tokens"] = "share"


def lexically(cited: Sequence[Evidence], claim: str) -> bool:
    """Containment of words, numbers and names as ALCE's test of entailment."""
    return citations.lexical_containment([item.text for item in cited], claim)


def by_verifier(cited: Sequence[Evidence], claim: str) -> bool:
    """The project's verifier as ALCE's test of entailment."""
    return grounded(claim, cited).stands


def _of_answer(score: Callable[[Row, Answer], float | None]) -> Callable[[Row], float | None]:
    """Scores only cases whose model answered, be it with a refusal."""
    return lambda row: score(row, row.answer) if row.answer is not None and row.scored else None


def _when_given(score: Callable[[Row, Answer], float | None]) -> Callable[[Row], float | None]:
    """Scores only answers, not refusals."""
    return _of_answer(lambda row, answer: None if answer.refused else score(row, answer))


def _alce(
    measure: Callable[..., float | None], entails: Callable[[Sequence[Evidence], str], bool]
) -> Callable[[Row], float | None]:
    def score(row: Row, answer: Answer) -> float | None:
        # The verifier wants to hear who says it, as the prose does; the sentence that names them may be another.
        named = [claim.model_copy(update={"text": said(claim)}) for claim in answer.claims]
        return measure(named if entails is by_verifier else answer.claims, row.cited, entails)

    return _when_given(score)


def _prose(answer: Answer) -> str:
    return answers.without_markers(answer.answer)


def _cited(answer: Answer) -> list[Place]:
    return [place_of(citation) for citation in answer.citations]


def _premise(outcome: str) -> Callable[[Row], float | None]:
    return _of_answer(
        lambda row, answer: float(premise_outcome(row, answer) == outcome) if row.case.kind == "false_premise" else None
    )


METRICS: tuple[Metric, ...] = (
    Metric("hit@1", "retrieval", "a gold sentence is ranked first", lambda r: retrieval.hit_at(1, r.ranked, r.gold)),
    Metric(
        "hit@3", "retrieval", "a gold sentence is among the first 3", lambda r: retrieval.hit_at(3, r.ranked, r.gold)
    ),
    Metric(
        "recall@3", "retrieval", "share of gold among the first 3", lambda r: retrieval.recall_at(3, r.ranked, r.gold)
    ),
    Metric(
        "recall@10",
        "retrieval",
        "share of gold among the first 10",
        lambda r: retrieval.recall_at(10, r.ranked, r.gold),
    ),
    Metric(
        "mrr", "retrieval", "mean reciprocal rank of gold, of 10", lambda r: retrieval.reciprocal_rank(r.ranked, r.gold)
    ),
    Metric("ndcg@10", "retrieval", "discounted gain of gold, of 10", lambda r: retrieval.ndcg_at(10, r.ranked, r.gold)),
    Metric(
        "gold_shown",
        "retrieval",
        "a gold sentence is put before the model",
        lambda r: retrieval.hit_at(len(r.shown), r.shown, r.gold),
    ),
    Metric(
        "markers_valid", "citations", "markers lead somewhere", _when_given(lambda r, a: citations.markers_valid(a))
    ),
    Metric(
        "claims_cited", "citations", "claims carry a marker", _when_given(lambda r, a: citations.claims_cited(a.claims))
    ),
    Metric(
        "citation_recall",
        "citations",
        "claims supported by what they cite (ALCE, the verifier's test)",
        _alce(citations.citation_recall, by_verifier),
    ),
    Metric(
        "citation_precision",
        "citations",
        "citations that support (ALCE, the verifier's test)",
        _alce(citations.citation_precision, by_verifier),
    ),
    Metric(
        "citation_recall_lexical",
        "citations",
        "the same, by containment of words, numbers and names",
        _alce(citations.citation_recall, lexically),
    ),
    Metric(
        "citation_precision_lexical",
        "citations",
        "the same, by containment of words, numbers and names",
        _alce(citations.citation_precision, lexically),
    ),
    Metric(
        "gold_cited",
        "citations",
        "an answer's citations cover a gold sentence",
        _when_given(lambda r, a: citations.gold_covered(_cited(a), r.gold)),
    ),
    Metric(
        "cited_gold",
        "citations",
        "share of cited sentences that are gold",
        _when_given(lambda r, a: citations.cited_gold(_cited(a), r.gold)),
    ),
    Metric(
        "must_mention",
        "answers",
        "the answer says all that a right one must; refusals of what is there count as not",
        _of_answer(lambda r, a: _mentions(r, a)),
    ),
    Metric(
        "token_f1",
        "answers",
        "word overlap with a gold answer",
        _when_given(lambda r, a: answers.token_f1(a.answer, r.case)),
    ),
    Metric(
        "attribution_kept",
        "answers",
        "who said it is named",
        _when_given(lambda r, a: answers.speakers_kept(_prose(a), r.case)),
    ),
    Metric(
        "hedges_kept", "answers", "how surely is kept", _when_given(lambda r, a: answers.hedges_kept(_prose(a), r.case))
    ),
    Metric(
        "nothing_forbidden",
        "answers",
        "nothing that only an unfaithful answer holds",
        _of_answer(lambda r, a: float(not answers.forbidden(a.answer, r.case)) if r.case.must_not_mention else None),
    ),
    Metric(
        "words", "answers", "words an answer", _when_given(lambda r, a: float(len(_prose(a).split()))), None, "words"
    ),
    Metric(
        "answer_rate", "abstention", "questions that are answered", _of_answer(lambda r, a: float(not a.refused)), None
    ),
    Metric(
        "refusal_recall",
        "abstention",
        "unanswerable questions that are refused",
        _of_answer(lambda r, a: None if r.case.answerable else float(a.refused)),
    ),
    Metric(
        "refusal_precision",
        "abstention",
        "refusals that are right",
        _of_answer(lambda r, a: float(not r.case.answerable) if a.refused else None),
    ),
    Metric(
        "false_refusals",
        "abstention",
        "answerable questions that are refused",
        _of_answer(lambda r, a: float(a.refused) if r.case.answerable else None),
        higher=False,
    ),
    Metric(
        "refused_or_unsure",
        "abstention",
        "unanswerable questions that are refused, or whose answer says that it may be none",
        _of_answer(lambda r, a: None if r.case.answerable else float(a.refused or a.unsure)),
    ),
    Metric(
        "falsely_unsure",
        "abstention",
        "answerable questions whose answer says that it may be none",
        _of_answer(lambda r, a: float(a.unsure) if r.case.answerable else None),
        higher=False,
    ),
    Metric("premise_corrected", "abstention", "false premises corrected", _premise("corrected")),
    Metric("premise_refused", "abstention", "false premises refused", _premise("refused"), None),
    Metric("premise_swallowed", "abstention", "false premises taken for true", _premise("swallowed"), higher=False),
    Metric(
        "evidence_s", "cost", "seconds to the evidence", _of_answer(lambda r, a: a.timings.evidence_s), False, "seconds"
    ),
    Metric(
        "first_token_s",
        "cost",
        "seconds to the first word",
        _of_answer(lambda r, a: a.timings.first_token_s),
        False,
        "seconds",
    ),
    Metric("total_s", "cost", "seconds to the answer", _of_answer(lambda r, a: a.timings.total_s), False, "seconds"),
    Metric("tokens_read", "cost", "tokens of prompt", _of_answer(lambda r, a: _tokens(a, "read")), False, "tokens"),
    Metric(
        "tokens_written", "cost", "tokens of draft", _of_answer(lambda r, a: _tokens(a, "written")), False, "tokens"
    ),
)

BY_NAME = {metric.name: metric for metric in METRICS}


def _mentions(row: Row, answer: Answer) -> float | None:
    # "The document does not say." may hold words that an answer must.
    said = answers.mentions(_prose(answer), row.case)
    return 0.0 if answer.refused and said is not None else said


def _tokens(answer: Answer, which: str) -> float | None:
    return float(getattr(answer.tokens, which)) if answer.tokens else None
