"""Connections that say what they want: uvicorn itself waits for ever for one that says nothing, or only a part."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from notes_engine.preview.limits import CONNECTIONS, HEADER_SECONDS
from notes_engine.preview.problems import MEDIA_TYPE, problem

if TYPE_CHECKING:
    import asyncio


class PromptProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1, which closes a connection that takes too long to say what it wants, and one too many."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in what came; wait on for what lacks."""
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of what this one brings and nobody wants."""
        super().on_response_complete()
        self._wait()

    def send_400_response(self, msg: str) -> None:
        """Tell that this is no HTTP, as every other failure is told."""
        body = bytes(problem(HTTPStatus.BAD_REQUEST, "this is no request that can be read", "send HTTP/1.1").body)
        headers = [("content-type", MEDIA_TYPE), ("content-length", str(len(body))), ("connection", "close")]
        events = (h11.Response(status_code=400, headers=headers), h11.Data(data=body), h11.EndOfMessage())
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop_waiting()

    def _wait(self) -> None:
        is_answered = self.cycle is None or self.cycle.response_complete
        if self.transport.is_closing() or not is_answered or self.conn.their_state is h11.DONE:
            self._stop_waiting()
        elif self._late is None:
            self._late = self.loop.call_later(HEADER_SECONDS, self._close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        self._late = None
        self.transport.close()
