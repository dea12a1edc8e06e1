"""The workers: what one of them does that never ends, or dies of, is told, and holds up nobody else."""

from __future__ import annotations

import asyncio
import math
import os
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.errors import InputError, NotesError, Place
from notes_engine.orders import Order, read_orders
from notes_engine.orders.packed import pack_order
from notes_engine.preview import limits, workers
from notes_engine.preview.book import Book, Entry
from notes_engine.preview.faults import FaultError
from notes_engine.preview.studio import Studio
from notes_engine.preview.workers import BusyError, TookTooLongError, WorkerDiedError, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parent.parent.parent
LONG = 600.0
"""Seconds that no test waits for."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    with Workers(2) as workers:
        yield workers


def refuse(what: str) -> None:
    raise InputError(what, place=Place("orders.csv", 3), hint="mend it")


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def test_a_task_returns_what_it_returns_and_raises_what_is_wrong(pool: Workers) -> None:
    async def story() -> None:
        assert await pool.run(math.factorial, 5) == 120
        with pytest.raises(InputError) as raised:
            await pool.run(refuse, "this is no export")
        assert (raised.value.what, raised.value.hint, str(raised.value.place)) == (
            "this is no export",
            "mend it",
            "orders.csv:3",
        )

    run(story)


def test_an_unforeseen_error_is_told_without_its_text(pool: Workers) -> None:
    async def story() -> None:
        with pytest.raises(FaultError) as raised:
            await pool.run(int, "12 rue des Lilas")
        assert "ValueError" in raised.value.what
        error: BaseException | None = raised.value
        while error is not None:  # not in what it comes from, either
            assert "Lilas" not in repr(vars(error)) + str(error)
            error = error.__cause__ or error.__context__

    run(story)


def test_what_takes_too_long_is_ended_and_the_next_is_served(pool: Workers) -> None:
    async def story() -> None:
        with pytest.raises(TookTooLongError, match=r"longer than 0\.3 seconds"):
            await pool.run(time.sleep, LONG, seconds=0.3)
        assert await pool.run(math.factorial, 4) == 24

    run(story)


def test_what_needs_too_much_memory_is_refused(pool: Workers) -> None:
    async def story() -> None:
        with pytest.raises(TookTooLongError, match="more memory"):
            await pool.run(bytearray, 2 * limits.WORKER_BYTES)
        assert await pool.run(math.factorial, 3) == 6

    run(story)


def test_a_worker_that_is_killed_at_work_is_told_and_another_takes_its_place(pool: Workers) -> None:
    async def story() -> None:
        with pytest.raises(WorkerDiedError):
            await pool.run(signal.raise_signal, signal.SIGKILL)
        assert await pool.run(math.factorial, 3) == 6

    run(story)


def test_workers_that_are_killed_at_rest_are_missed_by_nobody(pool: Workers) -> None:
    async def story() -> None:
        for _ in range(2):
            os.kill(await pool.run(os.getpid), signal.SIGKILL)
            assert await _patiently(pool, math.factorial, 3) == 6

    run(story)


async def _patiently(pool: Workers, task: Callable[[int], int], argument: int) -> int:
    """Return what a task returns; a worker whose end nobody noticed yet may take it with it."""
    for _ in range(5):
        try:
            return await pool.run(task, argument)
        except WorkerDiedError:
            continue
    raise AssertionError("no worker comes up")


def test_tasks_of_one_share_leave_a_process_to_the_others(pool: Workers) -> None:
    async def story() -> None:
        endless = [asyncio.ensure_future(pool.run(time.sleep, LONG, share="fr")) for _ in range(4)]
        await asyncio.sleep(0.1)
        assert await pool.run(math.factorial, 3, share="de") == 6
        assert await pool.run(math.factorial, 4) == 24
        assert not any(task.done() for task in endless)
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)

    run(story)


def test_no_lane_waits_for_another(pool: Workers) -> None:
    async def story() -> None:
        endless = [asyncio.ensure_future(pool.run(time.sleep, LONG)) for _ in range(2)]
        endless.append(asyncio.ensure_future(pool.run(time.sleep, LONG, lane="uploads")))
        await asyncio.sleep(0.1)
        assert await pool.run(math.factorial, 3, lane="formulas") == 6
        assert not any(task.done() for task in endless)
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)
        assert await _patiently(pool, math.factorial, 3) == 6

    run(story)


def test_who_waits_too_long_or_behind_too_many_is_told_to_come_back(
    pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        monkeypatch.setattr(workers, "PATIENCE", 0.2)
        busy = asyncio.ensure_future(pool.run(time.sleep, LONG, lane="uploads"))
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError):
            await pool.run(math.factorial, 3, lane="uploads")
        monkeypatch.setattr(workers, "WAITING", 1)
        with pytest.raises(BusyError):
            await pool.run(math.factorial, 3)
        busy.cancel()
        await asyncio.gather(busy, return_exceptions=True)
        assert await pool.run(math.factorial, 3) == 6

    run(story)


def test_when_it_is_stopped_what_runs_is_ended() -> None:
    async def story() -> None:
        with Workers(1) as workers:
            process = await workers.run(os.getpid)
            endless = asyncio.ensure_future(workers.run(time.sleep, LONG))
            await asyncio.sleep(0.1)
        assert not Path(f"/proc/{process}").exists()
        endless.cancel()
        await asyncio.gather(endless, return_exceptions=True)
        with pytest.raises(NotesError, match="being closed"):
            await workers.run(math.factorial, 3)

    run(story)


class Hasty(Workers):
    """Workers that give a note less time."""

    async def run(self, *task: Any, seconds: float = 6.0, **how: Any) -> Any:
        return await super().run(*task, seconds=seconds, **how)


def test_a_template_that_never_ends_is_refused_while_others_get_their_notes(tmp_path: Path) -> None:
    workspace = tmp_path / "shop"
    shutil.copytree(ROOT / "samples" / "workspace", workspace)
    (workspace / "templates").mkdir()
    template = (ROOT / "templates" / "de.html").read_text("utf-8")
    loop = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}{% endblock"
    (workspace / "templates" / "de.html").write_text(loop.join(template.rsplit("{% endblock", 1)), "utf-8")
    orders = [item for item in read_orders(ROOT / "samples" / "orders" / "linnworks.json") if isinstance(item, Order)]
    entries = [Entry(f"o{n}", "", "", "", "", "fr", 1, pack_order(order), "") for n, order in enumerate(orders[:2])]

    async def story() -> None:
        with Hasty(2) as hasty:
            studio = Studio(workspace, (), hasty)
            studio.book = Book(entries, {entry.key: number for number, entry in enumerate(entries)})
            endless = [asyncio.ensure_future(studio.note(entry.key, "de")) for entry in entries]
            await asyncio.sleep(0.1)
            made = await studio.note("o0", "fr")
            assert made.pages.locale == "fr"
            assert not all(task.done() for task in endless)
            for error in await asyncio.gather(*endless, return_exceptions=True):
                assert isinstance(error, TookTooLongError)
                assert "loop in the template" in (error.hint or "")

    run(story)
