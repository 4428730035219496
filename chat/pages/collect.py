"""An answer becomes an evaluation case: the reader says what a right answer rests on, and a suite gets a line more."""

import re
from pathlib import Path

import streamlit as st
from pydantic import ValidationError

from chat import keys
from chat.conversation import Turn
from chat.desk import Desk
from chat.export import file_name
from chat.markup import plain
from chat.settings import Settings
from chat.shared import shared_store
from chat.uploads import original_of
from evals.case import KINDS, Case, Kind
from evals.collect import add_case
from ingest import Sentence, Source
from ingest.errors import BriefingError

FOUND = 30  # sentences that a search offers
FEW = 3  # sentences that are listed without a scroll bar
WHAT = {
    "fact": "a fact",
    "number": "a number or a date",
    "multi": "several sentences together answer it",
    "attribution": "who says it, or how sure they are, matters",
    "summary": "asks for the gist",
    "followup": "needs the questions before it",
    "unanswerable_near": "close to the document, but not answered there",
    "unanswerable_far": "about something else altogether",
    "false_premise": "supposes something that the document contradicts",
    "injection": "the document or the question tries to give orders",
}


def collect(turn: Turn, desk: Desk, settings: Settings) -> None:
    """Draws the form."""
    store = shared_store(settings)
    held = {entry.source.name: entry.source for entry in store.entries()}
    names = [name for name in turn.documents if name in held]
    if not names:
        st.info("The document that was asked is not here any more: add it again, then make the case.")
        return
    question = st.text_area("Question", turn.answer.question, key=f"{keys.CASE_QUESTION}_{turn.id}")
    left, right = st.columns(2)
    kind = left.selectbox(
        "Kind",
        KINDS,
        index=KINDS.index(_kind(turn)),
        format_func=lambda kind: f"{kind}: {WHAT[kind]}",
        key=f"{keys.CASE_NEW_KIND}_{turn.id}",
    )
    document = right.selectbox("Document", names, key=f"{keys.CASE_DOCUMENT}_{turn.id}")
    source = held[document]
    gold: list[int] = []
    mention = ""
    if not kind.startswith("unanswerable"):
        gold = _gold(turn, source)
        mention = st.text_input(
            "A right answer mentions",
            key=f"{keys.CASE_MENTION}_{turn.id}",
            placeholder="6 million | 6,000,000; Bogatin",
            help="Words that a right answer holds, parted by semicolons; ways to say the same are parted by |.",
        )
    note = st.text_input("Note", key=f"{keys.CASE_NOTE}_{turn.id}", placeholder="what the case is after")
    suite = st.text_input("Suite", str(settings.home / "suites" / "my-cases.jsonl"), key=keys.CASE_SUITE)
    if not st.button("Write the case", key=keys.CASE_WRITE, type="primary"):
        return
    try:
        case = Case(
            id=file_name(question, "").rstrip("."),
            kind=kind,
            document=document,
            question=question,
            history=_history(turn, desk) if kind == "followup" else (),
            answerable=not kind.startswith("unanswerable"),
            gold_quotes=tuple(_quote(source, source.sentences[index]) for index in gold),
            must_mention=_groups(mention),
            note=note,
        )
        path = Path(suite).expanduser()
        written = add_case(path, case, source, original_of(source, settings))
    except ValidationError as error:
        st.error(plain(error.errors()[0]["msg"].removeprefix("Value error, ") + "."))
    except BriefingError as error:
        st.error(plain(str(error)))
    else:
        st.success(plain(f"Written as {written.id} to {path}."))
        st.caption("Run it in a terminal, or by its path on the Evaluate page:")
        st.code(f"briefing eval --suite {path}", language=None)


def _gold(turn: Turn, source: Source) -> list[int]:
    """Indexes of the sentences that a right answer rests on: those that the reader has ticked."""
    key = f"{keys.CASE_GOLD}_{turn.id}_{source.sha256[:8]}"
    start = {sentence.start: sentence.index for sentence in source.sentences}
    cited, retrieved = (
        {start[c.start] for c in among if c.document == source.name and c.start in start}
        for among in (turn.answer.citations, [r.citation for r in turn.retrieved])
    )
    picked: set[int] = st.session_state.setdefault(key, cited)
    st.markdown("Sentences that a right answer rests on")
    words = st.text_input("Find a sentence in the document", key=f"{keys.CASE_FIND}_{turn.id}").lower().split()
    offered = retrieved
    if words:
        found = [s.index for s in source.sentences if all(word in source.quote(s).lower() for word in words)]
        offered = set(found[:FOUND])
        st.caption(f"{len(found)} found{f', the first {FOUND} below' if len(found) > FOUND else ''}.")
    else:
        st.caption("What was retrieved; those that the answer cites are ticked.")
    listed = sorted(picked | offered)
    key_of_list = f"{keys.CASE_GOLD}_{turn.id}"
    with st.container(height=280 if len(listed) > FEW else "content", border=True, key=key_of_list):
        for index in listed:
            label = plain(_quote(source, source.sentences[index]))
            if st.checkbox(label, index in picked, key=f"{key}_{index}"):
                picked.add(index)
            else:
                picked.discard(index)
    return sorted(picked)


def _kind(turn: Turn) -> Kind:
    answer = turn.answer
    if answer.refused:
        return "unanswerable_near"
    if answer.standalone_question != answer.question:
        return "followup"
    if len({citation.start for citation in answer.citations}) > 1 and answer.model != "quotes":
        return "multi"
    return "number" if re.match(r"how (many|much)|when|what year", answer.question.lower()) else "fact"


def _history(turn: Turn, desk: Desk) -> tuple[str, ...]:
    earlier = []
    for other in desk.conversation.turns:
        if other.id == turn.id:
            break
        earlier.append(other.answer.question)
    return tuple(earlier)


def _quote(source: Source, sentence: Sentence) -> str:
    return " ".join(source.quote(sentence).split())


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    groups = [tuple(word.strip() for word in group.split("|") if word.strip()) for group in text.split(";")]
    return tuple(group for group in groups if group)
