"""The download of the built-in model, as it goes."""

import streamlit as st

from chat import keys
from chat.markup import plain
from chat.settings import Settings
from chat.shared import shared_pull


@st.fragment(run_every=1.0)
def draw_pull(settings: Settings, place: str) -> None:
    """Draws how far the download is, with buttons to stop it and to go on.

    Args:
        settings: Say where the model belongs.
        place: Unique on the page, on which it may be drawn at several places.
    """
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
        st.button("Fetch it", key=f"{keys.RESTART_PULL}_{place}", on_click=pull.restart)
    else:
        st.button("Stop", key=f"{keys.CANCEL_PULL}_{place}", on_click=pull.cancel)
