"""`--proof N`: some notes of the finished files, chosen at random, beside what the typesetter makes of their orders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from random import SystemRandom
from typing import TYPE_CHECKING

from notes_engine.batch.manifest import MANIFEST
from notes_engine.batch.spool import spooled_orders
from notes_engine.errors import ProofError
from notes_engine.visible import clip, visible
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Bench
    from notes_engine.batch.folder import WorkFolder
    from notes_engine.batch.plan import Output
    from notes_engine.batch.progress import Progress
    from notes_engine.batch.publish import Assembly
    from notes_engine.batch.record import ChunkRecord, NoteRecord
    from notes_engine.batch.spool import Spooled
    from notes_engine.orders import Order

SHOWN = 10
"""Orders that the error names."""
_DETAILS = 3
"""Differences told of each."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A note in a finished file, and its order."""

    order: Order
    first_page: int
    """From 1."""
    pages: int
    position: int
    """Which of the file's notes it is, from 0."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A note to compare, without its order."""

    place: Spooled
    order_id: str
    file: Path
    first_page: int
    pages: int
    position: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The files of one batch, whole but not yet in their places."""

    folder: WorkFolder
    outputs: Sequence[Output]
    made: Assembly
    record_of: Callable[[int], ChunkRecord]
    """Gives a chunk's record by its number."""

    def hold(self, count: int, bench: Bench, progress: Progress) -> int:
        """Compare so many notes with the typesetter's own, or all where there are fewer; return how many that were.

        Which ones is drawn by lot, anew each time.

        Raises:
            ProofError: one of them differs.
        """
        total = self.made.printed
        numbers = set(SystemRandom().sample(range(total), min(count, total)))
        wrong: list[tuple[str, Sequence[str]]] = []
        done = 0
        progress.proving(done, len(numbers))
        for file, found in groupby(self._chosen(numbers), key=lambda each: each.file):
            chosen = list(found)
            for each, differences in zip(chosen, bench.compare(file, self._printed(chosen)), strict=True):
                if differences:
                    wrong.append((each.order_id, differences))
                done += 1
                progress.proving(done, len(numbers))
        if wrong:
            raise _failed(wrong, done)
        return done

    def _chosen(self, numbers: set[int]) -> Iterator[_Chosen]:
        """Yield the notes of these numbers in printing order, from 0."""
        sources = {move.target: self.folder.root / move.source for move in self.made.moves}
        position, file = 0, ""
        with (self.folder.ready / MANIFEST).open(encoding="utf-8") as lines:
            for number, ((place, note), line) in enumerate(zip(self._notes(), lines, strict=True)):
                told = json.loads(line)
                position, file = (position + 1 if told["file"] == file else 0), told["file"]
                if number in numbers:
                    yield _Chosen(place, note.order_id, sources[file], told["first_page"], told["pages"], position)

    def _notes(self) -> Iterator[tuple[Spooled, NoteRecord]]:
        """Yield every printed note in printing order, and where its order lies."""
        for output in self.outputs:
            for chunk in output.chunks:
                record = self.record_of(chunk.number)
                rejected = {number for number, _ in record.rejects}
                places = [place for place in chunk.orders if place.number not in rejected]
                yield from zip(places, record.notes, strict=True)

    def _printed(self, chosen: Sequence[_Chosen]) -> Iterator[Printed]:
        orders = spooled_orders(self.folder.spool, [each.place for each in chosen])
        for each, (_, order) in zip(chosen, orders, strict=True):
            yield Printed(order, each.first_page, each.pages, each.position)


def _failed(wrong: Sequence[tuple[str, Sequence[str]]], compared: int) -> ProofError:
    lines = [
        f"order {visible(clip(order_id))}: {'; '.join(differences[:_DETAILS])}"
        + (f"; and {len(differences) - _DETAILS} more" if len(differences) > _DETAILS else "")
        for order_id, differences in wrong[:SHOWN]
    ]
    lines += [f"and {counted(len(wrong) - SHOWN, 'more order')}"] if len(wrong) > SHOWN else []
    return ProofError(
        f"--proof: {len(wrong)} of {counted(compared, 'note')} compared are not what the typesetter makes, so "
        "nothing is published\n" + "\n".join(lines),
        hint="this is a fault of notes-engine: please report it with these lines, and print with --engine typeset",
    )
