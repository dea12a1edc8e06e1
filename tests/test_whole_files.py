"""Files that appear whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notes_engine.whole_files import write_whole, written_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "notes.toml", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("notes.toml", b"new")]


@pytest.mark.parametrize("before", [None, b"old"])
def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path, before: bytes | None) -> None:
    target = tmp_path / "notes.toml"
    if before:
        target.write_bytes(before)

    def fail() -> None:
        with written_whole(target) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_a_file_that_was_there_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    secret, usual, new = (tmp_path / name for name in ("secret", "usual", "new"))
    secret.touch(mode=0o600)
    usual.touch()
    for path in (secret, new):
        write_whole(path, b"x")
    assert secret.stat().st_mode & 0o777 == 0o600
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_folder_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "file", b"x")
