"""What every page begins with: the look, what the session has in hand, the store, and the side."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from chat import sidebar
from chat.component import STYLE
from chat.desk import Desk, open_desk
from chat.models import Model
from chat.settings import Settings, load_settings
from chat.trouble import usable_store
from chat.uploader import before_documents
from ingest import Source
from vectorstore.records import Entry
from vectorstore.store import Store


@dataclass(frozen=True)
class Frame:
    """What a page is drawn with.

    Attributes:
        settings: The settings.
        desk: The session's.
        store: The store; None while it can't be used.
        trouble: Why it can't be used.
        entries: What is in the store.
        model: What the next question goes to.
    """

    settings: Settings
    desk: Desk
    store: Store | None
    trouble: str
    entries: Sequence[Entry]
    model: Model

    @property
    def held(self) -> dict[str, Source]:
        """The documents that are in the store, by name."""
        return {entry.source.name: entry.source for entry in self.entries}


def begin() -> Frame:
    """Draws the side, as far as a page doesn't change it any more."""
    st.html(STYLE)
    settings = load_settings()
    desk = open_desk(settings)
    before_documents(settings)
    store, trouble = usable_store(settings)
    entries = store.entries() if store else []
    model = sidebar.draw(settings, [entry.source.name for entry in entries] if store else None, desk)
    return Frame(settings, desk, store, trouble, entries, model)


def begin_managing(title: str, about: str) -> Frame:
    """Draws the side and the head of a page that is no conversation.

    Args:
        title: The page's title.
        about: What it is for, in a sentence or two.
    """
    frame = begin()
    sidebar.draw_conversations(frame.desk)
    st.title(title, anchor=False)
    st.caption(about)
    sidebar.draw_notices(frame.desk)
    return frame
