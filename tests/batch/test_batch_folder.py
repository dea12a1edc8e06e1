from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from notes_engine.batch.disk import fsync_folder, full_disk, has_sha256, output_error, sha256_of, write_lines, writing
from notes_engine.batch.folder import occupied
from notes_engine.errors import OutputError, TypesetError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_that_holds_nothing_in_the_end_is_removed_with_all_it_made(tmp_path: Path) -> None:
    with occupied(tmp_path / "a" / "b") as folder:
        folder.renew(folder.spool)
        assert folder.root.stat().st_mode & 0o777 == 0o700

    assert list(tmp_path.iterdir()) == []


def test_a_journal_keeps_the_folder(tmp_path: Path) -> None:
    with occupied(tmp_path) as folder:
        folder.journal.write_text("x")

    assert folder.journal.exists()


def test_folders_that_were_there_stay(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    with occupied(tmp_path / "out"):
        pass

    assert list((tmp_path / "out").iterdir()) == []


def test_a_second_batch_is_kept_out(tmp_path: Path) -> None:
    with occupied(tmp_path):
        with pytest.raises(OutputError, match="another batch is writing here"), occupied(tmp_path):
            pass
        assert (tmp_path / ".notes-engine" / "lock").exists()


def test_a_dead_batchs_lock_file_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / ".notes-engine").mkdir()
    (tmp_path / ".notes-engine" / "lock").write_text("")

    with occupied(tmp_path) as folder:
        assert folder.root.exists()

    assert not folder.root.exists()


def test_a_lock_on_a_file_that_is_just_being_removed_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / ".notes-engine" / "lock"
    real, calls = fcntl.flock, []

    def flock(handle: int, how: int) -> None:
        real(handle, how)
        calls.append(handle)
        if len(calls) == 1:
            lock.unlink()  # the batch before us leaves at this very moment

    monkeypatch.setattr(fcntl, "flock", flock)

    with occupied(tmp_path):
        assert os.fstat(calls[1]).st_ino == lock.stat().st_ino

    assert len(calls) == 2


def test_a_file_system_without_locks_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)

    with pytest.raises(OutputError, match="No locks available"), occupied(tmp_path):
        pass


def test_an_output_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    for folder in (tmp_path / "out", tmp_path / "out" / "today"):
        with pytest.raises(OutputError, match="a folder is needed here") as caught, occupied(folder):
            pass
        assert str(caught.value.place) == str(tmp_path / "out")

    assert (tmp_path / "out").read_text() == "mine"


def test_a_working_folder_that_is_a_file_is_an_output_error_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / ".notes-engine").write_text("mine")

    with pytest.raises(OutputError), occupied(tmp_path):
        pass

    assert [path.name for path in tmp_path.iterdir()] == [".notes-engine"]


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (28, "the disk is full"),
        (27, "the disk is full"),
        (122, "the disk is full"),
        (13, "cannot be written to"),
        (30, "cannot be written to"),
        (21, "in the way"),
        (5, "cannot write here"),
    ],
)
def test_each_trouble_with_the_disk_has_its_words(tmp_path: Path, number: int, what: str) -> None:
    error = output_error(OSError(number, os.strerror(number)), tmp_path)

    assert what in error.what
    assert error.place is not None
    assert error.hint


def test_lines_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text("before")

    def lines() -> list[str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(path, (line for _ in range(2) for line in lines()))
    assert path.read_text() == "before"

    digest = write_lines(path, ["ä", "b"])
    assert path.read_text() == "ä\nb\n"
    assert sha256_of(path) == digest
    assert has_sha256(path, digest)
    assert not has_sha256(tmp_path / "missing", digest)


def test_a_full_disk_is_seen_below_any_error() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise TypesetError("no pages") from error
    except TypesetError as error:
        found = full_disk(error)

    assert found is not None
    assert found.what == "the temporary folder is full"
    assert full_disk(TypesetError("no pages")) is None
    assert full_disk(OSError(errno.EIO, "broken")) is None


def test_a_file_system_that_cannot_sync_a_folder_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fsync)
    number = errno.EINVAL
    fsync_folder(tmp_path)

    number = errno.EIO
    with pytest.raises(OSError, match="no"):
        fsync_folder(tmp_path)


def test_other_errors_pass_through(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError


def test_a_full_disk_names_the_folder_the_user_named(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    part = tmp_path / "today" / ".notes-engine" / "parts" / "00002.pdf"

    with pytest.raises(OutputError, match="the disk is full") as caught, writing(part):
        raise full
    assert str(caught.value.place) == str(tmp_path / "today")

    # The pdf room knows only the part's name.
    with pytest.raises(OutputError, match="the disk is full") as caught, writing(part):
        raise OutputError("00002.pdf could not be written: the disk is full") from full
    assert str(caught.value.place) == str(tmp_path / "today")


def test_a_full_temporary_folder_stays_the_one_that_is_named(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    found = full_disk(full)
    assert found is not None
    found.__cause__ = full

    with pytest.raises(OutputError, match="the temporary folder is full"), writing(tmp_path):
        raise found
