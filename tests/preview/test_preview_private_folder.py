"""Private folders: they go with their owner, and what a killed one left goes when the next begins."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from notes_engine.errors import NotesError
from notes_engine.preview.private_folder import PrivateFolder, private_temporary_files, remove_left_folders

pytestmark = pytest.mark.real


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_only_its_owner_may_look_into_it(temporary: Path) -> None:
    folder = PrivateFolder.make()
    try:
        assert folder.path.parent == temporary
        assert folder.path.stat().st_mode & 0o777 == 0o700
    finally:
        folder.remove()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_preview_left_is_removed_and_nothing_else(temporary: Path) -> None:
    in_use, left = PrivateFolder.make(), PrivateFolder.make()
    (left.path / "notes.pdf").write_bytes(b"%PDF-")
    os.close(left.handle)  # as a process that is killed
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (temporary / "notes-engine-preview-link").symlink_to(elsewhere)
    (temporary / "notes-engine-preview-file").write_text("not ours")

    remove_left_folders()

    assert not left.path.exists()
    assert in_use.path.is_dir()
    assert elsewhere.is_dir()
    assert (temporary / "notes-engine-preview-file").is_file()
    in_use.remove()


def test_temporary_files_stand_in_a_folder_that_goes_with_the_block(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", "/before")
    with private_temporary_files():
        handle, name = tempfile.mkstemp()
        os.close(handle)
        assert Path(name).parent.parent == temporary
        assert os.environ["TMPDIR"] == str(Path(name).parent)

    assert list(temporary.iterdir()) == []
    assert (os.environ["TMPDIR"], tempfile.tempdir) == ("/before", str(temporary))


def test_what_was_not_set_is_not_set_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    with private_temporary_files():
        assert "TMPDIR" in os.environ
    assert "TMPDIR" not in os.environ


def test_a_temporary_folder_that_cannot_be_written_to_is_told(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "nowhere"))
    with pytest.raises(NotesError, match="No such file"), private_temporary_files():
        raise AssertionError("it began")
