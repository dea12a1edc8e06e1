"""Handing chunks out and taking their records in, whatever happens to the workers on the way."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING

from notes_engine.batch.reasons import deadly
from notes_engine.batch.record import ChunkRecord
from notes_engine.batch.spool import spooled_orders
from notes_engine.batch.work import work
from notes_engine.errors import NotesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    from notes_engine.batch.executors import Workforce
    from notes_engine.batch.work import Task

LOOK_EVERY = 0.5
"""Seconds between two looks at how far the workers are."""


class Watch:
    """Counts the orders dealt with, those of unfinished chunks too, and tells how many."""

    def __init__(self, done: int, tell: Callable[[int], None]) -> None:
        """`done` orders are dealt with already."""
        self._done = done
        self._ticks = 0
        self._tell = tell

    @property
    def done(self) -> int:
        """The orders of finished chunks."""
        return self._done

    def tick(self) -> None:
        """Count one order of the chunk that this process makes."""
        self._ticks += 1
        self._tell(self._done + self._ticks)

    def finished(self, record: ChunkRecord) -> None:
        """Count a whole chunk."""
        self._ticks = 0
        self._done += record.orders
        self._tell(self._done)

    def look(self, tasks: Iterable[Task]) -> None:
        """Count what the workers have done of these so far."""
        self._tell(self._done + sum(_ticks(task) for task in tasks))


class Queue:
    """The tasks that are left, in the order of their waves. More may come while the first are made."""

    def __init__(self, tasks: Iterable[Task] = (), more: Iterator[Iterable[Task]] | None = None) -> None:
        """`more` takes a short step each time it is asked, and yields the tasks that the step brought."""
        self._left = deque(tasks)
        self._more = more

    @property
    def is_growing(self) -> bool:
        """More tasks may come."""
        return self._more is not None

    def __len__(self) -> int:
        return len(self._left)

    @property
    def first(self) -> Task:
        """The task that comes next."""
        return self._left[0]

    def take(self) -> Task:
        """Take it off."""
        return self._left.popleft()

    def grow(self) -> None:
        """Let more tasks come, if any may."""
        if self._more is None:
            return
        brought = next(self._more, None)
        if brought is None:
            self._more = None
        else:
            self._left.extend(brought)


def dispatch(
    left: Queue,
    force: Workforce,
    finished: Callable[[ChunkRecord], None],
    watch: Watch,
    begin: Callable[[int], None] = lambda _wave: None,
) -> None:
    """Have every chunk made, and hand each record to `finished` as it comes (not in the chunks' order).

    All tasks of a wave are done before `begin` is called with the next one.

    A chunk whose worker dies is made once more, alone; if it dies again its orders are tried one by one, those that
    kill their worker become rejects, and the others are made.

    Raises:
        NotesError: what a worker says no order is to blame for, such as a full disk; or an executor from outside broke.
    """

    def take(record: ChunkRecord) -> None:
        finished(record)
        watch.finished(record)

    while left or left.is_growing:
        with force.open() as executor:
            suspects = _hand_out(left, executor, force, take, watch, begin)
        for task in suspects:
            take(_make_alone(task, force))


def _hand_out(
    left: Queue,
    executor: Executor,
    force: Workforce,
    take: Callable[[ChunkRecord], None],
    watch: Watch,
    begin: Callable[[int], None],
) -> list[Task]:
    """Work through `left` until it is empty, or the executor broke, or a wave cannot begin before others are made.

    Returns the chunks that came to nothing.
    """
    running: dict[Future[ChunkRecord], Task] = {}
    suspects: list[Task] = []
    wave = None
    broken = False
    try:
        while running or ((left or left.is_growing) and not broken):
            left.grow()
            if left and left.first.wave != wave and not running:
                if suspects:
                    break
                wave = left.first.wave
                begin(wave)
            while left and left.first.wave == wave and not broken and len(running) < force.window:
                broken = not _submit_first(left, running, executor, force, watch)
            done, _ = wait(running, timeout=0 if left.is_growing else LOOK_EVERY, return_when=FIRST_COMPLETED)
            # What is finished is taken before an error among the others may stop everything.
            for future in sorted(done, key=_came_to_nothing):
                task = running.pop(future)
                record, broke = _result(future, force)
                broken = broken or broke
                if record is None:
                    suspects.append(task)
                else:
                    take(record)
            if running:
                watch.look(running.values())
    except BaseException:
        for future in running:
            future.cancel()
        raise
    return suspects


def _submit_first(
    left: Queue, running: dict[Future[ChunkRecord], Task], executor: Executor, force: Workforce, watch: Watch
) -> bool:
    """Hand out the first chunk that is left; return False when the executor is broken and can be had anew."""
    try:
        future = _submit(executor, left.first, force, watch)
    except BrokenExecutor as error:
        if not force.renewable:
            raise _lost(error) from error
        return False
    running[future] = left.take()
    return True


def _came_to_nothing(future: Future[ChunkRecord]) -> bool:
    return future.cancelled() or future.exception() is not None


def _submit(executor: Executor, task: Task, force: Workforce, watch: Watch) -> Future[ChunkRecord]:
    return executor.submit(work, task, watch.tick) if force.here else executor.submit(work, task)


def _result(future: Future[ChunkRecord], force: Workforce) -> tuple[ChunkRecord | None, bool]:
    """Return the record, or None when the worker died or failed; and whether the executor broke."""
    try:
        return future.result(), False
    except NotesError:
        raise
    except BrokenExecutor as error:
        if not force.renewable:
            raise _lost(error) from error
        return None, True
    except Exception:
        # A cluster's own word for a dead worker, or a fault of ours outside any order: the chunk is tried alone.
        return None, False


def _lost(error: BrokenExecutor) -> NotesError:
    return NotesError(
        f"the executor that makes the notes broke ({type(error).__name__})",
        hint="finished chunks are kept: run again with --resume",
    )


def _make_alone(task: Task, force: Workforce) -> ChunkRecord:
    """Make a chunk again with nothing beside it; find and leave out the orders that kill their worker."""
    record = _try_alone([task], force)[0]
    if record is not None:
        return record
    singles = [replace(task, chunk=replace(task.chunk, orders=(place,)), in_one=False) for place in task.chunk.orders]
    records = _try_alone(singles, force)
    culprits = {place.number for place, tried in zip(task.chunk.orders, records, strict=True) if tried is None}
    record = _try_alone([replace(task, deadly=frozenset(culprits))], force)[0]
    if record is not None:
        return record
    # Each lives alone and together they die: the machine has no room for this chunk.
    orders = spooled_orders(task.spool, task.chunk.orders)
    return ChunkRecord(task.chunk.number, rejects=tuple((number, deadly(order)) for number, order in orders))


def _try_alone(tasks: list[Task], force: Workforce) -> list[ChunkRecord | None]:
    """Make these one at a time, with a new worker after every death."""
    records: list[ChunkRecord | None] = []
    while len(records) < len(tasks):
        with force.open_alone() as executor:
            broke = False
            while not broke and len(records) < len(tasks):
                record, broke = _result(executor.submit(work, tasks[len(records)]), force)
                records.append(record)
    return records


def _ticks(task: Task) -> int:
    try:
        return task.counter.stat().st_size
    except OSError:
        return 0
