"""Formulas that no spreadsheet has calculated: programs write them without a value, and they would read as empty."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_BLOCK, _LAP = 1 << 20, 64
_ROW, _CELL, _F, _V = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v"))


def holds_formulas(source: IO[bytes]) -> bool:
    """Return whether a sheet's XML holds any formula: exports hold none, and are not read a second time for them."""
    end = b""
    while block := source.read(_BLOCK):
        if _FORMULA.search(end + block):
            return True
        end = block[-_LAP:]
    return False


def uncalculated(source: IO[bytes]) -> Iterator[tuple[int, frozenset[int]]]:
    """Yield (row from 1, columns from 0) of the cells whose formula was never calculated, row by row.

    Such a cell has a formula and no value. An empty text is a value: `<v></v>` of a cell of the type `str` (ECMA-376,
    part 1, 18.3.1.4). Raises what the XML parser raises.
    """
    number = 0
    for _, element in iterparse(source):
        if element.tag == _ROW:
            number = int(float(element.get("r", number + 1)))
            if columns := frozenset(_columns(element)):
                yield number, columns
            element.clear()


def _columns(row: Any) -> Iterator[int]:  # noqa: ANN401  lxml's elements or the standard library's
    column = 0
    for cell in row:
        if cell.tag != _CELL:
            continue
        column = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else column + 1
        if cell.find(_F) is not None:
            value = cell.find(_V)
            if value is None or (not value.text and cell.get("t") != "str"):
                yield column - 1


class Uncalculated:
    """Tells, while the rows of a sheet are read one after the other, which of a row's cells were never calculated."""

    def __init__(self, open_sheet: Callable[[], IO[bytes]]) -> None:
        """`open_sheet` opens the sheet's XML."""
        with open_sheet() as source:
            found = holds_formulas(source)
        self._source = open_sheet() if found else None
        self._rows = uncalculated(self._source) if self._source else iter(())
        self._next = next(self._rows, None)

    def of(self, row: int) -> frozenset[int]:
        """Return the columns (from 0) of the row (from 1); rows must be asked for in their order."""
        while self._next is not None and self._next[0] < row:
            self._next = next(self._rows, None)
        return self._next[1] if self._next is not None and self._next[0] == row else frozenset()

    def close(self) -> None:
        """Close the sheet."""
        if self._source is not None:
            self._source.close()
