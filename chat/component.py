"""The one part of the page that is its own HTML: turns, the document beside them, the bar above.

It is given plain values (`chat.views`) and makes elements and text nodes of them; nothing is parsed as HTML (see
``web/dom.js``). Its files are joined into one module, which the browser loads once for all the places it is mounted.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

_WEB = Path(__file__).parent / "web"


def _joined(*names: str) -> str:
    return "\n".join((_WEB / name).read_text(encoding="utf-8") for name in names)


_SCRIPT = _joined("dom.js", "chips.js", "turn.js", "document.js", "page.js")
STYLE = f"<style>{_joined('page.css', 'reading.css')}</style>"

# In the page's own tree, not in a shadow root: one style sheet serves all, and the keyboard reaches every marker.
_mount = st.components.v2.component("briefing", js=_SCRIPT, isolate_styles=False)


def _nothing() -> None:
    pass


def draw(view: Mapping[str, Any] | bytes, key: str, on_show: Callable[[], None] = _nothing) -> None:
    """Draws a view.

    Args:
        view: One of those that `chat.views` makes; a large one as its JSON in bytes, which are passed on as they are.
        key: Unique on the page. The same key keeps the same elements when the view changes.
        on_show: Called when a reader wants another document shown; which, ``st.session_state[key]["show"]`` says.
    """
    _mount(key=key, data=view if isinstance(view, bytes) else dict(view), on_show_change=on_show)
