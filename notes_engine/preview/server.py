"""Serving the preview: a free port, the browser opened, an end that ends everything."""

from __future__ import annotations

import socket
import webbrowser
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from notes_engine.errors import UsageError
from notes_engine.preview.app import create_app
from notes_engine.preview.security import access_for
from notes_engine.preview.studio import Studio
from notes_engine.preview.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PORT = 8420
_TRIED = 20
"""Ports from the first one on, where none was asked for."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the preview is to be reached."""

    host: str = "127.0.0.1"
    port: int | None = None
    """None: 8420, or the next one that is free."""
    token: str | None = None
    """Asked for with every request; needed for a host that others reach."""


def serve(
    workspace: Path,
    files: Sequence[str],
    *,
    address: Address,
    format: str | None = None,
    read_only: bool = False,
    ready: Callable[[str], object] = lambda _: None,
    browser: bool = True,
) -> None:
    """Serve the preview of a workspace until it is interrupted; `ready` is told its address.

    Raises:
        UsageError: the port is taken, or the host is not one of this machine.
    """
    with _listening(address) as listener, Workers() as workers:
        port: int = listener.getsockname()[1]
        access = access_for(address.host, port, token=address.token, read_only=read_only)
        studio = Studio(workspace, tuple(files), workers, format)
        shown = "127.0.0.1" if address.host == "0.0.0.0" else address.host  # noqa: S104  where the browser finds it
        url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready(url)
                if browser:
                    webbrowser.open(url + (f"?token={address.token}" if address.token else ""))

        config = uvicorn.Config(
            create_app(studio, access),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
            lifespan="on",
        )
        Server(config).run(sockets=[listener])


def _listening(address: Address) -> socket.socket:
    ports = range(PORT, PORT + _TRIED) if address.port is None else (address.port,)
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    reason = ""
    for port in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address.host, port))
        except OSError as error:
            listener.close()
            reason = error.strerror or type(error).__name__
            continue
        listener.listen(128)
        return listener
    tried = f"{ports[0]}" if len(ports) == 1 else f"{ports[0]} to {ports[-1]}"
    raise UsageError(
        f"cannot listen on {address.host}, port {tried}: {reason}", hint="choose another: --port 0 takes any"
    )
