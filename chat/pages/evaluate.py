"""Evaluate: choose a suite and models, run them, see what can be trusted."""

from pathlib import Path

import streamlit as st

from chat import keys
from chat.frame import Frame, begin_managing
from chat.markup import plain
from chat.models import Model, find_model
from chat.pages import results
from chat.settings import Settings
from chat.shared import shared_store
from chat.sidebar import usable_models
from evals.background import BackgroundEvaluation, Step, start
from evals.case import KINDS
from evals.documents import DEFAULT_SUITE, SUITES, own_store
from evals.suite import Suite, load_suite
from ingest.errors import BriefingError, SettingsError

MINE = "a suite of my own …"
SAMPLE = 24  # cases: with `quotes` about a quarter of a minute


def main() -> None:
    """Draws the page."""
    frame = begin_managing(
        "Evaluate",
        "Whether the answers can be trusted: every question of a suite is put to every model, and each answer is "
        "compared with the sentences that a right one rests on.",
    )
    settings = frame.settings
    chosen = _choices(frame)
    evaluation: BackgroundEvaluation | None = st.session_state.get(keys.EVALUATION)
    running = evaluation is not None and evaluation.state == "running"
    if st.button("Run", key=keys.EVAL_RUN, type="primary", disabled=running or chosen is None) and chosen:
        suite, models = chosen
        store_settings = settings.model_copy(update={"store": own_store(settings)})
        st.session_state[keys.EVALUATION] = start(suite, models, settings, lambda: shared_store(store_settings))
        st.rerun()
    if evaluation is None:
        st.info("Nothing has been run yet. A few cases with quotes take some seconds; a model takes longer.")
    elif running:
        _progress(evaluation)
    elif evaluation.results:
        results.draw(evaluation.results, frame.held)
    elif evaluation.state == "stopped":
        st.info(plain(evaluation.error))
    else:
        st.error(plain(evaluation.error))


def _choices(frame: Frame) -> tuple[Suite, list[Model]] | None:
    """What is to be run; None while something about it is wrong, which is then said."""
    left, right = st.columns(2, gap="medium")
    with left:
        path = _suite_file(frame.settings)
    with right:
        models = _models(frame)
    kinds_column, sample_column, seed_column = st.columns([4, 1, 1], gap="small")
    kinds = kinds_column.multiselect(
        "Kinds of questions", KINDS, key=keys.EVAL_KINDS, placeholder="all", persist_state="session"
    )
    sample = sample_column.number_input(
        "Cases",
        min_value=1,
        value=SAMPLE,
        key=keys.EVAL_SAMPLE,
        persist_state="session",
        help="At most so many, the kinds represented as in the whole suite.",
    )
    seed = seed_column.number_input(
        "Seed", min_value=0, value=0, key=keys.EVAL_SEED, persist_state="session", help="Another seed, other cases."
    )
    if path is None:
        return None
    try:
        whole = load_suite(path)
        suite = (whole.only(kinds) if kinds else whole).sample(sample, seed)
    except SettingsError as error:
        st.error(plain(str(error)))
        return None
    about = ", ".join(suite.documents) or "the briefings that come with the project"
    st.caption(plain(f"{len(suite.cases)} of {len(whole.cases)} cases about {about}"))
    return (suite, models) if models else None


def _suite_file(settings: Settings) -> Path | None:
    """The suite's file; None while it isn't named."""
    paths = sorted(  # shorter names first: check-2 before check-10
        SUITES.rglob("*.jsonl"), key=lambda path: (path != DEFAULT_SUITE, path.parent, len(path.stem), path.stem)
    )
    shipped = {load_suite(path).name: path for path in paths}
    name = st.selectbox("Suite", [*shipped, MINE], key=keys.EVAL_SUITE, persist_state="session")
    if name != MINE:
        return shipped[name]
    files = st.file_uploader(
        "The suite (.jsonl) and the documents that it asks", accept_multiple_files=True, key=keys.EVAL_UPLOAD
    )
    # Kept, so that the same suite can be run again when an evaluation was interrupted.
    folder = settings.home / "evals" / "suites"
    for file in files:
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / Path(file.name).name
        if not kept.is_file() or kept.read_bytes() != file.getvalue():
            kept.write_bytes(file.getvalue())
    uploaded = [folder / Path(file.name).name for file in files if file.name.endswith(".jsonl")]
    typed = st.text_input(
        "or its path on this machine; its documents are looked for beside it",
        key=keys.EVAL_PATH,
        persist_state="session",
    )
    return uploaded[-1] if uploaded else Path(typed).expanduser() if typed.strip() else None


def _models(frame: Frame) -> list[Model]:
    """The models; none while one of them is wrong."""
    names = list(dict.fromkeys([*usable_models(frame.settings), frame.model.name]))
    chosen = st.multiselect(
        "Models",
        names,
        default=[frame.model.name],
        key=keys.EVAL_MODELS,
        accept_new_options=True,
        persist_state="session",
        help="Others can be typed in: ollama:NAME, openai:NAME@URL, gguf:PATH, PROVIDER:NAME.",
    )
    try:
        models = [find_model(name, frame.settings) for name in chosen]
    except BriefingError as error:
        st.error(plain(str(error)))
        return []
    hosts = {model.sends_to for model in models if model.sends_to}
    if hosts:
        st.caption(plain(f"Questions and evidence are sent to {', '.join(sorted(hosts))}."))
    if not models:
        st.caption("Choose at least one.")
    return models


@st.fragment(run_every=0.5)
def _progress(evaluation: BackgroundEvaluation) -> None:
    """How far each document and model has got, drawn anew on its own, so that the rest of the page stays usable."""
    if evaluation.state != "running":
        st.rerun()  # it is over: the whole page wants to know
    names = {model.name for model in evaluation.models}
    for step in evaluation.steps:
        if step.label not in names and step is not evaluation.steps[-1]:
            continue  # a document that has been read
        st.progress(step.done / step.total if step.total else 0.0, plain(_said(step, evaluation)))
    begun = {step.label for step in evaluation.steps}
    for model in evaluation.models:
        if model.name not in begun:
            st.progress(0.0, plain(f"{model.name}: waiting"))
    stopping = evaluation.cancelling
    label = "Stopping after this question …" if stopping else "Cancel"
    st.button(label, key=keys.EVAL_CANCEL, on_click=evaluation.cancel, disabled=stopping)


def _said(step: Step, evaluation: BackgroundEvaluation) -> str:
    if step.label not in {model.name for model in evaluation.models}:
        return f"Reading {step.label}"
    if not step.total:
        return f"{step.label}: loading"
    left = step.seconds_left
    rest = "" if left is None else f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"
    return f"{step.label}: {step.done} of {step.total} cases{rest}"


if __name__ == "__main__":  # other pages may be imported
    try:
        main()
    except BriefingError as error:
        st.error(plain(str(error)))
