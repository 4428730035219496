"""What each part earns: ``python -m evals.ablation`` runs the suite with one part switched off at a time.

Each part is replaced by the plain thing that stood in its place before, and everything else is left as it is. The
figures are differences to the whole, on the same cases.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from chat import evidence, selection
from chat.answer import Claim
from chat.exact import exact
from chat.models import find_model
from chat.refusal import Assessment
from chat.settings import load_settings, stay_local
from evals.documents import DEFAULT_SUITE, prepare
from evals.figures import overall
from evals.results import Run
from evals.run import evaluate
from evals.suite import load_suite
from vectorstore.models import BUNDLED
from vectorstore.store import open_store

SHOWN = (
    "hit@1",
    "gold_shown",
    "must_mention",
    "gold_cited",
    "cited_gold",
    "attribution_kept",
    "hedges_kept",
    "citation_recall_lexical",
    "refusal_recall",
    "false_refusals",
    "words",
)
FLOOR = 0.35  # the cosine below which the first version refused, and its only reason to


def _by_similarity(_question: str, found: Sequence[Any], *_: object) -> Assessment:
    best = max((item.similarity or 0.0 for item in found), default=0.0)
    return Assessment(best >= FLOOR, best, "" if best >= FLOOR else "Nothing is on that.")


def _always_three(ranked: Sequence[Any], _most: int) -> list[Any]:
    return list(ranked[:3])


def _unread(_question: str, found: Sequence[Any]) -> list[Any]:
    return list(found)


def _as_asked(question: str, history: Sequence[str], **_: object) -> str:
    return " ".join([*history[-1:], question])


def _unchanged(claims: Sequence[Claim], *_: object) -> list[Claim]:
    return list(claims)


def _without(weights: Sequence[str]) -> Any:
    return patch.dict(evidence.WEIGHTS, dict.fromkeys(weights, 0.0))


PARTS: dict[str, tuple[Any, ...]] = {
    "late interaction": (_without(["tokens"]),),
    "keywords": (_without(["words", "passage_words"]),),
    "passages": (_without(["passage_meaning", "passage_words"]),),
    "the reader": tuple(patch.object(module, "read", _unread) for module in (evidence, selection)),
    "choosing by the lead (three instead)": (patch.object(selection, "_close", _always_three),),
    "neighbours": (patch.object(selection, "with_neighbours", lambda chosen, *_: list(chosen)),),
    "signals for refusal (cosine instead)": (patch.object(selection, "assess", _by_similarity),),
    "what a sentence denies": (patch("chat.refusal.denies", lambda *_: False),),
    "parts of a question": (patch.object(selection, "parts", lambda question: [question]),),
    "overviews": (patch("chat.ask.scope", lambda *_: None),),
    "follow-ups in one question": (patch("chat.ask.standalone_question", _as_asked),),
    "instructions left out": (patch("chat.ask.without_instructions", lambda question: (question, ())),),
}
WITH_A_MODEL: dict[str, tuple[Any, ...]] = {
    "the whole check of claims (exact instead)": (patch.dict("chat.ask.ask.__kwdefaults__", {"verifier": exact}),),
    "quotation of what the draft leaves out": (patch("chat.ask.complete", _unchanged),),
}


def main() -> None:
    """Runs and prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--suite", type=Path, default=DEFAULT_SUITE)
    parser.add_argument("--model", default="quotes")
    parser.add_argument("--sample", type=int, help="cases, spread over the kinds")
    arguments = parser.parse_args()
    stay_local()
    settings = load_settings(model=arguments.model)
    suite = load_suite(arguments.suite)
    if arguments.sample:
        suite = suite.sample(arguments.sample, seed=0)
    model = find_model(arguments.model, settings)
    parts = PARTS | (WITH_A_MODEL if model.open else {})
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{folder}/store", BUNDLED)
        prepare(suite, store)

        def run(name: str) -> Run:
            return evaluate(suite, [model], store, settings, partial=Path(folder) / name).runs[0]

        whole = overall(run("whole"))
        _line("", SHOWN)
        _line("---", ["---"] * len(SHOWN))
        _line("everything", [f"{whole[name].mean or 0:.2f}" for name in SHOWN])
        for i, (part, switches) in enumerate(parts.items()):
            with _switched(switches):
                found = overall(run(str(i)))
            _line(f"without {part}", [_change(whole[name].mean, found[name].mean) for name in SHOWN])
        store.close()


@contextmanager
def _switched(switches: Sequence[Any]) -> Iterator[None]:
    with ExitStack() as stack:
        for switch in switches:
            stack.enter_context(switch)
        yield


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "–"
    return f"{after - before:+.2f}" if abs(after - before) >= 0.005 else "="


def _line(first: str, cells: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join([first, *cells])} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
