"""Text for the framework's own widgets, which take Markdown. The page's own HTML is made in `chat.component`."""

import re


def plain(text: str) -> str:
    """Text for a widget that takes Markdown, so that it says just that.

    An image in a document's title or in a server's error message would be fetched by the browser.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
