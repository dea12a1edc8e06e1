"""Processes that end with the one that started them, and do not hear its Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from notes_engine.preview.lineage import begin_deaf

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import os, subprocess, sys
child = "import os, sys, time; from notes_engine.preview.lineage import end_with; end_with(int(sys.argv[1])); " \\
    "print(os.getpid(), flush=True); time.sleep(60)"
of = os.getpid() if sys.argv[1] == "mine" else 1_000_000
with subprocess.Popen([sys.executable, "-c", child, str(of)]) as started:
    started.wait()
"""


def run(of: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, of],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_child_ends_when_its_parent_is_killed() -> None:
    with run("mine") as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait(20)
    end = time.monotonic() + 20
    while is_alive(child):
        assert time.monotonic() < end, "it lives on"
        time.sleep(0.01)


def test_a_child_whose_parent_has_gone_already_ends_at_once() -> None:
    with run("gone") as parent:
        assert parent.stdout is not None
        assert parent.stdout.read() == ""
        assert parent.wait(20) == 0


def test_what_is_started_deaf_does_not_hear_ctrl_c() -> None:
    heard: list[bool] = []

    def look() -> None:
        heard.append(signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    with begin_deaf():
        thread = threading.Thread(target=look)
        thread.start()
    thread.join()
    look()

    assert heard == [False, True]
