"""Who the document attributes a sentence to, and how surely it says it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from chat.hedges import hedges
from chat.language import analyse
from chat.speakers import name_of, names_in, without_titles
from chat.speech import Saying, sayings
from ingest import Sentence, Source

if TYPE_CHECKING:
    from spacy.tokens import Token

BACK = 3
"""Sentences of the paragraph, before a pronoun's, among which its antecedent is looked for."""

_OWN_VOICE = re.compile(
    r"(?:however|while|although|though|despite|nevertheless|nonetheless|still|yet|but|whether|this|these|that|those|such"
    r"|perhaps|notably|importantly|significantly|overall|thus|therefore|consequently|ultimately|clearly|indeed|in short"
    r"|if|taken together|the (?:persistence|convergence|distinction|implications?|consequences?|fact|question))\b",
    re.IGNORECASE,
)
"""How a sentence begins that weighs what was said before: the document's own voice."""
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?\W?$")


@dataclass(frozen=True)
class Attribution:
    """Who says a sentence, and how surely.

    Attributes:
        speaker: Whom the document has say the whole sentence: the fullest name it uses for them up to there, or a
            description such as "critics"; None where it says it itself.
        hedges: The words that hold back, as written, the most binding kind first.
        naming: Index of the sentence that names the speaker, where the sentence itself doesn't.
        clauses: What else somebody is said to say in it: only the words of each one's span are theirs.
    """

    speaker: str | None = None
    hedges: tuple[str, ...] = ()
    naming: int | None = None
    clauses: tuple[Saying, ...] = ()


@lru_cache(maxsize=8192)
def _attribution(key: "_Key", index: int) -> Attribution:
    source = key.source
    text = source.quote(source.sentences[index])
    said = sayings(text, names_in(source.text))
    held = tuple(dict.fromkeys(hedge.words for hedge in hedges(text)))
    whole = next((saying for saying in said if saying.whole), None)
    clauses = tuple(saying for saying in said if saying is not whole)
    if whole is None:
        return _inherited(key, index, text, held, clauses)
    if not whole.pronoun:
        return Attribution(fullest(whole.speaker, source, index), held, None, clauses)
    named, naming = _antecedent(key, index, whole.speaker)
    return Attribution(named, held, naming, clauses)


def attribution(source: Source, index: int) -> Attribution:
    """Finds who the document attributes a sentence to.

    A sentence has its own speaker ("Unger claims …", "according to …"), the one whom its "he" or "she" stands for, or
    the speaker of the sentence before when that one announces evidence which this one tells, or when both are parts of
    one quotation. Where none is sure, the sentence is the document's own.

    Args:
        source: The document.
        index: The sentence's place among its sentences.
    """
    return _attribution(_Key(source), index)


class _Key:
    """A document for the cache, known by its text: hashing all of its fields takes longer than reading a sentence."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __hash__(self) -> int:
        return hash((self.source.name, self.source.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.source is other.source or self.source == other.source)


def fullest(name: str, source: Source, index: int) -> str:
    """The longest name that the document has used for somebody, up to a sentence.

    Args:
        name: As used there, such as "Unger".
        source: The document.
        index: The sentence's place.
    """
    if not name[:1].isupper() or " " in name:
        return name
    best = name
    for run in re.finditer(
        rf"(?:(?:[A-Z]\.|[A-Z][\w’'-]*) )+{re.escape(name)}\b", source.text[: source.sentences[index].end]
    ):
        words = without_titles(run[0].split())
        doc = analyse(source.quote(_sentence_at(source, run.start())))
        proper = {token.text for token in doc if token.pos_ == "PROPN"}
        people = [ent.text for ent in doc.ents if ent.label_ == "PERSON" and ent.text.endswith(name)]
        if people and run[0].endswith(people[0]):  # "Vladimir Lenin" of "Marxist Vladimir Lenin"
            words = without_titles(people[0].split())
        if len(words) <= 4 and set(words) <= proper and len(words) > len(best.split()):
            best = " ".join(words)
    return best


def _sentence_at(source: Source, offset: int) -> Sentence:
    before = [sentence for sentence in source.sentences if sentence.start <= offset]
    return before[-1] if before else source.sentences[0]


def _inherited(key: _Key, index: int, text: str, held: tuple[str, ...], clauses: tuple[Saying, ...]) -> Attribution:
    """The attribution of a sentence that names nobody: the speaker before, where it goes on with what they say."""
    own = Attribution(None, held, None, clauses)
    source = key.source
    if not index or source.sentences[index - 1].paragraph != source.sentences[index].paragraph:
        return own
    before = _attribution(key, index - 1)
    if not before.speaker:
        return own
    previous = source.quote(source.sentences[index - 1])
    quoted = bool(re.match(r"[“\"]", text)) and bool(_QUOTED.match(text)) and "”" in previous
    telling = _announces(key, index - 1) and not _OWN_VOICE.match(text) and _tells(text)
    if not (quoted or telling):
        return own
    naming = before.naming if before.naming is not None else index - 1
    return Attribution(before.speaker, held, naming if before.speaker.split()[-1] not in text else None, clauses)


def _announces(key: _Key, index: int) -> bool:
    """Whether a sentence announces evidence, or tells some that the one before it has announced."""
    source = key.source
    said = sayings(source.quote(source.sentences[index]), names_in(source.text))
    whole = next((saying for saying in said if saying.whole), None)
    return whole.announces if whole else _attribution(key, index).speaker is not None


def _tells(text: str) -> bool:
    """Whether a sentence tells what happened: its verb is in the past, and it isn't weighed or wished."""
    root = next((token for token in analyse(text) if token.dep_ == "ROOT"), None)
    if root is None:
        return False
    auxiliaries = [child for child in root.children if child.dep_ in ("aux", "auxpass")]
    return root.tag_ == "VBD" or any(child.lower_ in ("was", "were", "had") for child in auxiliaries)


def _antecedent(key: _Key, index: int, pronoun: str) -> tuple[str | None, int | None]:
    """Whom a sentence's pronoun stands for: the subject of the last sentence of the paragraph that names somebody."""
    source = key.source
    names = names_in(source.text)
    here = source.sentences[index].paragraph
    for earlier in range(index - 1, max(-1, index - 1 - BACK), -1):
        sentence = source.sentences[earlier]
        if sentence.paragraph != here:
            break
        subject = _main_subject(source.quote(sentence))
        if subject is None or subject.pos_ == "PRON":
            continue
        owner = next((child for child in subject.children if child.dep_ == "poss"), None)
        for token in (subject, owner):
            if token is not None and _fits(token, pronoun) and (name := name_of(token, names)):
                return fullest(name, source, earlier), earlier
        return None, None  # it names another: going further back would be a guess
    return None, None


def _fits(token: "Token", pronoun: str) -> bool:
    """Whether a name can be meant by a pronoun: one person and no other beside, or for "they" anything else."""
    several = any(child.dep_ == "conj" for child in token.children) or token.tag_ in ("NNS", "NNPS")
    if pronoun == "they":
        return several or token.ent_type_ in ("ORG", "NORP")
    rivals = [
        other
        for other in token.doc
        if other.ent_type_ == "PERSON" and other.dep_ == "nsubj" and other.i != token.i and other.text != token.text
    ]
    return not several and not rivals and token.ent_type_ not in ("GPE", "NORP", "ORG", "LOC", "DATE")


def _main_subject(text: str) -> "Token | None":
    for token in analyse(text):
        if token.dep_ == "ROOT":
            return next((child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    return None
