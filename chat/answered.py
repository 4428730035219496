"""Who or what an earlier question asked for: its name in the sentence that answers it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chat.language import analyse, content_lemmas
from chat.phrases import PLACES, Kind, name_of
from chat.speakers import subject_of
from chat.speech import VERBS, sayings

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LABELS = {
    "person": {"PERSON"},
    "thing": {"ORG", "WORK_OF_ART", "PRODUCT", "GPE", "FAC", "LAW"},
    "group": set[str](),
    "place": set(PLACES),
}


def named_in(answer: str, asked: str, kind: Kind, question: str) -> str | None:
    """The name of what a question asked for; who did what was asked comes before any other name.

    Args:
        answer: The sentence that answers it best.
        asked: The question that it answers.
        kind: Of what was asked for.
        question: The one that goes on about it: what is named there isn't what it leaves unnamed.

    Returns:
        None where the sentence tells of something else, or names nothing of that kind.
    """
    wanted = set(content_lemmas(asked))
    if not answer or len(wanted & set(content_lemmas(answer))) * 2 < len(wanted):
        return None
    doc = analyse(answer)
    known = f"{asked} {question}".lower()
    names = [e for e in doc.ents if e.label_ in _LABELS[kind] and name_of(e).lower() not in known]
    doers = [token.i for token in _doers(doc, asked)] if kind == "person" else []
    place = {e: next((n for n, i in enumerate(doers) if e.start <= i < e.end), len(doers)) for e in names}
    names.sort(key=lambda e: (place[e], e.root.dep_ == "poss"))  # an owner, "Trump's book", comes last
    return name_of(names[0]) if names else None


def _doers(answer: "Doc", asked: str) -> Iterator["Token"]:
    """Who does in a sentence what a question asks of somebody: with the same verb, or with any that tells."""
    verb = next((t.head.lemma_.lower() for t in analyse(asked) if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"), "")
    for token in answer:
        if token.pos_ == "VERB" and token.lemma_.lower() == verb:
            by = [t for agent in token.children if agent.dep_ == "agent" for t in agent.children]
            subject = subject_of(token, frozenset())
            yield from by or ([subject] if subject is not None else [])
    if verb in VERBS:
        for saying in sayings(answer.text):
            last = saying.speaker.split()[-1]
            yield from (token for token in answer if token.text == last and token.ent_type_ == "PERSON")
