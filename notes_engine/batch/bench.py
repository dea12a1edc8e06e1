"""The bench: what the batch works with (renderer, typesetter, PDF writer), opened once per worker.

The protocols are all that the batch asks of the rooms to its left, so that tests can lay other tools on the bench.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.batch.job import Job
    from notes_engine.batch.proof import Printed
    from notes_engine.errors import NotesError
    from notes_engine.notes import RenderedNote
    from notes_engine.orders import Order, Reject


class Remark(Protocol):
    """Something odd about a note: the notes room's `NoteWarning`, the pdf room's `PageFinding`."""

    @property
    def code(self) -> str:
        """A short name of the kind, such as `fallback-glyph`."""

    @property
    def what(self) -> str:
        """What is odd."""

    @property
    def hint(self) -> str:
        """What to do about it."""


class Pages(Protocol):
    """A typeset note."""

    @property
    def pages(self) -> int:
        """How many pages it has."""

    @property
    def is_heavy(self) -> bool:
        """Whether they take a megabyte or more until they are written."""

    @property
    def findings(self) -> Sequence[Remark]:
        """What was odd about them."""


class Bench(Protocol):
    """The tools of one process, for one job."""

    @property
    def extended(self) -> Sequence[str]:
        """The extended properties that the settings declare: `--where` and `--sort` may use them."""

    @property
    def title(self) -> str:
        """The title of a merged file."""

    def fingerprint(self) -> dict[str, str]:
        """Return name → hash or version of everything beside inputs and options that shapes a note."""

    def preflight(self) -> None:
        """Raise what must stop the batch before it starts."""

    def read(self) -> Iterable[Order | Reject]:
        """Yield what the job's inputs hold, or raise an InputError."""

    def locale_of(self, order: Order) -> str:
        """Return the locale of the order's note; raises a NotesError where the order's values do not say."""

    def prove(self, locale: str, orders: Sequence[Order]) -> NotesError | None:
        """Return why all notes of a locale are refused, or None; `orders` are some of those that have it.

        Raises:
            NotesError: no note of this locale can be made, so the batch must not start.
        """

    def market_of(self, order: Order) -> str:
        """Return the market whose file the order belongs in, or an empty text."""

    def render(self, order: Order) -> RenderedNote:
        """Return the order's note, or raise a NotesError: the order is refused."""

    def expect(self, notes: Sequence[RenderedNote]) -> None:
        """Take note of all the notes that a chunk's pages are made of, before the first of them is typeset."""

    def typeset(self, note: RenderedNote) -> Pages:
        """Return the note's pages, or raise a NotesError."""

    def write(
        self,
        notes: Sequence[tuple[RenderedNote, Any]],
        target: Path,
        *,
        title: str | None,
        language: str | None,
        whole: bool,
    ) -> str | None:
        """Write these notes (each with its pages), one after the other: a PDF when it is to be whole, else a part.

        Returns the file's sha256 in hexadecimal where it is known by then. Whoever asked waits for the disk.
        """

    def join(self, parts: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
        """Make one PDF of parts."""

    def renew(self) -> None:
        """Forget what a run of the same instant learnt: it was broken off, and is not resumed."""

    def turn_to(self, wave: int) -> None:
        """Begin with a wave, or go on with it: what is learnt in it does not count yet."""

    def settle(self, wave: int) -> None:
        """Take note that a wave is made: what was learnt in it counts from now on."""

    def compare(self, file: Path, notes: Iterable[Printed]) -> Iterator[Sequence[str]]:
        """Yield, for each of these notes of a finished file, what tells it apart from what the typesetter makes."""


class OpenBench(Protocol):
    """A picklable function that lays out the tools for a job; each worker calls it once."""

    def __call__(self, job: Job, /) -> Bench:
        """Return the tools. Raises what is wrong with the workspace."""


# An executor offers no other place for what a worker process (or thread) keeps from one task to the next.
_KEPT = threading.local()


def bench_for(open_bench: OpenBench, job: Job, run: str) -> Bench:
    """Return this thread's bench for the job; it is opened when first asked for, and again for another job or run.

    `run` names one call of `run_batch`: settings and templates may have changed since the last one.
    """
    # The tools are the same for any number of workers, and for a second try.
    job = replace(job, jobs=None, resume=False)
    key = (open_bench, job, run)
    if getattr(_KEPT, "key", None) != key:
        _KEPT.bench, _KEPT.key = open_bench(job), key
    bench: Bench = _KEPT.bench
    return bench
