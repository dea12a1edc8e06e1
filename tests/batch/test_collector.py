"""The collector walks seldom during a batch, and as before after it."""

from __future__ import annotations

import gc
import weakref

import pytest

from notes_engine.batch.collector import collect, collecting_seldom


class Part:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.whole = self


def test_it_walks_as_before_after_a_batch_that_fails() -> None:
    before = gc.get_threshold()

    def broken() -> None:
        with collecting_seldom():
            assert gc.get_threshold() > before
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        broken()
    assert gc.get_threshold() == before


def test_what_holds_itself_is_gone_when_asked_for() -> None:
    part = weakref.ref(Part())
    collect()
    assert part() is None
