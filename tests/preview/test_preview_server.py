"""Serving: addresses, signals, and a browser that may not be there."""

from __future__ import annotations

import os
import signal
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING

import pytest
import uvicorn

from notes_engine.errors import UsageError
from notes_engine.preview import server as server_module
from notes_engine.preview.server import Address, Server, _listening, _url, open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.real


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that someone listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_told(taken: int) -> None:
    with pytest.raises(UsageError, match=f"port {taken} is taken") as error:
        _listening(Address(port=taken))
    assert "--port 0" in (error.value.hint or "")


def test_without_a_port_the_next_one_that_is_free_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "PORT", taken)
    with _listening(Address()) as listener:
        assert taken < listener.getsockname()[1] < taken + server_module._TRIED

    monkeypatch.setattr(server_module, "_TRIED", 1)
    with pytest.raises(UsageError, match="taken"):
        _listening(Address())


@pytest.mark.parametrize("host", ["203.0.113.9", "nowhere.invalid", "a" * 70 + ".invalid", "no..name"])
def test_a_host_that_is_not_this_machine_is_told(host: str) -> None:
    with pytest.raises(UsageError) as error:
        _listening(Address(host, 0))
    assert host in error.value.what
    assert "--host" in (error.value.hint or "")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("localhost", "http://localhost:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("::1", "http://[::1]:80/"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, shown: str) -> None:
    assert _url(host, 80) == shown


def a_server() -> Server:
    return Server(uvicorn.Config("nothing:app", log_config=None), begun=lambda: None, ending=lambda: None)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_server_and_not_the_process(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    server = a_server()

    ends = [server.should_exit]

    with server.ended_by_signals(), server.capture_signals():
        os.kill(os.getpid(), number)
        ends.append(server.should_exit)

    assert ends == [False, True]
    assert signal.getsignal(number) == before


def test_a_signal_that_was_to_be_ignored_is() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # nohup
    try:
        server = a_server()
        with server.ended_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
            assert not server.should_exit
    finally:
        signal.signal(signal.SIGHUP, before)


def test_in_a_thread_no_signal_is_touched() -> None:
    handlers: list[object] = []

    def serve() -> None:
        with a_server().ended_by_signals():
            handlers.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=serve)
    thread.start()
    thread.join()
    assert handlers == [before]


class Browser:
    """A browser with a window."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.done = threading.Event()

    def open(self, url: str) -> bool:
        self.shown.append(url)
        self.done.set()
        return True


def test_the_browser_is_shown_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)

    open_browser("http://127.0.0.1:8420/")

    assert browser.done.wait(10)
    assert browser.shown == ["http://127.0.0.1:8420/"]


@pytest.mark.parametrize("named", [True, False])
def test_a_browser_in_the_terminal_is_opened_where_the_user_asked_for_it_only(
    named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    text = webbrowser.GenericBrowser("w3m")
    monkeypatch.setattr(text, "open", shown.append)
    monkeypatch.setattr(webbrowser, "get", lambda: text)
    monkeypatch.setenv("BROWSER", "w3m" if named else "")

    open_browser("http://127.0.0.1:8420/")
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(10)

    assert shown == (["http://127.0.0.1:8420/"] if named else [])


def test_without_a_browser_nothing_fails_and_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def none() -> None:
        may_end.wait(10)
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    open_browser("http://127.0.0.1:8420/")  # returns though the browser is not there yet
    may_end.set()
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(10)
