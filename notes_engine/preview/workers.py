"""Worker processes: they run templates and formulas, and are ended when one takes too long, while others are served.

Pebble is used for what `concurrent.futures` has not: a time for each task, after which its process is ended. Each
process is a pool of its own, so that one that dies takes nothing with it that another waits for.
"""

from __future__ import annotations

import asyncio
import os
import resource
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Thread
from typing import TYPE_CHECKING, Literal, TypeVar
from weakref import WeakValueDictionary

from pebble import ProcessExpired, ProcessPool

from notes_engine.errors import NotesError
from notes_engine.preview.faults import fault
from notes_engine.preview.limits import NOTE_SECONDS, PATIENCE, WAITING, WORKER_BYTES
from notes_engine.preview.lineage import begin_deaf, end_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self

Result = TypeVar("Result")
LaneName = Literal["notes", "formulas", "uploads"]

_LATE = 10.0
"""Seconds after which a process that should have been ended is given up."""
_BEHIND = 10
"""How nice the processes are that nobody looks at a page for."""
_TOO_LONG = {
    "notes": "look for a loop in the template that hardly ends, or try an order with fewer lines",
    "formulas": "make the label simpler",
    "uploads": "send fewer orders at a time, or look for a loop in the template that hardly ends",
}


class TookTooLongError(NotesError):
    """A task took longer than it may, or more memory: it was ended."""


class BusyError(NotesError):
    """Too many tasks wait already."""


class WorkerDiedError(NotesError):
    """A task's process ended by itself, or something outside ended it."""


class Workers:
    """Processes that tasks are run in, in lanes: what waits in one never waits for what runs in another."""

    def __init__(self, number: int = 3) -> None:
        """Start processes when tasks come: so many of them make notes, one tries formulas, one prints uploads."""
        self.number = number
        self._lanes = {"notes": _Lane(number), "formulas": _Lane(1), "uploads": _Lane(1, nice=_BEHIND)}
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, whatever they do."""
        for lane in self._lanes.values():
            lane.stop()

    async def run(
        self,
        task: Callable[..., Result],
        *arguments: object,
        seconds: float = NOTE_SECONDS,
        lane: LaneName = "notes",
        share: Hashable = None,
    ) -> Result:
        """Return what the task returns for these arguments.

        Tasks of one `share`, such as all notes made with one template, leave a process of their lane to others: a
        template that runs for ever holds up nobody who looks at another.

        Raises:
            NotesError: what the task raises.
            TookTooLongError: it took longer, or more memory; its process was ended.
            BusyError: too many wait.
            WorkerDiedError: its process ended.
            FaultError: it failed in a way that it should not.
        """
        if self._waiting >= WAITING:
            raise _busy()
        self._waiting += 1
        try:
            async with self._lanes[lane].process(share) as process:
                return await process.run(task, arguments, seconds)
        except TimeoutError:
            raise TookTooLongError(
                f"this took longer than {seconds:g} seconds and was stopped", hint=_TOO_LONG[lane]
            ) from None
        except MemoryError:
            raise TookTooLongError("this needs more memory than it may take", hint=_TOO_LONG[lane]) from None
        finally:
            self._waiting -= 1


class _Lane:
    """Some processes, and who may use them."""

    def __init__(self, number: int, nice: int = 0) -> None:
        self._all = [_Process(nice) for _ in range(number)]
        self._free = list(self._all)
        self._turns = asyncio.Semaphore(number)
        self._in_share = max(number - 1, 1)
        self._shares: WeakValueDictionary[Hashable, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def process(self, share: Hashable) -> AsyncIterator[_Process]:
        """Give a process that is free; raises BusyError when there is none for too long."""
        own = asyncio.Semaphore(1)
        if share is not None:
            own = self._shares.setdefault(share, asyncio.Semaphore(self._in_share))
        await _turn(own)
        try:
            await _turn(self._turns)
            # The one that was used last knows the workspace as it is now.
            process = self._free.pop()
            try:
                yield process
            finally:
                self._free.append(process)
                self._turns.release()
        finally:
            own.release()

    def stop(self) -> None:
        for process in self._all:
            process.stop()


@dataclass
class _Process:
    """One process, begun when it is needed, and begun again when it has died."""

    nice: int
    _pool: ProcessPool | None = field(default=None, init=False)
    _is_stopped: bool = field(default=False, init=False)

    async def run(self, task: Callable[..., Result], arguments: tuple[object, ...], seconds: float) -> Result:
        future = self._schedule(task, arguments, seconds)
        try:
            # Pebble ends it in time; were it not to, nobody would wait for ever.
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds + _LATE)
        except TimeoutError:
            if not future.done() or future.cancelled():
                self._give_up()
            raise
        except (ProcessExpired, BrokenExecutor):
            raise WorkerDiedError(
                "the process that made this ended by itself",
                hint="try again; if it ends again, memory may lack, or the workspace breaks it",
            ) from None
        except CancelledError:
            raise NotesError("the preview is being closed") from None

    def _schedule(self, task: Callable[..., Result], arguments: tuple[object, ...], seconds: float) -> Future[Result]:
        for _ in range(2):
            if self._is_stopped:
                break
            if self._pool is None:
                # Not by fork: this process has threads.
                self._pool = ProcessPool(1, 0, _prepare, (os.getpid(), self.nice), get_context("spawn"))
            try:
                with begin_deaf():  # the first task starts the process
                    return self._pool.schedule(_told, (task, arguments), timeout=seconds)
            except RuntimeError:  # it died when it had nothing to do, and its pool with it
                self._give_up()
        raise NotesError("the preview is being closed")

    def _give_up(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            Thread(target=_end, args=(pool,), daemon=True).start()  # it may take seconds

    def stop(self) -> None:
        self._is_stopped = True
        if self._pool is not None:
            _end(self._pool)


async def _turn(queue: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await queue.acquire()
    except TimeoutError:
        raise _busy() from None


def _busy() -> BusyError:
    return BusyError("the preview is busy", hint="try again in a few seconds")


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble types most of its functions
    pool.join()


def _prepare(server: int, nice: int) -> None:
    """Bound the memory of this worker, and let it end with the server, however that ends."""
    end_with(server)
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_BYTES, WORKER_BYTES))


def _told(task: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """Run a task; an error that is nobody's but ours crosses without its text, which may hold an order's values."""
    try:
        return task(*arguments)
    except (NotesError, MemoryError):
        raise
    except Exception as error:
        raise fault(error) from None
