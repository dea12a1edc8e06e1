"""Files kept without a name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from notes_engine.preview import kept_file
from notes_engine.preview.kept_file import KeptFile

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = bytes(range(256)) * 5


def test_it_is_read_whole_and_again_though_its_name_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_file, "_PIECE", 100)
    path = tmp_path / "notes.pdf"
    path.write_bytes(CONTENT)
    file = KeptFile(path)

    async def read() -> bytes:
        return b"".join([piece async for piece in file.content()])

    assert not path.exists()
    assert file.size == len(CONTENT)
    assert [asyncio.run(read()), asyncio.run(read())] == [CONTENT, CONTENT]
    file.close()


def test_who_has_begun_to_read_it_reads_it_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_file, "_PIECE", 100)
    path = tmp_path / "notes.pdf"
    path.write_bytes(CONTENT)
    file = KeptFile(path)

    async def read() -> bytes:
        pieces = []
        async for piece in file.content():
            file.close()
            pieces.append(piece)
        return b"".join(pieces)

    assert asyncio.run(read()) == CONTENT
    with pytest.raises(ValueError, match="closed"):
        asyncio.run(read())


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        KeptFile(tmp_path / "notes.pdf")
