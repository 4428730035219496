"""What can be done with an answer once it has been read: say what was good or bad about it, keep it as a file."""

import streamlit as st

from chat import keys
from chat.conversation import Feedback, Turn
from chat.desk import Desk
from chat.export import only
from chat.export_buttons import draw_exports
from chat.pages.collect import collect
from chat.settings import Settings

THUMBS = ("Not good", "Good")


def draw(turn: Turn, desk: Desk, settings: Settings) -> None:
    """Draws the buttons below an answer."""
    turn = desk.turn(turn.id) or turn  # a fragment is drawn with the turn as it was
    given = turn.feedback
    label = "Feedback" if given is None else "Rated good" if given.good else "Rated not good"
    if st.button(label, key=f"{keys.FEEDBACK}_{turn.id}", type="tertiary"):
        _feedback(turn, desk, settings)
    with st.popover("Export", key=f"{keys.EXPORT}_{turn.id}", type="tertiary"):
        draw_exports(only(desk.conversation, turn), f"{keys.EXPORT}_{turn.id}")


@st.dialog("Feedback", width="medium")
def _feedback(turn: Turn, desk: Desk, settings: Settings) -> None:
    given = turn.feedback
    st.text(turn.answer.question)
    thumb = st.segmented_control(
        "Was this answer good?",
        [1, 0],
        default=None if given is None else int(given.good),
        format_func=lambda thumb: THUMBS[thumb],
        key=f"{keys.FEEDBACK_THUMB}_{turn.id}",
    )
    reason = st.text_area(
        "Why?",
        given.reason if given else "",
        key=f"{keys.FEEDBACK_REASON}_{turn.id}",
        placeholder="in your words; it stays on this machine, with the conversation",
    )
    if st.button("Save", key=f"{keys.FEEDBACK_SAVE}_{turn.id}", type="primary", disabled=thumb is None):
        feedback = Feedback(good=bool(thumb), reason=reason.strip())
        rated = (desk.turn(turn.id) or turn).with_(feedback=feedback)
        desk.change(lambda conversation: conversation.with_turn(rated))
        st.rerun()
    with st.expander("Make this an evaluation case", key=f"{keys.MAKE_CASE}_{turn.id}", on_change="rerun") as case:
        if case.open:
            collect(turn, desk, settings)
