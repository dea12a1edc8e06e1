"""Python's garbage collector during a batch: it walks seldom through what lives as long as the batch does.

What a batch makes it forgets by itself, but for the typesetter's documents, whose parts hold each other.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM = (50_000, 50, 1_000)
"""Thresholds, as `gc.set_threshold` has them. With Python's own, a stamped note takes a sixth longer."""


def collect_seldom() -> None:
    """Let the collector of this process walk seldom from now on."""
    gc.set_threshold(*_SELDOM)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let it walk seldom inside the block."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect() -> None:
    """Let it walk now: documents were made that are not needed any more."""
    gc.collect()
