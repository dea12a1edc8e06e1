"""Where chunks are made: in this process, or in worker processes that end with it however it ends."""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from notes_engine.batch.collector import collect_seldom
from notes_engine.errors import NotesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from multiprocessing.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")


class SerialExecutor(Executor):
    """Does each task when it is submitted, here."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return a future that is done. A KeyboardInterrupt goes through to the caller."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class WorkerPool(ProcessPoolExecutor):
    """A process pool whose workers never hear Ctrl-C themselves: it is this process that ends them."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit a task. A worker started by it inherits a blocked SIGINT, even before its Python is up."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def worker_pool(workers: int) -> Iterator[Executor]:
    """Give a pool of worker processes; when the block raises, they are ended in the middle of what they do.

    They hold one end of a pipe. It closes when the block raises, and also when this process is killed, so that no
    worker is left to write into a folder that a resumed batch works in.

    Raises:
        NotesError: no worker can be started.
    """
    # spawn, since a forked child would inherit locks that the parent's threads (WeasyPrint's, Pango's) may hold.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    pool = WorkerPool(workers, mp_context=context, initializer=_settle, initargs=(ours,))
    try:
        _require_worker(pool)
        yield pool
    except BaseException:
        theirs.close()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    else:
        pool.shutdown(wait=True)
    finally:
        theirs.close()
        ours.close()


def _require_worker(pool: Executor) -> None:
    """Wait for a first worker, so that one that dies later is known to have died of its work."""
    try:
        pool.submit(os.getpid).result()
    except BrokenExecutor as error:
        raise NotesError(
            "worker processes cannot be started",
            hint='use --jobs 1; in a script, put the call under `if __name__ == "__main__":`',
        ) from error


def _settle(alive: Connection[Any, Any]) -> None:
    """Make this process a worker: deaf to Ctrl-C, and gone when the pipe's other end is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    # What the worker wrote is on the disk: the system forgets its plates faster than Python does one by one.
    atexit.register(os._exit, 0)
    threading.Thread(target=_leave_with, args=(alive,), daemon=True).start()


def _leave_with(alive: Connection[Any, Any]) -> None:
    with contextlib.suppress(OSError, EOFError):
        alive.poll(None)
    os._exit(1)


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who makes the chunks."""

    open: Callable[[], AbstractContextManager[Executor]]
    """Gives the executor for as long as its block lasts."""
    open_alone: Callable[[], AbstractContextManager[Executor]]
    """Gives one in which a chunk is alone, so that its death is its own."""
    window: int
    """How many chunks are handed out at a time."""
    renewable: bool
    """A broken executor can be had anew."""
    here: bool = False
    """The chunks are made in this process, which can so count each order itself."""


def in_this_process() -> Workforce:
    """Make chunks one after the other, here."""
    executor = SerialExecutor()
    return Workforce(lambda: nullcontext(executor), lambda: nullcontext(executor), 1, renewable=False, here=True)


def in_worker_processes(workers: int) -> Workforce:
    """Make chunks in so many processes of this machine."""
    # Twice as many as workers, so that none waits for the next.
    return Workforce(lambda: worker_pool(workers), lambda: worker_pool(1), 2 * workers, renewable=True)


def in_executor(executor: Executor) -> Workforce:
    """Make chunks wherever the executor does, such as on a cluster that shares the output folder's file system."""
    return Workforce(lambda: nullcontext(executor), lambda: nullcontext(executor), 1_000_000, renewable=False)
