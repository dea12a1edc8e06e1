"""`OUT/.notes-engine/`: where a batch works until its files are whole, and the lock that keeps a second batch out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.batch.disk import WORKING, output_error, writing
from notes_engine.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """The paths inside the working folder of one output folder."""

    out: Path

    @property
    def root(self) -> Path:
        """The folder itself; it holds buyers' data, so only its owner may look inside (mode 0700)."""
        return self.out / WORKING

    @property
    def journal(self) -> Path:
        """What is finished; it exists once all orders are read."""
        return self.root / "journal.jsonl"

    @property
    def spool(self) -> Path:
        """The orders as read; written anew by every start."""
        return self.root / "spool"

    @property
    def parts(self) -> Path:
        """One PDF per finished chunk, or per note with `--split order`."""
        return self.root / "parts"

    @property
    def ready(self) -> Path:
        """Whole files, waiting to be renamed into place."""
        return self.root / "ready"

    def renew(self, folder: Path) -> None:
        """Make one of the folders above anew, and empty."""
        with writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)

    def forget(self) -> None:
        """Drop what an earlier batch left: first the journal, so that it never speaks of parts that are gone."""
        with writing(self.root):
            self.journal.unlink(missing_ok=True)
            shutil.rmtree(self.parts, ignore_errors=True)
            shutil.rmtree(self.ready, ignore_errors=True)

    def remove(self) -> None:
        """Remove everything but the lock, which goes when the folder is left. The journal goes first."""
        with contextlib.suppress(OSError):
            self.journal.unlink(missing_ok=True)
        for folder in (self.ready, self.parts, self.spool):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def occupied(out: Path) -> Iterator[WorkFolder]:
    """Lock the output folder for one batch, making it if need be; leave nothing behind that holds nothing.

    Raises:
        OutputError: another live batch works here, or the folder cannot be made or written to.
    """
    made = _make(out)
    folder = WorkFolder(out)
    try:
        handle = _lock(folder)
    except BaseException:
        _remove_empty(made)
        raise
    try:
        yield folder
    finally:
        if not folder.journal.exists():
            folder.remove()
            # The lock file goes last and while it is locked: whoever opens it in between sees that it is gone.
            with contextlib.suppress(OSError):
                (folder.root / "lock").unlink()
                folder.root.rmdir()
            _remove_empty(made)
        os.close(handle)


def _make(out: Path) -> list[Path]:
    """Make the output folder and return the folders that were not there, the innermost first."""
    missing = []
    for folder in (out, *out.parents):
        if folder.exists():
            break
        missing.append(folder)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _lock(folder: WorkFolder) -> int:
    """Return the locked file's handle. The lock ends with this process, however it ends."""
    path = folder.root / "lock"
    while True:
        with writing(folder.root):
            folder.root.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            if not isinstance(error, BlockingIOError):
                raise output_error(error, path) from error
            raise OutputError(
                "another batch is writing here",
                place=Place(str(folder.out)),
                hint="wait until it ends, or choose another folder with -o",
            ) from None
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # The batch before us was just leaving and took the file with it: once more.
