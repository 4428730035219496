"""The web page: puts the parts together and hands over to its pages."""

from pathlib import Path

import streamlit as st

from chat.settings import stay_local

stay_local()

HERE = Path(__file__).parent

# An icon by name or emoji would be fetched from a font server; this one is ours.
st.set_page_config(page_title="Briefing", page_icon=str(HERE / "icon.png"), layout="centered")
st.navigation([st.Page(HERE / "pages" / "conversation.py", title="Ask", default=True)], position="hidden").run()
