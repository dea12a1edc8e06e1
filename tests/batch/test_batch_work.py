"""A chunk's record speaks of parts that are on the disk."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch.disk import fsync_files
from notes_engine.batch.journal import Journal
from notes_engine.errors import OutputError

if TYPE_CHECKING:
    from tests.batch.conftest import Shop


@pytest.mark.parametrize(("split", "orders"), [("none", 8), ("market", 8), ("order", 8), ("order", 60)])
def test_all_parts_and_their_names_are_on_the_disk_before_the_record(
    shop: Shop, split: str, orders: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 3 if orders < 10 else 40)
    shop.orders(*({"ref": f"bm-{n}", "market": ["fr-fr", "de-de"][n % 2]} for n in range(orders)))
    synced: list[Path] = []
    fsync, append = os.fsync, Journal.append
    told = []

    def remembered(handle: int) -> None:
        fsync(handle)
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())

    def checked(journal: Journal, record: dict[str, Any]) -> int:
        if "chunk" in record:
            parts = shop.out / ".notes-engine" / "parts"
            for part in record["parts"]:
                path = parts / part["name"]
                assert hashlib.sha256(path.read_bytes()).hexdigest() == part["sha256"]
                assert path in synced
                assert parts in synced[synced.index(path) :]
                told.append(path)
        return append(journal, record)

    monkeypatch.setattr(os, "fsync", remembered)
    monkeypatch.setattr(Journal, "append", checked)
    shop.run(split=split)
    assert len(set(told)) == len(told) >= (orders if split == "order" else 2)


@pytest.mark.parametrize("many", [0, 1, 15, 16, 63, 64, 200])
def test_all_files_are_waited_for_once(tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(many)]
    for path in paths:
        path.touch()
    synced: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").readlink()))
    fsync_files(paths)
    assert sorted(synced) == sorted(paths)


@pytest.mark.parametrize("many", [3, 40])
def test_one_that_does_not_come_to_the_disk_is_told(tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(many)]
    for path in paths:
        path.touch()

    def full(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink() == paths[-2]:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        fsync_files(paths)
