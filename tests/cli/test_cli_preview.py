"""`notes-engine preview` as a process: what it prints, what it refuses, and that nothing of it is left when it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.cli.command_line import CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "0123456789abcdef0123456789abcdef"
SCRIPT = Path(sys.executable).parent / "notes-engine"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "samples" / "workspace", tmp_path / "shop"))


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shop: Path) -> CommandLine:
    monkeypatch.chdir(shop)
    return CommandLine(monkeypatch, capsys)


# --- wrong usage


def test_help_tells_the_options_and_how_it_ends(command: CommandLine) -> None:
    ran = command("preview", "--help")

    assert ran.status == 0
    for option in ("--workspace", "--host", "--token-file", "--port", "--read-only", "--no-browser", "--format"):
        assert option in ran.out
    assert "Ctrl-C" in ran.out


@pytest.mark.parametrize(
    ("arguments", "what", "hint"),
    [
        (("--host", "0.0.0.0"), "needs a token", "--token-file"),
        (("--host", "192.0.2.1"), "needs a token", "--token-file"),
        (("--token-file", "nowhere"), "No such file", "may read"),
        (("--token-file", "short"), "no token", "16 letters"),
        (("--token-file", "spaced"), "no token", "16 letters"),
        (("--token-file", "long"), "no token", "16 letters"),
        (("gone.csv",), "no file gone.csv", "export"),
        (("templates",), "no file templates", "export"),
        (("-",), "standard input", "file"),
        (("--port", "70000"), "65535", "--help"),
        (("--format", "word"), "word", "excel"),
        (("--host", "192.0.2.1", "--token-file", "token"), "cannot listen on 192.0.2.1", "--host"),
    ],
)
def test_wrong_usage_is_told(
    command: CommandLine, shop: Path, arguments: tuple[str, ...], what: str, hint: str
) -> None:
    (shop / "templates").mkdir()
    for name, text in {"short": "abc", "spaced": "a word and more", "long": "x" * 9999, "token": TOKEN}.items():
        (shop / name).write_text(text + "\n")

    ran = command("preview", "--no-browser", *arguments)

    assert (ran.status, ran.out) == (2, "")
    first, *_, last = ran.err.splitlines()
    assert first.startswith("notes-engine: ")
    assert what in first
    assert hint in last


def test_a_folder_that_is_no_workspace_is_told(command: CommandLine, tmp_path: Path) -> None:
    ran = command("preview", "--no-browser", "--workspace", tmp_path)

    assert ran.status == 1
    assert "notes.toml" in ran.err


def test_a_port_that_is_taken_is_told(command: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = command("preview", "--no-browser", "--port", port)

    assert ran.status == 2
    assert f"port {port} is taken" in ran.err


# --- running


class Running:
    """A preview that has printed its address."""

    def __init__(self, process: subprocess.Popen[str], line: str) -> None:
        self.process, self.line = process, line
        found = re.search(r"http://\S+/", line)
        assert found, line
        self.url = found[0]

    def end(self, number: signal.Signals, *, group: bool = False) -> tuple[int, str]:
        """Send a signal, to all processes of the terminal if `group`; return the status and what was printed since."""
        if group:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        status = self.process.wait(30)
        assert self.process.stderr is not None
        return status, self.process.stderr.read()


@contextmanager
def running(
    shop: Path, *arguments: str, program: tuple[str, ...] = (sys.executable, "-m", "notes_engine")
) -> Iterator[Running]:
    temporary = shop.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    with subprocess.Popen(
        [*program, "preview", "--workspace", "shop", "--no-browser", "--port", "0", *arguments],
        cwd=shop.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stderr is not None
            yield Running(process, process.stderr.readline())
        finally:
            if process.poll() is None:
                process.kill()


def processes_of(group: int) -> list[int]:
    """Return the processes of a session that are alive."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(session) == group and state != "Z":
                found.append(int(folder.name))
    return found


