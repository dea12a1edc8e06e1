# ruff: noqa: DTZ001  spreadsheets and data frames hold times without a zone
from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow
import pyarrow.parquet
import pytest

from notes_engine.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import ReadBytes

    MakeRow = Callable[..., dict[str, str]]


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out, **options)
    return out.getvalue()


def columns_of(row: dict[str, str], rows: int = 1) -> dict[str, Any]:
    """Return the columns in Parquet's own types."""
    typed: dict[str, Any] = {name: [cell] * rows for name, cell in row.items()}
    typed["Order Id"] = pyarrow.array([float(number) for number in range(1, rows + 1)])
    typed["Received date"] = pyarrow.array(
        [datetime(2026, 3, 1, 9, 15, 2)] * rows, pyarrow.timestamp("ns", "Europe/Paris")
    )
    typed["Order total"] = pyarrow.array([Decimal("103.99")] * rows, pyarrow.decimal128(10, 2))
    typed["Line total"] = pyarrow.array([99.99] * rows)
    typed["Quantity"] = pyarrow.array([2] * rows, pyarrow.int64())
    typed["Currency"] = pyarrow.array(["EUR"] * rows).dictionary_encode()
    typed["Processed date"] = pyarrow.array([date(2026, 3, 2)] * rows)
    typed["On hold"] = pyarrow.array([False] * rows)
    typed["Shipping town"] = pyarrow.array([b"Roma"] * rows)
    typed["Marker"] = pyarrow.array([float("nan")] * rows)
    return typed


def test_every_type_is_read(read: ReadBytes, row: MakeRow) -> None:
    order = read(parquet(columns_of(row()))).order
    assert order.order_id == "1"
    assert order.received_at == datetime(2026, 3, 1, 9, 15, 2, tzinfo=UTC)
    assert order.processed_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert (order.total, order.lines[0].line_total) == (Decimal("103.99"), Decimal("99.99"))
    assert (order.currency, order.hold_or_cancel, order.marker) == ("EUR", False, "")
    assert order.delivery is not None
    assert order.delivery.town == "Roma"
    assert order.source_place.where == "row 1"


def test_a_time_without_a_zone_hangs_in_the_settings(read: ReadBytes, row: MakeRow) -> None:
    columns = columns_of(row())
    columns["Received date"] = pyarrow.array([datetime(2026, 3, 1, 9, 15, 2)], pyarrow.timestamp("us"))
    order = read(parquet(columns), time_zone="Europe/Paris").order
    assert order.received_at == datetime(2026, 3, 1, 8, 15, 2, tzinfo=UTC)


def test_many_batches(read: ReadBytes, row: MakeRow) -> None:
    found = read(parquet(columns_of(row(), rows=2500)))
    assert len(found.orders) == 2500
    assert found.orders[-1].source_place.where == "row 2500"


@pytest.mark.parametrize("cell", [pyarrow.array([["a"]]), pyarrow.array([b"\xff"]), pyarrow.array([1e20])])
def test_a_cell_that_is_no_text_refuses_its_order(read: ReadBytes, row: MakeRow, cell: Any) -> None:
    assert read(parquet({**columns_of(row()), "Marker": cell})).reject.code == "broken-row"


def test_a_spoilt_cell_far_from_its_order_leaves_no_line_out(read: ReadBytes, row: MakeRow) -> None:
    columns = columns_of(row(), rows=4)
    columns["Order Id"] = pyarrow.array([1, 2, 1, 3])
    columns["SKU"] = ["PHONE-A", "PHONE-A", "PHONE-B", "PHONE-A"]
    columns["Channel reference"] = ["bm-1", "bm-2", "#N/A", "bm-3"]
    found = read(parquet(columns))
    assert [order.order_id for order in found.orders] == ["2", "3"]
    assert [reject.order_id for reject in found.rejects] == ["1"]


def test_rows_without_anything_are_left_out(read: ReadBytes, row: MakeRow) -> None:
    columns = {name: [cell, None] for name, cell in row().items()}
    assert read(parquet(columns)).order


def test_a_file_of_other_columns(read: ReadBytes) -> None:
    with pytest.raises(InputError, match="none of an export's columns"):
        read(parquet({"a": [1]}))
    with pytest.raises(InputError, match="lacks the column Order Id"):
        read(parquet({"SKU": ["A"], "Quantity": [1]}))


def test_a_damaged_file(read: ReadBytes, row: MakeRow) -> None:
    data = parquet(columns_of(row()))
    with pytest.raises(InputError, match="damaged"):
        read(data[:-20])
    with pytest.raises(InputError, match="damaged"):
        read(b"PAR1")


def test_a_file_that_breaks_inside_says_so(read: ReadBytes, row: MakeRow) -> None:
    data = bytearray(parquet(columns_of(row()), compression="gzip"))
    data[4:200] = bytes(196)
    with pytest.raises(InputError):
        read(bytes(data))
