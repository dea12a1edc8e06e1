"""Opening an orders file: a path or standard input, as a seekable stream of bytes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from notes_engine.errors import InputError, Place
from notes_engine.full_disk import full_temporary_folder

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

    Raises InputError when the file is missing, a folder, not readable, or empty; OutputError when the temporary folder
    is full.
    """
    name = shown_name(path)
    try:
        stream = _spooled(sys.stdin.buffer) if str(path) == STANDARD_INPUT else _opened(Path(path))
    except IsADirectoryError as error:
        hint = "Name the file in it, or several: an export is one file."
        raise InputError("this is a folder, not an orders file", place=Place(name), hint=hint) from error
    except (OSError, ValueError) as error:
        if full := full_temporary_folder(error):  # while standard input or a pipe was copied there
            raise full from error
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
    try:
        copyfileobj(source, spool, 1 << 20)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return cast("BinaryIO", spool)


def _cause(error: OSError | ValueError) -> str:
    return (
        (error.strerror or str(error))
        if isinstance(error, OSError)
        else "its name holds a character no file name can hold"
    )
