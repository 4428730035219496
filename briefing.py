"""The command line: reads arguments, puts the parts together, prints."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from chat import console
from chat.settings import Settings, load_settings, stay_local
from ingest.errors import BriefingError

if TYPE_CHECKING:
    from chat.answer import Answer
    from chat.models import Model
    from vectorstore.store import Store

# Imports inside commands: `briefing --help` must not wait for the libraries that only a search or a model needs.

app = typer.Typer(
    help="Ask a briefing document questions; every sentence of the answer is traced to the sentence it rests on.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="Chat models: what is here, fetching the built-in one, trying one out.")
app.add_typer(models_app, name="models", invoke_without_command=True)

NO_DOCUMENTS = "No documents yet. Put one in with `briefing ingest PATH`."

StoreOption = Annotated[
    str | None, typer.Option("--store", metavar="FOLDER|URL", help="Vector store: a folder or a Chroma server.")
]
EmbeddingsOption = Annotated[
    str | None, typer.Option("--embeddings", metavar="NAME|FOLDER", help="Embedding model for sentence-transformers.")
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="quotes, builtin, gguf:PATH, ollama:NAME, openai:NAME@URL, PROVIDER:NAME.",
    ),
]
DocumentOption = Annotated[
    list[str] | None,
    typer.Option("--document", "-d", metavar="DOC", help="Answer from this document only; may be repeated."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files, or folders of files.")] = None,
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
    re_embed: Annotated[
        bool, typer.Option("--re-embed", help="Index all documents of the store anew with this embedding model.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put documents in. A file that hasn't changed is passed over; a changed one replaces its old text."""
    from vectorstore.intake import ingest_files

    if not paths and not re_embed:
        raise typer.BadParameter("name a file or a folder, or use --re-embed", param_hint="PATH")
    opened = _store(load_settings(store=store, embeddings=embeddings))
    with console.progress() as progress:
        if re_embed:
            count = opened.re_embed(progress("Embedding"))
            console.out(
                f"{count} document{'' if count == 1 else 's'} indexed with {opened.model.name}."
            ) if not as_json else None
        results = ingest_files(paths or [], opened, progress)
    if as_json:
        console.print_json([result.as_dict() for result in results])
    for result in results:
        if result.error:
            console.err(result.error)
        elif not as_json:
            console.out(str(result))
    if any(result.error for result in results):
        raise typer.Exit(1)


