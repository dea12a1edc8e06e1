"""PDFs that appear whole or not at all, and what to tell when one could not be written."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from notes_engine.errors import OutputError
from notes_engine.full_disk import FULL
from notes_engine.whole_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_atomically(target: Path) -> Iterator[BinaryIO]:
    """Give a binary file that becomes `target` when the block ends, and vanishes when the block raises.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full. What was there before is still there.
    """
    try:
        with written_whole(target) as file:
            yield file
    except OSError as error:
        raise output_error(target, error) from error


def output_error(target: Path, error: OSError) -> OutputError:
    """Return what to tell the user when writing `target` failed."""
    if error.errno in FULL:
        return OutputError(
            f"{target.name} could not be written: the disk is full",
            hint=f"make room where {target.parent} is, then run the same command again",
        )
    return OutputError(
        f"{target.name} could not be written: {error.strerror or type(error).__name__}",
        hint=f"check that the folder {target.parent} exists and that you may write into it",
    )
