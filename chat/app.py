"""The web page: puts the parts together and hands over to its pages."""

from pathlib import Path

import streamlit as st

from chat.settings import stay_local

stay_local()

PAGES = Path(__file__).parent / "pages"

st.set_page_config(page_title="Briefing", page_icon=":material/menu_book:", layout="centered")
st.navigation([st.Page(PAGES / "conversation.py", title="Ask", default=True)], position="hidden").run()
