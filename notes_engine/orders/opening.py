"""Opening an orders file: a path or standard input, as a seekable stream of bytes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from notes_engine.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
_IN_MEMORY = 16 << 20
"""Bytes of a piped export kept in memory; a longer one goes to an unnamed temporary file."""


def shown_name(path: str | Path) -> str:
    """Return the file as the user named it; standard input by its name."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


@contextmanager
def open_orders(path: str | Path) -> Iterator[BinaryIO]:
    """Open an orders file for reading; what cannot be sought (standard input, a pipe) is copied aside first.

    Raises InputError when the file is missing, a folder, not readable, or empty.
    """
    name = shown_name(path)
    try:
        stream = _spooled(sys.stdin.buffer) if str(path) == STANDARD_INPUT else _opened(Path(path))
    except (OSError, ValueError) as error:
        raise InputError(
            f"the orders file cannot be opened: {_cause(error)}",
            place=Place(name),
            hint="Check the name and the folder, and that you may read the file.",
        ) from error
    with stream:
        if not stream.read(1):
            raise InputError("the orders file is empty", place=Place(name), hint="Export the orders again.")
        stream.seek(0)
        yield stream


def _opened(path: Path) -> BinaryIO:
    opened = path.open("rb")
    if opened.seekable():
        return opened
    with opened:
        return _spooled(opened)


def _spooled(source: BinaryIO) -> BinaryIO:
    spool = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # open_orders closes it
    copyfileobj(source, spool, 1 << 20)
    spool.seek(0)
    return cast("BinaryIO", spool)


def _cause(error: OSError | ValueError) -> str:
    return (
        (error.strerror or str(error))
        if isinstance(error, OSError)
        else "its name holds a character no file name can hold"
    )
