"""The side of the page: which model answers, which documents are there."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from chat import keys
from chat.available import available_models
from chat.markup import plain
from chat.models import QUOTES, Model, builtin_is_here, find_model
from chat.settings import Settings
from chat.shared import shared_pull
from ingest import PARSERS
from ingest.errors import BriefingError
from vectorstore.intake import UPLOAD, ingest_file
from vectorstore.store import Store

OTHER = "another …"


def draw(settings: Settings, store: Store) -> Model:
    """Draws the side of the page.

    Returns:
        The model that the next question goes to.
    """
    with st.sidebar:
        model = _model(settings)
        if shared_pull(settings):
            _pull(settings)
        _documents(store)
    return model


@st.cache_data(ttl=30, show_spinner="Looking for models …")
def usable_models(_settings: Settings) -> list[str]:
    """Names of the models that can answer now."""
    return [row.name for row in available_models(_settings) if row.usable]


def _model(settings: Settings) -> Model:
    names = list(dict.fromkeys([settings.model, "quotes", *usable_models(settings), OTHER]))
    name = st.selectbox(
        "Model",
        names,
        key=keys.MODEL,
        persist_state="session",
        help="quotes: the document’s own sentences, no model.",
    )
    if name == OTHER:
        name = st.text_input(
            "Its name",
            "quotes",
            key=keys.OTHER_MODEL,
            persist_state="session",
            help="ollama:NAME, openai:NAME@URL, gguf:PATH, PROVIDER:NAME",
        )
    if name == "builtin" and not builtin_is_here(settings):
        fetch = "" if shared_pull(settings) else " `briefing models pull builtin` fetches it (1.1 GB)."
        st.caption(f"The built-in model is not here yet: answering with quotes.{fetch}")
        return QUOTES
    try:
        model = find_model(name, settings)
    except BriefingError as error:
        st.error(plain(str(error)))
        return QUOTES
    if model.sends_to:
        st.caption(plain(f"Questions and evidence are sent to {model.sends_to}."))
    return model


@st.fragment(run_every=1.0)
def _pull(settings: Settings) -> None:
    """The download of the built-in model, as it goes."""
    pull = shared_pull(settings)
    if pull is None:
        st.rerun()  # it has just arrived: the whole page wants to know
    done, total = pull.done_bytes, pull.total_bytes
    if pull.state == "failed":
        st.error(plain(str(pull.error)))
    elif pull.state == "cancelled":
        st.caption("The built-in model’s download was stopped.")
    elif pull.state == "verifying":
        st.progress(1.0, "Checking the built-in model …")
    else:
        st.progress(
            done / total if total else 0.0, f"Fetching the built-in model: {done / 1e6:.0f} of {total / 1e6:.0f} MB"
        )
    if pull.state in ("failed", "cancelled"):
        st.button("Fetch it", key=keys.RESTART_PULL, on_click=pull.restart)
    else:
        st.button("Stop", key=keys.CANCEL_PULL, on_click=pull.cancel)


def _advance(bar: DeltaGenerator, done: int, total: int) -> None:
    bar.progress(done / total)


def _documents(store: Store) -> None:
    files = st.file_uploader(
        "Add documents",
        type=[suffix.lstrip(".") for suffix in PARSERS],
        accept_multiple_files=True,
        key=keys.UPLOAD,
    )
    seen: dict[str, str] = st.session_state.setdefault(keys.UPLOADED, {})
    for file in files or []:
        if file.file_id not in seen:
            bar = st.progress(0.0, plain(f"Reading {file.name} …"))
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / Path(file.name).name
                path.write_bytes(file.getvalue())
                result = ingest_file(path, store, origin=UPLOAD, progress=partial(_advance, bar))
            bar.empty()
            seen[file.file_id] = result.error or ""
        if seen[file.file_id]:
            st.error(plain(seen[file.file_id]))
    st.caption("Documents")
    for entry in store.entries():
        st.text(entry.source.name, help=plain(entry.source.opening))
