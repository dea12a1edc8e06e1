"""One batch from beginning to end: read, make, publish."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from notes_engine.batch.bench import bench_for
from notes_engine.batch.collector import collecting_seldom
from notes_engine.batch.disk import full_disk, writing
from notes_engine.batch.dispatch import Queue, Watch, dispatch
from notes_engine.batch.early import Early, NotOfOutputError, Planned, may_begin_early
from notes_engine.batch.executors import in_executor, in_this_process, in_worker_processes
from notes_engine.batch.folder import WorkFolder, occupied
from notes_engine.batch.intake import Taking, choice_of
from notes_engine.batch.job import starting_instant
from notes_engine.batch.journal import Header, Journal, read_header, require_same
from notes_engine.batch.manifest import MANIFEST, files_in
from notes_engine.batch.origin import made_from, made_with, made_with_name
from notes_engine.batch.plan import CHUNK_LIMIT, plan, wave_after
from notes_engine.batch.progress import Silence
from notes_engine.batch.proof import Proof
from notes_engine.batch.publish import Publisher, file_title, move_into_place, write_moves
from notes_engine.batch.record import chunk_record
from notes_engine.batch.resume import kept_chunks, publish_again
from notes_engine.batch.stale import find_stale
from notes_engine.batch.summary import Summary, summary_of
from notes_engine.batch.work import Task
from notes_engine.errors import NotesError, OutputError, ProofError, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from datetime import datetime
    from pathlib import Path

    from notes_engine.batch.bench import Bench, OpenBench
    from notes_engine.batch.executors import Workforce
    from notes_engine.batch.intake import Choice
    from notes_engine.batch.job import Job
    from notes_engine.batch.plan import Chunk
    from notes_engine.batch.progress import Progress
    from notes_engine.batch.publish import Assembly
    from notes_engine.batch.record import ChunkRecord
    from notes_engine.orders import Order


def run_batch(
    job: Job,
    *,
    progress: Progress | None = None,
    executor: Executor | None = None,
    open_bench: OpenBench | None = None,
) -> Summary:
    """Read the job's orders, print their notes into its output folder, and return how it ended.

    `executor` makes the chunks elsewhere (it wins over `job.jobs`): any `concurrent.futures.Executor` whose workers see
    the output folder and the workspace under the same paths. Without it, worker processes of this machine do, and a
    script that calls this with more than one needs the usual `if __name__ == "__main__":`.

    Raises:
        UsageError: an option that makes no sense, such as an unknown sort key or a wrong `--where`.
        SettingsError, TemplateError, TypesetError, CatalogError, FormulaSyntaxError, InputError: it could not start, so
            nothing is written.
        OutputError: the disk is full, the folder not writable or in use; what was there before is untouched.
        ResumeError: `job.resume`, and something has changed since.
        ProofError: `job.proof`, and a finished note is not what the typesetter makes; nothing is published.
    """
    started = time.monotonic()
    progress = progress or Silence()
    job = replace(job, out=job.out.absolute(), workspace=job.workspace.absolute(), now=job.now or starting_instant())
    batch = _Batch(job, open_bench or _notes_bench, progress, executor)
    with collecting_seldom():
        return replace(batch.run(), seconds=time.monotonic() - started)


def resumable(out: Path) -> bool:
    """True when an interrupted batch lies in the folder, with chunks that `--resume` would keep."""
    return WorkFolder(out).journal.exists()


@dataclass(slots=True)
class _Batch:
    """One run of `run_batch`."""

    job: Job
    open_bench: OpenBench
    progress: Progress
    executor: Executor | None
    token: str = field(default_factory=lambda: uuid4().hex)
    refusals: dict[str, NotesError] = field(default_factory=dict)
    """Locales whose orders are all refused, and why."""
    proven: set[str] = field(default_factory=set)
    """Locales whose sample note was drawn."""

    def _bench(self) -> Bench:
        return bench_for(self.open_bench, self.job, self.token)

    def run(self) -> Summary:
        bench = self._bench()
        choice = choice_of(self.job, bench)
        if not self.job.resume:
            bench.renew()
        bench.preflight()
        shaped_by = made_with(bench)
        origin = made_from(self.job, shaped_by)
        # Told to the workers: a workspace's file that kills its reader must not be opened by each of them.
        self.job = replace(self.job, made_with=made_with_name(shaped_by))
        with occupied(self.job.out) as folder:
            before = read_header(folder.journal) if self.job.resume else None
            if before is None:
                if self.job.resume:
                    self.progress.say("there is nothing to resume here: this is a new batch")
                return self._start(folder, choice, Header(_instant(self.job), origin))
            require_same(before, origin)
            # The instant of the interrupted batch, so that the notes say the same.
            self.job = replace(self.job, now=before.now)
            return self._resume(folder, choice)

    def _start(self, folder: WorkFolder, choice: Choice, header: Header) -> Summary:
        with self._taking(folder, choice) as taking:
            may_begin = self._workers() > 1 and may_begin_early(self.job, choice) and not folder.journal.exists()
            early = Early(taking, lambda locale: self._prove(locale, taking.examples[locale]))
            if may_begin and early.is_worth_it():
                return self._begin(folder, header, early)
            taking.more()
            planned = self._planned(taking)
        if folder.journal.exists():
            self.progress.say("an interrupted batch was left here: it is dropped (--resume would have continued it)")
        return self._begin(folder, header, planned)

    def _begin(self, folder: WorkFolder, header: Header, read: Planned | Early) -> Summary:
        folder.forget()
        folder.renew(folder.parts)
        journal = Journal.begin(folder.journal, header)
        try:
            return self._make_and_publish(folder, journal, read, {})
        finally:
            journal.close()

    def _resume(self, folder: WorkFolder, choice: Choice) -> Summary:
        journal = Journal(folder.journal)
        try:
            found = [(offset, record) for offset, record in journal.records() if "publish" in record]
            if found:
                summary = publish_again(folder, found[-1][1]["publish"])
                if summary is not None:
                    self.progress.say("all notes were made already; their files are in place now")
                    return summary
            with self._taking(folder, choice) as taking:
                taking.more()
                planned = self._planned(taking)
            return self._make_and_publish(folder, journal, planned, kept_chunks(folder, journal))
        finally:
            journal.close()

    def _taking(self, folder: WorkFolder, choice: Choice) -> Taking:
        folder.renew(folder.spool)
        bench = self._bench()
        return Taking(bench.read(), folder.spool, bench=bench, choice=choice, progress=self.progress)

    def _planned(self, taking: Taking) -> Planned:
        """Return what was taken in and the files to make of it, every locale proven; raises what `_prove` does."""
        intake = taking.result()
        planned = Planned(intake, plan(intake.entries, self.job))
        for locale, orders in sorted(intake.examples.items()):
            self._prove(locale, orders)
        return planned

    def _prove(self, locale: str, orders: Sequence[Order]) -> None:
        """Find out whether all orders of a locale are refused; raise what would be wrong with every note of it.

        It is found here, in the first process, before any note of the locale is made.
        """
        if locale in self.proven:
            return
        try:
            refusal = self._bench().prove(locale, orders)
        except NotesError as error:
            if full := full_disk(error):
                raise full from error
            raise
        self.proven.add(locale)
        if refusal is not None:
            self.refusals[locale] = refusal

    def _make_and_publish(
        self, folder: WorkFolder, journal: Journal, read: Planned | Early, kept: Mapping[int, int]
    ) -> Summary:
        """Make all chunks but those that were kept, and publish; what is not read yet is read on the way."""
        offsets = dict(kept)
        notes_kept = sum(len(chunk_record(journal.at(offset)).notes) for offset in kept.values())

        def finished(record: ChunkRecord) -> None:
            offsets[record.chunk] = journal.append(record.as_dict())

        try:
            with writing(folder.root):
                begin = self._settling()
                if isinstance(read, Early):
                    watch = Watch(0, lambda done: None if read.planned is None else self.progress.advance(done))
                    queue = Queue(more=self._tasks_while_reading(folder, read, watch))
                else:
                    done = sum(len(chunk.orders) for chunk in read.chunks if chunk.number in kept)
                    self.progress.start(len(read.intake.entries), done)
                    watch = Watch(done, self.progress.advance)
                    queue = Queue(self._tasks(folder, read, kept))
                if queue or queue.is_growing:
                    dispatch(queue, self._workforce(None if queue.is_growing else len(queue)), finished, watch, begin)
                planned = read.planned if isinstance(read, Early) else read
                if planned is None:
                    raise AssertionError("orders were made into notes that were not all read")
                begin(1 + max(map(planned.wave_of, planned.chunks), default=0), is_there=False)
                return self._assemble_and_publish(folder, journal, planned, offsets, notes_kept)
        except OutputError:
            if not offsets:
                folder.forget()  # nothing to keep: leave no trace
            raise
        except ProofError:
            folder.forget()  # no --resume may publish it: another draw could miss what is wrong
            raise
        except Exception as error:
            if isinstance(read, Early) and read.planned is None:
                folder.forget()  # orders that cannot be read, or a template that fails, stop what had not begun before
            if isinstance(error, NotOfOutputError):
                raise error.cause from None
            raise

    def _assemble_and_publish(
        self, folder: WorkFolder, journal: Journal, planned: Planned, offsets: Mapping[int, int], notes_kept: int
    ) -> Summary:
        self.progress.finishing()
        folder.renew(folder.ready)
        publisher = Publisher(
            folder,
            self._bench(),
            self.job.draft,
            lambda number: chunk_record(journal.at(offsets[number])),
        )
        made = publisher.assemble(planned.outputs)
        if self.job.proof is not None:
            proof = Proof(folder, planned.outputs, made, publisher.record_of)
            made.compared = proof.hold(self.job.proof, self._bench(), self.progress)
        return self._publish(folder, journal, made, planned.intake.left_out, notes_kept)

    def _tasks_while_reading(self, folder: WorkFolder, early: Early, watch: Watch) -> Iterator[list[Task]]:
        """Yield tasks as they become sure; raises what reading and proving do, and NotOfOutputError."""
        try:
            yield from self._sure_tasks(folder, early, watch)
        except OSError as error:
            raise NotOfOutputError(error) from error

    def _sure_tasks(self, folder: WorkFolder, early: Early, watch: Watch) -> Iterator[list[Task]]:
        for chunks in early.chunks():
            yield [self._task(folder, chunk, wave_after(chunk.number * CHUNK_LIMIT)) for chunk in chunks]
        planned = self._planned(early.taking)
        if tuple(early.given) != planned.chunks[: len(early.given)]:
            raise AssertionError("chunks were made that are not in the plan")
        early.taking.close()
        early.planned = planned
        self.progress.start(len(planned.intake.entries), 0, watch.done)
        yield self._tasks(folder, planned, {chunk.number: 0 for chunk in early.given})

    def _settling(self) -> Callable[..., None]:
        """Return what begins a wave: those before it are settled, each once."""
        settled = 0

        def begin(wave: int, *, is_there: bool = True) -> None:
            nonlocal settled
            for number in range(settled, wave):
                self._bench().settle(number)
            settled = max(settled, wave)
            if is_there:
                self._bench().turn_to(wave)  # what this process itself learns from now on is this wave's

        return begin

    def _publish(self, folder: WorkFolder, journal: Journal, made: Assembly, left_out: int, kept: int) -> Summary:
        targets = {move.target for move in made.moves}
        stale = find_stale(folder.out, targets)
        replaced = any(file in targets for file, _ in files_in(folder.out / MANIFEST))
        pdfs = len(targets) - 2  # the manifest and the rejects are none
        summary = summary_of(made, files=pdfs, left_out=left_out, kept=kept)
        moves = write_moves(folder, made.moves)
        journal.append({"publish": {"moves": moves, "stale": stale.remove, "summary": summary.pack()}})
        move_into_place(folder, made.moves, stale.remove)
        folder.remove()
        if replaced:
            self.progress.say(f"replaced the notes of an earlier batch in {shown_path(folder.out)}")
        if stale.remove:
            self.progress.say(f"removed what an earlier batch left: {', '.join(stale.remove)}")
        if stale.stay:
            self.progress.say(f"files of an earlier batch that are still here, but not in the manifest: {stale.stay}")
        return summary

    def _tasks(self, folder: WorkFolder, planned: Planned, kept: Mapping[int, int]) -> list[Task]:
        """Return the tasks of all chunks but those that are there already."""
        return [
            self._task(
                folder,
                chunk,
                planned.wave_of(chunk),
                in_one=output.in_one,
                title=file_title(self._bench().title, output.market) if output.in_one else None,
            )
            for output in planned.outputs
            for chunk in output.chunks
            if chunk.number not in kept
        ]

    def _task(
        self, folder: WorkFolder, chunk: Chunk, wave: int, *, in_one: bool = False, title: str | None = None
    ) -> Task:
        return Task(
            job=self.job,
            open_bench=self.open_bench,
            run=self.token,
            chunk=chunk,
            spool=folder.spool,
            parts=folder.parts,
            in_one=in_one,
            title=title,
            wave=wave,
            refusals=dict(self.refusals),
        )

    def _workers(self) -> int:
        """Return how many worker processes the job may have: one where this process is to do it."""
        if self.executor is not None:
            return 1
        return self.job.jobs or len(os.sched_getaffinity(0))

    def _workforce(self, chunks: int | None) -> Workforce:
        """Return who makes so many chunks; None are more than there are workers."""
        if self.executor is not None:
            return in_executor(self.executor)
        workers = self._workers() if chunks is None else min(self._workers(), chunks)
        if self.job.jobs is None or self._workers() == 1:
            return in_worker_processes(workers) if workers > 1 else in_this_process()
        return in_worker_processes(workers)


def _notes_bench(job: Job) -> Bench:
    # Imported when the first real bench is opened: WeasyPrint takes half a second, and tests lay out other tools.
    from notes_engine.batch.notes_bench import NotesBench  # noqa: PLC0415

    return NotesBench(job)


def _instant(job: Job) -> datetime:
    return job.now or starting_instant()
