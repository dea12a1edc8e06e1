from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_engine.errors import OutputError
from notes_engine.preview.limits import UNDONE
from notes_engine.preview.saves import ConflictError, Saves

if TYPE_CHECKING:
    from pathlib import Path


def test_a_save_is_undone_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "fr.html"
    file.write_bytes(b"\xef\xbb\xbfone\r\n")
    saves = Saves()
    done = saves.save(file, b"\xef\xbb\xbfone\r\n", b"two\n", "a change")
    assert (file.read_bytes(), saves.last) == (b"two\n", done)
    assert "-one" in done.diff
    assert "+two" in done.diff
    assert saves.undo() == done
    assert (file.read_bytes(), saves.last) == (b"\xef\xbb\xbfone\r\n", None)


def test_what_a_save_created_is_gone_when_it_is_undone(tmp_path: Path) -> None:
    file = tmp_path / "templates" / "fr.html"
    saves = Saves()
    saves.save(file, None, b"new", "a copy")
    assert file.read_bytes() == b"new"
    saves.undo()
    assert not file.exists()


def test_nothing_is_written_over_what_someone_else_wrote(tmp_path: Path) -> None:
    file = tmp_path / "fr.html"
    file.write_bytes(b"theirs")
    saves = Saves()
    for before in (b"as it was", None):
        with pytest.raises(ConflictError, match="changed elsewhere"):
            saves.save(file, before, b"ours", "a change")
    saves.save(file, b"theirs", b"ours", "a change")
    file.write_bytes(b"theirs again")
    with pytest.raises(ConflictError, match="changed since"):
        saves.undo()
    assert file.read_bytes() == b"theirs again"


def test_with_nothing_saved_there_is_nothing_to_undo() -> None:
    with pytest.raises(ConflictError, match="nothing to undo"):
        Saves().undo()


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "fr.html").mkdir()
    with pytest.raises(OutputError, match=r"fr\.html"):
        Saves().save(tmp_path / "fr.html", None, b"", "a change")


def test_so_many_saves_are_kept(tmp_path: Path) -> None:
    file, saves = tmp_path / "fr.html", Saves()
    for number in range(UNDONE + 5):
        saves.save(file, b"%d" % (number - 1) if number else None, b"%d" % number, "a change")
    undone = 0
    while saves.last is not None:
        saves.undo()
        undone += 1
    assert (undone, file.read_bytes()) == (UNDONE, b"4")


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_undoing_everything_gives_what_was_there(tmp_path: Path, contents: list[bytes]) -> None:
    file, saves = tmp_path / "fr.html", Saves()
    file.write_bytes(contents[0])
    for before, after in pairwise(contents):
        saves.save(file, before, after, "a change")
    for before in reversed(contents[:-1]):
        saves.undo()
        assert file.read_bytes() == before
    assert saves.last is None
