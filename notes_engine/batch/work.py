"""The worker's side: one chunk of orders in, its PDF parts and its record out, in any process that sees the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.batch.bench import bench_for
from notes_engine.batch.disk import fsync_files, fsync_folder, full_disk, sha256_of, writing
from notes_engine.batch.reasons import deadly, failed, refused, too_strict, warnings_of
from notes_engine.batch.record import ChunkRecord, NoteRecord, Part, WarningTally
from notes_engine.batch.spool import spooled_orders
from notes_engine.errors import NotesError, OutputError, UsageError
from notes_engine.orders import Reject
from notes_engine.pdf.variants import TAGGED_VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Bench, OpenBench, Pages
    from notes_engine.batch.job import Job
    from notes_engine.batch.plan import Chunk
    from notes_engine.batch.reasons import Warned
    from notes_engine.notes import RenderedNote
    from notes_engine.orders import Order


@dataclass(frozen=True, slots=True)
class Task:
    """All that a worker needs to make one chunk; picklable."""

    job: Job
    open_bench: OpenBench
    run: str
    """Names the run, so that no worker keeps another run's tools."""
    chunk: Chunk
    spool: Path
    parts: Path
    in_one: bool = False
    """The chunk is a whole merged file, so its part carries the file's title and language."""
    title: str | None = None
    """That title."""
    wave: int = 0
    """What was learnt in the waves before this one counts for the chunk."""
    refusals: Mapping[str, NotesError] = field(default_factory=dict)
    """Locales whose orders are all refused, and why."""
    deadly: frozenset[int] = frozenset()
    """Numbers of orders known to end a worker: they are rejected unseen."""

    @property
    def counter(self) -> Path:
        """A file that grows by a byte with every order dealt with, for the progress bar."""
        return self.parts / f"{self.chunk.number:05d}.count"

    def part(self, index: int | None = None) -> Path:
        """Return where the chunk's part goes, or the `index`-th of several."""
        return self.parts / (f"{self.chunk.number:05d}" + ("" if index is None else f"-{index:03d}") + ".pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """A note that can be printed."""

    number: int
    order: Order
    note: RenderedNote
    pages: Pages
    warnings: tuple[Warned, ...]


PART_LIMIT = 50
"""Notes that are written together."""
HEAVY_LIMIT = 10
"""Typeset notes among them: their pages take a megabyte or two each until they are on the disk."""


def work(task: Task, tick: Callable[[], None] | None = None) -> ChunkRecord:
    """Make a chunk: every order of it is a note in its parts, or a reject. Returns when the parts are on the disk.

    `tick` is called after every order, where the worker is the process that shows the progress; else a file counts.

    Raises:
        OutputError: the disk is full, or the folder not writable. No single order is to blame, so the batch stops.
    """
    bench = bench_for(task.open_bench, task.job, task.run)
    chunk = _Chunk(bench, task)
    with writing(task.parts), task.counter.open("wb", buffering=0) as counter:
        rendered = [
            (number, order, deadly(order) if number in task.deadly else _render(bench, task, order))
            for number, order in spooled_orders(task.spool, task.chunk.orders)
        ]
        bench.turn_to(task.wave)
        bench.expect([note for _, _, note in rendered if not isinstance(note, Reject)])
        for number, order, note in rendered:
            result = note if isinstance(note, Reject) else _typeset(bench, task.job, number, order, note)
            if isinstance(result, Reject):
                chunk.rejects.append((number, result))
            else:
                chunk.take(result)
            if tick is None:
                counter.write(b".")
            else:
                tick()
        chunk.write()
    fsync_files([task.parts / part.name for part in chunk.parts])
    with writing(task.parts):
        fsync_folder(task.parts)
        task.counter.unlink(missing_ok=True)
    chunk.rejects.sort(key=lambda numbered: numbered[0])
    return ChunkRecord(task.chunk.number, tuple(chunk.parts), tuple(chunk.notes), tuple(chunk.rejects), chunk.warnings)


class _Chunk:
    """What becomes of a chunk's notes: its parts, and its record."""

    def __init__(self, bench: Bench, task: Task) -> None:
        self._bench = bench
        self._task = task
        self._waiting: list[Made] = []
        self.notes: list[NoteRecord] = []
        self.warnings = WarningTally()
        self.parts: list[Part] = []
        self.rejects: list[tuple[int, Reject]] = []

    def take(self, made: Made) -> None:
        """Take a note for the next part, and write that when it is full."""
        self._waiting.append(made)
        if self._task.job.split == "order" or (not self._task.in_one and _fill_a_part(self._waiting)):
            self.write()

    def write(self) -> None:
        """Write the notes that wait, to a part of their own; those that cannot be written are rejects."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        target = self._task.part(len(self.parts) or None)
        digest = None
        if self._task.job.split == "order":
            good, bad, digest = _write_one(self._bench, waiting[0], target)
        else:
            good, bad = _write_all(self._bench, waiting, self._task, target)
        self.rejects += bad
        if good:
            self.parts.append(_part(target, digest))
        for each in good:
            self.notes.append(_record(each))
            self.warnings.add(each.note.reference or each.note.order_id, each.warnings)


def _fill_a_part(waiting: Sequence[Made]) -> bool:
    return len(waiting) >= PART_LIMIT or sum(made.pages.is_heavy for made in waiting) >= HEAVY_LIMIT


def _render(bench: Bench, task: Task, order: Order) -> RenderedNote | Reject:
    try:
        note = bench.render(order)
        return refused(order, task.refusals[note.locale]) if note.locale in task.refusals else note
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # as in _typeset
        return _reject(order, error)


def _typeset(bench: Bench, job: Job, number: int, order: Order, note: RenderedNote) -> Made | Reject:
    try:
        pages = bench.typeset(note)
        warnings = warnings_of(note, pages)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
        return _reject(order, error)
    serious = [warned for warned in warnings if not warned.is_allowed]
    if job.strict and serious:
        return too_strict(order, serious)
    return Made(number, order, note, pages, warnings)


def _reject(order: Order, error: BaseException) -> Reject:
    if full := full_disk(error):
        raise full from error
    return refused(order, error) if isinstance(error, NotesError) else failed(order, error)


def _write_one(bench: Bench, made: Made, target: Path) -> tuple[list[Made], list[tuple[int, Reject]], str | None]:
    """Write a file of one note; return it or its reject, as `_write_all`, and the file's sha256 where it is known."""
    written = _write(bench, [made], target, title=made.note.title, language=made.note.language, whole=True)
    if isinstance(written, Reject):
        return [], [(made.number, written)], None
    return [made], [], written


def _write_all(bench: Bench, made: list[Made], task: Task, target: Path) -> tuple[list[Made], list[tuple[int, Reject]]]:
    """Write notes to one part. When that fails, find the notes that cannot be written, and write the others."""
    languages = {each.note.language for each in made}
    variant = task.job.pdf_variant or ""
    if variant in TAGGED_VARIANTS and len(languages) > 1:
        # A reader of tagged PDF (PDF/UA, the a-levels of PDF/A) must know the language of the whole file.
        # No order is to blame, so the batch stops.
        raise UsageError(
            f"--pdf-variant {variant}: one file has one language, and these notes have {', '.join(sorted(languages))}",
            hint="use --split order or --split market, or print one language at a time with --where or --locale",
        )
    language = languages.pop() if task.in_one and len(languages) == 1 else None
    if not isinstance(_write(bench, made, target, title=task.title, language=language, whole=task.in_one), Reject):
        return made, []
    good: list[Made] = []
    bad: list[tuple[int, Reject]] = []
    for each in made:
        reject = _write(bench, [each], target, title=None, language=None, whole=task.in_one)
        if isinstance(reject, Reject):
            bad.append((each.number, reject))
        else:
            good.append(each)
    if bad:
        written, worse = _write_all(bench, good, task, target) if good else ([], [])
        return written, bad + worse
    # Each can be written alone but not together: no order is to blame, and none can be printed.
    together = _write(bench, made, target, title=task.title, language=language, whole=task.in_one)
    if not isinstance(together, Reject):
        return made, []
    return [], [(each.number, _blame(each, together)) for each in made]


def _blame(made: Made, reject: Reject) -> Reject:
    return Reject(
        made.order.source_place,
        reject.reason,
        reject.hint,
        reject.code,
        made.order.order_id,
        made.order.reference,
        reject.kind,
    )


def _write(
    bench: Bench, made: Sequence[Made], target: Path, *, title: str | None, language: str | None, whole: bool
) -> Reject | str | None:
    """Write one file; return its sha256 where it is known, or the reject of the first note, unless the disk failed."""
    try:
        with writing(target):
            notes = [(each.note, each.pages) for each in made]
            return bench.write(notes, target, title=title, language=language, whole=whole)
    except (KeyboardInterrupt, SystemExit, OutputError):
        raise
    except BaseException as error:  # as in _typeset
        return _reject(made[0].order, error)


def _part(path: Path, digest: str | None) -> Part:
    with writing(path):
        return Part(path.name, digest or sha256_of(path))


def _record(made: Made) -> NoteRecord:
    note = made.note
    return NoteRecord(
        order_id=note.order_id,
        reference=note.reference,
        number=note.number,
        market=note.market,
        market_guessed=note.market_guessed,
        locale=note.locale,
        template=note.template,
        language=note.language,
        pages=made.pages.pages,
    )
