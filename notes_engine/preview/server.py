"""Serving the preview: a free port, the browser opened, an end that ends everything."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import threading
import webbrowser
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from notes_engine.errors import UsageError
from notes_engine.preview.app import create_app
from notes_engine.preview.connections import PromptProtocol
from notes_engine.preview.private_folder import private_temporary_files
from notes_engine.preview.security import access_for
from notes_engine.preview.studio import Studio
from notes_engine.preview.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

PORT = 8420
_TRIED = 20
"""Ports from the first one on, where none was asked for."""
_GRACE = 1
"""Seconds that answers which are under way may take when the server ends."""
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, kill, and a terminal that is closed."""
_HOST_HINT = "--host takes an address of this machine, or 0.0.0.0 for all of them"


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
    """Serve the preview of a workspace until Ctrl-C or SIGTERM ends it; `ready` is told its address.

    With a token no browser is opened: whoever uses this machine could read the token among the browser's arguments.

    Raises:
        UsageError: the port is taken, or the host is not one of this machine.
        NotesError: there is no room for temporary files.
    """
    with _listening(address) as listener:
        port: int = listener.getsockname()[1]
        access = access_for(address.host, port, token=address.token, read_only=read_only)
        workers = Workers()
        studio = Studio(workspace, tuple(files), workers, format)
        url = _url(address.host, port)

        def begun() -> None:
            ready(url)
            if browser and address.token is None:
                open_browser(url)

        config = uvicorn.Config(
            create_app(studio, access),
            http=PromptProtocol,
            ws="none",
            log_config=None,
            log_level="error",  # a request that is no HTTP is nothing to tell
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
            lifespan="on",
        )
        server = Server(config, begun=begun, ending=lambda: studio.tell("bye"))
        # The workers are ended before signals are heard as usual again: a second Ctrl-C must not come between.
        with server.ended_by_signals(), private_temporary_files(), workers:
            server.run(sockets=[listener])


class Server(uvicorn.Server):
    """Uvicorn's server, which ends at once and without a word, and leaves the signals to whoever called it."""

    def __init__(self, config: uvicorn.Config, *, begun: Callable[[], object], ending: Callable[[], object]) -> None:
        """`begun` is called when requests can come, `ending` when no more do: answers without an end must end then."""
        super().__init__(config)
        self._begun, self._ending = begun, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._begun()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is under way."""
        # What it would say is that answers were broken off: nobody waits for them any more.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        self._ending()
        await super().shutdown(sockets)

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # its generator is one
        """Leave the signals alone: uvicorn would raise them again, and SIGTERM would end us before our workers."""
        return nullcontext()

    @contextmanager
    def ended_by_signals(self) -> Iterator[None]:
        """Let a signal end the server, and a second one end it without grace.

        A signal that the process was started deaf to (`nohup`) stays unheard.
        """
        before = {}
        if threading.current_thread() is threading.main_thread():
            heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
            before = {number: signal.signal(number, self.handle_exit) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def open_browser(url: str) -> None:
    """Show an address in the user's browser, if there is one; nothing waits for it."""

    def show() -> None:
        with suppress(Exception):  # whatever is wrong with it: the address was printed
            browser = webbrowser.get()
            # One in the terminal would take it over.
            if type(browser) is not webbrowser.GenericBrowser or os.environ.get("BROWSER"):
                browser.open(url)

    threading.Thread(target=show, name="browser", daemon=True).start()


def _url(host: str, port: int) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  where the browser finds a server that listens everywhere
        host = "127.0.0.1" if host == "0.0.0.0" else "::1"  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _listening(address: Address) -> socket.socket:
    ports = range(PORT, PORT + _TRIED) if address.port is None else (address.port,)
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    for port in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address.host, port))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise _deaf(address.host, port, error) from None
        except UnicodeError:
            listener.close()
            raise UsageError(f"--host {address.host}: it is no name of a machine", hint=_HOST_HINT) from None
        return listener
    tried = f"port {ports[0]} is" if len(ports) == 1 else f"ports {ports[0]} to {ports[-1]} are"
    raise UsageError(f"{tried} taken on {address.host}", hint="choose another: --port 0 takes any that is free")


def _deaf(host: str, port: int, error: OSError) -> UsageError:
    hint = "ports below 1024 are the system's: choose another" if isinstance(error, PermissionError) else _HOST_HINT
    return UsageError(f"cannot listen on {host}, port {port}: {error.strerror or type(error).__name__}", hint=hint)
