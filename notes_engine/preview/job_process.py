"""The process that makes the notes of all orders. It tells how far it is, and does not outlive the server."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from notes_engine.batch import run_batch
from notes_engine.errors import NotesError
from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.preview.faults import told
from notes_engine.preview.limits import JOB_BYTES
from notes_engine.preview.private_folder import put_temporary_files_in

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import FrameType
    from typing import Any

    from notes_engine.batch import Job, Summary
    from notes_engine.notes import Locale

    Channel = Connection[Any, Any]

_TELL_EVERY = 0.1
"""Seconds between two messages of the same kind."""
_PATIENCE = 3.0
"""Seconds that the batch has to end by itself when the server is gone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """So many orders are read."""

    orders: int


@dataclass(frozen=True, slots=True)
class Making:
    """So many of the notes are dealt with. The first such message begins the count of time."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Finishing:
    """All notes are made; they are being put into one file."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: with a summary, or with an error."""

    summary: Summary | None = None
    error: NotesError | None = None
    drafts_would_do: bool = False
    """A placeholder is open: as drafts, the notes that are missing would be there."""


Message = Reading | Making | Finishing | Ended


class _EndedError(BaseException):
    """The server is gone, or asks this process to end: what was begun is cleared away."""


def run_job(job: Job, channel: Channel) -> None:
    """Make the job's notes in this process, telling `channel`. Nothing ever comes back on it but its end."""
    os.setpgid(0, 0)  # so that its workers can be ended with it
    os.nice(5)  # the preview goes on meanwhile
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    put_temporary_files_in(job.out.parent)
    resource.setrlimit(resource.RLIMIT_AS, (JOB_BYTES, JOB_BYTES))
    threading.Thread(target=_end_with_the_server, args=(job, channel), daemon=True).start()
    try:
        ended = make_notes(job, channel)
        with suppress(OSError):
            channel.send(ended)
    except _EndedError:
        _clear(job)
    os._exit(0)  # what was written is on the disk: nothing is left to be done one by one


def make_notes(job: Job, channel: Channel) -> Ended:
    """Make the job's notes, telling `channel` how far they are; return how it ended."""
    try:
        summary = run_batch(job, progress=_Teller(channel))
    except Exception as error:
        return Ended(error=told(error, "while it made the notes"), drafts_would_do=_drafts_would_do(job))
    return Ended(summary, drafts_would_do=summary.refused > 0 and _drafts_would_do(job))


def _drafts_would_do(job: Job) -> bool:
    """Return whether a placeholder is open in the settings, or in a language's files, and nothing else is wrong."""
    if job.draft:
        return False
    try:
        workspace = Workspace.open(job.workspace)
        draft = NoteRenderer(workspace, now=datetime.now(UTC), draft=True)
        draft.preflight()
    except NotesError:
        return False
    try:
        NoteRenderer(workspace, now=datetime.now(UTC)).preflight(templates=False)
    except NotesError:
        return True
    locales = LOCALES if job.locale is None else (cast("Locale", job.locale),)
    return any(draft.locale_notes(locale).literals for locale in locales)


class _Teller:
    """The batch's progress, sent on; not oftener than anyone can see."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._last = 0.0
        self._total = 0

    def say(self, message: str) -> None:
        """Keep it to oneself: it is about folders that nobody sees."""

    def reading(self, orders: int) -> None:
        """Tell how many are read."""
        self._tell(Reading(orders))

    def start(self, total: int, done: int, made: int = 0) -> None:
        """Tell how many notes there are to make."""
        self._total = total
        self._tell(Making(done + made, total), at_once=True)

    def advance(self, done: int) -> None:
        """Tell how many are dealt with."""
        self._tell(Making(done, self._total))

    def finishing(self) -> None:
        """Tell that all are made."""
        self._tell(Finishing(), at_once=True)

    def proving(self, done: int, total: int) -> None:
        """Never: no proof is asked for."""

    def _tell(self, message: Message, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if at_once or now - self._last >= _TELL_EVERY:
            self._last = now
            with suppress(OSError):  # the server is gone: the thread below sees to that
                self._channel.send(message)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise _EndedError


def _end_with_the_server(job: Job, channel: Channel) -> None:
    with suppress(OSError):
        channel.poll(None)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    _clear(job)
    os.killpg(0, signal.SIGKILL)


def _clear(job: Job) -> None:
    shutil.rmtree(job.out.parent, ignore_errors=True)
