"""The web page: puts the parts together and hands over to its pages."""

from pathlib import Path

import streamlit as st

from chat.settings import stay_local

stay_local()

HERE = Path(__file__).parent
SIDEBAR = 280  # pixels; folded away on a phone

ask = st.Page(HERE / "pages" / "conversation.py", title="Ask", default=True)
documents = st.Page(HERE / "pages" / "documents.py", title="Documents")
models = st.Page(HERE / "pages" / "models.py", title="Models")
evaluate = st.Page(HERE / "pages" / "evaluate.py", title="Evaluate")
page = st.navigation([ask, documents, models, evaluate])
# An icon by name or emoji would be fetched from a font server; this one is ours.
icon = str(HERE / "icon.png")
st.set_page_config(page_title="Briefing", page_icon=icon, layout="wide", initial_sidebar_state=SIDEBAR)
page.run()
