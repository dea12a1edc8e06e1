"""The temporary folder that a job works in. It holds buyers' data, so it goes with the job, however that ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "notes-engine-preview-"


@dataclass(frozen=True, slots=True)
class JobFolder:
    """A folder that only its owner may look into (mode 0700), locked by the server for as long as it is there."""

    path: Path
    handle: int

    @classmethod
    def make(cls) -> JobFolder:
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
