"""What a request brings: not more than it may, and not for ever."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from notes_engine.preview.limits import BODY_SECONDS, FORM_BYTES, UPLOAD_BYTES

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope


class BodyError(HTTPException):
    """A body that is not taken.

    It is an HTTPException because FastAPI lets only those pass while it reads a body.
    """

    def __init__(self, status: HTTPStatus, title: str, detail: str) -> None:
        """Keep what the answer says."""
        super().__init__(status, title)
        self.status, self.title, self.hint = status, title, detail


def too_large(path: str) -> BodyError:
    """Return the refusal of a body that is longer than it may be."""
    most = most_bytes(path)
    hint = "send fewer orders at a time, or use notes-engine render" if most == UPLOAD_BYTES else "send less"
    return BodyError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is too large: it may bring {most:,} bytes", hint
    )


def most_bytes(path: str) -> int:
    """Return how many bytes a request for a path may bring."""
    return UPLOAD_BYTES if path == "/api/notes" else FORM_BYTES


def bounded(scope: Scope, receive: Receive) -> Receive:
    """Return `receive`, which raises BodyError where a body goes on beyond its bound, or hardly goes on at all.

    The length that a request says is known before; a chunked body says none.
    """
    most, got, is_whole = most_bytes(scope["path"]), 0, False
    deadline = asyncio.get_running_loop().time() + BODY_SECONDS

    async def next_part() -> Message:
        nonlocal got, is_whole
        if is_whole:
            return await receive()  # which waits until the client goes away
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise BodyError(
                HTTPStatus.REQUEST_TIMEOUT, "the request takes too long to arrive", "send it again, in one go"
            ) from None
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if got > most:
                raise too_large(scope["path"])
        return message

    return next_part
