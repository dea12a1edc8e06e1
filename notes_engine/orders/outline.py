"""The order ids of whole lines of a CSV, without reading its other cells: most that the first pass asks for."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.orders.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Outline:
    """Which cell of a row is the order's id, and how many cells a row has."""

    dialect: Dialect
    index: int
    width: int

    def ids(self, block: Sequence[str]) -> list[str] | None:
        """Return the order id of each row; None when the block is not only whole rows, each with an id.

        A line without quotes is its cells as they stand between the delimiters. The library's reader is asked for the
        others, and takes as many lines as it needs.
        """
        delimiter, backslash = self.dialect.delimiter, self.dialect.backslash
        index, cuts, others = self.index, self.index + 1, self.width - 1
        found: list[str] = []
        lines = iter(block)
        for line in lines:
            if '"' in line or (backslash and "\\" in line):
                try:
                    cells = next(self.dialect.reader(chain((line,), lines)))
                except csv.Error:
                    return None
                if len(cells) - 1 != others:
                    return None
            elif line.count(delimiter) != others:
                return None
            else:
                cells = line.split(delimiter, cuts)
            own = cells[index].strip()
            if not own:
                return None
            found.append(own)
        return found
