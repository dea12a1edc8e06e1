"""Processes that the server starts: it is the server that ends them, and they end with it."""

from __future__ import annotations

import ctypes
import os
import signal
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PR_SET_PDEATHSIG = 1
"""Of Linux's prctl(2): the signal that a process gets when its parent ends."""


@contextmanager
def begin_deaf() -> Iterator[None]:
    """Let processes and threads that are started in this block never hear Ctrl-C.

    A terminal sends it to all of them, and one that is just importing would draw a traceback.
    """
    # Where this is started only now, Python lets the thread hear Ctrl-C again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with(parent: int) -> None:
    """Let this process be killed when `parent`, which started it, ends; where the system cannot do that, do nothing."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        return
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)
