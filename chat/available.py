"""Which chat models can be used here, and how one does on a small question."""

import time
from dataclasses import asdict, dataclass
from typing import Any

import httpx
import ollama

from chat.answer import Evidence, Tokens
from chat.cite import parse
from chat.download import BUILTIN
from chat.draft import draft
from chat.models import Model, builtin_is_here, builtin_path, context_of
from chat.settings import Settings
from chat.verify import exact, verify
from ingest import Section, Sentence, Source


@dataclass(frozen=True)
class Available:
    """A chat model that could be used.

    Attributes:
        name: What to pass as ``--model``.
        usable: Whether it can answer now.
        what: What it is.
        how: What is needed to use it.
        context: Tokens it will be given to read and write; None where nobody can say yet.
    """

    name: str
    usable: bool
    what: str
    how: str
    context: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def __str__(self) -> str:
        context = f", {self.context} tokens of context" if self.context else ""
        needs = "" if self.usable else f"\n    needs: {self.how}"
        return f"{'✓' if self.usable else '–'} {self.name}: {self.what}{context}{needs}"


@dataclass(frozen=True)
class Check:
    """How a chat model did on a question whose answer is in front of it.

    Attributes:
        model: Its name.
        answer: Its draft.
        cited: Whether every sentence it wrote carries a marker that leads somewhere and passed the exact check.
        first_token_s: Seconds to the first word, loading included.
        total_s: Seconds to the last.
        characters_per_second: Speed of writing, after the first word; None where all came at once.
        tokens_per_second: The same in the model's own tokens; None where its server doesn't count them.
    """

    model: str
    answer: str
    cited: bool
    first_token_s: float
    total_s: float
    characters_per_second: float | None
    tokens_per_second: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def __str__(self) -> str:
        verdict = "every sentence cited and checked" if self.cited else "not every sentence cited: expect repairs"
        speed = f", {self.characters_per_second:.0f} characters/s" if self.characters_per_second else ""
        return (
            f"{self.model} answers: {self.answer}\n"
            f"{verdict}; first word after {self.first_token_s:.1f} s, done after {self.total_s:.1f} s{speed}."
        )


def available_models(settings: Settings) -> list[Available]:
    """Lists the models that can be used, the ones that a running Ollama offers among them."""
    here = builtin_is_here(settings)
    size = f"{BUILTIN.size / 1e9:.1f} GB"
    return [
        Available("quotes", True, "no model: the best sentences, verbatim", "nothing"),
        Available(
            BUILTIN.name,
            here,
            f"Qwen2.5-Coder-1.5B-Instruct, llama.cpp on this machine ({size})",
            str(builtin_path(settings)) if here else "briefing models pull builtin",
            None,
        ),
        *_ollama_models(settings),
        Available("gguf:PATH", False, "a GGUF file of your own, llama.cpp on this machine", "a file"),
        Available(
            "openai:NAME@URL", False, "a server with OpenAI's protocol (llama.cpp, LM Studio, vLLM)", "its address"
        ),
        Available(
            "PROVIDER:NAME",
            False,
            "a hosted model through LangChain; sends text to its provider",
            "its package and key",
        ),
    ]


def _ollama_models(settings: Settings) -> list[Available]:
    url = settings.ollama_url
    client = ollama.Client(host=url, timeout=3.0)
    try:
        found = client.list().models
    except (ConnectionError, httpx.HTTPError, ollama.ResponseError):
        return [Available("ollama:NAME", False, f"Ollama: nothing answers at {url}", "ollama serve")]
    except (ValueError, TypeError):  # the client makes its own types from whatever JSON comes
        return [
            Available("ollama:NAME", False, f"Ollama: what answers at {url} isn't one", "its address in OLLAMA_HOST")
        ]
    return [_ollama_model(str(model.model), model.size, client, url) for model in found]


def _ollama_model(name: str, size: int | None, client: ollama.Client, url: str) -> Available:
    try:
        shown = client.show(name)
    except (ConnectionError, httpx.HTTPError, ollama.ResponseError, ValueError, TypeError) as error:
        return Available(f"ollama:{name}", False, f"Ollama at {url} can't show it ({error})", f"ollama pull {name}")
    able = not shown.capabilities or "completion" in shown.capabilities
    gigabytes = f" ({int(size) / 1e9:.1f} GB)" if size else ""
    what = f"Ollama at {url}{gigabytes}" if able else f"Ollama at {url}: makes embeddings, can't chat"
    return Available(f"ollama:{name}", able, what, "nothing" if able else "another model", context_of(shown))


def check_model(model: Model, timeout: float) -> Check:
    """Asks a model a question whose answer stands in two sentences put before it.

    Raises:
        ModelError: It can't answer.
    """
    if not model.open:
        return Check(model.name, "(quotes answers with the document's own sentences)", True, 0.0, 0.0, None)
    text = "The bridge at Avon was built in 1931. It was closed to cars in 2004 because its deck had rusted."
    cut = text.index(" It ") + 1
    source = Source(
        name="check",
        origin="check",
        sha256="",
        text=text,
        sections=(Section(title=None, level=0, start=0, end=len(text)),),
        sentences=(
            Sentence(start=0, end=cut - 1, index=0, section=0, paragraph=0),
            Sentence(start=cut, end=len(text), index=1, section=0, paragraph=0),
        ),
    )
    evidence = [Evidence(number, source, sentence) for number, sentence in enumerate(source.sentences, start=1)]
    start = time.perf_counter()
    first, answer = None, ""
    usage: list[Tokens] = []
    for answer in draft("When was the bridge closed to cars, and why?", evidence, model, timeout, usage.append):
        first = first or (time.perf_counter() - start, len(answer))
    total = time.perf_counter() - start
    drafts = parse(answer)
    claims, dropped = verify(drafts, evidence, exact)
    known = {item.number for item in evidence}
    marked = all(item.numbers and known.issuperset(item.numbers) for item in drafts)
    sound = marked and not dropped and all(claim.support != "repaired" for claim in claims)
    first_s, first_length = first or (total, 0)
    speed = (len(answer) - first_length) / (total - first_s) if len(answer) > first_length else None
    written = usage[-1].written - 1 if usage else 0  # after the first one
    tokens = round(written / (total - first_s), 1) if speed and written > 0 else None
    return Check(model.name, answer, sound, round(first_s, 2), round(total, 2), speed and round(speed, 1), tokens)
