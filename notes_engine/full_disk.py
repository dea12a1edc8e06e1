"""A full disk at the bottom of an error: which one, and what to do about a temporary folder that is full."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from notes_engine.errors import OutputError, Place

FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
"""What the system says when a disk, a quota or a limit on file sizes is used up."""
_TEMPORARY = ("tmp", "weasyprint-")
"""How the names of temporary files and folders begin: Python's and WeasyPrint's."""


def full_disk_error(error: BaseException) -> OSError | None:
    """Return the error of the system that says the disk is full, at the bottom of this one, or None."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in FULL:
            return seen
        seen = seen.__cause__ or seen.__context__
    return None


def full_temporary_folder(error: BaseException) -> OutputError | None:
    """Return the error to stop with when the system's temporary folder is full, or None when something else is wrong.

    WeasyPrint writes fonts there, and long exports wait there: no order and no template is to blame.
    """
    full = full_disk_error(error)
    if full is None or not (full.filename is None or _is_temporary(Path(str(full.filename)))):
        return None
    return OutputError(
        "the temporary folder is full",
        place=Place(str(_folder())),
        hint="make room there, or name another folder: TMPDIR=/var/tmp notes-engine …",
    )


def _is_temporary(path: Path) -> bool:
    folder = _folder()
    return path.is_relative_to(folder) and path != folder and path.relative_to(folder).parts[0].startswith(_TEMPORARY)


def _folder() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError:  # none can be written to at all
        return Path("/tmp")  # noqa: S108  only named in a message
