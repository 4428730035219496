"""The conversation: questions, evidence, answers; the model and the documents at the side."""

from collections.abc import Sequence

import streamlit as st

from chat import keys, sidebar
from chat.answer import Answer, Evidence
from chat.ask import Listener, ask
from chat.markup import answer_html, draft_html, evidence_html
from chat.settings import load_settings
from chat.shared import shared_store
from ingest.errors import BriefingError

STYLE = """<style>
.briefing-claim { margin: 0 0 .6rem 0; line-height: 1.55; }
.briefing-marker {
  font-weight: 600; font-size: .8em; padding: 0 .25em; border-radius: .3em;
  background: rgba(128, 128, 128, .18); cursor: help;
}
.briefing-quote { border-left: 3px solid rgba(128, 128, 128, .4); padding-left: .8rem; margin: .4rem 0 .8rem; }
.briefing-place { opacity: .7; font-size: .85em; }
.briefing-draft { opacity: .6; }
</style>"""


def main() -> None:
    """Draws the page."""
    st.html(STYLE)
    st.title("Briefing")
    settings = load_settings()
    store = shared_store(settings)
    conversation: list[Answer] = st.session_state.setdefault(keys.CONVERSATION, [])
    model = sidebar.draw(settings, store)

    entries = store.entries()
    if not entries:
        st.info("Put a document in at the side, then ask it questions.")
    elif not conversation:
        names = ", ".join(entry.source.name for entry in entries)
        st.caption(f"Ask {names}. Every sentence of an answer is traced to the sentence it rests on.")
    for answer in conversation:
        _turn(answer)

    question = st.chat_input("Ask the document a question", key=keys.QUESTION, disabled=not entries)
    if not question or not question.strip():
        return
    with st.chat_message("user"):
        st.text(question)
    with st.chat_message("assistant"):
        status, draft, evidence = st.empty(), st.empty(), st.empty()
        status.caption(f"{model.name} is reading …")

        def on_evidence(items: Sequence[Evidence]) -> None:
            evidence.html(evidence_html(items))

        def on_text(text: str) -> None:
            draft.html(draft_html(text))

        answer = ask(
            question.strip(),
            store,
            model,
            history=[turn.question for turn in conversation],
            evidence_count=settings.evidence,
            quote_count=settings.quotes,
            timeout=settings.timeout,
            listener=Listener(on_evidence, on_text),
        )
    conversation.append(answer)
    # Drawn anew from the conversation, so that what is seen now is what is seen after every later question.
    st.rerun()


def _turn(answer: Answer) -> None:
    with st.chat_message("user"):
        st.text(answer.question)
    with st.chat_message("assistant"):
        if answer.problem:
            st.warning(answer.problem)
        st.html(answer_html(answer))


try:
    main()
except BriefingError as error:
    st.error(str(error))
