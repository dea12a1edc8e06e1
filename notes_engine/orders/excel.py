"""Excel workbooks (.xlsx) as a table: the first sheet whose first row holds an export's columns."""

from __future__ import annotations

import csv
import warnings
import zipfile
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import openpyxl

from notes_engine.errors import InputError
from notes_engine.orders.cells import CellError, cell_text
from notes_engine.orders.columns import ENOUGH_KNOWN, known_count, locate
from notes_engine.orders.table import Row, Table
from notes_engine.orders.table_checks import check_columns
from notes_engine.orders.tabular import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.model import Order, Reject
    from notes_engine.orders.settings import OrderSettings

    Cells = Sequence[object]

LARGEST = 2 << 30
"""Bytes that a workbook may unpack to."""
SUSPICIOUS, RATIO = 200 << 20, 200
"""From this size on, a workbook that unpacks to more than RATIO times its packed size is a bomb, not an export."""
MOST_ROWS = 1_048_576
"""Rows of an Excel sheet; a file that claims more is not one."""


def read_excel(
    stream: BinaryIO, file: str, settings: OrderSettings, found_columns: Callable[[Columns], None]
) -> Iterator[Order | Reject]:
    """Yield the orders of a workbook; raises InputError when it is none, or holds no export.

    `found_columns` gets its columns first.
    """
    _check_size(stream)
    # A sheet is slow to read and a table is read twice: its rows are written down once, as text, beside it.
    with TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="") as copy:
        headers = _copy_sheet(stream, settings, copy)
        columns, twice = locate(headers, settings.columns, settings.extended)
        check_columns(columns, twice)
        table = Table(columns, lambda: _rows(copy), decimal_comma=True)
        yield from read_table(table, file, settings, found_columns)


def _check_size(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            packed = sum(entry.compress_size for entry in archive.infolist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    if unpacked > LARGEST or (unpacked > SUSPICIOUS and unpacked > RATIO * packed):
        raise InputError(
            f"the workbook unpacks to {unpacked >> 20} MiB: that is no orders export",
            hint="Export fewer orders at once, or as CSV.",
        )


@contextmanager
def _workbook(stream: BinaryIO) -> Iterator[Any]:
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about styles and extensions that no order needs
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _copy_sheet(stream: BinaryIO, settings: OrderSettings, copy: TextIO) -> list[str]:
    """Write the export's rows into `copy`; return its headers."""
    write = csv.writer(copy).writerow
    headers: list[str] = []
    try:
        with _workbook(stream) as book:
            for sheet in book.worksheets:
                rows = _numbered(sheet)
                _, first = next(rows, (0, ()))
                found = _headers(first)
                if known_count(found, settings.columns) >= ENOUGH_KNOWN:
                    headers = found
                    for number, cells in rows:
                        write((number, *_text_row(cells, len(headers))))
                    break
    # openpyxl raises whatever its parts raise on a damaged file: KeyError, TypeError, XML and zlib errors, …
    except Exception as error:
        if not headers:
            raise _damaged() from error
        write((0, "broken-file", "the sheet breaks after the row before: the rest of it could not be read"))
    if not headers:
        raise InputError(
            "no sheet of the workbook has an export's columns in its first row",
            hint="Put the header row first; if you renamed the columns, map them under [orders.columns] in notes.toml.",
        )
    return headers


def _numbered(sheet: Any) -> Iterator[tuple[int, Cells]]:  # noqa: ANN401  # openpyxl's sheets have several classes
    """Yield (row number, cells) of the rows in which something stands."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise ValueError("more rows than a sheet can have")
        if any(cell is not None and cell != "" for cell in cells):
            yield number, cells


def _headers(first: Cells) -> list[str]:
    names = [cell if isinstance(cell, str) else "" for cell in first]
    while names and not names[-1]:
        names.pop()
    return names


def _text_row(cells: Cells, width: int) -> list[str]:
    """Return (code, problem, cells…): cells left out at the end are empty, further ones are a problem."""
    try:
        texts = [cell_text(cell, integers_are_exact=False) for cell in cells]
    except CellError as error:
        return ["broken-row", str(error), *(cell if isinstance(cell, str) else "" for cell in cells[:width])]
    texts += [""] * (width - len(texts))
    if any(texts[width:]):
        return ["broken-row", "the row has cells beyond the header's last column", *texts[:width]]
    return ["", "", *texts[:width]]


def _rows(copy: TextIO) -> Iterator[Row]:
    copy.seek(0)
    last = 1
    for number, code, problem, *cells in csv.reader(copy):
        last = int(number) or last + 1
        yield Row(last, last, cells, problem, code) if problem else Row(last, last, cells)


def _damaged() -> InputError:
    return InputError("the workbook is damaged or no Excel file", hint="Open it in Excel and save it as .xlsx or CSV.")
