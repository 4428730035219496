"""Keeps Streamlit's garbage collection from holding up answers.

Streamlit collects all garbage whenever a part of the page has been drawn. With the libraries of an embedding model
loaded that takes a third of a second or more, in which no other thread gets on; and while an answer is made, its part
of the page is drawn four times a second. An answer whose libraries were still being loaded took minutes that way.
"""

import gc


def hold() -> None:
    """Takes all that is there by now out of what is looked through. It takes no time, and is undone by `settle`."""
    gc.freeze()


def settle() -> None:
    """Collects everything once, and takes what is left out of what is looked through."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
