"""Exports that are sent to the API: on the disk while they are needed, and no longer."""

from __future__ import annotations

from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from notes_engine.preview.api_tasks import Upload
from notes_engine.preview.faults import told
from notes_engine.preview.limits import UPLOADS
from notes_engine.preview.workers import BusyError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request


class Uploads:
    """Takes in what is sent, so many at a time."""

    def __init__(self) -> None:
        self._open = 0

    @asynccontextmanager
    async def received(self, request: Request) -> AsyncIterator[Upload]:
        """Give what a request brings, in a folder that is gone afterwards.

        Raises:
            BusyError: too many are being received or printed.
            BodyError: it is too large, or takes too long.
            OutputError: the disk is full.
        """
        if self._open >= UPLOADS:
            raise BusyError("too many uploads are being printed", hint="try again in a minute")
        self._open += 1
        try:
            with TemporaryDirectory(prefix="notes-engine-upload-") as folder:
                upload = Upload(folder)
                try:
                    with upload.path.open("wb") as file:
                        async for part in request.stream():
                            file.write(part)
                except OSError as error:
                    raise told(error, "while it took in the upload") from None
                yield upload
        finally:
            self._open -= 1
