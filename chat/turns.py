"""The turns of a conversation on the page: answered, being answered, not answered; and what can be done with each."""

from collections.abc import Callable, Sequence

import streamlit as st

from chat import keys
from chat.asking import Asking, Broken
from chat.component import draw
from chat.conversation import Turn
from chat.garbage import hold
from chat.markup import plain
from chat.models import find_model
from chat.running import Running
from chat.settings import Settings
from chat.shared import shared_store
from chat.sidebar import usable_models
from chat.suggest import suggestions
from chat.views import Held, draft_view, evidence_view, turn_view
from ingest.errors import BriefingError

EVERY = 0.25  # seconds between two looks at what has been written


def draw_turns(asking: Asking, held: Held, settings: Settings, extras: Callable[[Turn], None]) -> None:
    """Draws the conversation.

    Each turn is a fragment of its own, whether it is answered or not: it then keeps its place in the page, and its
    elements, when the answer takes the place of the draft.

    Args:
        asking: The conversation and what goes on in it.
        held: The documents that are in the store.
        settings: To find other models with.
        extras: Draws more buttons below an answer.
    """
    turns = asking.conversation.turns
    for place in range(len(turns) + 1):
        for broken in [broken for broken in asking.broken if broken.after == place and not broken.running.of]:
            st.fragment(_broken)(broken, asking, held)
        if place < len(turns):
            turn = turns[place]
            busy = asking.running and asking.running.of == turn.id
            st.fragment(_answered, run_every=EVERY if busy else None)(turn, asking, held, settings, extras)
    if asking.running and not asking.running.of:
        st.fragment(_running, run_every=EVERY)(asking.running, held)


def _answered(turn: Turn, asking: Asking, held: Held, settings: Settings, extras: Callable[[Turn], None]) -> None:
    with st.container(key=f"{keys.TURN}_{turn.id}"):
        draw(turn_view(turn, held), key=f"{keys.ANSWER}_{turn.id}")
        for broken in [broken for broken in asking.broken if broken.running.of == turn.id]:
            _not_answered(broken, asking, held)
        if asking.running and asking.running.of == turn.id:
            _being_answered(asking.running, held)
        else:
            if turn.answer.refused:
                _instead(turn, asking, held, settings)
            with st.container(horizontal=True, key=f"{keys.ACTIONS}_{turn.id}", gap="small"):
                _edit(turn, asking)
                _another_model(turn, asking, settings)
                extras(turn)
    _go_on(asking, held)


def _running(running: Running, held: Held) -> None:
    with st.container(key=f"{keys.TURN}_{running.id}"):
        _being_answered(running, held)


def _broken(broken: Broken, asking: Asking, held: Held) -> None:
    with st.container(key=f"{keys.TURN}_{broken.running.id}"):
        _not_answered(broken, asking, held)
    _go_on(asking, held)


def _go_on(asking: Asking, held: Held) -> None:
    """Draws the whole page where that asks what waits; without documents it goes on waiting."""
    if held and asking.waiting and not asking.running:
        st.rerun()


def _being_answered(running: Running, held: Held) -> None:
    """A question and what has been written so far."""
    hold()
    _draft(running)
    if st.button("Stop", key=keys.STOP):
        running.stop()
    _evidence(running, held)
    if running.over:
        st.rerun()  # the whole page, which takes the answer in


def _not_answered(broken: Broken, asking: Asking, held: Held) -> None:
    _draft(broken.running)
    key = f"{keys.ASK_AGAIN}_{broken.running.id}"
    st.button("Ask again", key=key, on_click=asking.again, args=(broken,))
    _evidence(broken.running, held)


def _draft(running: Running) -> None:
    view = draft_view(running.id, running.question, status_of(running), running.text)
    draw(view, key=f"{keys.ANSWER}_{running.id}")


def _evidence(running: Running, held: Held) -> None:
    if running.evidence:
        draw(evidence_view(running.evidence, held), key=f"{keys.EVIDENCE}_{running.id}")


def _instead(turn: Turn, asking: Asking, held: Held, settings: Settings) -> None:
    """What could be asked instead of a question that the document doesn't answer."""
    nearest = [citation.document for citation in turn.answer.closest]
    source = next((held[name] for name in nearest if held and name in held), None)
    questions = suggestions(source, shared_store(settings)) if source else ()
    already = {turn.answer.question for turn in asking.conversation.turns}
    questions = tuple(question for question in questions if question not in already)
    if not questions:
        return
    with st.container(key=f"{keys.INSTEAD}_{turn.id}", gap="small"):
        st.caption("What it does answer")
        for number, question in enumerate(questions):
            key = f"{keys.INSTEAD}_{turn.id}_{number}"
            st.button(plain(question), key=key, on_click=asking.ask, args=(question,), type="tertiary")


def _edit(turn: Turn, asking: Asking) -> None:
    with st.popover("Edit question", key=f"{keys.EDIT}_{turn.id}", type="tertiary"):
        text_key = f"{keys.EDIT_TEXT}_{turn.id}"
        st.text_area("The question as it was understood", turn.answer.standalone_question, key=text_key)
        st.button(
            "Ask this",
            key=f"{keys.EDIT_ASK}_{turn.id}",
            type="primary",
            on_click=lambda: asking.ask(st.session_state[text_key]),
        )


def _another_model(turn: Turn, asking: Asking, settings: Settings) -> None:
    used = {answer.model for answer in (turn.answer, *turn.alternatives)}
    others = [name for name in usable_models(settings) if name not in used]
    with st.popover("Another model", key=f"{keys.AGAIN}_{turn.id}", type="tertiary"):
        name = st.selectbox(
            "Which model answers beside this one?",
            others,
            key=f"{keys.AGAIN_MODEL}_{turn.id}",
            accept_new_options=True,
            help="Others can be typed in: ollama:NAME, openai:NAME@URL, gguf:PATH, PROVIDER:NAME.",
        )
        pressed = st.button("Answer with it", key=f"{keys.AGAIN_ASK}_{turn.id}", type="primary", disabled=not name)
        if pressed and name:
            try:
                asking.ask(turn.answer.question, of=turn.id, model=find_model(name, settings))
            except BriefingError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def status_of(running: Running) -> str:
    """How far a question has got, in words."""
    if running.error and not running.stopping:
        return str(running.error)
    if running.stopping and not running.text:
        return "Stopped before anything was written."
    if running.stopping:
        return "Stopped before the answer was complete. What was written is not checked."
    if not running.evidence:
        return "Looking through the documents …"
    if not running.text:
        found = len(running.evidence)
        return f"{running.model.name} is reading {found} {'sentence' if found == 1 else 'sentences'} …"
    return f"{running.model.name} is writing; each sentence is checked at the end."


def draw_waiting(questions: Sequence[str]) -> None:
    """Draws the questions that wait for their turn."""
    for question in questions:
        st.caption(plain(f"Next: {question}"))
