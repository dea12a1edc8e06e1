"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from notes_engine.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def written_atomically(target: Path) -> Iterator[BinaryIO]:
    """Give a binary file that becomes `target` when the block ends, and vanishes when the block raises.

    The content is on the disk before the name is, so not even a power cut leaves half a file under the name.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full. What was there before is still there.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)  # noqa: PTH105  the same as Path.replace, and greppable beside fsync
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise output_error(target, error) from error


def output_error(target: Path, error: OSError) -> OutputError:
    """Return what to tell the user when writing `target` failed."""
    if error.errno in _FULL:
        return OutputError(
            f"{target.name} could not be written: the disk is full",
            hint=f"make room where {target.parent} is, then run the same command again",
        )
    return OutputError(
        f"{target.name} could not be written: {error.strerror or type(error).__name__}",
        hint=f"check that the folder {target.parent} exists and that you may write into it",
    )
