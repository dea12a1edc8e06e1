"""Runs of a command in a fresh process: what they took, on how many cores, and how much memory at their peak."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLED_EVERY = 0.1
"""Seconds between two looks at the memory."""
_SHOWN = 2_000
_ROOT = Path(__file__).resolve().parent.parent
"""Where commands run: `python -m notes_engine` is this checkout's, whatever else is installed."""


class FailedRunError(Exception):
    """A command ended with an error; the text holds the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    seconds: float
    """From before its process is made until it has ended."""
    processor: float
    """Seconds of processor time, its own and its children's."""
    output: str


@dataclass(frozen=True, slots=True)
class Memory:
    """The peaks of a run's memory, in bytes; each may be at another moment."""

    shared_once: int
    """All processes together, pages that they share counted once (PSS)."""
    resident: int
    """All processes together, each counted by itself (RSS)."""
    main: int
    """The first process alone (RSS)."""


def one_core() -> set[int]:
    """Return the core for runs on one core: the last one, as the first has most of the machine's own work."""
    return {max(os.sched_getaffinity(0))}


def run(command: Sequence[str | Path], *, cores: set[int] | None = None, environment: Mapping[str, str] = {}) -> Run:
    """Run the command to its end, on `cores` alone when they are given; raises FailedRunError when it fails."""
    return _run(command, cores, environment)[0]


def run_watched(command: Sequence[str | Path], *, environment: Mapping[str, str] = {}) -> tuple[Run, Memory]:
    """Run the command and watch its memory and that of its children; the watching makes it a little slower."""
    done, memory = _run(command, None, environment, watched=True)
    if memory is None:
        raise FailedRunError(f"{command[0]} ended before its memory was looked at")
    return done, memory


def _run(
    command: Sequence[str | Path], cores: set[int] | None, environment: Mapping[str, str], *, watched: bool = False
) -> tuple[Run, Memory | None]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            env={**os.environ, **environment},
            cwd=_ROOT,
        )
        if cores:
            # Its threads and children, which come later, are held to the same cores.
            os.sched_setaffinity(process.pid, cores)
        watch = _Watch(process.pid) if watched else None
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        memory = watch.end() if watch else None
        out.seek(0)
        errors.seek(0)
        said = out.read().decode(errors="replace")
        if process.returncode:
            end = (said + errors.read().decode(errors="replace"))[-_SHOWN:]
            raise FailedRunError(f"{' '.join(map(str, command))}: status {process.returncode}\n{end}")
    return Run(seconds, used.ru_utime + used.ru_stime, said), memory


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until told to end."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._over = threading.Event()
        self._peak: Memory | None = None
        self.start()

    def run(self) -> None:
        while not self._over.wait(SAMPLED_EVERY):
            seen = memory_of(self._process)
            before = self._peak or seen
            self._peak = Memory(
                max(before.shared_once, seen.shared_once),
                max(before.resident, seen.resident),
                max(before.main, seen.main),
            )

    def end(self) -> Memory | None:
        self._over.set()
        self.join()
        return self._peak


def memory_of(process: int) -> Memory:
    """Return what the process and all its descendants use now (source: proc(5), `smaps_rollup`)."""
    main_shared, main = _use(process)
    shared, resident = main_shared, main
    for child in descendants(process):
        more_shared, more = _use(child)
        shared, resident = shared + more_shared, resident + more
    return Memory(shared, resident, main)


def descendants(process: int) -> list[int]:
    """Return the processes that the process started, those that they started, and so on."""
    found: list[int] = []
    for thread in _read(Path(f"/proc/{process}/task"), names=True):
        for child in _read(Path(f"/proc/{process}/task/{thread}/children")):
            found += [int(child), *descendants(int(child))]
    return found


def _use(process: int) -> tuple[int, int]:
    """Return (PSS, RSS) in bytes; nothing of a process that has ended."""
    words = _read(Path(f"/proc/{process}/smaps_rollup"))
    sizes = {name: int(size) * 1024 for name, size in pairwise(words) if name in {"Pss:", "Rss:"}}
    return sizes.get("Pss:", 0), sizes.get("Rss:", 0)


def _read(path: Path, *, names: bool = False) -> list[str]:
    try:
        return [entry.name for entry in path.iterdir()] if names else path.read_text().split()
    except OSError:  # it has ended
        return []
