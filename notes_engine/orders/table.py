"""What every tabular export is to the assembler: columns, and rows of text that can be read twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notes_engine.orders.columns import Columns


class Row(NamedTuple):
    """One row. `problem` tells why it cannot be used; its cells, if any, then only help to find its order."""

    number: int
    """As a spreadsheet counts: the header is row 1."""
    line: int
    """The line of the text file where the row begins; the number where there are no lines."""
    cells: Sequence[str]
    problem: str = ""
    code: str = "broken-row"

    @property
    def where(self) -> str:
        """The place for a reject: `row 17`, or `row 17 (line 23)` after cells of several lines."""
        return f"row {self.number}" if self.line == self.number else f"row {self.number} (line {self.line})"


@dataclass(frozen=True, slots=True)
class Table:
    """One export as a table."""

    columns: Columns
    rows: Callable[[], Iterator[Row]]
    """Starts the rows anew; rows without any text are left out."""
    decimal_comma: bool
    """`12,50` can only be a decimal comma: the delimiter is none."""
    outline: Callable[[], Iterator[str | Row]] | None = None
    """Tells of the rows what `survey` asks, where that is quicker: of a good row nothing but the order's id."""
