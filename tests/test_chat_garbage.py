import gc
import weakref
from collections.abc import Iterator

import pytest

from chat.garbage import hold, settle


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_held_is_not_looked_through() -> None:
    kept = weakref.ref(Ring())
    hold()
    gc.collect()
    assert kept() is not None
    assert len(gc.get_objects()) < gc.get_freeze_count()


def test_what_was_held_is_collected_in_the_end() -> None:
    kept = weakref.ref(Ring())
    hold()
    settle()
    assert kept() is None
