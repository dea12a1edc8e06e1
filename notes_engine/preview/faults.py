"""What is told of an error that nobody foresaw: its kind, never its text, which may hold an order's values."""

from __future__ import annotations

import traceback
from pathlib import Path

from notes_engine.errors import NotesError
from notes_engine.full_disk import full_temporary_folder


def told(error: Exception, doing: str) -> NotesError:
    """Return the error to tell of; `doing` says what notes-engine did, as in "while it read the orders"."""
    if isinstance(error, NotesError):
        return error
    if full := full_temporary_folder(error):
        return full
    if isinstance(error, OSError) and error.strerror:
        return NotesError(f"the system says {error.strerror!r}, {doing}", hint="put that right, then try again")
    return fault(error)


class FaultError(NotesError):
    """Something failed in a way that nobody foresaw."""


def fault(error: BaseException) -> FaultError:
    """Return what is told of an unforeseen error: its kind and our line."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "notes_engine" in frame.filename]
    line = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return FaultError(
        f"notes-engine failed with {type(error).__name__}{line}",
        hint="this is a fault of notes-engine: please report it with this line",
    )
