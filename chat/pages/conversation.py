"""The conversation: questions, evidence, answers; the model and the documents at the side."""

from collections.abc import Sequence

import streamlit as st

from chat import keys, sidebar
from chat.answer import Answer, Evidence
from chat.ask import Listener, ask
from chat.markup import STYLE, answer_html, draft_html, evidence_html, plain
from chat.models import Model
from chat.settings import Settings, load_settings
from chat.shared import shared_store
from ingest.errors import BriefingError
from vectorstore.store import Store


def main() -> None:
    """Draws the page."""
    st.html(STYLE)
    st.title("Briefing")
    settings = load_settings()
    store = shared_store(settings)
    conversation: list[Answer] = st.session_state.setdefault(keys.CONVERSATION, [])
    model = sidebar.draw(settings, store)

    waiting: list[str] = st.session_state.setdefault(keys.WAITING, [])

    entries = store.entries()
    if not entries:
        st.info("Put a document in at the side, then ask it questions.")
    elif not conversation:
        names = ", ".join(entry.source.name for entry in entries)
        st.caption(plain(f"Ask {names}. Every sentence of an answer is traced to the sentence it rests on."))
    for answer in conversation:
        _turn(answer)

    question = st.chat_input("Ask the document a question", key=keys.QUESTION, disabled=not entries)
    if question and question.strip():
        waiting.append(question.strip())
    if waiting:
        # A question waits until it is answered: what the reader does at the side meanwhile begins it anew.
        try:
            answer = _asked(waiting, conversation, store, model, settings)
        except Exception:
            waiting.pop(0)
            raise
        conversation.append(answer)
        waiting.pop(0)
        # Drawn anew from the conversation, so that what is seen now is what is seen after every later question.
        st.rerun()


def _asked(
    waiting: Sequence[str], conversation: Sequence[Answer], store: Store, model: Model, settings: Settings
) -> Answer:
    """Answers the first question that waits, showing the evidence and then the draft as they come."""
    with st.chat_message("user"):
        st.text(waiting[0])
    with st.chat_message("assistant"):
        status, draft, evidence = st.empty(), st.empty(), st.empty()
        status.caption(plain(f"{model.name} is reading …"))
    for question in waiting[1:]:
        with st.chat_message("user"):
            st.text(question)

    def on_evidence(items: Sequence[Evidence]) -> None:
        evidence.html(evidence_html(items))

    def on_text(text: str) -> None:
        draft.html(draft_html(text))

    return ask(
        waiting[0],
        store,
        model,
        history=[turn.question for turn in conversation],
        evidence_count=settings.evidence,
        quote_count=settings.quotes,
        timeout=settings.timeout,
        listener=Listener(on_evidence, on_text),
    )


def _turn(answer: Answer) -> None:
    with st.chat_message("user"):
        st.text(answer.question)
    with st.chat_message("assistant"):
        if answer.problem:
            st.warning(plain(answer.problem))
        st.html(answer_html(answer))


try:
    main()
except BriefingError as error:
    st.error(plain(str(error)))
