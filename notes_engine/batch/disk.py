"""Writing that is whole or not at all: atomic files, fsync, hashes, and a full disk as one clear error."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.errors import OutputError, Place
from notes_engine.full_disk import FULL, full_disk_error, full_temporary_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WORKING = ".notes-engine"
"""The name of the working folder inside an output folder."""
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_AT_ONCE = 8
"""Files that are waited for at one time: with four it is a fiftieth of the time of one by one, with more no less."""
_IN_THE_WAY = {errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENOTEMPTY}


def output_error(error: OSError, path: Path) -> OutputError:
    """Return the error a shop owner reads when `path` could not be written."""
    place = Place(str(_output_folder(path)))
    if error.errno in FULL:
        return OutputError(
            "the disk is full (or a limit on file sizes was reached); what was in the folder before is untouched",
            place=place,
            hint="make room there, or choose another folder with -o, and run the same command again; where notes were "
            "finished, --resume keeps them",
        )
    if error.errno in _FORBIDDEN:
        return OutputError("this place cannot be written to", place=place, hint="choose another folder with -o")
    if error.errno in _IN_THE_WAY and (file := _file_among(path)):
        what, hint = "this is a file, and a folder is needed here", "choose another folder with -o"
        return OutputError(what, place=Place(str(file)), hint=hint)
    if error.errno in _IN_THE_WAY:
        what, hint = "something of the same name is in the way", "move it away, or choose another folder with -o"
        return OutputError(what, place=Place(str(path)), hint=hint)
    what = f"cannot write here: {error.strerror or type(error).__name__}"
    return OutputError(what, place=place, hint="choose another folder with -o")


def _output_folder(path: Path) -> Path:
    """Return the folder the user named, for what is inside the working folder, which no user knows."""
    return next((part.parent for part in (path, *path.parents) if part.name == WORKING), path)


def _file_among(path: Path) -> Path | None:
    """Return the parent folder, or the path itself, that is a file."""
    return next((part for part in (path, *path.parents) if part.is_file()), None)


def full_disk(error: BaseException) -> OutputError | None:
    """Return the error to stop with when a full disk is at the bottom of this one, or None.

    When that is the system's temporary folder no order is to blame either.
    """
    if temporary := full_temporary_folder(error):
        return temporary
    full = full_disk_error(error)
    return output_error(full, Path(full.filename)) if full is not None else None


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every OSError inside into an OutputError about `path`, and a full disk told without its place too."""
    try:
        yield
    except OSError as error:
        raise output_error(error, path) from error
    except OutputError as error:
        full = None if error.place else full_disk_error(error)
        if full is None:
            raise
        raise output_error(full, path) from error


def fsync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    _fsync(path, os.O_RDONLY)


def fsync_files(paths: Sequence[Path]) -> None:
    """Wait until the bytes of all these files are on the disk; raises an OutputError about one that is not.

    Where others write to the same disk, each wait by itself may take some milliseconds. Those who wait at one time wait
    for the same turn of the disk.
    """
    at_once = min(_AT_ONCE, len(paths) // _AT_ONCE)
    if at_once < 2:  # noqa: PLR2004  nobody to wait together with
        _fsync_each(paths)
        return
    with ThreadPoolExecutor(at_once) as waiting:
        list(waiting.map(_fsync_each, [paths[first::at_once] for first in range(at_once)]))


def _fsync_each(paths: Sequence[Path]) -> None:
    for path in paths:
        with writing(path):
            fsync_file(path)


def fsync_folder(path: Path) -> None:
    """Wait until the folder's entries (new names, renames) are on the disk."""
    _fsync(path, os.O_RDONLY | os.O_DIRECTORY)


def _fsync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and FUSE file systems cannot sync a folder and say so: there is nothing more to do then.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def write_lines(path: Path, lines: Iterable[str]) -> str:
    """Write the lines (newlines are added) whole or not at all, and return the file's sha256 in hexadecimal."""
    draft = path.with_name(path.name + ".tmp")
    digest = hashlib.sha256()
    with writing(path):
        with draft.open("wb") as file:
            for line in lines:
                encoded = line.encode() + b"\n"
                digest.update(encoded)
                file.write(encoded)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the sha256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def has_sha256(path: Path, digest: str) -> bool:
    """True when the file is there and has exactly these bytes."""
    try:
        return sha256_of(path) == digest
    except OSError:
        return False
