"""Linnworks' CSV exports of processed and open orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from notes_engine.orders.delimited import open_delimited
from notes_engine.orders.tabular import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.model import Order, Reject
    from notes_engine.orders.settings import OrderSettings


def read_csv(
    stream: BinaryIO, file: str, settings: OrderSettings, found_columns: Callable[[Columns], None]
) -> Iterator[Order | Reject]:
    """Yield the orders of a CSV file; raises InputError when it is none. `found_columns` gets its columns first."""
    return read_table(open_delimited(stream, settings), file, settings, found_columns)
