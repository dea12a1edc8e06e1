"""The journal of a batch: a header that says what it is made from, then a line for every finished step, fsynced."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from notes_engine.batch.disk import fsync_folder, write_lines, writing
from notes_engine.errors import ResumeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 1
"""The journal's own format: raise it when a record changes its meaning."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a batch is made from: name → hash (or value, for options and versions), and the batch's instant."""

    now: datetime
    made_from: dict[str, str]

    def line(self) -> str:
        """Return the journal's first line: the parts, and one hash over all of them."""
        whole = hashlib.sha256(json.dumps(self.made_from, sort_keys=True).encode()).hexdigest()
        return json.dumps({"journal": FORMAT, "now": self.now.isoformat(), "hash": whole, "made_from": self.made_from})


def changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return in plain words what differs between two batches, in the order of the names."""
    found = []
    for name in sorted(before.keys() | now.keys()):
        was, is_now = before.get(name), now.get(name)
        if was == is_now:
            continue
        if name.startswith(("--", "version of ")):
            found.append(f"{name} changed from {was or 'nothing'} to {is_now or 'nothing'}")
        else:
            found.append(f"{name} {'is new' if was is None else 'is gone' if is_now is None else 'changed'}")
    return found


def require_same(before: Header, made_from: dict[str, str]) -> None:
    """Check that the batch to resume is this one.

    Raises:
        ResumeError: it was made from something else; the message says what changed.
    """
    found = changes(before.made_from, made_from)
    if found:
        raise ResumeError(
            "this is not the batch that was interrupted: " + "; ".join(found),
            hint="undo the change, or run again without --resume to start over",
        )


def read_header(path: Path) -> Header | None:
    """Return the header of the journal, or None when there is no journal.

    Raises:
        ResumeError: another version of notes-engine wrote it, or it is damaged.
    """
    try:
        with path.open("rb") as file:
            found = json.loads(file.readline())
        if found["journal"] == FORMAT:
            return Header(datetime.fromisoformat(found["now"]), dict(found["made_from"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        pass
    raise _damaged()


def _damaged() -> ResumeError:
    return ResumeError(
        "the interrupted batch's journal cannot be read: it is damaged, or of another version of notes-engine",
        hint="run again without --resume to start over",
    )


class Journal:
    """The open journal of the batch that runs. Every `append` is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        """Open a journal that exists; a last line that a kill left unfinished is cut off."""
        self._path = path
        with writing(path):
            self._file = path.open("r+b")
            whole = 0
            for line in self._file:
                if not line.endswith(b"\n"):
                    break
                whole += len(line)
            self._file.truncate(whole)
            self._file.seek(whole)

    @classmethod
    def begin(cls, path: Path, header: Header) -> Journal:
        """Write a new journal with this header, and open it."""
        write_lines(path, [header.line()])
        with writing(path):
            fsync_folder(path.parent)
        return cls(path)

    def append(self, record: dict[str, Any]) -> int:
        """Write one record, wait until it is on the disk, and return its offset in bytes."""
        with writing(self._path):
            offset = self._file.seek(0, os.SEEK_END)
            self._file.write(json.dumps(record).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        return offset

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (offset, record) for every record after the header."""
        self._file.seek(0)
        offset = len(self._file.readline())
        while line := self._file.readline():
            try:
                yield offset, json.loads(line)
            except ValueError:
                raise _damaged() from None
            offset += len(line)
            self._file.seek(offset)

    def at(self, offset: int) -> dict[str, Any]:
        """Return the record at this offset."""
        self._file.seek(offset)
        found: dict[str, Any] = json.loads(self._file.readline())
        return found

    def close(self) -> None:
        """Close the file; it stays where it is."""
        self._file.close()
