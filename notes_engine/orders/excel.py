"""Excel workbooks (.xlsx) as a table: the first sheet whose first row holds an export's columns."""

from __future__ import annotations

import csv
import warnings
import zipfile
from contextlib import closing, contextmanager
from datetime import date, time, timedelta
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import openpyxl

from notes_engine.errors import InputError
from notes_engine.orders.cells import row_texts
from notes_engine.orders.columns import ENOUGH_KNOWN, known_count, locate
from notes_engine.orders.excel_formulas import Uncalculated
from notes_engine.orders.near_columns import named_headers
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
_LOOKED_AT = 20
"""Rows of a further sheet that are looked at for orders."""
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
        columns, twice = _copy_sheet(stream, settings, copy)
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


def _copy_sheet(stream: BinaryIO, settings: OrderSettings, copy: TextIO) -> tuple[Columns, str | None]:
    """Write the export's rows into `copy`; return its columns, and the name of one that stands twice."""
    write = csv.writer(copy).writerow
    located: tuple[Columns, str | None] | None = None
    others: list[str] = []
    try:
        with _workbook(stream) as book:
            sheets = iter(book.worksheets)
            for sheet in sheets:
                with closing(Uncalculated(sheet._get_source)) as formulas:
                    rows = _numbered(sheet, formulas)
                    _, first, _ = next(rows, (0, (), frozenset()))
                    found = _headers(first)
                    if known_count(found, settings.columns) >= ENOUGH_KNOWN:
                        located = locate(found, settings.columns, settings.extended)
                        for number, cells, missing in rows:
                            write((number, *_text_row(cells, located[0], missing)))
                        others = [sheet.title, *(other.title for other in sheets if _has_orders(other, settings))]
                        break
    # openpyxl raises whatever its parts raise on a damaged file: KeyError, TypeError, XML and zlib errors, …
    except Exception as error:
        if located is None:
            raise _damaged() from error
        write((0, "broken-file", "the sheet breaks after the row before: the rest of it could not be read"))
    if located is None:
        raise InputError(
            "no sheet of the workbook has an export's columns in its first row",
            hint="Put the header row first; if you renamed the columns, map them under [orders.columns] in notes.toml.",
        )
    if len(others) > 1:
        raise InputError(
            f"several sheets of the workbook hold orders: {named_headers(others)}",
            hint="Leave one of them in the workbook, or save each as a file of its own.",
        )
    return located


def _has_orders(sheet: Any, settings: OrderSettings) -> bool:  # noqa: ANN401
    """True when a further sheet has rows below an export's columns: to pass it over would lose its orders."""
    try:
        first, *more = islice(sheet.iter_rows(values_only=True), _LOOKED_AT)
    # As in _copy_sheet; a damaged sheet that nobody needs is no reason to print nothing.
    except Exception:
        return False
    columns, _ = locate(_headers(first), settings.columns)
    has_rows = any(cell is not None and cell != "" for cells in more for cell in cells)
    return has_rows and columns.has("order_id") and columns.has("quantity")


def _numbered(
    sheet: Any,  # noqa: ANN401  # openpyxl's sheets have several classes
    formulas: Uncalculated,
) -> Iterator[tuple[int, Cells, frozenset[int]]]:
    """Yield (row number, cells, columns that were never calculated) of the rows in which something stands."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise ValueError("more rows than a sheet can have")
        missing = formulas.of(number)
        if missing or any(cell is not None and cell != "" for cell in cells):
            yield number, cells, missing


def _headers(first: Cells) -> list[str]:
    names = [cell if isinstance(cell, str) else "" for cell in first]
    while names and not names[-1]:
        names.pop()
    return names


def _text_row(cells: Cells, columns: Columns, missing: frozenset[int]) -> list[str]:
    """Return (code, problem, cells…): cells left out at the end are empty, further ones are a problem.

    So is one of a column that is read whose formula was never calculated, `missing`.
    """
    width = len(columns.headers)
    texts, problem = row_texts(cells, integers_are_exact=False)
    texts += [""] * (width - len(texts))
    if problem:
        return ["broken-row", problem, *texts[:width]]
    if any(texts[width:]):
        return ["broken-row", "the row has cells beyond the header's last column", *texts[:width]]
    for index, cell in enumerate(cells[:width]):
        if isinstance(cell, date | time | timedelta) and not columns.may_hold_dates(index):
            return ["broken-row", _made_a_date(columns.headers[index]), *texts[:width]]
    if lost := sorted(missing & columns.read):
        return ["broken-row", _never_calculated(columns.headers[lost[0]]), *texts[:width]]
    return ["", "", *texts[:width]]


def _rows(copy: TextIO) -> Iterator[Row]:
    copy.seek(0)
    last = 1
    for number, code, problem, *cells in csv.reader(copy):
        last = int(number) or last + 1
        yield Row(last, last, cells, problem, code) if problem else Row(last, last, cells)


def _never_calculated(header: str) -> str:
    return (
        f"the cell in the column {header.strip()!r} holds a formula that was never calculated: "
        "open the file in Excel and save it"
    )


def _made_a_date(header: str) -> str:
    return (
        f"the cell in the column {header.strip()!r} holds a date: the spreadsheet has made one of a text such as 3-4; "
        "format the column as text before the export is put in"
    )


def _damaged() -> InputError:
    return InputError("the workbook is damaged or no Excel file", hint="Open it in Excel and save it as .xlsx or CSV.")
