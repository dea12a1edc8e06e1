"""CSV exports as a table: delimiter, escape and encoding found from the content, rows streamed.

The standard library's csv does the reading: it streams, knows both escapes and counts lines.
"""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from notes_engine.errors import InputError
from notes_engine.orders.columns import ENOUGH_KNOWN, known_count, locate
from notes_engine.orders.dialect import LONGEST, Dialect
from notes_engine.orders.encoding import (
    Encoding,
    decoded_blocks,
    decoded_chunks,
    decoded_lines,
    find_encoding,
    surely_decoded,
    undecoded,
)
from notes_engine.orders.outline import Outline
from notes_engine.orders.spoilt import spoilt_cell
from notes_engine.orders.table import Row, Table
from notes_engine.orders.table_checks import check_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.settings import OrderSettings


DELIMITERS = ",;\t|:"
"""Linnworks offers comma, tab, pipe, colon and semicolon."""
_LONGEST_HEADER, _HEADER_LINES = 1 << 16, 50
"""Characters of a line, and lines, in which the header row is looked for."""
_LOOKED_AT = 1 << 16
"""Bytes that are searched together."""
_MOST_REPAIRS = 200
"""Broken records of several lines that are taken apart line by line, before the file is given up."""


class _Feed:
    """Lines for the csv reader that can be given back: a broken record is read again from its second line."""

    def __init__(self, blocks: Iterator[list[str]]) -> None:
        self._blocks = blocks
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.count = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        while not self._again:
            self._again.extend(next(self._blocks))
        line = self._again.popleft()
        self.taken.append(line)
        self.count += 1
        return line

    def block(self) -> list[str]:
        """Return the next lines without taking them, when none of their block was taken yet; else none."""
        if not self._again:
            self._again.extend(next(self._blocks, ()))
            return [*self._again]
        return []

    def take_block(self) -> None:
        """Take the lines that `block` returned."""
        self.count += len(self._again)
        self._again.clear()

    def give_back(self) -> bool:
        """Give back all lines of the record but its first; return whether there were any."""
        rest = self.taken[1:]
        self._again.extendleft(reversed(rest))
        self.count -= len(rest)
        return bool(rest)


def find_header(stream: BinaryIO, settings: OrderSettings, encoding: Encoding) -> tuple[str, int] | None:
    """Return (delimiter, lines before the header), or None when no first line holds an export's columns."""
    best: tuple[int, int, str, int] | None = None
    head = list(islice(decoded_lines(stream, encoding, _LONGEST_HEADER), _HEADER_LINES))
    skip = next((index for index, line in enumerate(head) if line.strip()), 0)
    told = head[skip].strip().casefold() if head else ""
    if told.startswith("sep=") and len(told) == len("sep=,"):
        skip += 1  # Excel's own first line, which it never shows
    for delimiter in settings.delimiter or DELIMITERS:
        try:
            header = next(Dialect(delimiter).reader(iter(head[skip:])), [])
        except csv.Error:
            continue
        found = (known_count(header, settings.columns), len(header), delimiter, skip)
        best = max(best, found) if best else found
    return (best[2], best[3]) if best and best[0] >= ENOUGH_KNOWN else None


def text_encoding(stream: BinaryIO, settings: OrderSettings) -> Encoding:
    """Return the encoding the settings name, else the one found from the content."""
    found = find_encoding(stream)
    if settings.encoding is None:
        return found
    name = settings.encoding.casefold().replace("_", "-")
    return replace(found, name=found.name if name in ("utf-16", "utf-32", "utf-8-sig") else name)


def open_delimited(stream: BinaryIO, settings: OrderSettings) -> Table:
    """Return the CSV as a table; raises InputError when its first line holds no known columns."""
    encoding = text_encoding(stream, settings)
    header = find_header(stream, settings, encoding)
    if header is None:
        raise InputError(
            "no orders export: its first line holds no column that an export has",
            hint="Export with a header row; if you renamed the columns, map them under [orders.columns] in notes.toml.",
        )
    delimiter, skip = header
    dialect = Dialect(delimiter)
    if settings.escape is not None:
        dialect = Dialect(delimiter, backslash=settings.escape == "\\")
    elif _escapes_quotes(stream, encoding):
        # `\"` ends a cell that ends in a backslash, or is a quote inside one: the reading with fewer broken rows wins,
        # and of equal ones the backslash where the other leaves `\"` in a cell: who doubles quotes has none there.
        other = Dialect(delimiter, backslash=True)
        (ours, left), (theirs, _) = (_broken(stream, encoding, option, skip) for option in (dialect, other))
        dialect = other if theirs < ours or (theirs == ours and left) else dialect
    records = partial(_records, stream, encoding, dialect, skip)
    first = next(_rows(records()))
    columns, twice = locate(first.cells, settings.columns, settings.extended)
    check_columns(columns, twice)
    outline = Outline(dialect, columns.at["order_id"], len(columns.headers))
    return Table(
        columns,
        lambda: chain.from_iterable(_checked(each, columns) for each in _data(records())),
        decimal_comma=delimiter != ",",
        outline=lambda: chain.from_iterable(each.ids or _checked(each, columns) for each in _data(records(outline))),
    )


