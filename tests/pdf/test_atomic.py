"""Parts that a process writes for itself: not waited for, and never in anybody's way."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import OutputError
from notes_engine.pdf.atomic import write_for_oneself

if TYPE_CHECKING:
    from pathlib import Path


def test_it_holds_what_was_written_however_little_the_system_takes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:3])))
    write_for_oneself(tmp_path / "note.pdf", b"ten bytes.")
    assert (tmp_path / "note.pdf").read_bytes() == b"ten bytes."
    assert [path.name for path in tmp_path.iterdir()] == ["note.pdf"]


def test_what_is_there_is_replaced_whole(tmp_path: Path) -> None:
    # given a worker that was given up, and is amid writing the same part
    target = tmp_path / "note.pdf"
    with target.open("wb") as other:
        other.write(b"half of ")
        write_for_oneself(target, b"a note")
        other.write(b"a longer note")
    assert target.read_bytes() == b"a note"
    assert [path.name for path in tmp_path.iterdir()] == ["note.pdf"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, calls = os.write, []

    def full(handle: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, bytes(data[:2]))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError, match=r"note\.pdf could not be written: the disk is full"):
        write_for_oneself(tmp_path / "note.pdf", b"a note")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"note\.pdf could not be written: No such file") as caught:
        write_for_oneself(tmp_path / "gone" / "note.pdf", b"a note")
    assert "check that the folder" in (caught.value.hint or "")
