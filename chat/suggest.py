"""Questions that a document answers, and a few of its sentences that say what it is about. No model is asked.

Questions are made from what the text itself holds: who is quoted in it, which years it names, what its sections are
called. Each is put to the document with `quotes`, and only those answered from where they were
drawn are shown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from threading import Lock

from chat.answer import Citation, Evidence
from chat.ask import ask
from chat.models import QUOTES
from ingest import Section, Sentence, Source
from vectorstore.store import Store

SUGGESTIONS = 4
MOST_ALIKE = 2  # of one kind
MOST_TRIES = 16  # questions put to the document: each takes a twentieth of a second
OVERVIEW = 3  # sentences
SHORT, LONG = 50, 400  # characters: what is shorter says little on its own, what is longer is no overview

_NAME = r"(?:[A-Z][\w’'-]+ (?:[A-Z]\. )?){1,2}[A-Z][\w’'-]+"
_SAYS = (
    r"(?:says?|said|argues?|argued|warns?|warned|describes?|described|characteri[sz]e[sd]?|noted?|notes|claims?|claimed"
    r"|believes?|believed|wrote|writes|told|calls?|called|suggests?|suggested|explains?|explained|contends?|contended"
    r"|concludes?|concluded|predicts?|predicted|estimates?|estimated|states?|stated)\b"
)
_SPEAKER = re.compile(
    rf"(?<!the )(?P<name>{_NAME})(?: of [A-Z]\w+)?,? (?:who )?(?:has |have |had |also )?{_SAYS}"
    rf"|[Aa]ccording to (?P<source>{_NAME})"
)
_TITLES = re.compile(
    r"^(?:(?:the|The|As|But|And|In|At|On|By|For|From|With|When|While|Although|Since|After|Before|Later|Then|Now|Today"
    r"|Still|Even|Also|Meanwhile|However|Similarly|Senator|President|Secretary|Professor|Dr|Mr|Mrs|Ms|Minister|General)"
    r"\b\.? ?)+"
)
_YEAR = re.compile(r"\b[Ii]n (?:\w+ )?(1[5-9]\d\d|20\d\d)\b")
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
    """A question, its kind, and what shows that it was answered: a word of the first cited sentence, or its section."""

    question: str
    kind: str
    word: str | None = None
    section: str | None = None

    def answered(self, citations: tuple[Citation, ...]) -> bool:
        first = citations[0]
        return (self.word is None or self.word in first.quote) and self.section in (None, first.section)


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
    found: list[str] = []
    kinds: Counter[str] = Counter()
    left = list(_candidates(source))[:MOST_TRIES]
    for most in (MOST_ALIKE, SUGGESTIONS):  # of one kind: more of it only where there is nothing else
        for candidate in [candidate for candidate in left if kinds[candidate.kind] < most]:
            if len(found) == SUGGESTIONS:
                return tuple(found)
            if kinds[candidate.kind] == most:
                continue
            left.remove(candidate)
            answer = ask(candidate.question, store, QUOTES, among=[name])
            if not answer.refused and not answer.missing and candidate.answered(answer.citations):
                found.append(candidate.question)
                kinds[candidate.kind] += 1
    return tuple(found)


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
    titles = _spread([_about_section(section) for section in source.sections if _topic(section)])
    kinds = [titles, list(_about_speakers(source)), list(_about_years(source))]
    if not titles:
        kinds.append(list(_about_names(source)))
    asked: set[str] = set()
    for candidate in chain.from_iterable(zip_longest(*(kind for kind in kinds if kind))):
        if candidate and candidate.question not in asked:
            asked.add(candidate.question)
            yield candidate


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


def _about_section(section: Section) -> _Candidate:
    topic = _topic(section) or ""
    first, _, rest = topic.partition(" ")
    if first in ("The", "A", "An") or rest.partition(" ")[0] in ("for", "of", "in", "on", "to", "from"):
        topic = f"{first.lower()} {rest}"
    return _Candidate(f"What does the document say about {topic}?", "section", section=section.title)


def _about_speakers(source: Source) -> Iterator[_Candidate]:
    for match in _SPEAKER.finditer(source.text):
        name = _TITLES.sub("", match["name"] or match["source"])
        if " " in name:
            yield _Candidate(f"What does {name} say?", "speaker", word=name)


def _about_years(source: Source) -> Iterator[_Candidate]:
    for sentence in source.sentences:
        if match := _YEAR.search(source.quote(sentence)):
            yield _Candidate(f"What happened in {match[1]}?", "year", word=match[1])


def _about_names(source: Source) -> Iterator[_Candidate]:
    """For a document without headings: the names that it repeats."""
    names = Counter(_TITLES.sub("", name) for name in re.findall(rf"(?<=[a-z,] ){_NAME}", source.text))
    for name, count in names.most_common(SUGGESTIONS * 2):
        if count > 1 and " " in name:
            yield _Candidate(f"What does the document say about {name}?", "name", word=name)
