"""Worker processes: they make notes, and are ended when one takes too long, so that the others are served.

Pebble is used for what `concurrent.futures` has not: a time for each task, after which its process is ended.
"""

from __future__ import annotations

import asyncio
import resource
from concurrent.futures import CancelledError
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired, ProcessPool

from notes_engine.errors import NotesError
from notes_engine.preview.limits import NOTE_SECONDS, WAITING, WORKER_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

Result = TypeVar("Result")


class TookTooLongError(NotesError):
    """A task took longer than it may: it was ended."""


class BusyError(NotesError):
    """Too many tasks wait already."""


class Workers:
    """A pool of processes that tasks are run in."""

    def __init__(self, number: int = 2) -> None:
        """Start so many processes when the first task comes."""
        # Not by fork: this process has threads.
        context = get_context("spawn")
        self._pool = ProcessPool(max_workers=number, initializer=_prepare, context=context)
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, whatever they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types most of its functions
        self._pool.join()

    async def run(self, task: Callable[..., Result], *arguments: object, seconds: float = NOTE_SECONDS) -> Result:
        """Return what the task returns for these arguments.

        Raises:
            NotesError: what the task raises.
            TookTooLongError: it took longer; its process was ended.
            BusyError: too many wait.
        """
        if self._waiting >= WAITING:
            raise BusyError("the preview is busy", hint="try again in a few seconds")
        self._waiting += 1
        try:
            future = self._pool.schedule(task, args=arguments, timeout=seconds)
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise TookTooLongError(
                f"this took longer than {seconds:.0f} seconds and was stopped",
                hint="look for a loop in the template that hardly ends, or try an order with fewer lines",
            ) from None
        except MemoryError:
            raise TookTooLongError("this needs more memory than the preview may take", hint="simplify it") from None
        except ProcessExpired:
            raise NotesError(
                "the process that made this ended by itself",
                hint="try again; if it ends again, the workspace breaks it",
            ) from None
        except CancelledError:
            raise NotesError("the preview is being closed") from None
        finally:
            self._waiting -= 1


def _prepare() -> None:
    """Bound the memory of this worker."""
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_BYTES, WORKER_BYTES))
