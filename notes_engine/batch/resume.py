"""What an interrupted batch left that a resumed one goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notes_engine.batch.disk import has_sha256
from notes_engine.batch.publish import move_into_place, read_moves
from notes_engine.batch.record import chunk_record
from notes_engine.batch.summary import Summary

if TYPE_CHECKING:
    from notes_engine.batch.folder import WorkFolder
    from notes_engine.batch.journal import Journal


def kept_chunks(folder: WorkFolder, journal: Journal) -> dict[int, int]:
    """Return chunk number → offset of its record, for the chunks whose parts are all there, byte for byte."""
    kept = {}
    for offset, found in journal.records():
        if "chunk" in found:
            record = chunk_record(found)
            if all(has_sha256(folder.parts / part.name, part.sha256) for part in record.parts):
                kept[record.chunk] = offset
            else:
                kept.pop(record.chunk, None)
    return kept


def publish_again(folder: WorkFolder, published: dict[str, Any]) -> Summary | None:
    """Finish the renames of a batch that was killed amid them; None when its files are not all there any more."""
    moves = read_moves(folder, published["moves"])
    if moves is None:
        return None
    move_into_place(folder, moves, published["stale"])
    folder.remove()
    return Summary(**published["summary"])