def wait_until_all_are_gone(group: int) -> None:
    end = time.monotonic() + 30
    while alive := processes_of(group):
        assert time.monotonic() < end, f"these live on: {alive}"
        time.sleep(0.02)


def first_note(url: str) -> httpx.Response:
    """Ask for the first order's note: then the workers run."""
    while not (found := re.search(r'data-order="([^"]+)"', httpx.get(f"{url}ui/orders").text)):
        time.sleep(0.05)
    return httpx.get(f"{url}ui/note", params={"order": found[1]}, timeout=60)


def test_the_address_it_prints_is_the_one_it_answers_at(shop: Path) -> None:
    with running(shop) as preview:
        assert preview.line.startswith("notes-engine preview of shop at http://127.0.0.1:")
        page = httpx.get(preview.url)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert httpx.get(f"{preview.url}healthz").json()["status"] == "ok"
        preview.end(signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_all_quietly_while_a_page_listens_and_a_job_runs(shop: Path, number: signal.Signals) -> None:
    with running(shop) as preview, httpx.stream("GET", f"{preview.url}events", timeout=30) as news:
        lines = news.iter_lines()
        assert next(lines).startswith("retry")
        assert first_note(preview.url).status_code == 200
        csrf = re.search(r'name="csrf" content="([^"]+)"', httpx.get(preview.url).text)
        assert csrf
        began = httpx.post(f"{preview.url}ui/job", json={}, headers={"x-notes-engine-csrf": csrf[1]})
        assert began.status_code == 200

        assert preview.end(number, group=number == signal.SIGINT) == (0, "")

        assert "event: bye" in list(lines), "the page is told, not cut off"
    wait_until_all_are_gone(preview.process.pid)
    assert list((shop.parent / "temporary").iterdir()) == []


def test_ctrl_c_while_everything_begins_is_quiet_too(shop: Path) -> None:
    with running(shop) as preview:
        assert preview.end(signal.SIGINT, group=True) == (0, "")
    wait_until_all_are_gone(preview.process.pid)


def test_when_it_is_killed_nothing_lives_on_and_the_next_one_clears_away(shop: Path) -> None:
    with running(shop) as preview:
        assert first_note(preview.url).status_code == 200
        assert len(processes_of(preview.process.pid)) > 1
        assert preview.end(signal.SIGKILL)[0] == -signal.SIGKILL
    wait_until_all_are_gone(preview.process.pid)

    with running(shop) as preview:
        assert preview.end(signal.SIGINT) == (0, "")
    assert list((shop.parent / "temporary").iterdir()) == []


def test_the_console_script_runs_it_with_its_workers(shop: Path) -> None:
    with running(shop, program=(str(SCRIPT),)) as preview:
        assert first_note(preview.url).headers["x-note"] != "error"
        assert preview.end(signal.SIGTERM) == (0, "")


def test_with_a_token_it_is_told_how_to_open_it_and_only_who_has_it_gets_in(shop: Path) -> None:
    (shop.parent / "token").write_text(f"{TOKEN}\nnot this line\n")
    with running(shop, "--host", "0.0.0.0", "--token-file", "token") as preview:
        assert preview.process.stderr is not None
        assert "every other address" in preview.process.stderr.readline()
        how = preview.process.stderr.readline()
        assert f"{preview.url}?token=" in how
        assert TOKEN not in how
        assert httpx.get(preview.url).status_code == 401
        assert httpx.get(preview.url, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        with httpx.Client(follow_redirects=True) as visitor:
            assert visitor.get(f"{preview.url}?token={TOKEN}").status_code == 200
            assert visitor.get(preview.url).status_code == 200
        preview.end(signal.SIGINT)


def test_an_export_is_shown(shop: Path) -> None:
    with running(shop, str(ROOT / "samples" / "orders" / "backmarket.json"), "--read-only") as preview:
        assert first_note(preview.url).status_code == 200
        assert "backmarket.json" in httpx.get(preview.url).text
        preview.end(signal.SIGINT)
