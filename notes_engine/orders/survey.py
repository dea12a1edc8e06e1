"""The first pass over a table: which orders are scattered over it, and which may be damaged by a broken row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notes_engine.orders.table import Row, Table

_ID = re.compile(r"(?=\D*\d)[0-9A-Za-z][0-9A-Za-z_-]{0,63}", re.ASCII)
"""What an order id may look like in a broken row, where the cell could as well hold a piece of the buyer's name."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass found, only of orders that are not simply one run of good rows."""

    runs: dict[str, int] = field(default_factory=dict)
    """Order id → how many runs of its rows there are, where there is more than one."""
    damaged: dict[str, Row] = field(default_factory=dict)
    """Order id → a broken row of this order; the row's cells are left out."""
    suspect: dict[str, Row] = field(default_factory=dict)
    """Order id → a broken row beside its rows, which may be a line of it."""


def order_id(row: Row, table: Table) -> str:
    """Return the row's order id; of a broken row only what can be one, else an empty text."""
    index = table.columns.at["order_id"]
    cells = row.cells
    text = cells[index].strip() if index < len(cells) else ""
    return text if not row.problem or _ID.fullmatch(text) else ""


def survey(table: Table) -> Survey:
    """Read the whole table once. Memory: one entry per order while it runs."""
    runs: dict[str, int] = {}
    broken: list[tuple[str, Row]] = []
    suspect: dict[str, Row] = {}
    last = ""
    waiting: Row | None = None
    for row in table.outline() if table.outline else table.rows():
        own = row if isinstance(row, str) else order_id(row, table)
        if not isinstance(row, str) and (row.problem or not own):
            bare = row._replace(cells=())
            if own:
                broken.append((own, bare))
            else:
                waiting = bare
                if last:
                    suspect.setdefault(last, bare)
            continue
        if waiting is not None:
            suspect.setdefault(own, waiting)
            waiting = None
        if own != last:
            runs[own] = runs.get(own, 0) + 1
            last = own
    return Survey(
        {own: count for own, count in runs.items() if count > 1},
        {own: row for own, row in reversed(broken) if own in runs},
        suspect,
    )
