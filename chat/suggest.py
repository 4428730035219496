"""Questions that a document answers, and a few of its sentences that say what it is about. No model is asked.

Questions are made from what the text itself holds: what its sections are called, and what the grammar of its sentences
says (`chat/suggest_facts.py`). Each is put to the document with `quotes`, and only those answered from where they were
drawn are shown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from threading import Lock

from chat.answer import Answer, Citation, Evidence
from chat.ask import ask
from chat.models import QUOTES
from chat.suggest_facts import KINDS, facts
from ingest import Section, Sentence, Source
from vectorstore.store import Store

SUGGESTIONS = 4
MOST_TRIES = 8  # questions put to the document: the first on new sentences take a few tenths of a second
READ = 50  # sentences whose grammar is looked at: each takes a hundredth
OVERVIEW = 3  # sentences
SHORT, LONG = 50, 400  # characters: what is shorter says little on its own, what is longer is no overview

_NAME = r"(?:[A-Z][\w’'-]+ (?:[A-Z]\. )?){1,2}[A-Z][\w’'-]+"
_TITLES = re.compile(
    r"^(?:(?:the|The|As|But|And|In|At|On|By|For|From|With|When|While|Although|Since|After|Before|Later|Then|Now|Today"
    r"|Still|Even|Also|Meanwhile|However|Similarly|Senator|President|Secretary|Professor|Dr|Mr|Mrs|Ms|Minister|General)"
    r"\b\.? ?)+"
)
_TELLING = re.compile(  # where a question may be found: a date, a number of things, somebody who says, "is a"
    r"\b(?:[Ii]n|[Oo]n) (?:\w+,? ){0,2}(?:1\d|20)\d\d\b"
    r"|\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) (?:[a-z-]+ ){0,3}[a-z-]+s\b"
    r"|[A-Z][\w’-]+,? (?:\w+ ){0,2}(?:say|said|argu|warn|descri|characteri|note[sd]\b|claim|believ|writ|wrote|suggest"
    r"|explain|contend|conclud|predict|estimat|stat(?:es|ed|ing)\b|maintain|insist|declar|theori|portray|indicat)"
    r"|^(?:\S+ ){1,6}(?:is|was) an? "
)
_NUMBERING = re.compile(
    r"^(?:(?:chapter|section|part|annex|appendix)\s+)?(?:\d+(?:\.\d+)*[.):]?|(?:[IVXLC]+|[A-Z])[.):])\s+", re.IGNORECASE
)
_EMPTY_TITLES = frozenset(
    "introduction conclusion conclusions summary abstract background overview contents references bibliography notes "
    "annex appendix preface foreword acknowledgements index glossary".split()
)
_SENTENCE_STARTERS = re.compile(r"^(?:This|That|These|Those|It|He|She|They|However|Moreover|Such|But|And|Yet|Both)\b")


_ONE_AT_A_TIME = Lock()  # two sessions that open a document at once need its questions tried out once


@dataclass(frozen=True)
class _Candidate:
    """A question, its kind, and where the sentences start that it was drawn from."""

    question: str
    kind: str
    drawn: frozenset[int]

    def answered(self, answer: Answer) -> bool:
        """Whether it is answered, surely and whole, for the greater part from where it was drawn."""
        drawn = sum(citation.start in self.drawn for citation in answer.citations)
        clear = not (answer.refused or answer.missing or answer.unsure)
        return clear and 2 * drawn >= len(answer.citations)


def suggestions(source: Source, store: Store) -> tuple[str, ...]:
    """Up to four questions that a document answers, from different places of it.

    Args:
        source: The document; it is in the store.
        store: Where the questions are tried out.
    """
    with _ONE_AT_A_TIME:
        return _tried(store, source.name, source.sha256)


@lru_cache(maxsize=64)
def _tried(store: Store, name: str, sha256: str) -> tuple[str, ...]:
    """The suggestions for one content of a document: hashing a whole Source would take longer than asking it."""
    source = store.entry(name).source
    assert source.sha256 == sha256
    found: list[_Candidate] = []
    left = list(_candidates(source))[:MOST_TRIES]
    for most in range(1, SUGGESTIONS + 1):  # of one kind: more of it only where there is nothing else
        for candidate in tuple(left):
            alike = sum(other.kind == candidate.kind for other in found)
            if len(found) == SUGGESTIONS or alike == most or any(other.drawn == candidate.drawn for other in found):
                continue
            left.remove(candidate)
            if candidate.answered(ask(candidate.question, store, QUOTES, among=[name])):
                found.append(candidate)
    return tuple(candidate.question for candidate in found)


def overview(source: Source) -> tuple[Citation, ...]:
    """Sentences that say what a document is about: its opening, and what its sections open with."""
    sections = [section for section in range(len(source.sections)) if _opening(source, section)]
    if len(sections) > OVERVIEW:  # the first, the last, and what lies evenly between
        step = (len(sections) - 1) / (OVERVIEW - 1)
        sections = [sections[round(i * step)] for i in range(OVERVIEW)]
    chosen = [sentence for section in sections if (sentence := _opening(source, section))]
    return tuple(Citation.of(Evidence(n, source, sentence)) for n, sentence in enumerate(chosen, start=1))


def _opening(source: Source, section: int) -> Sentence | None:
    """The first sentence of a section that can be read on its own."""
    for sentence in source.sentences:
        fits = sentence.section == section and SHORT <= sentence.end - sentence.start <= LONG
        if fits and not _SENTENCE_STARTERS.match(source.quote(sentence)):
            return sentence
    return None


def _candidates(source: Source) -> Iterator[_Candidate]:
    """Questions, kinds and places in turn, so that the first four differ."""
    titles = [_about_section(source, number) for number, section in enumerate(source.sections) if _topic(section)]
    made: dict[str, list[_Candidate]] = {kind: [] for kind in KINDS}
    for candidate in _from_sentences(source):
        made[candidate.kind].append(candidate)
    # One heading is the document's own name, which it can't be asked about.
    kinds = [_spread(titles) if len(titles) > 1 else [], *made.values()]
    asked: set[str] = set()
    for candidate in chain(*zip_longest(*kinds), _about_names(source)):
        if candidate and candidate.question.lower() not in asked:
            asked.add(candidate.question.lower())
            yield candidate


def _from_sentences(source: Source) -> Iterator[_Candidate]:
    telling = [s for s in source.sentences if s.end - s.start <= LONG and _TELLING.search(source.quote(s))]
    for sentence in telling[:: max(1, -(-len(telling) // READ))]:
        for fact in facts(source.quote(sentence), source.text):
            drawn = _saying(source, fact.about) if fact.about else frozenset((sentence.start,))
            yield _Candidate(fact.question, fact.kind, drawn)


def _spread(candidates: list[_Candidate]) -> list[_Candidate]:
    """The same, beginning with those that lie far apart."""
    step = max(1, len(candidates) // SUGGESTIONS)
    return [candidate for start in range(step) for candidate in candidates[start::step]]


def _topic(section: Section) -> str | None:
    """What a section's title says it is about; None where that is nothing to ask for."""
    title = _NUMBERING.sub("", section.title or "").strip(" .:")
    topic = re.split(r"[:;–—]| - ", title)[0].strip()
    if not topic or topic.lower() in _EMPTY_TITLES or len(topic) > 80 or topic.endswith("?"):
        return None
    return topic


def _about_section(source: Source, number: int) -> _Candidate:
    topic = _topic(source.sections[number]) or ""
    first, _, rest = topic.partition(" ")
    if first in ("The", "A", "An") or rest.partition(" ")[0] in ("for", "of", "in", "on", "to", "from"):
        topic = f"{first.lower()} {rest}"
    drawn = frozenset(sentence.start for sentence in source.sentences if sentence.section == number)
    return _Candidate(f"What does the document say about {topic}?", "section", drawn)


def _about_names(source: Source) -> Iterator[_Candidate]:
    """Where there is little else: the names that the document repeats."""
    names = Counter(_TITLES.sub("", name) for name in re.findall(rf"(?<=[a-z,] ){_NAME}", source.text))
    for name, count in names.most_common(SUGGESTIONS):
        if count > 1 and " " in name:
            article = "the " if len(re.findall(rf"[Tt]he {name}", source.text)) * 2 > source.text.count(name) else ""
            yield _Candidate(f"What does the document say about {article}{name}?", "name", _saying(source, name))


def _saying(source: Source, words: str) -> frozenset[int]:
    """Where the sentences start that hold these words."""
    said = words.lower()
    return frozenset(sentence.start for sentence in source.sentences if said in source.quote(sentence).lower())