def _data(records: Iterator[_Records]) -> Iterator[_Records]:
    """Pass on what is read, without the header."""
    header = 1
    for each in records:
        yield each._replace(rows=each.rows[header:])
        if each.rows:
            header = 0


def _checked(records: _Records, columns: Columns) -> Iterator[Row]:
    """Yield the rows with what is wrong with them."""
    width = len(columns.headers)
    for row in records.rows:
        if row.problem:
            yield row
        elif len(row.cells) != width:
            less = "fewer" if len(row.cells) < width else "more"
            yield row._replace(problem=f"the row has {less} cells ({len(row.cells)}) than the header ({width})")
        elif records.suspicious and (problem := spoilt_cell(row.cells, columns)):
            yield row._replace(problem=problem)
        else:
            yield row


class _Records(NamedTuple):
    """Rows that were read together."""

    rows: Sequence[Row]
    suspicious: bool
    """One of them may have a cell that a spreadsheet spoilt."""
    ids: Sequence[str] = ()
    """The rows' order ids, where no more was asked for, and nothing is wrong with any of them."""


def _rows(records: Iterator[_Records]) -> Iterator[Row]:
    return chain.from_iterable(each.rows for each in records)


def _records(
    stream: BinaryIO, encoding: Encoding, dialect: Dialect, skip: int, outline: Outline | None = None
) -> Iterator[_Records]:
    """Yield the header and then each row; blank ones count and are left out.

    The rows of a block of lines are read at once when nothing in it is broken, else one by one. With `outline` only the
    order ids of a block are read, where that tells all; never of the first one, which begins with the header.
    """
    feed = _Feed(decoded_blocks(stream, encoding, LONGEST))
    # Blank rows above the header are rows of a spreadsheet; Excel's `sep=` line is none.
    number = sum(not next(feed).strip() for _ in range(skip))
    reader = dialect.reader(feed)
    repairs = 0
    header = False
    while True:
        if block := feed.block():
            text = "".join(block)
            sure = surely_decoded(text, encoding)
            suspicious = dialect.backslash or "#" in text or ("+" in text and "E+" in text)
            if outline and header and sure and not suspicious and (ids := outline.ids(block)):
                number += len(ids)
                feed.take_block()
                yield _Records((), suspicious, ids)
                continue
            found = _whole_rows(block, dialect, number, feed.count) if sure else None
            if found is not None:
                number, rows = found
                header = header or bool(rows)
                feed.take_block()
                yield _Records(rows, suspicious)
                continue
        feed.taken.clear()
        line = feed.count + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            number += 1
            header = True
            problem = "the row's quotes do not match"
            repairs += feed.give_back()
            if repairs > _MOST_REPAIRS:
                problem += "; too many are like that, so the rest was not read"
                yield _Records((Row(number, line, (), problem, "broken-file"),), False)
                return
            yield _Records((Row(number, line, (), problem),), False)
            reader = dialect.reader(feed)
            continue
        number += 1
        if not any(cells):
            continue
        header = True
        if any(undecoded(text, encoding) for text in feed.taken):
            yield _Records((Row(number, line, cells, "the row holds bytes that are no text"),), False)
        else:
            yield _Records((Row(number, line, cells),), True)


def _whole_rows(block: list[str], dialect: Dialect, number: int, line: int) -> tuple[int, list[Row]] | None:
    """Return (the number of the last row, the rows) when the block is whole rows, None when it is not.

    `number` and `line` are the last ones before it.
    """
    reader = dialect.reader(iter(block))
    rows: list[Row] = []
    begin = line + 1
    try:
        for cells in reader:
            number += 1
            if any(cells):
                rows.append(Row(number, begin, cells))
            begin = line + reader.line_num + 1
    except csv.Error:
        return None
    return number, rows


def _escapes_quotes(stream: BinaryIO, encoding: Encoding) -> bool:
    """Return whether a backslash stands before a quote anywhere in the file."""
    before = ""
    for chunk in decoded_chunks(stream, encoding, _LOOKED_AT):
        if before or "\\" in chunk:  # one sign is found many times faster than two
            if '\\"' in before + chunk:
                return True
            before = "\\" if chunk.endswith("\\") else ""
    return False


def _broken(stream: BinaryIO, encoding: Encoding, dialect: Dialect, skip: int) -> tuple[int, bool]:
    """Return how many rows are broken in this reading, and whether a quote after a backslash is left in a cell."""
    rows = _rows(_records(stream, encoding, dialect, skip))
    width = len(next(rows).cells)
    broken, left = 0, False
    for row in rows:
        broken += bool(row.problem or len(row.cells) != width)
        left = left or any('\\"' in cell for cell in row.cells)
    return broken, left
