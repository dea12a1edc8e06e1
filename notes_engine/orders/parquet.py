"""Parquet files as a table: the columns of the CSV exports, whatever types they were stored with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow
import pyarrow.parquet

from notes_engine.errors import InputError
from notes_engine.orders.cells import row_texts
from notes_engine.orders.columns import ENOUGH_KNOWN, known_count, locate
from notes_engine.orders.table import Row, Table
from notes_engine.orders.table_checks import check_columns
from notes_engine.orders.tabular import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.model import Order, Reject
    from notes_engine.orders.settings import OrderSettings

_BATCH = 1000
"""Rows in memory at a time."""
_FAILURES = (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, MemoryError)
"""What pyarrow raises on damaged files and on types that Python has no value for."""


def read_parquet(
    stream: BinaryIO, file: str, settings: OrderSettings, found_columns: Callable[[Columns], None]
) -> Iterator[Order | Reject]:
    """Yield the orders of a Parquet file; raises InputError when it is none, or holds no export.

    `found_columns` gets its columns first.
    """
    stream.seek(0)
    try:
        parquet = pyarrow.parquet.ParquetFile(stream)
        names = list(parquet.schema_arrow.names)
    except _FAILURES as error:
        raise InputError("the Parquet file is damaged, or none", hint="Export it again.") from error
    if known_count(names, settings.columns) < ENOUGH_KNOWN:
        raise InputError(
            "the Parquet file has none of an export's columns",
            hint="Name the columns as in the CSV export, or map them under [orders.columns] in notes.toml.",
        )
    columns, twice = locate(names, settings.columns, settings.extended)
    check_columns(columns, twice)
    return read_table(Table(columns, partial(_rows, parquet), decimal_comma=True), file, settings, found_columns)


def _rows(parquet: Any) -> Iterator[Row]:  # noqa: ANN401  # pyarrow has no types
    """Yield the rows, the first one 1; a file that breaks ends in a row that says so."""
    number = 0
    try:
        for batch in parquet.iter_batches(batch_size=_BATCH):
            for values in zip(*(_values(column) for column in batch.columns), strict=True):
                number += 1
                row = _row(number, values)
                if any(row.cells) or row.problem:
                    yield row
    except _FAILURES:
        number += 1
        yield Row(number, number, (), "the file breaks here: the rest of it could not be read", "broken-file")


def _values(column: Any) -> list[object]:  # noqa: ANN401
    """Return the column as Python values; times as UTC to the microsecond, which is what Python's clock knows."""
    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pyarrow.types.is_timestamp(kind):
        column = column.cast(pyarrow.timestamp("us", "UTC" if kind.tz else None), safe=False)
    values: list[object] = column.to_pylist()
    return values


def _row(number: int, values: tuple[object, ...]) -> Row:
    texts, problem = row_texts(values, integers_are_exact=True)
    return Row(number, number, texts, problem)
