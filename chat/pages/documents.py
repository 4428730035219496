"""Documents: put them in, look at their outlines, take them out."""

from datetime import datetime

import streamlit as st

from chat import keys
from chat.desk import Desk
from chat.frame import begin_managing
from chat.listing import outline, summary
from chat.markup import plain
from chat.settings import Settings
from chat.trouble import draw_trouble
from chat.uploader import draw_uploader, session_intake
from chat.uploads import forget_upload
from ingest.errors import BriefingError
from vectorstore.records import Entry
from vectorstore.store import Store


def main() -> None:
    """Draws the page."""
    frame = begin_managing(
        "Documents", "What is asked. Files are read on this machine, and a copy of each is kept here."
    )
    if frame.store is None:
        draw_trouble(frame.trouble)
        return
    draw_uploader(frame.settings)
    if not frame.entries:
        st.info("There is no document yet.")
    for entry in frame.entries:
        _document(entry, frame.settings, frame.store, frame.desk)


def _document(entry: Entry, settings: Settings, store: Store, desk: Desk) -> None:
    source = entry.source
    sections = [section for section in outline(source) if section["title"]]
    facts = summary(entry) | {"sections": len(sections)}
    asked = desk.conversation.documents
    with st.container(border=True, key=f"{keys.DOCUMENTS}_{entry.version}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"{keys.HEAD}_{entry.version}"):
            st.text(source.name)
            with st.popover("Remove", key=f"{keys.FORGET}_{entry.version}", type="tertiary"):
                st.caption("Answers keep their quotes; the document can’t be opened beside them any more.")
                st.button(
                    "Remove it",
                    key=f"{keys.FORGET_SURE}_{entry.version}",
                    on_click=_remove,
                    args=(source.name, settings, store, desk),
                )
        if source.opening:
            st.text(source.opening)
        st.caption(plain(" · ".join(_facts(facts))))
        if asked is not None and source.name in asked:
            st.caption("The open conversation asks only this." if len(asked) == 1 else "The open conversation asks it.")
        if sections:
            with st.expander("Outline", key=f"{keys.DOCUMENT_OUTLINE}_{entry.version}"):
                for section in sections:
                    indent = "\u2003" * (max(int(section["level"]), 1) - 1)
                    st.text(f"{indent}{section['title']}")


def _facts(facts: dict[str, object]) -> list[str]:
    def count(key: str, one: str) -> str:
        return f"{facts[key]:,} {one if facts[key] == 1 else one + 's'}"

    put_in = datetime.fromisoformat(str(facts["ingested"])).astimezone()
    return [
        *([count("pages", "page")] if facts["pages"] else []),
        *([count("sections", "section")] if facts["sections"] else []),
        count("sentences", "sentence"),
        count("characters", "character"),
        *([count("notes", "author’s note")] if facts["notes"] else []),
        f"put in on {put_in.day} {put_in:%B %Y, %H:%M}",
    ]


def _remove(name: str, settings: Settings, store: Store, desk: Desk) -> None:
    try:
        store.remove(name)
    except BriefingError as error:
        desk.notice = str(error)
        return
    forget_upload(settings, name)
    session_intake(settings).forget(name)


if __name__ == "__main__":  # other pages may be imported
    try:
        main()
    except BriefingError as error:
        st.error(plain(str(error)))
