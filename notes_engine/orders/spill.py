"""Rows of scattered orders, kept in a temporary file until the order's last row has been seen."""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from notes_engine.errors import InputError
from notes_engine.orders.table import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType


class Spill:
    """Runs of rows by their place in a temporary file, which exists from the first run kept until it is closed."""

    def __init__(self) -> None:
        """Begin with no file: most exports need none."""
        self._file: IO[bytes] | None = None
        self._end = 0
        self._moved = False

    def __enter__(self) -> Spill:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Remove the file."""
        if self._file is not None:
            self._file.close()

    def keep(self, run: Sequence[Row]) -> int:
        """Return the place under which the run is kept; raises InputError when the disk does not take it."""
        # Escapes keep every text as it is, a half of a surrogate pair included.
        line = json.dumps([(row.number, row.line, list(row.cells)) for row in run]).encode("ascii") + b"\n"
        try:
            if self._file is None:
                self._file = TemporaryFile()  # noqa: SIM115  # closed by __exit__
            if self._moved:  # a seek writes out what is buffered: not before every row
                self._file.seek(self._end)
                self._moved = False
            self._file.write(line)
        except OSError as error:
            raise InputError(
                f"the file's rows cannot be sorted in a temporary file: {error.strerror or error}",
                hint="Make room on the disk, or sort the export by Order Id.",
            ) from error
        place = self._end
        self._end += len(line)
        return place

    def run(self, place: int) -> list[Row]:
        """Return the run that was kept under the place."""
        if self._file is None:
            return []
        self._file.seek(place)
        self._moved = True
        return [Row(number, line, cells) for number, line, cells in json.loads(self._file.readline())]
