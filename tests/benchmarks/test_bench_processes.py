"""Fresh processes: what a run tells, and the memory of all that it started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.processes import FailedRunError, descendants, memory_of, one_core, run, run_watched

HOLDING_CHILD = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time; held = bytearray(40_000_000); time.sleep(1)"], check=True)
"""


def test_a_run_tells_its_time_and_what_it_said() -> None:
    script = "import os; print(os.sched_getaffinity(0), os.environ['PLACE'])"
    done = run([sys.executable, "-c", script], cores=one_core(), environment={"PLACE": "here"})

    assert done.output.split() == [str(one_core()), "here"]
    assert done.processor > 0
    assert done.seconds > 0


def test_a_run_that_fails_tells_why() -> None:
    with pytest.raises(FailedRunError, match=r"status 3\nso it was"):
        run([sys.executable, "-c", "import sys; print('so it was', file=sys.stderr); sys.exit(3)"])


def test_the_memory_of_children_is_counted_and_not_as_the_first_processs() -> None:
    _, memory = run_watched([sys.executable, "-c", HOLDING_CHILD])

    assert memory.resident > memory.main + 40_000_000
    assert memory.shared_once > 40_000_000
    assert memory.main < 40_000_000


def test_what_has_ended_uses_nothing() -> None:
    beyond = int(Path("/proc/sys/kernel/pid_max").read_text()) + 1

    assert descendants(beyond) == []
    assert memory_of(beyond).resident == 0
    assert memory_of(os.getpid()).resident > 0
