"""Temporary folders of the preview. They hold buyers' data, so they go with their owner, however that ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.preview.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "notes-engine-preview-"


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """A folder that only its owner may look into (mode 0700), locked by the server for as long as it is there."""

    path: Path
    handle: int

    @classmethod
    def make(cls) -> PrivateFolder:
        """Make a folder.

        Raises:
            OSError: the system's temporary folder cannot be written to.
        """
        while True:
            path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if path.is_dir():
                return cls(path, handle)
            os.close(handle)  # another preview was just starting, and took it for one that was left

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.handle)


def remove_left_folders() -> None:
    """Remove the folders of previews that were killed: a lock goes with its process."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # another user's, or no folder
            continue
        try:
            if os.fstat(handle).st_uid == os.getuid():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:  # it is in use
            continue
        finally:
            os.close(handle)


def put_temporary_files_in(folder: Path) -> None:
    """Let this process, and those that it starts from now on, put their temporary files there."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


@contextmanager
def private_temporary_files() -> Iterator[None]:
    """Let all temporary files of the block stand in one private folder, which goes with it.

    Processes that are ended leave theirs behind: fonts that were unpacked, exports that were too long for memory.

    Raises:
        NotesError: the system's temporary folder cannot be written to.
    """
    before = (os.environ.get("TMPDIR"), tempfile.tempdir)
    try:
        remove_left_folders()
        folder = PrivateFolder.make()
    except OSError as error:
        raise told(error, "while the preview made a folder for its temporary files") from None
    put_temporary_files_in(folder.path)
    try:
        yield
    finally:
        folder.remove()
        tempfile.tempdir = before[1]
        if before[0] is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before[0]
