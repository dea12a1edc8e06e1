"""How a CSV writes its cells, and the standard library's reader for it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class CsvReader(Protocol):
        """The standard library's reader."""

        line_num: int

        def __iter__(self) -> CsvReader: ...

        def __next__(self) -> list[str]: ...


LONGEST = 16 << 20
"""Characters of one field: a title of 1 MB passes, a quote that is never closed does not eat the memory."""
# The limit is the csv module's own and counts for the whole process; its default (128 KiB) is below a long note.
# It is set once, here, and only ever upwards, so that no other reader in the process loses anything.
csv.field_size_limit(max(LONGEST, csv.field_size_limit()))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file writes its cells."""

    delimiter: str
    backslash: bool = False

    def reader(self, lines: Iterator[str]) -> CsvReader:
        """Return the standard library's reader over the lines; it raises csv.Error at quotes that do not match."""
        escape = "\\" if self.backslash else None
        return csv.reader(lines, delimiter=self.delimiter, escapechar=escape, strict=True)
