"""Ctrl-C and SIGTERM: a command ends at once and without a traceback, with the status that shells give a signal."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

STOPPED_BY_CTRL_C = 128 + signal.SIGINT
STOPPED_BY_SIGTERM = 128 + signal.SIGTERM

_IMPORTING = "<frozen importlib._bootstrap>"


class Terminated(KeyboardInterrupt):
    """SIGTERM: the batch ends as on Ctrl-C, with the status of its own signal."""


def leave_quietly_on_ctrl_c() -> None:
    """Let Ctrl-C end this process even while it is still importing: a library may take the exception for its own fault.

    A process that was started deaf to Ctrl-C (`nohup`, a script's `&`) stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def finish_undisturbed() -> None:
    """Ignore Ctrl-C from now on: all is done, and the interpreter's own end is not to be drawn as a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def ending_cleanly() -> Iterator[None]:
    """Raise KeyboardInterrupt inside the block on Ctrl-C, `Terminated` on SIGTERM: what it has begun needs an end.

    A second SIGTERM ends the process there and then.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise Terminated

    terminated = signal.signal(signal.SIGTERM, end)
    interrupted = signal.getsignal(signal.SIGINT)
    if interrupted is _interrupt:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, terminated)
        signal.signal(signal.SIGINT, interrupted)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    if _is_importing(frame):
        os._exit(STOPPED_BY_CTRL_C)
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == _IMPORTING:
            return True
        frame = frame.f_back
    return False
