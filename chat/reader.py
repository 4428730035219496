"""A small model that reads a text for a question: which words of it answer, and how surely any do.

It is an extractive reader as in Devlin et al., "BERT", NAACL 2019, with questions that the text doesn't answer as in
Rajpurkar, Jia and Liang, "Know What You Don't Know", ACL 2018: every token is scored as the first and as the last of
the answer, and the token before the text stands for "no answer". ``reader.safetensors`` holds what
``python -m evals.train_reader`` made of all-MiniLM-L6-v2 (Apache-2.0), the data and their licence are in
``evals/reader/``. Its layers are kept in 8 bits; its word embeddings are those of the bundled model, untouched.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import ReaderError
from vectorstore.models import bundled_folder

if TYPE_CHECKING:
    import torch

TRAINED = Path(__file__).with_name("reader.safetensors")
UNTOUCHED = "bert.embeddings."  # the parameters that are the bundled model's
SCALE = ".scale"  # behind a matrix's name: what each of its rows is multiplied with
LONGEST = 256  # tokens of a question and a text together; the longer one's end is cut
SPAN = 40  # tokens of an answer
KNOWN = 4000  # readings that are remembered
_NEVER = -1e4  # a logit for what must not be chosen


@dataclass(frozen=True)
class Reading:
    """What a text has to say to a question.

    Attributes:
        score: Logit of the best words less the logit of "no answer"; above 0 where the reader rather finds one.
        start, end: Where the words stand in the text; end exclusive.
    """

    score: float
    start: int
    end: int


@dataclass(frozen=True)
class Encoded:
    """Questions with texts as the model takes them.

    Attributes:
        inputs: Tensors of shape (pairs, tokens), by the model's names for them.
        allowed: Tokens that may begin or end an answer: those of the text, and the first; shape (pairs, tokens).
        offsets: Of each token in its text, shape (pairs, tokens, 2).
    """

    inputs: Mapping[str, "torch.Tensor"]
    allowed: "torch.Tensor"
    offsets: "torch.Tensor"


class Reader:
    """Reads texts for questions.

    Args:
        model: A transformers model for question answering: gives a start and an end logit for each token.
        tokenizer: Its fast tokenizer.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model = model
        self._tokenizer = tokenizer
        self._lock = threading.Lock()  # a fast tokenizer is not safe to use from two threads at once
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Reads texts for a question; what was read lately is remembered."""
        found = {text: self._known[question, text] for text in texts if (question, text) in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found |= zip(new, self._read(question, new), strict=True)
        with self._lock:
            self._known |= {(question, text): found[text] for text in new}
            while len(self._known) > KNOWN:
                del self._known[next(iter(self._known))]
        return [found[text] for text in texts]

    def encode(self, pairs: Sequence[tuple[str, str]]) -> Encoded:
        """Makes pairs of a question and a text ready for the model."""
        import torch

        questions, texts = map(list, zip(*pairs, strict=True))
        with self._lock:
            found = self._tokenizer(
                questions,
                texts,
                truncation="longest_first",
                max_length=LONGEST,
                padding=True,
                return_offsets_mapping=True,
                return_tensors="pt",
            )
        offsets = found.pop("offset_mapping")
        allowed = torch.tensor([[part == 1 for part in found.sequence_ids(i)] for i in range(len(pairs))])
        allowed[:, 0] = True
        return Encoded(dict(found), allowed, offsets)

    def logits(self, encoded: Encoded) -> tuple["torch.Tensor", "torch.Tensor"]:
        """Logits for the first and the last token of the answer, each of shape (pairs, tokens)."""
        found = self.model(**encoded.inputs)
        return tuple(
            logits.float().masked_fill(~encoded.allowed, _NEVER) for logits in (found.start_logits, found.end_logits)
        )

    def _read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        import torch

        if not texts:
            return []
        with torch.inference_mode():
            encoded = self.encode([(question, text) for text in texts])
            first, last = self.logits(encoded)
            return [_best(*found) for found in zip(first, last, encoded.offsets, strict=True)]


def _best(first: "torch.Tensor", last: "torch.Tensor", offsets: "torch.Tensor") -> Reading:
    """The words with the highest logits, as against those of the token before the text."""
    spans = first[1:, None] + last[None, 1:]
    possible = spans.new_ones(spans.shape).triu().tril(SPAN - 1).bool()
    spans = spans.masked_fill(~possible, 2 * _NEVER)
    start, end = divmod(int(spans.argmax()), len(spans))
    score = float(spans[start, end] - first[0] - last[0])
    return Reading(round(score, 3), int(offsets[1 + start, 0]), int(offsets[1 + end, 1]))


@cache
def reader() -> Reader:
    """The reader that comes with Briefing; loaded once."""
    return load(TRAINED)


def load(weights: Path | None) -> Reader:
    """Builds a reader on the bundled embedding model.

    Args:
        weights: What `save` wrote; without it the last layer is random, to be trained.

    Raises:
        ReaderError: The weights are missing or damaged.
        EmbeddingError: The bundled embedding model is.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

    folder = bundled_folder()
    model = AutoModelForQuestionAnswering.from_config(  # type: ignore[no-untyped-call]
        AutoConfig.from_pretrained(folder)
    )
    bundled = {f"bert.{name}": values for name, values in load_file(folder / "model.safetensors").items()}
    model.load_state_dict({name: bundled[name] for name in model.state_dict() if name in bundled}, strict=False)
    if weights is not None:
        try:
            stored = load_file(weights)
        except (OSError, SafetensorError) as error:
            raise ReaderError(
                f"{weights} is missing or damaged ({error}): put it back with `git checkout -- {weights.name}` in "
                f"{weights.parent}, or install Briefing again."
            ) from error
        scales = {name.removesuffix(SCALE): values for name, values in stored.items() if name.endswith(SCALE)}
        trained = {name: values.to(torch.float32) for name, values in stored.items() if not name.endswith(SCALE)}
        trained |= {name: trained[name] * scale[:, None] for name, scale in scales.items()}
        model.load_state_dict(trained, strict=False)
    return Reader(model.eval(), AutoTokenizer.from_pretrained(folder))


def save(found: Reader, weights: Path) -> None:
    """Writes what was trained: matrices in 8 bits, each row with its own scale, everything else as it is."""
    import torch
    from safetensors.torch import save_file

    stored = {}
    for name, values in found.model.state_dict().items():
        if name.startswith(UNTOUCHED):
            continue
        if values.ndim == 2:
            scale = values.abs().amax(dim=1).clamp(min=1e-12) / 127
            stored[name] = (values / scale[:, None]).round().to(torch.int8)
            stored[name + SCALE] = scale
        else:
            stored[name] = values.contiguous()
    save_file(stored, weights)
