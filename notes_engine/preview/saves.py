"""Saving files of the workspace, and undoing it: never over what someone else has written meanwhile."""

from __future__ import annotations

import difflib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError, OutputError, shown_path
from notes_engine.preview.limits import UNDONE
from notes_engine.whole_files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


class ConflictError(NotesError):
    """A file is not as it was when the change was made: nothing is written."""


@dataclass(frozen=True, slots=True)
class Save:
    """One file that was written."""

    path: Path
    before: bytes | None
    """None: the file was not there."""
    after: bytes
    what: str
    """What the change was, in words."""

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        return unified(self.path, self.before, self.after)


@dataclass
class Saves:
    """What was saved in this preview, the newest last; so many saves can be undone."""

    _done: deque[Save] = field(default_factory=lambda: deque(maxlen=UNDONE))

    @property
    def last(self) -> Save | None:
        """What `undo` would undo."""
        return self._done[-1] if self._done else None

    def save(self, path: Path, before: bytes | None, after: bytes, what: str) -> Save:
        """Write a file that is still as `before` says; it appears whole or not at all.

        Raises:
            ConflictError: it is not as it was.
            OutputError: it cannot be written.
        """
        if _content(path) != before:
            raise ConflictError(
                f"{shown_path(path)} was changed elsewhere in the meantime",
                hint="look at it again, then make the change anew",
            )
        done = Save(path, before, after, what)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, after)
        except OSError as error:
            raise _unwritable(path, error) from None
        self._done.append(done)
        return done

    def undo(self) -> Save:
        """Put the file that was saved last back as it was before, and return that save.

        Raises:
            ConflictError: there is none, or the file was changed since.
            OutputError: it cannot be written.
        """
        if not self._done:
            raise ConflictError("there is nothing to undo", hint="only what was saved in this preview can be undone")
        last = self._done[-1]
        if _content(last.path) != last.after:
            raise ConflictError(
                f"{shown_path(last.path)} was changed since it was saved here", hint="undo it in your editor"
            )
        try:
            if last.before is None:
                last.path.unlink()
            else:
                write_whole(last.path, last.before)
        except OSError as error:
            raise _unwritable(last.path, error) from None
        return self._done.pop()


def unified(path: Path, before: bytes | None, after: bytes) -> str:
    """Return the difference between two contents of a file as a unified diff, with three lines around each change."""
    name = shown_path(path)
    old, new = (_lines(content) for content in (before or b"", after))
    lines = difflib.unified_diff(old, new, name if before is not None else "/dev/null", name, lineterm="")
    return "\n".join(lines)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", "replace").splitlines()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"cannot write {shown_path(path)}: {error.strerror}", hint="check that you may write there")
