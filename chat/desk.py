"""What one session of the page has in hand: the conversation that is open, and how it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from chat import keys
from chat.asking import Asking
from chat.choice import keep_choice
from chat.conversation import Conversation, Turn
from chat.conversations import Conversations
from chat.settings import Settings
from chat.shared import shared_conversations
from ingest.errors import BriefingError, ConversationError

ADDRESS = "c"  # of the page's address: ?c=<id of the open conversation>
_GOING_ON: dict[str, Asking] = {}  # where a question is being answered: a page that is loaded anew goes on with it


@dataclass
class Desk:
    """Kept in the session, so that no session sees what another one has open.

    Attributes:
        conversations: Where conversations are kept.
        asking: The open conversation and what goes on in it.
        problem: Why the open conversation is only in memory; None once it is on disk.
        notice: Something to be said once.
        address: What the page's address named when it was looked at last.
        named: Models that were chosen, in the order in which that happened first.
        others: Conversations that were left while a question was being answered or waited.
    """

    conversations: Conversations
    asking: Asking = field(default_factory=Asking)
    problem: str | None = None
    notice: str | None = None
    address: str | None = None
    named: list[str] = field(default_factory=list)
    others: dict[str, Asking] = field(default_factory=dict)

    @property
    def conversation(self) -> Conversation:
        """The open conversation."""
        return self.asking.conversation

    def keep(self, conversation: Conversation) -> None:
        """Keeps a conversation that holds something; a failure is a `problem` and loses nothing. From any thread."""
        if not conversation.turns:
            return
        try:
            self.conversations.save(conversation)
        except ConversationError as error:
            self.problem = str(error)
        else:
            self.problem = None

    def change(self, change: Callable[[Conversation], Conversation]) -> None:
        """Changes the open conversation, and keeps it."""
        self.asking.conversation = change(self.asking.conversation)
        self.keep(self.asking.conversation)

    def turn(self, turn_id: str) -> Turn | None:
        """A turn of the open conversation as it is now."""
        return next((turn for turn in self.conversation.turns if turn.id == turn_id), None)

    def new(self) -> None:
        """Begins a conversation, leaving the open one."""
        if self.conversation.turns or self._busy:
            self._leave(Asking())

    def open(self, conversation_id: str) -> None:
        """Opens a conversation that is kept; what goes on in the one that is left goes on.

        Raises:
            ConversationError: It isn't there, or can't be read.
        """
        if conversation_id == self.conversation.id:
            return
        asking = self.others.pop(conversation_id, None) or _going_on(conversation_id)
        self._leave(asking or Asking(self.conversations.load(conversation_id)))

    def rename(self, conversation_id: str, name: str) -> None:
        """Renames a conversation, the open one or another.

        Raises:
            ConversationError: It can't be read or written.
        """
        if conversation_id == self.conversation.id:
            self.change(lambda conversation: conversation.named(name))
        else:
            self.conversations.rename(conversation_id, name)

    def remove(self, conversation_id: str) -> None:
        """Removes a conversation; when it is the open one, a new one begins.

        Raises:
            ConversationError: It can't be removed.
        """
        left = self.asking if conversation_id == self.conversation.id else self.others.pop(conversation_id, None)
        if left and left.running:
            left.running.stop()  # its answer would bring the conversation back
        self.conversations.remove(conversation_id)
        if left is self.asking:
            self.asking, self.problem = Asking(), None

    def choose_model(self, name: str, settings: Settings) -> None:
        """Chooses the model for what is asked next, here and the next time."""
        st.session_state[keys.CHOSEN] = name
        if name not in self.named:
            self.named.append(name)
        self.change(lambda conversation: conversation.answered_by(name))
        try:
            keep_choice(settings, name)
        except BriefingError as error:
            self.notice = str(error)

    def _leave(self, asking: Asking) -> None:
        if self._busy:
            self.others[self.conversation.id] = self.asking
        self.asking, self.problem = asking, None
        if asking.conversation.model:
            st.session_state[keys.CHOSEN] = asking.conversation.model

    @property
    def _busy(self) -> bool:
        return bool(self.asking.running or self.asking.waiting or self.asking.broken or self.problem)


def _going_on(conversation_id: str) -> Asking | None:
    """What goes on in a conversation; None when that is over, because all of it is on disk then."""
    for known, asking in list(_GOING_ON.items()):
        if not asking.running or asking.running.over:
            _GOING_ON.pop(known, None)
    return _GOING_ON.get(conversation_id)


def open_desk(settings: Settings) -> Desk:
    """The session's desk, with the conversation open that the page's address names."""
    new = keys.DESK not in st.session_state
    desk: Desk = st.session_state.setdefault(keys.DESK, Desk(shared_conversations(settings)))
    named = st.query_params.get(ADDRESS)
    if named and named != desk.address:  # a bookmark, a reload, or the browser's own way back
        chosen = st.session_state.get(keys.CHOSEN)
        try:
            desk.open(named)
        except ConversationError as error:
            desk.notice = str(error)
        if new and "model" in settings.model_fields_set:  # a flag or a variable was meant for this start
            st.session_state[keys.CHOSEN] = chosen or settings.model
    if desk.problem:
        desk.keep(desk.conversation)  # perhaps there is room again
    return desk


def set_address(desk: Desk) -> None:
    """Lets the page's address name the open conversation, so that a reload finds it, and what goes on in it."""
    if desk.asking.running:
        _GOING_ON[desk.conversation.id] = desk.asking
    desk.address = desk.conversation.id if desk.conversation.turns or desk.asking.running else None
    if st.query_params.get(ADDRESS) != desk.address:
        if desk.address:
            st.query_params[ADDRESS] = desk.address
        else:
            st.query_params.pop(ADDRESS, None)
