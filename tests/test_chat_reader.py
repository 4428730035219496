"""The reader that comes with Briefing, read for real; and how it is kept on disk."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from chat.reader import LONGEST, SCALE, TRAINED, load, reader, save
from ingest.errors import ReaderError

BUILT = "The bridge at Avon was built in 1931 by the engineer Ann Lee."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the bridge at Avon built?", "1931"),
        ("Who built the bridge at Avon?", "Ann Lee"),
    ],
)
def test_the_words_that_answer_are_found(question: str, words: str) -> None:
    [found] = reader().read(question, [BUILT])
    assert words in BUILT[found.start : found.end]
    assert found.score > 0


@pytest.mark.parametrize("question", ["How much did the bridge at Avon cost?", "Why was the bridge at Avon built?"])
def test_what_a_text_comes_close_to_and_does_not_say_scores_lower(question: str) -> None:
    [answered] = reader().read("When was the bridge at Avon built?", [BUILT])
    [close] = reader().read(question, [BUILT])
    assert close.score < 0 < answered.score


def test_texts_keep_their_order_whatever_their_length() -> None:
    texts = ["It rains.", f"{'The river is wide. ' * 20}{BUILT}", BUILT]
    found = reader().read("When was the bridge at Avon built?", texts)
    assert ["1931" in text[r.start : r.end] for text, r in zip(texts, found, strict=True)] == [False, True, True]
    assert reader().read("When was the bridge at Avon built?", texts[::-1]) == found[::-1]
    assert reader().read("When?", []) == []


def test_a_text_that_is_too_long_is_read_as_far_as_it_goes() -> None:
    [found] = reader().read("When was the bridge at Avon built?", [BUILT + " It is a fine bridge." * LONGEST])
    assert "1931" in BUILT[found.start : found.end]


def test_a_question_of_any_length_is_read() -> None:
    [found] = reader().read("When was the bridge at Avon built? " * LONGEST, [BUILT])
    assert 0 <= found.start <= found.end <= len(BUILT)


def test_several_threads_may_read_at_once() -> None:
    questions = [f"When was bridge {i} built?" for i in range(12)]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(lambda question: reader().read(question, [BUILT, f"Bridge {question}"]), questions))
    fresh = load(TRAINED)
    assert at_once == [fresh.read(question, [BUILT, f"Bridge {question}"]) for question in questions]


def test_what_is_saved_reads_the_same_again(tmp_path: Path) -> None:
    torch.manual_seed(0)
    made = load(None)  # its last layer is random
    save(made, tmp_path / "reader.safetensors")
    again = load(tmp_path / "reader.safetensors")
    for name, values in made.model.state_dict().items():
        step = values.abs().amax(dim=-1, keepdim=True) / 127
        assert bool(((again.model.state_dict()[name] - values).abs() <= step / 2 + 1e-6).all()), name
    assert (tmp_path / "reader.safetensors").stat().st_size == pytest.approx(TRAINED.stat().st_size, rel=0.01)
    assert TRAINED.stat().st_size < 12_000_000


def test_word_embeddings_are_the_bundled_models_own() -> None:
    fresh, trained = load(None).model.state_dict(), reader().model.state_dict()
    for name, values in fresh.items():
        assert torch.equal(values, trained[name]) == name.startswith("bert.embeddings."), name
    assert not any(name.endswith(SCALE) for name in trained)


def test_weights_that_are_not_there_or_damaged(tmp_path: Path) -> None:
    weights = tmp_path / "reader.safetensors"
    with pytest.raises(ReaderError, match="missing or damaged"):
        load(weights)
    weights.write_bytes(TRAINED.read_bytes()[:1000])
    with pytest.raises(ReaderError, match=r"put it back with `git checkout -- reader\.safetensors`") as caught:
        load(weights)
    assert str(weights) in str(caught.value)
    assert "\n" not in str(caught.value)
