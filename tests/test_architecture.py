"""The structure: what may import what, and names that would hide others."""

import ast
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

LAYERS = ["ingest", "vectorstore", "chat", "evals"]  # each may import itself and those before it
# Where the parts of the web page are put together; they show what evals measure, and nothing else of chat/ knows evals.
ROOTS = [REPOSITORY / "chat" / "app.py", *sorted((REPOSITORY / "chat" / "pages").glob("*.py"))]
FILES = [path for layer in LAYERS for path in sorted((REPOSITORY / layer).rglob("*.py"))]


def modules(path: Path) -> set[str]:
    """Modules that a file imports, anywhere in it; of ``from a import b`` both ``a`` and ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative imports hide where things come from"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports."""
    return {name.split(".")[0] for name in modules(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(REPOSITORY).parts[0]
    layer = LAYERS[-1] if path in ROOTS else layer
    later = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"briefing", "tests"}
    assert not imported(path) & later


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_nothing_imports_the_pages_but_themselves(path: Path) -> None:
    importing = {name for name in modules(path) if name == "chat.app" or name.startswith("chat.pages")}
    assert not importing or path in ROOTS


@pytest.mark.parametrize("path", sorted((REPOSITORY / "ingest").rglob("*.py")), ids=lambda path: path.name)
def test_ingest_needs_no_models_and_no_langchain(path: Path) -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "langchain", "langchain_core", "chromadb", "openai"}
    assert not imported(path) & heavy


@pytest.mark.parametrize("path", sorted((REPOSITORY / "chat").glob("*.py")), ids=lambda path: path.name)
def test_no_module_of_chat_hides_one_of_the_standard_library(path: Path) -> None:
    # `streamlit run chat/app.py` puts chat/ first on the import path.
    assert path.stem not in sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_each_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 330