@app.command()
def documents(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """List the documents in the store."""
    from chat.listing import summary

    entries = _store(load_settings(store=store)).entries()
    if as_json:
        console.print_json([summary(entry) for entry in entries])
    elif not entries:
        console.out(NO_DOCUMENTS)
    for row in [] if as_json else map(summary, entries):
        notes = f", {row['notes']} author’s notes" if row["notes"] else ""
        console.out(f"{row['document']}: {row['sections']} sections, {row['sentences']} sentences{notes}")
        console.out(f"    {shorten(row['opening'], 100, placeholder=' …')}")


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="DOC")],
    text: Annotated[bool, typer.Option("--text", help="Print the text that citation offsets slice.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document's outline, or its text."""
    from chat.listing import outline, summary

    entry = _store(load_settings(store=store)).entry(document)
    if text:
        sys.stdout.write(entry.source.text + ("\n" if sys.stdout.isatty() else ""))
    elif as_json:
        console.print_json(summary(entry) | {"sections": outline(entry.source), "text": entry.source.text})
    else:
        console.out(f"{entry.source.name}\n{entry.source.opening}\n")
        for section in outline(entry.source):
            title = section["title"] or "(before the first heading)"
            console.out(f"{'  ' * section['level']}{title}: {section['sentences']} sentences")


@app.command()
def forget(
    document: Annotated[str, typer.Argument(metavar="DOC")],
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a document and everything made from it from the store. The file itself stays."""
    _store(load_settings(store=store, embeddings=embeddings)).remove(document)
    console.print_json({"forgotten": document}) if as_json else console.out(f"{document}: forgotten.")


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=50)] = 5,
    document: DocumentOption = None,
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages by meaning and by words."""
    from chat.listing import found
    from vectorstore.hybrid import HybridRetriever

    opened = _store(load_settings(store=store, embeddings=embeddings))
    hits = HybridRetriever(store=opened, k=count, among=_among(document, opened)).invoke(_words(query, "QUERY"))
    rows = [found(hit, opened) for hit in hits]
    if as_json:
        console.print_json(rows)
    elif not rows:
        console.out("Nothing found." if opened.entries() else NO_DOCUMENTS)
    for rank, row in enumerate([] if as_json else rows, start=1):
        how = ", ".join(f"{name} {row[key]}" for name, key in _RANKS if row[key] is not None)
        console.out(
            f"{rank}. {row['document']} · {row['section'] or 'before the first heading'} ({how})\n   {row['text']}\n"
        )


_RANKS = (("by meaning", "meaning_rank"), ("by words", "words_rank"), ("similarity", "similarity"))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Questions, one JSON object a line.")
    ] = None,
    to_file: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Where their answers go.")] = None,
    model: ModelOption = None,
    document: DocumentOption = None,
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds that the model may take for an answer.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask one question, or a file of them."""
    from chat.batch import answer_file
    from chat.render import as_text

    if (question is None) == (from_file is None) or (from_file is None) != (to_file is None):
        raise typer.BadParameter("give a QUESTION, or --from FILE with --to FILE", param_hint="QUESTION")
    if from_file and to_file and from_file.resolve() == to_file.resolve():
        raise typer.BadParameter("the answers would replace the questions", param_hint="--to")
    settings = load_settings(store=store, embeddings=embeddings, model=model, timeout=timeout)
    chosen = _model(settings)
    opened = _store(settings)
    answer = _answerer(settings, opened, chosen, _among(document, opened))
    if from_file and to_file:
        with console.progress() as progress:
            problems = answer_file(from_file, to_file, answer, settings.model, progress("Answering"))
        for problem in problems:
            console.err(problem)
        raise typer.Exit(1 if problems else 0)
    with console.status(f"Asking {chosen.name} …"):
        result = answer(_words(question or "", "QUESTION"), [])
    console.print_json(result.model_dump()) if as_json else console.out(as_text(result))
    if result.problem:
        _fail(result.problem)


@models_app.callback()
def models(context: typer.Context, as_json: JsonOption = False) -> None:
    """Chat models: what is here, fetching the built-in one, trying one out."""
    if context.invoked_subcommand is None:
        models_list(as_json=as_json)


@models_app.command("list")
def models_list(as_json: JsonOption = False) -> None:
    """Show the chat models that can be used here."""
    from chat.available import available_models

    rows = available_models(load_settings())
    if as_json:
        console.print_json([row.as_dict() for row in rows])
    for row in [] if as_json else rows:
        console.out(str(row))


@models_app.command("pull")
def models_pull(name: Annotated[str, typer.Argument(metavar="MODEL")] = "builtin") -> None:
    """Fetch the built-in chat model. An interrupted download goes on where it stopped."""
    from chat.download import pull

    if name != "builtin":
        hint = (
            f" `ollama pull {name.removeprefix('ollama:')}` fetches it for Ollama."
            if name.startswith("ollama:")
            else ""
        )
        _fail(f"Only `builtin` can be fetched here, not {name!r}.{hint}")
    with console.progress(bytes_=True) as progress:
        path = pull(load_settings().models_folder, on_progress=progress("Fetching the built-in model"))
    console.out(f"The built-in model is at {path}.")


@models_app.command("check")
def models_check(
    name: Annotated[str, typer.Argument(metavar="MODEL")], timeout: float | None = None, as_json: JsonOption = False
) -> None:
    """Try a chat model out on a small question, and say how fast it is and whether it cites."""
    from chat.available import check_model
    from chat.models import find_model

    settings = load_settings(model=name, timeout=timeout)
    with console.status(f"Asking {name} …"):
        result = check_model(find_model(name, settings), settings.timeout)
    console.print_json(result.as_dict()) if as_json else console.out(str(result))


@app.command()
def chat(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help="Files or folders to put in first.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port on 127.0.0.1; the next free one when it is taken.")] = None,
    model: ModelOption = None,
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
) -> None:
    """Serve the chat page on this machine."""
    from chat.serve import serve_page

    settings = load_settings(store=store, embeddings=embeddings, model=model, port=port)
    if paths:
        # A file that can't be read has been reported; the page is for the others.
        with suppress(typer.Exit):
            ingest(paths, store=store, embeddings=embeddings)
    serve_page(settings, console.out)


@app.command("eval")
def evaluate(
    suite: Annotated[
        Path | None, typer.Option("--suite", metavar="FILE", help="Cases, one JSON object a line; the briefing's own.")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", "-m", metavar="MODEL", help="May be repeated, to compare models.")
    ] = None,
    kinds: Annotated[str | None, typer.Option(help="Kinds of cases, with commas between; all without it.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="At most so many cases, kinds as in the whole.")] = None,
    seed: Annotated[int, typer.Option(help="Which sample.")] = 0,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write everything as JSON.")] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a report as one HTML file.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="EARLIER.json", help="Compare with an earlier run, case by case.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=NUMBER", help="Exit with 1 when a figure is not reached; may be repeated."),
    ] = None,
    judge: Annotated[
        str | None, typer.Option(metavar="MODEL", help="A chat model that judges support, in figures of its own.")
    ] = None,
    store: StoreOption = None,
    embeddings: EmbeddingsOption = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds that a model may take for an answer.")] = None,
) -> None:
    """Measure whether the answers can be trusted: retrieval, citations, answers, refusals, cost."""
    from chat.models import find_model
    from evals.documents import DEFAULT_SUITE, own_store, partial_folder, prepare
    from evals.figures import compare, read_gates
    from evals.judge import Judge
    from evals.report import write_report
    from evals.results import load_results
    from evals.run import evaluate
    from evals.suite import load_suite
    from evals.table import as_markdown, differences_as_markdown
    from vectorstore.store import open_store

    settings = load_settings(embeddings=embeddings, timeout=timeout)
    gates = read_gates(fail_under or [])
    earlier = load_results(against) if against else None
    cases = load_suite(suite or DEFAULT_SUITE)
    cases = cases.only(kinds.replace(",", " ").split()) if kinds else cases
    cases = cases.sample(sample, seed) if sample else cases
    models = [find_model(name, settings) for name in model or [settings.model]]
    judging = Judge(find_model(judge, settings)) if judge else None
    opened = open_store(store or own_store(settings), settings.embeddings)
    with console.progress() as progress:
        prepare(cases, opened, progress)
        results = evaluate(
            cases,
            models,
            opened,
            settings,
            partial=partial_folder(settings),
            progress=progress,
            judge=judging,
        )
    compared = compare(earlier, results) if earlier else {}
    if json_file:
        console.write(json_file, results.model_dump_json(indent=1))
    if report:
        write_report(results, report, compared)
    console.out(as_markdown(results))
    if compared:
        console.out("\n" + differences_as_markdown(compared))
    failures = [failure for gate in gates for run in results.runs if (failure := gate.fails(run))]
    for failure in failures:
        console.err(failure)
    raise typer.Exit(1 if failures else 0)


@app.command()
def doctor(store: StoreOption = None, embeddings: EmbeddingsOption = None, as_json: JsonOption = False) -> None:
    """Check everything that Briefing needs, and say what to do about what is missing."""
    from chat.doctor import examine

    findings = examine(load_settings(store=store, embeddings=embeddings))
    if as_json:
        console.print_json([finding.as_dict() for finding in findings])
    for finding in [] if as_json else findings:
        console.out(str(finding))
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


def _store(settings: Settings) -> "Store":
    from vectorstore.store import open_store

    return open_store(settings.store_location, settings.embeddings)


def _model(settings: Settings) -> "Model":
    """The chosen model; `quotes` while the built-in one was only assumed and isn't here yet."""
    from chat.models import QUOTES, builtin_is_here, find_model

    if settings.model == "builtin" and "model" not in settings.model_fields_set and not builtin_is_here(settings):
        console.err(
            "The built-in model is not here yet, so this is answered with quotes. "
            "`briefing models pull builtin` fetches it (1.1 GB)."
        )
        return QUOTES
    return find_model(settings.model, settings)


def _answerer(
    settings: Settings, store: "Store", model: "Model", among: list[str] | None
) -> "Callable[[str, Sequence[str]], Answer]":
    from chat.ask import ask

    def answer(question: str, history: Sequence[str]) -> "Answer":
        return ask(
            question,
            store,
            model,
            history=history,
            among=among,
            evidence_count=settings.evidence,
            quote_count=settings.quotes,
            timeout=settings.timeout,
        )

    return answer


def _among(names: list[str] | None, store: "Store") -> list[str] | None:
    return [store.entry(name).source.name for name in names] if names else None


def _words(text: str, hint: str) -> str:
    if not text.strip():
        raise typer.BadParameter("it is empty", param_hint=hint)
    return text.strip()


def _fail(text: str) -> NoReturn:
    console.err(text)
    raise typer.Exit(1)


def main() -> NoReturn:
    """Runs the command line; errors that the reader can mend are one line and exit status 1."""
    stay_local()
    try:
        app()
    except BriefingError as error:
        console.err(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        console.err("Stopped.")
        sys.exit(130)
    except BrokenPipeError:  # `briefing show --text | head`
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)


if __name__ == "__main__":
    main()
