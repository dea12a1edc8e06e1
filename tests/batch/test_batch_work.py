"""A chunk's record speaks of parts that are on the disk."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch.journal import Journal

if TYPE_CHECKING:
    from tests.batch.conftest import Shop


@pytest.mark.parametrize("split", ["none", "market", "order"])
def test_all_parts_and_their_names_are_on_the_disk_before_the_record(
    shop: Shop, split: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notes_engine.batch.plan.CHUNK_FLOOR", 3)
    shop.orders(*({"ref": f"bm-{n}", "market": ["fr-fr", "de-de"][n % 2]} for n in range(8)))
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
    assert len(set(told)) == len(told) >= (8 if split == "order" else 2)
