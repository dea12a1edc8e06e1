"""Files that are written together appear in their order, whole, or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, BinaryIO

import pytest

from notes_engine.errors import OutputError
from notes_engine.pdf.atomic import write_together

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def writer(content: bytes) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def full(_file: BinaryIO) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("count", [0, 1, 2, 33, 70])
def test_all_appear_in_their_order_when_all_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    on_disk, named = set(), []
    sync, replace = os.fsync, os.replace

    def fsync(handle: int) -> None:
        sync(handle)
        on_disk.add(os.fstat(handle).st_ino)

    def rename(part: Path, target: Path) -> None:
        assert part.stat().st_ino in on_disk
        named.append(target.name)
        replace(part, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", rename)
    names = [f"{number}.plate" for number in range(count)]
    write_together([(tmp_path / name, writer(name.encode())) for name in names])
    assert named == names
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {name: name for name in names}


def test_a_full_disk_is_told_of_the_file_and_none_appears(tmp_path: Path) -> None:
    files = [(tmp_path / "1", writer(b"1")), (tmp_path / "2", full), (tmp_path / "3", writer(b"3"))]
    with pytest.raises(OutputError, match=r"^2 could not be written: the disk is full"):
        write_together(files)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", ["1", "2", "3"])
def test_a_file_that_does_not_reach_the_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    sync = os.fsync

    def fsync(handle: int) -> None:
        if os.pread(handle, 1, 0).decode() == failing:
            raise OSError(errno.EIO, "Input/output error")
        sync(handle)

    def readable(name: str) -> Callable[[BinaryIO], None]:
        return writer(name.encode())

    monkeypatch.setattr(os, "fsync", lambda handle: fsync(os.open(f"/proc/self/fd/{handle}", os.O_RDONLY)))
    with pytest.raises(OutputError, match=rf"^{failing} could not be written: Input/output error"):
        write_together([(tmp_path / name, readable(name)) for name in ("1", "2", "3")])
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_by_a_folder_hides_those_after_it(tmp_path: Path) -> None:
    (tmp_path / "2").mkdir()
    with pytest.raises(OutputError, match=r"^2 could not be written"):
        write_together([(tmp_path / name, writer(b"a")) for name in ("1", "2", "3")])
    assert not (tmp_path / "3").exists()
    assert list(tmp_path.glob(".*")) == []
