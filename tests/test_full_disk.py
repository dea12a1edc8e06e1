"""A full disk is told from everything else, and a full temporary folder from a full output folder."""

from __future__ import annotations

import errno
import tempfile
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import TypesetError
from notes_engine.full_disk import full_disk_error, full_temporary_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def chained(below: OSError) -> TypesetError:
    error = TypesetError("WeasyPrint could not typeset this note")
    error.__cause__ = below
    return error


@pytest.mark.parametrize("name", [None, "tmpa1b2", "weasyprint-x/font.ttf", "tmpdir/deeper/file"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_temporary_folder_is_named_with_what_to_do(temporary: Path, name: str | None, number: int) -> None:
    full = OSError(number, "full", None if name is None else str(temporary / name))
    error = full_temporary_folder(chained(full))
    assert error is not None
    assert error.what == "the temporary folder is full"
    assert error.place
    assert error.place.file == str(temporary)
    assert "TMPDIR=" in (error.hint or "")


def test_another_full_folder_is_not_the_temporary_one(temporary: Path) -> None:
    for name in (temporary / "out/notes.pdf", temporary, temporary.parent / "tmpx"):
        full = OSError(errno.ENOSPC, "full", str(name))
        assert full_disk_error(chained(full)) is full
        assert full_temporary_folder(chained(full)) is None


def test_other_errors_are_no_full_disk(temporary: Path) -> None:
    assert temporary.is_dir()
    for error in (ValueError("x"), OSError(errno.EACCES, "no"), chained(OSError(errno.EIO, "no"))):
        assert full_disk_error(error) is None
        assert full_temporary_folder(error) is None


def test_without_any_temporary_folder_the_usual_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    error = full_temporary_folder(OSError(errno.ENOSPC, "full"))
    assert error is not None
    assert str(error.place) == "/tmp"
