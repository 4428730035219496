"""How long an answer takes: from a cold start of the command, and in a process that is warm.

Run it with ``python -m evals.latency`` (``--model builtin`` for another model); it asks the document that comes with
the project, in a store of its own.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chat.ask import ask
from chat.models import find_model
from chat.settings import load_settings, stay_local
from evals.documents import BRIEFINGS
from vectorstore.intake import ingest_files
from vectorstore.store import open_store

QUESTIONS = (
    "Who bought condominiums in Trump Tower?",
    "How many sanctions does Russia face?",
    "What did Mike Lee say about NATO?",
    "When did Trump first visit Moscow?",
    "What would happen to the UN without the United States?",
)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", default="quotes")
    parser.add_argument("--cold", type=int, default=3, help="cold starts of the command")
    parser.add_argument("--warm", type=int, default=4, help="rounds of the questions in a warm process")
    arguments = parser.parse_args()
    stay_local()
    settings = load_settings(model=arguments.model)
    model = find_model(settings.model, settings)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder, settings.embeddings)
        start = time.perf_counter()
        ingest_files([BRIEFINGS], store)
        sys.stdout.write(f"ingest, model loading included: {time.perf_counter() - start:.1f} s\n")

        cold = [_cold(QUESTIONS[0], folder, model.name) for _ in range(arguments.cold)]
        _print(f"cold `briefing ask … --model {model.name}`", cold)
        ask(QUESTIONS[0], store, model)  # loads the chat model
        # Other wording each round: a repeated question would be answered from caches.
        answers = [ask(f"{q} ({n})", store, model) for n in range(arguments.warm) for q in QUESTIONS]
        _print("warm, evidence", [answer.timings.evidence_s for answer in answers])
        first = [answer.timings.first_token_s for answer in answers if answer.timings.first_token_s is not None]
        if first:
            _print("warm, first word", first)
        _print("warm, answer", [answer.timings.total_s for answer in answers])
        store.close()


def _cold(question: str, store: str, model: str) -> float:
    start = time.perf_counter()
    command = [str(Path(sys.executable).with_name("briefing")), "ask", question, "--store", store, "--model", model]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    return time.perf_counter() - start


def _print(what: str, seconds: list[float]) -> None:
    middle, most = statistics.median(seconds), max(seconds)
    sys.stdout.write(f"{what}: median {middle:.2f} s, longest {most:.2f} s, n = {len(seconds)}\n")


if __name__ == "__main__":
    main()
