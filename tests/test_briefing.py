"""The command line, as processes of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chat.models import MAX_CONTEXT
from tests.conftest import BRIEFING, REPOSITORY, CommandLine, own_copy
from tests.model_servers import OpenAIServer

pytestmark = pytest.mark.command

Done = subprocess.CompletedProcess[str]
NAME = BRIEFING.name
QUESTION = "What does Mike Lee call NATO?"
OFF_SUBJECT = "How do I bake sourdough bread?"
ANSWER_KEYS = set("id question standalone_question answer refused claims citations closest model timings".split())
CITATION_KEYS = {"n", "quote", "document", "section", "page", "start", "end", "notes"}


def fine(done: Done) -> str:
    """What it printed; it said nothing else."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(done: Done) -> str:
    """The one line that says what to do."""
    assert done.returncode == 1, done
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def misused(done: Done) -> str:
    assert done.returncode == 2, done
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def text(ingested: CommandLine) -> str:
    """What the offsets slice."""
    return fine(ingested("show", NAME, "--text"))


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A home that holds a short note; tests take a copy of it to write to."""
    folder = tmp_path_factory.mktemp("note")
    (folder / "note.md").write_text("# Bridges\n\nThe bridge was closed in 2004.", encoding="utf-8")
    command = CommandLine(folder / "home", folder)
    assert fine(command("ingest", "note.md")) == "note.md: added, 1 sentences in 1 passages.\n"
    return command


# ---- help, and wrong usage


def test_help_waits_for_no_library() -> None:
    script = (
        "import sys; import briefing; from typer.testing import CliRunner\n"
        "result = CliRunner().invoke(briefing.app, ['--help'])\n"
        "heavy = {'torch', 'chromadb', 'streamlit', 'transformers', 'langchain_core', 'openai', 'numpy', 'httpx'}\n"
        "print(result.exit_code, sorted(heavy & set(sys.modules)), 'ingest' in result.output)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.stdout.strip() == "0 [] True", done.stderr


def test_help_lists_the_commands(briefing_command: CommandLine) -> None:
    out = fine(briefing_command("--help"))
    for name in ("ingest", "documents", "show", "forget", "search", "ask", "chat", "eval", "models", "doctor"):
        assert f"\n  {name} " in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "give a QUESTION, or --from FILE with --to FILE"),
        (["ask", "Who?", "--from", "q.jsonl", "--to", "a.jsonl"], "give a QUESTION, or"),
        (["ask", "  "], "empty"),
        (["ingest"], "name a file or a folder"),
        (["bogus"], "No such command 'bogus'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(briefing_command: CommandLine, arguments: list[str], says: str) -> None:
    assert says in misused(briefing_command(*arguments))


# ---- what the reader can mend


@pytest.mark.parametrize(
    ("arguments", "variables", "says"),
    [
        (["documents"], {"BRIEFING_MODLE": "quotes"}, "BRIEFING_MODLE is not a setting. Valid settings: api_key, "),
        (["ask", "Who?"], {"BRIEFING_MODEL": "qoutes"}, "Did you mean quotes?"),
        (["ask", "Who?"], {}, "The store is empty: put a document in with `briefing ingest PATH`."),
        (["show", "none"], {}, "There is no document 'none' in the store. It is empty"),
        (["ingest", "none.txt"], {}, "none.txt: there is no such file or folder."),
        (["ask", "--from", "none.jsonl", "--to", "a.jsonl"], {}, "none.jsonl: No such file or directory."),
        (["models", "pull", "ollama:qwen3"], {}, "`ollama pull qwen3`"),
        (["models", "check", "ollama:qwen3"], {"OLLAMA_HOST": "127.0.0.1:1"}, "start it with `ollama serve`"),
        (["documents"], {"BRIEFING_STORE": "http://127.0.0.1:1"}, "chroma run"),
    ],
)  # fmt: skip
def test_one_line_says_what_to_do(
    briefing_command: CommandLine, arguments: list[str], variables: dict[str, str], says: str
) -> None:
    done = briefing_command(*arguments, **variables)
    assert says in refused(done)
    assert done.stdout == ""


# ---- documents


def test_the_real_briefing_is_listed(ingested: CommandLine) -> None:
    [row] = json.loads(fine(ingested("documents", "--json")))
    assert (row["document"], row["sections"], row["notes"]) == (NAME, 8, 40)
    out = fine(ingested("documents"))
    assert out.startswith(f"{NAME}: 8 sections, ")
    assert "In the early months of 2025" in out


def test_show(ingested: CommandLine, text: str) -> None:
    shown = json.loads(fine(ingested("show", NAME, "--json")))
    assert shown["text"] == text
    for section in shown["sections"]:
        assert text[section["start"] : section["end"]].startswith(section["title"] or "In the early months")
    out = fine(ingested("show", NAME))
    assert "(before the first heading): 4 sentences" in out
    assert all(section["title"] in out for section in shown["sections"][1:])


def test_ingesting_again_and_after_a_change(note: CommandLine, tmp_path: Path) -> None:
    command = own_copy(note, tmp_path)
    path = note.folder / "note.md"
    assert fine(command("ingest", path)).startswith("note.md: unchanged")
    (tmp_path / "new").mkdir()
    changed = tmp_path / "note.md"
    changed.write_text("# Bridges\n\nThe bridge was opened again in 2011. It is red.", encoding="utf-8")
    # Its text is another, its name and its place are the same.
    original = path.read_bytes()
    try:
        path.write_bytes(changed.read_bytes())
        assert fine(command("ingest", path)) == "note.md: replaced, 2 sentences in 1 passages.\n"
    finally:
        path.write_bytes(original)
    [hit] = json.loads(fine(command("search", "bridge", "--json")))
    assert hit["text"] == "The bridge was opened again in 2011. It is red."


def test_a_folder_with_good_files_and_broken_ones(briefing_command: CommandLine) -> None:
    folder = briefing_command.folder / "papers"
    (folder / "old").mkdir(parents=True)
    (folder / "one.txt").write_text("The first one is good.", encoding="utf-8")
    (folder / "old" / "two.md").write_text("The second one is good.", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (folder / "table.xlsx").write_bytes(b"PK")
    (briefing_command.folder / "talk.mp3").write_bytes(b"ID3")
    done = briefing_command("ingest", "papers", "talk.mp3")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["two.md", "one.txt"]
    broken, unsupported = done.stderr.splitlines()
    assert broken.startswith("broken.pdf: ")
    assert unsupported.startswith("talk.mp3: .mp3 can't be read. Save it as one of .docx, ")
    rows = json.loads(fine(briefing_command("documents", "--json")))
    assert [row["document"] for row in rows] == ["one.txt", "two.md"]


def test_forget(note: CommandLine, tmp_path: Path) -> None:
    command = own_copy(note, tmp_path)
    assert "no document 'none' in the store. It holds: note.md." in refused(command("forget", "none"))
    assert fine(command("forget", "note.md")) == "note.md: forgotten.\n"
    assert json.loads(fine(command("documents", "--json"))) == []
    assert (note.folder / "note.md").exists()


def test_a_store_elsewhere(note: CommandLine, tmp_path: Path) -> None:
    command = CommandLine(tmp_path / "unused", tmp_path)
    rows = json.loads(fine(command("documents", "--json", "--store", note.home / "store")))
    assert [row["document"] for row in rows] == ["note.md"]
    assert not (tmp_path / "unused").exists()


def test_another_embedding_model(note: CommandLine, tiny_embedding_model: Path, tmp_path: Path) -> None:
    command = own_copy(note, tmp_path)
    other = ["--embeddings", str(tiny_embedding_model)]
    message = refused(command("ask", "When was the bridge closed?", *other))
    assert "indexed with the embedding model 'all-MiniLM-L6-v2' (384 dimensions)" in message
    mend = message.partition("Re-embed its documents with `briefing ")[2].partition("`")[0]
    assert mend == f"ingest --re-embed --embeddings {tiny_embedding_model} --store {command.home / 'store'}"
    assert "1 document indexed with" in fine(command(*mend.split()))
    [hit] = json.loads(fine(command("search", "bridge", "--json", *other)))
    assert hit["text"] == "The bridge was closed in 2004."
    assert "(32 dimensions)" in refused(command("search", "bridge"))  # and now the first one is another


# ---- questions


def test_search(ingested: CommandLine, text: str) -> None:
    rows = json.loads(fine(ingested("search", "a raw deal for America", "--json", "-n", "3")))
    assert len(rows) == 3
    assert "“a raw deal for America”" in rows[0]["text"]
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["meaning_rank"] or row["words_rank"]


def test_an_answer(ingested: CommandLine, text: str) -> None:
    answer = json.loads(fine(ingested("ask", QUESTION, "--json")))
    assert set(answer) >= ANSWER_KEYS
    assert (answer["id"], answer["question"], answer["refused"], answer["model"]) == (None, QUESTION, False, "quotes")
    assert set(answer["timings"]) == {"evidence_s", "first_token_s", "total_s"}
    assert "“a raw deal for America”. [1]" in answer["answer"]
    numbers = [number for claim in answer["claims"] for number in claim["citations"]]
    assert {claim["support"] for claim in answer["claims"]} == {"quoted"}
    assert [citation["n"] for citation in answer["citations"]] == sorted(set(numbers))
    for citation in answer["citations"]:
        assert set(citation) == CITATION_KEYS
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert answer["citations"][0]["section"].startswith("Trump’s Russian Realignment")
    assert answer["citations"][0]["notes"] == [3]


def test_an_answer_in_the_terminal(ingested: CommandLine) -> None:
    out = fine(ingested("ask", QUESTION))
    assert "[1] This skepticism aligns with" in out
    assert f"    {NAME} · Trump’s Russian Realignment: A Historic Foreign Policy Shift · author’s note 3\n" in out


def test_a_refusal(ingested: CommandLine, text: str) -> None:
    answer = json.loads(fine(ingested("ask", OFF_SUBJECT, "--json")))
    assert set(answer) >= ANSWER_KEYS
    assert (answer["refused"], answer["claims"], answer["citations"]) == (True, [], [])
    assert answer["answer"] == "The document does not say. It has nothing on that."
    assert answer["closest"]
    for citation in answer["closest"]:
        assert set(citation) == CITATION_KEYS
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_file_of_questions(ingested: CommandLine, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "lee", "question": QUESTION},
        {"id": "bread", "question": OFF_SUBJECT},
        {"id": "why", "question": "And who said that?", "history": [QUESTION]},
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert fine(ingested("ask", "--from", tmp_path / "q.jsonl", "--to", tmp_path / "a.jsonl")) == ""
    answers = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["lee", "bread", "why"]
    assert [answer["refused"] for answer in answers] == [False, True, False]
    assert all(set(answer) >= ANSWER_KEYS for answer in answers)
    assert answers[2]["standalone_question"] == f"{QUESTION} And who said that?"
    assert not (tmp_path / "a.jsonl.partial").exists()


def test_a_model_that_is_down_still_shows_the_evidence(ingested: CommandLine, dead_port: int) -> None:
    done = ingested("ask", QUESTION, "--json", "--model", f"openai:tiny@http://127.0.0.1:{dead_port}/v1")
    assert (
        refused(done) == f"No server answers at http://127.0.0.1:{dead_port}/v1: start it, or choose the model quotes."
    )
    answer = json.loads(done.stdout)
    assert answer["model"] == "quotes"
    assert "“a raw deal for America”" in answer["citations"][0]["quote"]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        server.models = [{"id": "tiny", "max_model_len": MAX_CONTEXT}]
        server.pieces = ["Mike Lee calls NATO “a raw deal", " for America” [1]. It has 99 members [1]."]
        yield server


@pytest.mark.server
def test_a_model_drafts_and_what_cannot_stand_is_replaced(
    ingested: CommandLine, server: OpenAIServer, dead_port: int
) -> None:
    # A proxy is set, as in many offices; it must not be asked for a server on this machine.
    done = ingested(
        "ask", QUESTION, "--json", "--model", f"openai:tiny@{server.url}/v1", HTTP_PROXY=f"http://127.0.0.1:{dead_port}"
    )
    answer = json.loads(fine(done))
    first, second = answer["claims"]
    assert (first["text"], first["support"]) == ("Mike Lee calls NATO “a raw deal for America”.", "verified")
    assert (second["support"], second["text"]) == ("repaired", answer["citations"][0]["quote"])
    assert "99" in " ".join(second["reasons"])
    assert answer["timings"]["first_token_s"] >= answer["timings"]["evidence_s"]


def test_without_a_choice_and_without_the_builtin_model_quotes_answer(ingested: CommandLine) -> None:
    done = ingested("ask", QUESTION, BRIEFING_MODEL="")
    assert done.returncode == 0
    assert "[1] This skepticism aligns with" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "`briefing models pull builtin` fetches it (1.1 GB)" in done.stderr


def test_models_and_doctor(ingested: CommandLine, dead_port: int) -> None:
    rows = json.loads(fine(ingested("models", "--json", OLLAMA_HOST=f"127.0.0.1:{dead_port}")))
    assert [row["name"] for row in rows if row["usable"]] == ["quotes"]
    findings = json.loads(fine(ingested("doctor", "--json")))
    assert {finding["state"] for finding in findings} <= {"fine", "missing"}
