"""The conversation, and the document beside it; the model and the documents at the side."""

import json
from collections.abc import Mapping
from functools import partial
from itertools import count

import streamlit as st

from chat import keys, sidebar
from chat.asking import Asking
from chat.component import draw
from chat.desk import set_address
from chat.frame import begin
from chat.markup import plain
from chat.pages import after
from chat.settings import load_settings
from chat.shared import shared_store
from chat.suggest import overview, suggestions
from chat.trouble import draw_trouble
from chat.turns import draw_turns, draw_waiting
from chat.uploader import draw_progress, draw_uploader, session_intake
from chat.views import document_view, opening_view, outline_view
from ingest import Source
from ingest.errors import BriefingError, StoreError
from vectorstore.store import Store

EMPTY = "Put a document in, then ask it questions."
EMPTIED = "No document is here any more. The conversation is kept: put documents in to go on with it."


def main() -> None:
    """Draws the page."""
    frame = begin()
    settings, desk, store, held = frame.settings, frame.desk, frame.store, frame.held
    asking = desk.asking
    for question in st.session_state.pop(keys.WAITING, []):  # from another page
        asking.ask(question)
    asking.go_on(store if held else None, frame.model, settings, desk.keep)
    set_address(desk)
    sidebar.draw_conversations(desk)
    if held and session_intake(settings).busy:  # what was added on the other page is still being read
        with st.sidebar:
            draw_progress(settings)
    shown = _shown(held)
    fresh = not (asking.conversation.turns or asking.running or asking.broken)

    with st.container(key=keys.READING):
        with st.container(key=keys.TALK):
            draw({"kind": "bar", "title": asking.title}, key=keys.BAR)
            with st.container(key=keys.CONVERSATION_PANE):
                if store and not held:
                    st.info(EMPTY if fresh else EMPTIED)
                    draw_uploader(settings)
                draw_turns(asking, held if store else None, settings, partial(after.draw, desk=desk, settings=settings))
                if fresh and shown:
                    draw(opening_view(shown, overview(shown), held), key=keys.OPENING)
                suggested = st.container(key=keys.SUGGESTED)
                if fresh and shown:
                    draw(outline_view(shown), key=keys.OUTLINE)
            with st.container(key=keys.NOTICES):  # below what scrolls, so that they are seen
                if store is None:
                    draw_trouble(frame.trouble)
                draw_waiting([question for question, _, _ in asking.waiting])
                sidebar.draw_notices(desk)
            st.chat_input(
                "Ask the document a question" if len(held) < 2 else "Ask the documents a question",
                key=keys.QUESTION,
                disabled=not held,
                on_submit=lambda: asking.ask(st.session_state[keys.QUESTION] or ""),
            )
        if shown:
            with st.container(key=keys.DOCUMENT_PANE):
                _document(tuple(held), fresh)
    if fresh and shown and store:  # last, because each is tried out before it is shown
        with suggested:
            _suggest(shown, store, asking)


def _shown(held: Mapping[str, Source]) -> Source | None:
    """The document that is open beside the conversation."""
    name = st.session_state.get(keys.SHOWN)
    return held.get(str(name)) or next(iter(held.values()), None)


@st.fragment
def _document(names: tuple[str, ...], fresh: bool) -> None:
    """The document. A fragment, so that opening another one leaves the rest of the page alone."""
    try:
        held = {entry.source.name: entry.source for entry in shared_store(load_settings()).entries()}
    except StoreError:
        st.rerun()  # the whole page, which says so
    source = _shown(held)
    if source is None:
        return
    draw(_document_bytes(source.name, source.sha256, names, source), keys.DOCUMENT, partial(_show, fresh))
    if st.session_state.pop(keys.SHOW_ALL, False):
        st.rerun()


def _show(fresh: bool) -> None:
    place = st.session_state[keys.DOCUMENT].get("show")
    if place:
        st.session_state[keys.SHOWN] = str(place["document"])
        st.session_state[keys.SHOW_ALL] = fresh  # the first screen tells of the document that is open


@st.cache_resource(max_entries=8, show_spinner=False)
def _document_bytes(name: str, sha256: str, names: tuple[str, ...], _source: Source) -> bytes:
    """A document as the component takes it; made once, for all sessions."""
    return json.dumps(document_view(_source, names), ensure_ascii=False).encode()


def _suggest(source: Source, store: Store, asking: Asking) -> None:
    st.caption("Questions it answers")  # said first: there is room for them until they come
    questions = suggestions(source, store)
    for number, question in zip(count(), questions):
        st.button(
            plain(question), key=f"{keys.SUGGESTED}_{number}", on_click=asking.ask, args=(question,), width="stretch"
        )


try:
    main()
except BriefingError as error:
    st.error(plain(str(error)))
