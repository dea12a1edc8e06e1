"""The spool: orders and rejects on disk between reading and printing, so that memory holds only where they lie."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Self

from notes_engine.batch.disk import writing
from notes_engine.orders import Order, Reject, Source
from notes_engine.orders.packed import pack_order, unpack_order
from notes_engine.orders.quick_init import quick_maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

ORDERS = "orders.spool"
REJECTS = "rejects.spool"
_SIZE = 4
"""Bytes before each order that say how many it takes."""
_TOGETHER = 1 << 18
"""Bytes of orders that are written at once."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """Where one order lies: its number in the order of reading, from 0, and its offset in the spool in bytes."""

    number: int
    offset: int


_make_place = quick_maker(Spooled)


class Spool:
    """Takes orders and rejects while the inputs are read. A context manager: its files are whole once it is left."""

    def __init__(self, folder: Path) -> None:
        """Open the two files of `folder`, which must exist."""
        self._folder = folder
        self._stack = ExitStack()
        with writing(folder):
            self._orders: BinaryIO = self._stack.enter_context((folder / ORDERS).open("wb", buffering=_TOGETHER))
            self._rejects: BinaryIO = self._stack.enter_context((folder / REJECTS).open("wb"))
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with writing(self._folder):
            self._stack.close()

    def add_order(self, number: int, order: Order) -> Spooled:
        """Keep an order and return where."""
        packed = pack_order(order)
        try:
            self._orders.write(len(packed).to_bytes(_SIZE, "big") + packed)
        except OSError:
            with writing(self._folder / ORDERS):
                raise
        place = _make_place(number, self._end)
        self._end += _SIZE + len(packed)
        return place

    def flush(self) -> None:
        """Let other processes read the orders that were kept so far."""
        with writing(self._folder / ORDERS):
            self._orders.flush()

    def add_reject(self, number: int, reject: Reject) -> None:
        """Keep a reject under its number in the order of reading."""
        with writing(self._folder / REJECTS):
            self._rejects.write(json.dumps([number, *pack_reject(reject)]).encode() + b"\n")


def spooled_orders(folder: Path, places: Sequence[Spooled]) -> Iterator[tuple[int, Order]]:
    """Yield (number, order) for these places, in their order."""
    with (folder / ORDERS).open("rb") as file:
        at = 0
        for place in places:
            if place.offset != at:
                file.seek(place.offset)
            size = int.from_bytes(file.read(_SIZE), "big")
            at = place.offset + _SIZE + size
            # The batch that reads this wrote it, moments ago and in a folder of its own (mode 0700): never input.
            yield place.number, unpack_order(file.read(size))


def spooled_rejects(folder: Path) -> Iterator[tuple[int, Reject]]:
    """Yield (number, reject) in the order of reading."""
    with (folder / REJECTS).open("rb") as file:
        for line in file:
            number, *packed = json.loads(line)
            yield number, unpack_reject(packed)


def pack_reject(reject: Reject) -> list[str]:
    """Return the reject as a list of texts for JSON."""
    place = reject.source_place
    return [
        place.file,
        place.where,
        reject.reason,
        reject.hint,
        reject.code,
        reject.order_id,
        reject.reference,
        reject.kind,
    ]


def unpack_reject(packed: Sequence[str]) -> Reject:
    """Return the reject that `pack_reject` packed."""
    file, where, reason, hint, code, order_id, reference, kind = packed
    return Reject(
        Source(file, where), reason, hint, code, order_id, reference, "failed" if kind == "failed" else "refused"
    )
