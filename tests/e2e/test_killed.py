"""A real batch, killed with SIGKILL and resumed: the same bytes as an undisturbed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Ran

ORDERS = Path(__file__).resolve().parents[2] / "samples" / "orders" / "linnworks-processed.csv"


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def finished_chunks(out: Path) -> int:
    journal = out / ".notes-engine" / "journal.jsonl"
    # The first line is the header.
    return max(journal.read_bytes().count(b"\n") - 1, 0) if journal.exists() else 0


def test_kill_9_and_resume_end_like_an_undisturbed_run(run: Callable[..., Ran], shop: Path, tmp_path: Path) -> None:
    command = ["render", str(ORDERS), "--workspace", str(shop), "--jobs", "2", "--sort", "-SecondaryReference"]
    calm = run(*command, "-o", "calm", env={"NOTES_ENGINE_CACHE": str(tmp_path / "calm-plates")})
    assert calm.status == 3, calm.err

    plates = {"NOTES_ENGINE_CACHE": str(tmp_path / "plates")}
    batch = subprocess.Popen(
        [sys.executable, "-m", "notes_engine", *command, "-o", "killed"],
        cwd=tmp_path, env=environment(plates), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while finished_chunks(tmp_path / "killed") == 0:
        assert batch.poll() is None, "the batch ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(batch.pid, signal.SIGKILL)
    batch.wait()
    assert not list((tmp_path / "killed").glob("*.pdf"))
    assert not (tmp_path / "killed" / "manifest.jsonl").exists()

    changed = run(*command, "-o", "killed", "--resume", "--locale", "de", env=plates)
    assert changed.status == 1
    assert "locale" in changed.err

    resumed = run(*command, "-o", "killed", "--resume", env=plates)
    assert resumed.status == 3, resumed.err
    assert files(tmp_path / "killed") == files(tmp_path / "calm")
