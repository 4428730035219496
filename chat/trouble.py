"""What the page says while the store can't be used: one line, and a way to go on once it can."""

import streamlit as st

from chat import keys
from chat.markup import plain
from chat.settings import Settings
from chat.shared import reopen_store, shared_store
from ingest.errors import BriefingError
from vectorstore.store import Store


def usable_store(settings: Settings) -> tuple[Store | None, str]:
    """The store, or None and why it can't be used."""
    try:
        store = shared_store(settings)
        store.entries()
    except BriefingError as error:
        reopen_store(settings)
        return None, str(error)
    return store, ""


def draw_trouble(said: str) -> None:
    """Draws why the store can't be used."""
    st.warning(plain(said))
    st.button("Try again", key=keys.RETRY)
