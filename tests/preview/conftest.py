"""A real preview server in a process of its own, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
_ADDRESS = re.compile(r"http://[^\s/]+/")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Everything that would look for a network; and the sandbox, which root cannot have.
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


@dataclass
class RunningPreview:
    """A preview server: its address, its workspace, its process."""

    address: str
    workspace: Path
    process: subprocess.Popen[str]
    said: list[str]
    """What it has printed so far."""
    listening: threading.Thread

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(30)
        self.listening.join(10)
        if self.process.stderr is not None:
            self.process.stderr.close()
        return status


def start_preview(workspace: Path, *arguments: str, orders: Sequence[Path] = ()) -> RunningPreview:
    """Start `notes-engine preview` for a workspace, and wait for its address."""
    command = [sys.executable, "-m", "notes_engine", "preview", *map(str, orders), "--workspace", str(workspace)]
    process = subprocess.Popen(
        [*command, "--no-browser", "--port", "0", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=workspace.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    said: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if found := _ADDRESS.search(line):
            listening = threading.Thread(target=said.extend, args=(process.stderr,), daemon=True)
            listening.start()
            return RunningPreview(found[0], workspace, process, said, listening)
    raise AssertionError(f"the preview did not start: {''.join(said)}")


def new_workspace(folder: Path) -> Path:
    """Return a workspace of its own, with the five templates in it, as `init` makes one."""
    shutil.copytree(ROOT / "samples" / "workspace", folder)
    (folder / "templates").mkdir(exist_ok=True)
    for locale in ("fr", "de", "it", "es", "en"):
        shutil.copy(ROOT / "templates" / f"{locale}.html", folder / "templates")
    return folder


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """A preview of the samples."""
    running = start_preview(new_workspace(tmp_path_factory.mktemp("preview") / "shop"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, found on PATH or named by CHROMIUM.

    Of one module: while Playwright runs, an event loop does, and no other test of the process could have its own.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium: install it (apt-get install chromium), or name one with CHROMIUM=…")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield started
        started.close()
