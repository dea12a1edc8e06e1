"""Tabular exports, one row per item, to orders: rows that belong together find each other wherever they stand.

A note with part of an order's lines is the worst note there is. So the file is read twice: the first pass counts how
often each order id begins a run of rows, the second holds an order back until its last run has been seen.
Memory: one short entry per order; the rows of orders that are scattered over the file wait in a temporary file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notes_engine.orders.amounts import adds_up
from notes_engine.orders.assemble import Assembler
from notes_engine.orders.model import Order, Reject, Source
from notes_engine.orders.refusal import RefusalError
from notes_engine.orders.repeats import settle
from notes_engine.orders.spill import Spill
from notes_engine.orders.survey import order_id, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.settings import OrderSettings
    from notes_engine.orders.survey import Survey
    from notes_engine.orders.table import Row, Table

_MEND = "Mend the row, or export again; a spreadsheet that saved the file may have broken it."


def read_table(
    table: Table, file: str, settings: OrderSettings, found_columns: Callable[[Columns], None] = lambda _: None
) -> Iterator[Order | Reject]:
    """Yield each order when its last row has been seen, and a reject for each order or row that is not right.

    `found_columns` is called with the table's columns before the first of them.
    """
    found_columns(table.columns)
    found = survey(table)
    orders = _Orders(Assembler(table, settings), file, found)
    current, run = "", list["Row"]()
    with Spill() as spill:
        scattered = _Scattered(found.runs, spill)
        for row in table.rows():
            own = order_id(row, table)
            if row.problem or not own:
                if own not in found.damaged:
                    yield orders.stray(row, own)
                continue
            if own == current:
                run.append(row)
                continue
            if run and (runs := scattered.closed(current, run)):
                yield from orders.finished(current, runs)
            current, run = own, [row]
        if run and (runs := scattered.closed(current, run)):
            yield from orders.finished(current, runs)


class _Scattered:
    """The runs of orders whose rows do not stand together: on disk, their places here."""

    def __init__(self, expected: Mapping[str, int], spill: Spill) -> None:
        self._expected = expected
        self._spill = spill
        self._places: dict[str, list[int]] = {}

    def closed(self, own: str, run: list[Row]) -> list[list[Row]]:
        """A run has ended: return all runs of its order when this is the last one, else none."""
        if own not in self._expected:
            return [run]
        places = self._places.setdefault(own, [])
        if len(places) + 1 < self._expected[own]:
            places.append(self._spill.keep(run))
            return []
        del self._places[own]
        return [*map(self._spill.run, places), run]


@dataclass(frozen=True, slots=True)
class _Orders:
    """Turns complete sets of rows into orders and rejects."""

    assembler: Assembler
    file: str
    found: Survey

    def stray(self, row: Row, own: str) -> Reject:
        """A row that belongs to no order of the file."""
        reason = row.problem or "the row has no order id"
        return RefusalError(row.code, reason, _MEND).as_reject(Source(self.file, row.where), order_id=own)

    def finished(self, own: str, runs: list[list[Row]]) -> Iterator[Order | Reject]:
        """Yield the order of these runs, and a reject for each run that repeats it."""
        first = runs[0][0]
        place = Source(self.file, first.where)
        try:
            if own in self.found.damaged:
                row = self.found.damaged[own]
                raise RefusalError(
                    row.code, f"a row of the order cannot be used: {row.problem}", _MEND, where=row.where
                )
            rows, repeats = settle(self.assembler, runs)
            yield self._beside(own, self.assembler.order(rows, place))
        except RefusalError as refusal:
            yield refusal.as_reject(place, order_id=own, reference=self.assembler.reference(first))
            return
        for again, before in repeats:
            yield duplicate(Source(self.file, before.where)).as_reject(
                Source(self.file, again.where), order_id=own, reference=self.assembler.reference(first)
            )

    def _beside(self, own: str, order: Order) -> Order:
        """An order beside an unreadable row is complete when its amounts say so, refused when they say it is not."""
        row = self.found.suspect.get(own)
        if row is None or (complete := adds_up(order)):
            return order
        if complete is False:
            raise RefusalError(
                row.code,
                f"{row.where} beside the order's rows cannot be read, and the order's amounts do not add up without it",
                _MEND,
            )
        return replace(
            order,
            warnings=(*order.warnings, f"{row.where} beside the order's rows cannot be read: it may be a line of it"),
        )


def duplicate(first: Source, *, refused: bool = False) -> RefusalError:
    """Return the refusal of an order that was read before, naming where; `refused`: that first one got no note."""
    if refused:
        reason = f"the order was already read at {first}, and refused there"
        hint = "The first one counts, and it has no note: mend it, or give only the export in which the order is right."
    else:
        reason = f"the order was already read at {first}"
        hint = "Nothing is missing: the first one counts. Give each export once to get rid of this."
    return RefusalError("duplicate", reason, hint)
