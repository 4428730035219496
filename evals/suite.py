"""A suite: a file of cases, one JSON object a line."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from evals.answers import holds, missing
from evals.case import KINDS, Case
from evals.gold import find_quote
from ingest.errors import SettingsError


@dataclass(frozen=True)
class Suite:
    """A file of cases.

    Attributes:
        path: The file.
        sha256: Hash of its bytes, in hex.
        cases: In the order of the file.
        documents: Every document that the file names, whichever of its cases are chosen.
    """

    path: Path
    sha256: str
    cases: tuple[Case, ...]
    documents: tuple[str, ...]

    @property
    def name(self) -> str:
        """What tables call it: the file's name, with its folder's where that alone says nothing."""
        stem = self.path.stem
        return f"{self.path.resolve().parent.name}/{stem}" if stem in ("suite", "cases") else stem

    def only(self, kinds: Collection[str]) -> Self:
        """The cases of some kinds.

        Raises:
            SettingsError: A kind is unknown, or none of the cases is of these.
        """
        for kind in kinds:
            if kind not in KINDS:
                raise SettingsError(f"There is no kind {kind!r} of case. The kinds are: {', '.join(KINDS)}.")
        cases = tuple(case for case in self.cases if case.kind in kinds)
        if not cases:
            raise SettingsError(f"{self.path} has no case of kind {', '.join(sorted(kinds))}.")
        return replace(self, cases=cases)

    def sample(self, count: int, seed: int) -> Self:
        """At most ``count`` cases, kinds represented as in the whole; the same for the same seed."""
        order = sorted(self.cases, key=lambda case: hashlib.sha256(f"{seed}:{case.id}".encode()).digest())
        # Deal the shuffled kinds out in turn, each as often as its share, then restore the file's order.
        place = {}
        seen: Counter[str] = Counter()
        sizes = Counter(case.kind for case in self.cases)
        for case in order:
            seen[case.kind] += 1
            place[case.id] = (seen[case.kind] - 0.5) / sizes[case.kind]
        chosen = {case.id for case in sorted(order, key=lambda case: place[case.id])[:count]}
        return replace(self, cases=tuple(case for case in self.cases if case.id in chosen))


def load_suite(path: Path) -> Suite:
    """Reads a suite: one JSON object a line.

    Raises:
        SettingsError: The file can't be read, or a line is wrong. The message names file, line, what was found and
            what was expected.
    """
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8-sig").split("\n")  # not splitlines: JSON may hold U+2028 as it is
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: this is not a text file in UTF-8.") from error
    cases: list[Case] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _read(line, f"{path}:{number}")
        if case.id in lines_of:
            raise SettingsError(f"{path}:{number}: the id {case.id!r} is taken by line {lines_of[case.id]}.")
        lines_of[case.id] = number
        cases.append(case)
    if not cases:
        raise SettingsError(f"{path} holds no case: write one JSON object a line.")
    documents = tuple(dict.fromkeys(case.document for case in cases if case.document))
    return Suite(path, hashlib.sha256(data).hexdigest(), tuple(cases), documents)


def _read(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(map(str, problem["loc"]))
        raise SettingsError(f"{where}: {_explain(key, str(problem['type']), dict(problem))}") from error


def _explain(key: str, kind: str, problem: Mapping[str, Any]) -> str:
    found = repr(problem.get("input"))
    found = found if len(found) <= 80 else found[:77] + "…"
    if kind == "extra_forbidden":
        return f"found the key {key!r}, expected one of {', '.join(Case.model_fields)}."
    if kind == "missing":
        return f"the key {key!r} is missing from {found}."
    if kind == "json_invalid":
        return f"found {found}, expected one JSON object ({problem['msg']})."
    if kind == "string_pattern_mismatch":
        return f"{key}: found {found}, expected words: nothing stands in every text."
    if key == "kind":
        return f"found the kind {found}, expected one of {', '.join(KINDS)}."
    return f"{key + ': ' if key else ''}{problem['msg'].removeprefix('Value error, ')}; found {found}."


def check_gold(suite: Suite, texts: Mapping[str, str]) -> list[str]:
    """Checks that every gold quote stands in its document, and that the gold of a case satisfies the case.

    Args:
        suite: The cases.
        texts: Cleaned text of each document by name.

    Returns:
        What is wrong, a line each; empty when nothing is.
    """
    problems: list[str] = []
    everything = list(texts.values())
    for case in suite.cases:
        places = [texts[case.document]] if case.document and case.document in texts else everything
        problems += [
            f"{case.id}: {quote!r} does not stand in {case.document or 'any document'}."
            for quote in case.gold_quotes
            if not any(find_quote(quote, text) for text in places)
        ]
        gold = " ".join(case.gold_quotes)
        if case.gold_quotes:
            problems += [f"{case.id}: its gold does not mention {' or '.join(group)}." for group in missing(gold, case)]
            problems += [
                f"{case.id}: its gold lacks {word!r}." for word in case.must_attribute if not holds(gold, word)
            ]
        problems += [
            f"{case.id}: its gold holds the forbidden {word!r}." for word in case.must_not_mention if holds(gold, word)
        ]
    return problems
