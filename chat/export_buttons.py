"""Buttons that export an answer or a conversation."""

from functools import partial

import streamlit as st

from chat.conversation import Conversation
from chat.export import FORMATS, as_bytes, file_name


def draw_exports(conversation: Conversation, key: str) -> None:
    """Draws a button a format; a file is made only when its button is pressed.

    Args:
        conversation: What is exported; see `chat.export.only`.
        key: What the buttons' keys begin with; the format's suffix follows.
    """
    for suffix, (name, media_type) in FORMATS.items():
        st.download_button(
            name,
            partial(as_bytes, conversation, suffix),
            file_name=file_name(conversation.title, suffix),
            mime=media_type,
            key=f"{key}_{suffix}",
            on_click="ignore",
            type="tertiary",
        )
