"""Models: what can be used here, what the others need, how fast each is."""

import streamlit as st

from chat import keys
from chat.available import Available, available_models
from chat.desk import Desk
from chat.download import BUILTIN
from chat.download_view import draw_pull
from chat.frame import begin_managing
from chat.markup import plain
from chat.models import FORMS, find_model
from chat.settings import Settings
from chat.shared import shared_pull, start_pull
from chat.sidebar import current_model
from chat.trial import Trial, said
from ingest.errors import BriefingError

EVERY = 0.5  # seconds between two looks at how a trial goes


def main() -> None:
    """Draws the page."""
    frame = begin_managing(
        "Models",
        "Which model writes the answers. Every one is held to the same rule: each sentence must rest on a sentence of "
        "the document. What is chosen here holds from the next question on, and the next time too.",
    )
    settings, desk = frame.settings, frame.desk
    rows = _rows(settings)
    chosen = current_model(settings)
    known = [row.name for row in rows]
    own = [name for name in dict.fromkeys([chosen, *desk.named]) if name not in known]
    rows = [*rows, *(Available(name, True, "named by you", "nothing") for name in own)]
    for row in rows:
        if row.usable or row.name == BUILTIN.name:
            _model(row, row.name == chosen, settings, desk)
    st.subheader("Others")
    st.caption(plain(f"Type a name into the picker at the side: {FORMS}."))
    for row in rows:
        if not row.usable and row.name != BUILTIN.name:
            with st.container(gap=None, key=f"{keys.OTHERS}_{_safe(row.name)}"):
                st.text(row.name)
                st.text(f"{row.what}. Needs: {row.how}.")


@st.cache_data(ttl=5, show_spinner="Looking for models …")
def _rows(_settings: Settings) -> list[Available]:
    return available_models(_settings)


def _model(row: Available, chosen: bool, settings: Settings, desk: Desk) -> None:
    with st.container(border=True, key=f"{keys.MODELS}_{_safe(row.name)}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{keys.HEAD}_{_safe(row.name)}"):
            st.text(row.name)  # as Markdown, an address in it would become a link
            st.button(
                "Chosen" if chosen else "Choose",
                key=f"{keys.USE}_{row.name}",
                disabled=chosen,
                on_click=desk.choose_model,
                args=(row.name, settings),
            )
        context = f", {row.context:,} tokens of context" if row.context else ""
        st.text(row.what + context)
        if row.usable:
            st.fragment(_trial)(row.name, settings)
        elif shared_pull(settings):
            draw_pull(settings, keys.MODELS)
        else:
            st.caption("It is not on this machine yet. It is fetched once, checked, and then works offline.")
            fetch = f"Fetch it ({BUILTIN.size / 1e9:.1f} GB)"
            if st.button(fetch, key=keys.PULL):
                start_pull(settings)
                st.rerun()


def _trial(name: str, settings: Settings) -> None:
    trials: dict[str, Trial] = st.session_state.setdefault(keys.TRIALS, {})
    running = name in trials and not trials[name].over
    if st.button("Trying …" if running else "Try it", key=f"{keys.TRY}_{name}", type="tertiary", disabled=running):
        try:
            trials[name] = Trial(find_model(name, settings), settings.timeout)
        except BriefingError as error:
            st.error(plain(str(error)))
            return
        st.rerun(scope="fragment")
    if name in trials:
        st.fragment(_result, run_every=EVERY if running else None)(name, trials[name], running)


def _result(name: str, trial: Trial, running: bool) -> None:
    if trial.error:
        st.error(plain(trial.error))
    elif trial.check:
        st.caption(plain(said(trial.check)))
        if trial.check.model != "quotes":
            st.text(trial.check.answer)
    else:
        st.caption("A small question is put to it …")
    if running and trial.over:
        st.rerun()


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name)


if __name__ == "__main__":  # other pages may be imported
    try:
        main()
    except BriefingError as error:
        st.error(plain(str(error)))
