"""The plan of a batch: which files, which notes in which order, cut into chunks that workers can make apart."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.batch.job import MERGED_VARIANT_LIMIT
from notes_engine.batch.names import Namer, safe_name
from notes_engine.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notes_engine.batch.job import Job
    from notes_engine.batch.sorting import SortValue
    from notes_engine.batch.spool import Spooled

CHUNK_LIMIT = 200
"""Notes a chunk may have: joining more documents in memory at once costs more than it saves (measured for issue 2)."""
CHUNK_FLOOR = 25
WAVES = (2_000, 8_000, 32_000)
"""Notes before the second, third and fourth wave of a batch: what a wave learns of layouts counts for the next."""
PIECES = 8
SURE = CHUNK_LIMIT * PIECES
"""Notes from which on chunks are as large as they may be, however many more notes come."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An order that is to be printed: where it lies, the market whose file it goes to, what it is sorted by."""

    place: Spooled
    market: str = ""
    sort_values: tuple[SortValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Notes that one worker makes in one go."""

    number: int
    orders: tuple[Spooled, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """One merged file (`file` relative to OUT), or all the files of `--split order` (`file` is None)."""

    file: str | None
    market: str
    chunks: tuple[Chunk, ...]

    @property
    def in_one(self) -> bool:
        """True for a merged file that is one chunk: the worker writes it as it will be."""
        return self.file is not None and len(self.chunks) == 1


def chunk_size(count: int) -> int:
    """Return how many notes go into a chunk of a file of `count`.

    It depends on nothing else: any number of workers cuts the same chunks and so makes the same bytes. A small batch is
    cut finer, so that every core gets work.
    """
    return min(CHUNK_LIMIT, max(CHUNK_FLOOR, math.ceil(count / PIECES)))


def waves(outputs: Iterable[Output]) -> dict[int, int]:
    """Return each chunk's wave: waves are made one after the other, the chunks of a wave in any order.

    It depends on the plan alone, so that any number of workers has learnt the same before the same chunk.
    """
    found, before = {}, 0
    for output in outputs:
        for chunk in output.chunks:
            found[chunk.number] = wave_after(before)
            before += len(chunk.orders)
    return found


def wave_after(notes: int) -> int:
    """Return the wave of a chunk that comes after so many notes."""
    return bisect_right(WAVES, notes)


def plan(entries: Sequence[Entry], job: Job) -> tuple[Output, ...]:
    """Return the files to make of entries that are already sorted; by market in alphabetical order, none last.

    Raises:
        UsageError: a merged file with a PDF variant would have more than 500 notes.
    """
    groups: dict[str, list[Spooled]] = {}
    for entry in entries:
        groups.setdefault(entry.market if job.split == "market" else "", []).append(entry.place)
    namer, outputs, number = Namer(), [], 0
    for market in sorted(groups, key=lambda market: (not market, market)):
        places = groups[market]
        chunks = _chunks(places, number, _size(len(places), job))
        number += len(chunks)
        stem = "notes" if job.split == "none" else "notes-" + safe_name(market, otherwise="none")
        outputs.append(Output(None if job.split == "order" else namer.name(stem), market, chunks))
    return tuple(outputs)


def _chunks(places: Sequence[Spooled], first: int, size: int) -> tuple[Chunk, ...]:
    cuts = range(0, len(places), size)
    return tuple(Chunk(first + index, tuple(places[start : start + size])) for index, start in enumerate(cuts))


def _size(count: int, job: Job) -> int:
    if job.pdf_variant is None or job.split == "order":
        return chunk_size(count)
    if count > MERGED_VARIANT_LIMIT:
        raise UsageError(
            f"--pdf-variant {job.pdf_variant}: a merged file may have up to {MERGED_VARIANT_LIMIT} notes, "
            f"and this one would have {count}",
            hint="use --split order, or print fewer orders at a time with --where",
        )
    return MERGED_VARIANT_LIMIT
