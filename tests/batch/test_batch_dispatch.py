from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.batch import resumable
from notes_engine.batch.dispatch import Watch
from notes_engine.batch.executors import SerialExecutor, worker_pool
from notes_engine.errors import NotesError, OutputError
from tests.batch.batch_fakes import FakeBench

if TYPE_CHECKING:
    from tests.batch.conftest import Shop


def test_an_order_that_kills_its_worker_fails_alone(shop: Shop) -> None:
    # given orders in chunks of 25, of which one is the end of every process that touches it
    def orders(culprit: str) -> None:
        shop.orders(*({"ref": f"bm-{n}", "marker": culprit if n == 26 else ""} for n in range(30)))

    orders("die")
    summary = shop.run(jobs=2)

    assert (summary.printed, summary.failed, summary.exit_status) == (29, 1, 4)
    (reject,) = shop.rejects()
    assert (reject["reference"], reject["kind"]) == ("bm-26", "failed")
    assert "died" in reject["reason"]
    # and the others' pages are what they would be had it only been refused
    printed = shop.files()["notes.pdf"]
    orders("refuse")
    shop.run()
    assert shop.files()["notes.pdf"] == printed


def test_a_full_disk_in_a_worker_is_the_same_clear_error(shop: Shop) -> None:
    # given three chunks, the first of which meets a full disk while another still runs
    shop.orders(*({"ref": f"bm-{n}", "marker": "slow" if n else "disk-full"} for n in range(60)))

    with pytest.raises(OutputError, match="the disk is full"):
        shop.run(jobs=2)

    assert not shop.out.exists()


class Unlucky(Executor):
    """An executor from outside that answers as its list says: an exception, or None to do the work."""

    def __init__(self, *answers: BaseException | None) -> None:
        self.answers = list(answers)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            return SerialExecutor().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_exception(answer)
        return future


class KilledWorkerError(Exception):
    """What a cluster says when a task keeps killing its workers."""


def test_a_clusters_dead_worker_is_tried_again(shop: Shop) -> None:
    shop.orders({"ref": "1"}, {"ref": "2"})

    assert shop.run(Unlucky(KilledWorkerError())).printed == 2


def test_a_clusters_culprit_is_found(shop: Shop) -> None:
    shop.orders({"ref": "1"}, {"ref": "2"}, {"ref": "3"})

    summary = shop.run(Unlucky(KilledWorkerError(), KilledWorkerError(), None, KilledWorkerError(), None))

    assert (summary.printed, summary.failed) == (2, 1)
    assert [line["reference"] for line in shop.rejects()] == ["2"]


def test_orders_that_only_die_together_all_fail(shop: Shop) -> None:
    shop.orders({"ref": "1"}, {"ref": "2"})
    dead = KilledWorkerError()

    summary = shop.run(Unlucky(dead, dead, None, None, dead))

    assert (summary.printed, summary.failed) == (0, 2)


@pytest.mark.parametrize("when", ["result", "submit"])
def test_a_broken_executor_from_outside_stops_and_can_be_resumed(shop: Shop, when: str) -> None:
    shop.orders(*({"ref": f"bm-{n}"} for n in range(60)))

    class Broken(Unlucky):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if when == "submit":
                raise BrokenProcessPool("gone")
            return super().submit(fn, *args, **kwargs)

    with pytest.raises(NotesError, match="the executor that makes the notes broke"):
        shop.run(Broken(None, BrokenProcessPool("gone")))

    assert resumable(shop.out)
    summary = shop.run(resume=True)
    assert summary.printed == 60
    assert summary.kept == (35 if when == "result" else 0)


def test_an_executor_with_threads_opens_a_bench_for_each(shop: Shop) -> None:
    shop.orders(*({"ref": f"bm-{n}", "marker": "" if n % 9 else "slow"} for n in range(75)))
    shop.run()
    alone = shop.files()

    with ThreadPoolExecutor(3) as executor:
        shop.run(executor)

    assert shop.files() == alone


def test_workers_that_cannot_start_are_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: b"/bin/false")
    monkeypatch.setattr("notes_engine.batch.executors._settle", len)  # stops every worker at once

    with pytest.raises(NotesError, match="worker processes cannot be started"), worker_pool(1):
        pass


def test_an_interrupt_here_goes_through(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    shop.orders({"ref": "1"})
    monkeypatch.setattr(FakeBench, "render", interrupted)

    with pytest.raises(KeyboardInterrupt):
        shop.run()

    assert resumable(shop.out)


def test_the_watch_counts_unfinished_chunks_too() -> None:
    told: list[int] = []
    watch = Watch(10, told.append)

    watch.tick()
    watch.tick()

    assert told == [11, 12]
