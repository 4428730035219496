"""What a small chat model thinks of whether sentences answer a question: one signal of the refusal.

Asked in words, a model of this size nearly always finds an answer. So it is shown a few questions with the words that
answer them, or `NONE`, and is not asked for its reply but for how surely that would begin with `NONE`: an answer is
less surely there, the likelier it is. "Language Models (Mostly) Know What They Know" (Kadavath et al. 2022,
<https://arxiv.org/abs/2207.05221>) reads a model's probabilities in the same manner.
"""

from collections.abc import Callable, Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from chat.answer import Evidence
from chat.models import Model

Opinion = Callable[[str, Sequence[Evidence]], float | None]
"""Takes a question and ranked evidence; returns nats in [0, `SUREST`], the more the surer it is answered; or None."""

SHOWN = 3  # sentences
SUREST = 6.0  # nats; what is surer counts no more
ALTERNATIVES = 20  # first words that a server gives the probabilities of; OpenAI's protocol has no more
NONE = "none"
INSTRUCTIONS = f"Answer with a few words copied from the text. If the text does not state what is asked, answer: {NONE}"
_MILL = "In 2019 the council bought the old mill for 2 million euros from a local family."
_TAX = "Economist Rita Holm, who advised two ministers, calls the tax “a slow poison” for small shops."
_STRIKE = "The strike, which began in March, ended when both sides accepted a mediator's offer."
EXAMPLES = (
    (_MILL, "Who did the council buy the mill from?", "a local family"),
    (_MILL, "What is the name of the family that sold the mill?", NONE),
    (_TAX, "What does Holm think of the tax?", "“a slow poison” for small shops"),
    (_TAX, "Which newspaper printed Holm's words about the tax?", NONE),
    (_STRIKE, "Why did the strike end?", "both sides accepted a mediator's offer"),
    (_STRIKE, "On what date did the strike end?", NONE),
)


def opinion(model: Model) -> Opinion | None:
    """How to ask a model for its opinion.

    None for ``quotes``, which has none, and for a model that judges the evidence itself when it drafts. A model that
    fails, or whose server gives no probabilities, has no opinion either: the decision then rests on the other signals.
    """
    if model.open is None or model.judges:
        return None
    opens = model.open

    def asked(question: str, evidence: Sequence[Evidence]) -> float | None:
        try:
            # One word is enough. Every server that speaks OpenAI's protocol knows these names.
            reply = opens().chat.invoke(
                _messages(question, evidence), logprobs=True, top_logprobs=ALTERNATIVES, max_tokens=1
            )
            first = reply.response_metadata["logprobs"]["content"][0]["top_logprobs"]
            likely = {item["token"].strip().lower(): float(item["logprob"]) for item in reversed(first)}
        # Every provider raises exceptions of its own, and what is wrong is said when the answer is drafted.
        except Exception:  # noqa: BLE001
            return None
        return round(min(SUREST, -likely.get(NONE, -SUREST)), 3)

    return asked


def _messages(question: str, evidence: Sequence[Evidence]) -> list[BaseMessage]:
    messages: list[BaseMessage] = [SystemMessage(INSTRUCTIONS)]
    for text, example, answer in EXAMPLES:
        messages += [_asked(text, example), AIMessage(answer)]
    return [*messages, _asked(shown(evidence), question)]


def _asked(text: str, question: str) -> HumanMessage:
    return HumanMessage(f"Text: {text}\nQuestion: {question}")


def shown(evidence: Sequence[Evidence]) -> str:
    """The best sentences and the one before the very best, in the order of their document."""
    found = {(item.source.name, item.sentence.index): item.text for item in evidence[:SHOWN]}
    best = evidence[0]
    if before := best.source.beside(best.sentence, -1):
        found.setdefault((best.source.name, before.index), best.source.quote(before))
    return " ".join(found[key] for key in sorted(found))
