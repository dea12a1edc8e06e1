"""A file that is kept open and has no name any more: it is gone when the server is, however that ends."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_PIECE = 256 * 1024


class KeptFile:
    """Takes a file from its folder."""

    def __init__(self, path: Path) -> None:
        """Open the file, and take its name away.

        Raises:
            FileNotFoundError: there is none.
        """
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size
        path.unlink()

    def close(self) -> None:
        """Let the file go; who is reading it reads it to its end."""
        self._file.close()

    async def content(self) -> AsyncIterator[bytes]:
        """Yield the file's bytes, in pieces.

        Raises:
            ValueError: it was closed before the first piece.
        """
        handle, at = os.dup(self._file.fileno()), 0
        try:
            while piece := await asyncio.to_thread(os.pread, handle, _PIECE, at):
                at += len(piece)
                yield piece
        finally:
            os.close(handle)
