"""The uploader, and how far each file is."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from chat import keys
from chat.intake import Intake, Progress
from chat.markup import plain
from chat.settings import Settings
from chat.shared import shared_store
from chat.uploads import keep_upload
from ingest import PARSERS
from ingest.errors import IngestError
from vectorstore.intake import UPLOAD, ingest_file

EVERY = 0.5  # seconds between two looks at how far the files are


def session_intake(settings: Settings) -> Intake:
    """The session's uploads."""
    intake: Intake = st.session_state.setdefault(keys.INTAKE, Intake(partial(_put, settings)))
    return intake


def before_documents(settings: Settings) -> None:
    """Call it before the documents are looked at: a file that goes in after that draws the page anew."""
    st.session_state[keys.UPLOADED] = session_intake(settings).finished


def draw_uploader(settings: Settings) -> None:
    """Draws the uploader and what became of each file. Files are read on a thread, while the page goes on."""
    intake = session_intake(settings)
    files = st.file_uploader(
        "Add documents",
        type=list(PARSERS),
        accept_multiple_files=True,
        key=keys.UPLOAD,
    )
    for file in files:
        intake.add(file.file_id, file.name, file.getvalue)
    draw_progress(settings)


def draw_progress(settings: Settings) -> None:
    """Draws what became of each file, as it goes."""
    intake = session_intake(settings)
    st.fragment(_progress, run_every=EVERY if intake.busy else None)(intake)


def _progress(intake: Intake) -> None:
    busy = intake.busy  # looked at before the states, so that none that ends meanwhile is overlooked
    for upload in reversed(intake.uploads.values()):
        if upload.state == "failed":
            st.error(plain(upload.said))
        elif upload.state == "done":
            st.caption(plain(upload.said))
        elif upload.state == "reading":
            st.progress(upload.share, plain(f"Reading {upload.name} …"))
        else:
            st.progress(0.0, plain(f"{upload.name} waits …"))
    if not busy and intake.finished != st.session_state.get(keys.UPLOADED):
        st.rerun()  # the whole page, which then knows of the new documents


def _put(settings: Settings, name: str, data: bytes, progress: Progress) -> str:
    """Puts a file into the store, and keeps it: an evaluation reads its documents from files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        try:
            path.write_bytes(data)
        except OSError as error:
            raise IngestError(f"{name}: {error.strerror or error}.") from error
        result = ingest_file(path, shared_store(settings), origin=UPLOAD, progress=progress)
    if result.error:
        raise IngestError(result.error)
    try:
        keep_upload(settings, name, data)
    except IngestError as error:  # it is in the store all the same
        return f"{result} Its file is not kept: {error}"
    return str(result)
