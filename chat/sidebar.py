"""The side of the page: the conversations, which model answers, which documents are asked."""

from collections.abc import Callable, Sequence

import streamlit as st

from chat import component, keys
from chat.available import available_models
from chat.choice import chosen_model
from chat.conversations import Summary
from chat.desk import Desk
from chat.download import BUILTIN
from chat.download_view import draw_pull
from chat.export import day
from chat.export_buttons import draw_exports
from chat.markup import plain
from chat.models import QUOTES, Model, builtin_is_here, find_model
from chat.settings import Settings
from chat.shared import shared_pull
from ingest.errors import BriefingError, ConversationError

SHOWN = 12  # conversations that are listed until words are searched for


def draw(settings: Settings, documents: Sequence[str] | None, desk: Desk) -> Model:
    """Draws what holds for the next question: the model, the documents.

    Args:
        settings: To find models with.
        documents: Names of the documents that can be asked; None while the store can't be used.
        desk: The session's.

    Returns:
        The model that the next question goes to.
    """
    with st.sidebar:
        component.draw({"kind": "side"}, key=keys.SIDE)  # nothing to be seen: so that every page listens
        if st.button("New conversation", key=keys.NEW_CONVERSATION, on_click=desk.new, width="stretch"):
            st.switch_page("pages/conversation.py")
        model = _model(settings, desk)
        if shared_pull(settings):
            draw_pull(settings, keys.SIDE)
        if documents is not None:
            _among(documents, desk)
    return model


def draw_conversations(desk: Desk) -> None:
    """Draws the conversations; last, so that an answer that has just come is among them."""
    with st.sidebar:
        _conversations(desk)
        if desk.conversation.turns:
            with st.popover("Export conversation", type="tertiary", key=keys.EXPORT_ALL):
                draw_exports(desk.conversation, keys.EXPORT_ALL)


def draw_notices(desk: Desk) -> None:
    """Says what went wrong with keeping things, in a line each."""
    if desk.problem:
        st.warning(plain(desk.problem))
    if desk.notice:
        st.warning(plain(desk.notice))
        desk.notice = None


@st.cache_data(ttl=30, show_spinner="Looking for models …")
def usable_models(_settings: Settings) -> list[str]:
    """Names of the models that can answer now."""
    return [row.name for row in available_models(_settings) if row.usable]


def current_model(settings: Settings) -> str:
    """Name of the model that this session has chosen."""
    return str(st.session_state.setdefault(keys.CHOSEN, chosen_model(settings)))


def _model(settings: Settings, desk: Desk) -> Model:
    chosen = current_model(settings)
    st.session_state[keys.MODEL] = chosen
    st.selectbox(
        "Model",
        list(dict.fromkeys([chosen, "quotes", *usable_models(settings), *desk.named])),
        key=keys.MODEL,
        on_change=_choose,
        args=(settings, desk),
        accept_new_options=True,
        help="quotes: the document’s own sentences, no model. Others can be typed in: ollama:NAME, openai:NAME@URL, "
        "gguf:PATH, PROVIDER:NAME. The Models page says more.",
    )
    if chosen == BUILTIN.name and not builtin_is_here(settings):
        hint = "" if shared_pull(settings) else " The Models page fetches it."
        st.caption(f"The built-in model is not here yet: until then, answers are quotes.{hint}")
        return QUOTES
    try:
        model = find_model(chosen, settings)
    except BriefingError as error:
        st.error(plain(str(error)))
        return QUOTES
    if model.sends_to:
        st.caption(plain(f"Questions and evidence are sent to {model.sends_to}."))
    return model


def _choose(settings: Settings, desk: Desk) -> None:
    name = str(st.session_state[keys.MODEL]).strip()
    try:
        find_model(name, settings)
    except BriefingError:  # said at the side until another one is chosen; not kept for the next time
        st.session_state[keys.CHOSEN] = name
    else:
        desk.choose_model(name, settings)


def _among(names: Sequence[str], desk: Desk) -> None:
    """Which documents are asked; nothing to choose where there is only one."""
    among = desk.conversation.documents
    if among is not None and not set(among) & set(names):
        if names:
            desk.notice = f"{', '.join(among)}: no longer here, so this conversation asks all documents."
        desk.change(lambda conversation: conversation.restricted_to(None))
        among = None
    if len(names) < 2:
        return
    st.session_state[keys.AMONG] = [name for name in among or () if name in names]

    def restrict() -> None:
        chosen = st.session_state[keys.AMONG]
        desk.change(lambda conversation: conversation.restricted_to(chosen or None))

    st.multiselect(
        "Ask only",
        names,
        key=keys.AMONG,
        on_change=restrict,
        placeholder="all documents",
        help="What is asked next in this conversation is answered from these documents only.",
    )


def _conversations(desk: Desk) -> None:
    try:
        listing = desk.conversations.listing(st.session_state.get(keys.SEARCH) or "")
    except ConversationError as error:
        st.caption(plain(str(error)))
        return
    found = listing.conversations
    if found or st.session_state.get(keys.SEARCH):
        st.text_input("Conversations", key=keys.SEARCH, placeholder="search their words", persist_state="session")
    if st.session_state.get(keys.SEARCH) and not found:
        st.caption("No conversation holds these words.")
    with st.container(key=keys.LIST, gap=None):
        for item in found[:SHOWN]:
            _row(item, desk)
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more: search for their words.")
    for problem in listing.problems:
        st.caption(plain(problem))


def _row(item: Summary, desk: Desk) -> None:
    here = item.id == desk.conversation.id
    with st.container(horizontal=True, gap=None, vertical_alignment="center", key=f"{keys.LIST}_{item.id}"):
        opened = st.button(
            plain(item.title),
            key=f"{keys.OPEN}_{item.id}",
            type="secondary" if here else "tertiary",
            width="stretch",
            help=plain(f"{day(item.changed)}, {item.turns} {'question' if item.turns == 1 else 'questions'}"),
        )
        with st.popover("⋯", type="tertiary", key=f"{keys.MORE}_{item.id}", help="Rename or remove"):
            _more(item, desk)
    if opened:
        _try(lambda: desk.open(item.id), desk)
        st.switch_page("pages/conversation.py")


def _more(item: Summary, desk: Desk) -> None:
    name_key = f"{keys.RENAME}_{item.id}"
    st.text_input("Name", item.title, key=name_key)
    st.button(
        "Rename",
        key=f"{keys.RENAME_SAVE}_{item.id}",
        on_click=lambda: _try(lambda: desk.rename(item.id, st.session_state[name_key]), desk),
    )
    st.divider()
    sure = st.checkbox("Remove it for good", key=f"{keys.REMOVE}_{item.id}")
    st.button(
        "Remove",
        key=f"{keys.REMOVE_SURE}_{item.id}",
        disabled=not sure,
        on_click=lambda: _try(lambda: desk.remove(item.id), desk),
    )


def _try(action: Callable[[], None], desk: Desk) -> None:
    try:
        action()
    except ConversationError as error:
        desk.notice = str(error)
