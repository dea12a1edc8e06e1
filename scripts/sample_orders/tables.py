"""The table exports as files: delimited text, an Excel workbook, Parquet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell import WriteOnlyCell

from sample_orders.flat_rows import rows
from sample_orders.shape import cents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from sample_orders.flat_rows import Cell
    from sample_orders.shape import SampleOrder

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def delimited(
    orders: Sequence[SampleOrder], columns: Sequence[str], *, delimiter: str = ",", comma: str = ".", bom: bool = False
) -> bytes:
    """Return the delimited file; `comma` is what stands before the decimals.

    An order flawed as `broken` has a row that ends too soon, as when a download breaks off.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for order in orders:
        for row in rows(order):
            cells = [_text(row.get(column), comma) for column in columns]
            writer.writerow(cells[:12] if order.flaw == "broken" else cells)
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def _text(cell: Cell, comma: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, Decimal):
        return f"{cents(cell):f}".replace(".", comma)
    return str(cell)


def workbook(orders: Sequence[SampleOrder], columns: Sequence[str]) -> bytes:
    """Return an Excel workbook with one sheet; numbers and dates are real ones, no cell is a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    sheet.append(columns)
    for order in orders:
        for row in rows(order):
            sheet.append([_excel(sheet, column, row.get(column)) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _excel(sheet: WriteOnlyWorksheet, column: str, cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if column.endswith("postcode") and isinstance(cell, str) and cell.isdecimal() and not cell.startswith("0"):
        # A spreadsheet makes a number of every postcode that looks like one.
        return int(cell)
    if isinstance(cell, str):
        text = WriteOnlyCell(sheet, cell or None)
        if cell:
            # A text that begins with `=` is a text.
            text.data_type = "s"
        return text
    return cell


def _settled(book: bytes) -> bytes:
    """Return the workbook with every wall-clock time in it replaced, and stored plainly: the same bytes every time."""
    stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


MONEY = pa.decimal128(14, 4)
PARQUET_TYPES = {
    "Marker": pa.int32(),
    "Quantity": pa.int32(),
    "Shipped quantity": pa.int32(),
    "Grade": pa.int8(),
    "Tax rate": pa.int16(),
    **dict.fromkeys(("Paid", "On hold", "Is service"), pa.bool_()),
    **dict.fromkeys(
        ("Received date", "Processed date", "Paid date", "Dispatch By", "Created Date"), pa.timestamp("us", "UTC")
    ),
    **dict.fromkeys(
        (
            "Shipping cost", "Order tax", "Order total", "Unit cost", "Line discount", "Line tax",
            "Line total excluding tax", "Line total",
        ),
        MONEY,
    ),
}  # fmt: skip
"""What is not text in the Parquet file."""


def parquet(orders: Sequence[SampleOrder], columns: Sequence[str]) -> bytes:
    """Return a Parquet file, typed column by column, its names in the snake case of data pipelines."""
    found = [row for order in orders for row in rows(order)]
    fields = [pa.field(column.lower().replace(" ", "_"), PARQUET_TYPES.get(column, pa.string())) for column in columns]
    arrays = [
        pa.array([_arrow(row.get(column), field.type) for row in found], field.type)
        for column, field in zip(columns, fields, strict=True)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), out, compression="snappy")
    return out.getvalue()


def _arrow(cell: Cell, kind: object) -> Cell:
    if cell is None or cell == "":
        return None
    return str(cell) if kind == pa.string() else cell
