"""All notes as a job: its states, one at a time, cancelled, and nothing of it left whatever happens."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.errors import NotesError, UsageError
from notes_engine.preview.job_process import Ended, Finishing, Making, Reading
from notes_engine.preview.jobs import JobRunningError, Jobs, State, Wish
from tests.preview.small_export import export, few_orders, sample_orders, sample_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.preview.job_process import Message

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, to see what is left in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return sample_workspace(tmp_path / "shop")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to this"
        await asyncio.sleep(0.02)


async def ended(jobs: Jobs) -> State:
    state = jobs.state
    assert state is not None
    await until(lambda: not state.is_running)
    return state


def test_a_job_makes_the_notes_and_tells_who_got_none(shop: Path, tmp_path: Path, temporary: Path) -> None:
    good, bad = sample_orders()[:2], {"OrderId": "x"}
    file = export(tmp_path / "orders.json", [*good, bad])

    async def run() -> tuple[State, list[str]]:
        jobs = Jobs(shop, [str(file)], None)
        jobs.start(Wish())
        with pytest.raises(JobRunningError):
            jobs.start(Wish(draft=True))
        state = await ended(jobs)
        left = names_in(temporary)
        content = [piece async for piece in state.files["notes.pdf"].content()]
        assert b"".join(content).startswith(b"%PDF-")
        assert len(b"".join(content)) == state.files["notes.pdf"].size
        await jobs.stop()
        assert jobs.state is None
        return state, left

    state, left = asyncio.run(run())
    assert (state.stage, state.error) == ("done", None)
    assert state.summary is not None
    assert (state.summary.printed, state.summary.refused) == (2, 1)
    assert (state.done, state.total) == (2, 2)
    assert not state.wish.draft, "the second wish did not come between"
    assert left == [], "its files are kept without a name"


def test_a_job_that_cannot_start_tells_why_and_the_next_one_does(shop: Path, tmp_path: Path, temporary: Path) -> None:
    file = few_orders(tmp_path / "orders.json", 1)

    async def run() -> tuple[State, State]:
        jobs = Jobs(shop, [str(file)], None)
        jobs.start(Wish(sort="Nonsense"))
        first = await ended(jobs)
        jobs.start(Wish(locale="de", sort=" -SKU "))
        second = await ended(jobs)
        await jobs.stop()
        return first, second

    first, second = asyncio.run(run())
    assert (first.stage, first.files) == ("failed", {})
    assert first.error is not None
    assert "Nonsense" in first.error.what
    assert second.stage == "done"
    assert names_in(temporary) == []


def test_an_export_given_twice_is_told_at_once_and_leaves_nothing(shop: Path, tmp_path: Path, temporary: Path) -> None:
    file = str(few_orders(tmp_path / "orders.json"))

    async def run() -> None:
        jobs = Jobs(shop, [file, file], None)
        with pytest.raises(UsageError, match="twice"):
            jobs.start(Wish())
        assert jobs.state is None

    asyncio.run(run())
    assert names_in(temporary) == []


def test_a_full_disk_is_told(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    jobs = Jobs(shop, [str(few_orders(tmp_path / "orders.json"))], None)
    with pytest.raises(NotesError, match="full"):
        jobs.start(Wish())


def test_cancelling_ends_the_process_and_removes_what_it_made(shop: Path, tmp_path: Path, temporary: Path) -> None:
    file = few_orders(tmp_path / "orders.json")

    async def run() -> State:
        jobs = Jobs(shop, [str(file)], None)
        state = jobs.start(Wish())
        process = jobs._process
        assert process is not None
        assert names_in(temporary) != []
        await jobs.cancel()
        assert process.exitcode is not None, "it has ended"
        assert names_in(temporary) == []
        await jobs.cancel()  # there is nothing to cancel any more
        assert state.stage == "cancelled"
        jobs.start(Wish())
        await jobs.stop()
        return state

    state = asyncio.run(run())
    assert (state.stage, state.files) == ("cancelled", {})
    assert names_in(temporary) == []


def test_a_process_that_is_killed_is_a_failure(shop: Path, tmp_path: Path, temporary: Path) -> None:
    file = few_orders(tmp_path / "orders.json")

    async def run() -> State:
        jobs = Jobs(shop, [str(file)], None)
        jobs.start(Wish())
        assert jobs._process is not None
        jobs._process.kill()
        return await ended(jobs)

    state = asyncio.run(run())
    assert state.stage == "failed"
    assert state.error is not None
    assert "ended" in state.error.what
    assert names_in(temporary) == []


DIES = """
import asyncio, os, signal, sys, tempfile
from pathlib import Path
from notes_engine.preview.jobs import Jobs, Wish

async def run():
    jobs = Jobs(Path(sys.argv[1]), [sys.argv[2]], None)
    state = jobs.start(Wish())
    while not (state.read or sys.argv[3] == "at once"):
        await asyncio.sleep(0.01)
    print(jobs._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(run())
"""


@pytest.mark.parametrize("when", ["at once", "while it works"])
def test_nothing_is_left_when_the_server_is_killed(shop: Path, tmp_path: Path, temporary: Path, when: str) -> None:
    program = tmp_path / "dies.py"
    program.write_text(DIES)
    file = few_orders(tmp_path / "orders.json", 30)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    died = subprocess.run(
        [sys.executable, program, shop, file, when],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert died.returncode == -9
    number = int(died.stdout)

    asyncio.run(until(lambda: not is_alive(number)))
    assert names_in(temporary) == []


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


MESSAGES = st.lists(
    st.one_of(
        st.builds(Reading, st.integers(0, 50)),
        st.builds(Making, st.integers(0, 50), st.just(50)),
        st.just(Finishing()),
    )
)


@given(MESSAGES)
def test_progress_never_goes_back(messages: list[Message]) -> None:
    state = State(Wish())
    done = read = 0
    for message in messages:
        state.hear(message)
        assert state.done >= done
        done, read = state.done, max(read, state.read)
        assert state.is_running


def test_how_long_it_takes_is_told_from_what_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    state = State(Wish())
    assert state.seconds_left is None
    state.hear(Making(10, 110))  # some were made while orders were still read
    now += 4
    state.hear(Making(12, 110))
    assert state.seconds_left is None, "the first ones tell nothing"
    now += 6
    state.hear(Making(60, 110))
    assert state.seconds_left == pytest.approx(10)
    state.hear(Finishing())
    assert (state.seconds_left, state.done) == (None, 110)


def test_a_cancelled_job_hears_nothing_more() -> None:
    state = State(Wish(), stage="cancelled")
    state.hear(Making(1, 2))
    state.hear(Ended(error=NotesError("late")))
    assert (state.stage, state.done, state.error) == ("cancelled", 0, None)
