"""How a batch's progress looks: a bar on a terminal, plain lines elsewhere, nothing for machines."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from notes_engine.visible import visible
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Task, TaskID

_CANNOT_MOVE = frozenset(("dumb", "unknown"))
"""Values of TERM of terminals without a cursor that moves."""

LINE_EVERY = 10.0
"""Seconds between two plain lines, so that a log stays readable."""


def progress_for(stream: TextIO, *, json: bool) -> BarProgress | LineProgress | QuietProgress:
    """Return what fits: nothing moves with --json, a bar needs a terminal whose cursor can be moved."""
    if json:
        return QuietProgress(stream)
    moves = stream.isatty() and os.environ.get("TERM", "").lower() not in _CANNOT_MOVE
    return BarProgress(stream) if moves else LineProgress(stream)


class QuietProgress(contextlib.AbstractContextManager["QuietProgress"]):
    """Says only what must be known."""

    def __init__(self, stream: TextIO) -> None:
        """`stream` is standard error."""
        self.stream = stream

    def __exit__(self, *_: object) -> None:
        """Nothing is left to clear away."""

    def say(self, message: str) -> None:
        """Write one line."""
        self.stream.write(visible(message) + "\n")
        self.stream.flush()

    def reading(self, orders: int) -> None:
        """Stay quiet."""

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Stay quiet."""

    def advance(self, done: int) -> None:
        """Stay quiet."""

    def finishing(self) -> None:
        """Stay quiet."""

    def proving(self, done: int, total: int) -> None:
        """Stay quiet."""


class LineProgress(QuietProgress):
    """Writes a line at every tenth of the way, and no more often than every ten seconds."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        super().__init__(stream)
        self._clock = clock
        self._last = self._begun = clock()
        self._total = self._kept = 0

    def reading(self, orders: int) -> None:
        """Tell how many orders were read, now and then."""
        if self._is_due():
            self.say(f"read {counted(orders, 'order')}")

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Tell how many notes there are to make."""
        self._total, self._kept = total, done + made
        self._begun = self._last = self._clock()
        self.say(
            f"{counted(total, 'note')} to make" + (f", {done:,} of them kept from the interrupted run" if done else "")
        )

    def advance(self, done: int) -> None:
        """Tell how many are made, the rate and the time left, now and then."""
        if done < self._total and self._is_due():
            rate = (done - self._kept) / max(self._clock() - self._begun, 0.001)
            left = f", {_duration((self._total - done) / rate)} left" if rate else ""
            self.say(
                f"{done:,} of {counted(self._total, 'note')} ({100 * done // self._total} %), {rate:.0f} a second{left}"
            )

    def proving(self, done: int, total: int) -> None:
        """Tell how many notes are compared, at the start and then now and then."""
        if not done:
            self.say(f"comparing {counted(total, 'note')} with the typesetter")
        elif done < total and self._is_due():
            self.say(f"{done:,} of {counted(total, 'note')} compared")

    def _is_due(self) -> bool:
        now = self._clock()
        due = now - self._last >= LINE_EVERY
        if due:
            self._last = now
        return due


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f} a second" if speed else "", style="progress.data.speed")


class BarProgress(contextlib.AbstractContextManager["BarProgress"]):
    """Draws a bar with the rate and the time left."""

    def __init__(self, stream: TextIO, console: Console | None = None) -> None:
        """Draw on `stream`, a terminal."""
        self.console = console or Console(file=stream)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("reading orders", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the bar away."""
        self._progress.stop()

    def say(self, message: str) -> None:
        """Write a line above the bar."""
        self.console.print(Text(visible(message)), soft_wrap=True)  # the terminal wraps it, and copies it whole

    def reading(self, orders: int) -> None:
        """Count the orders read."""
        self._progress.update(self._task, completed=orders)

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Begin the bar of the notes."""
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task("printing", total=total, completed=done + made)

    def advance(self, done: int) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done)

    def finishing(self) -> None:
        """Say that the files are being put together."""
        self._progress.update(self._task, description="putting the files together")

    def proving(self, done: int, total: int) -> None:
        """Move the bar of the notes that are compared."""
        if not done:
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task("comparing with the typesetter", total=total)
        self._progress.update(self._task, completed=done)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"  # noqa: PLR2004
