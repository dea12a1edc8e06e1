"""One batch from beginning to end: read, make, publish."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from notes_engine.batch.bench import bench_for
from notes_engine.batch.collector import collecting_seldom
from notes_engine.batch.disk import full_disk, has_sha256, writing
from notes_engine.batch.dispatch import Watch, dispatch
from notes_engine.batch.executors import in_executor, in_this_process, in_worker_processes
from notes_engine.batch.folder import WorkFolder, occupied
from notes_engine.batch.intake import Choice, take_in
from notes_engine.batch.job import starting_instant
from notes_engine.batch.journal import Header, Journal, read_header, require_same
from notes_engine.batch.manifest import MANIFEST, files_in
from notes_engine.batch.origin import made_from, made_with, made_with_name
from notes_engine.batch.plan import plan, waves
from notes_engine.batch.progress import Silence
from notes_engine.batch.proof import Proof
from notes_engine.batch.publish import Publisher, file_title, move_into_place, read_moves, write_moves
from notes_engine.batch.record import chunk_record
from notes_engine.batch.sorting import parse_sort
from notes_engine.batch.stale import find_stale
from notes_engine.batch.summary import Summary, summary_of
from notes_engine.batch.work import Task
from notes_engine.errors import FormulaError, NotesError, OutputError, ProofError, UsageError, shown_path
from notes_engine.formula import compile_condition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from datetime import datetime
    from pathlib import Path

    from notes_engine.batch.bench import Bench, OpenBench
    from notes_engine.batch.executors import Workforce
    from notes_engine.batch.intake import Intake
    from notes_engine.batch.job import Job
    from notes_engine.batch.plan import Output
    from notes_engine.batch.progress import Progress
    from notes_engine.batch.publish import Assembly
    from notes_engine.batch.record import ChunkRecord
    from notes_engine.formula import Condition


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

    def _bench(self) -> Bench:
        return bench_for(self.open_bench, self.job, self.token)

    def run(self) -> Summary:
        bench = self._bench()
        choice = _choice(self.job, bench)
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
        intake, outputs = self._read(folder, choice)
        if folder.journal.exists():
            self.progress.say("an interrupted batch was left here: it is dropped (--resume would have continued it)")
        folder.forget()
        folder.renew(folder.parts)
        journal = Journal.begin(folder.journal, header)
        try:
            return self._make_and_publish(folder, journal, intake, outputs, {})
        finally:
            journal.close()

    def _resume(self, folder: WorkFolder, choice: Choice) -> Summary:
        journal = Journal(folder.journal)
        try:
            found = [(offset, record) for offset, record in journal.records() if "publish" in record]
            if found:
                summary = _publish_again(folder, found[-1][1]["publish"])
                if summary is not None:
                    self.progress.say("all notes were made already; their files are in place now")
                    return summary
            intake, outputs = self._read(folder, choice)
            kept = _kept(folder, journal)
            return self._make_and_publish(folder, journal, intake, outputs, kept)
        finally:
            journal.close()

    def _read(self, folder: WorkFolder, choice: Choice) -> tuple[Intake, tuple[Output, ...]]:
        folder.renew(folder.spool)
        bench = self._bench()
        intake = take_in(bench.read(), folder.spool, bench=bench, choice=choice, progress=self.progress)
        outputs = plan(intake.entries, self.job)
        self.refusals = _proven(bench, intake)
        return intake, outputs

    def _make_and_publish(
        self,
        folder: WorkFolder,
        journal: Journal,
        intake: Intake,
        outputs: tuple[Output, ...],
        kept: dict[int, int],
    ) -> Summary:
        chunks = [chunk for output in outputs for chunk in output.chunks]
        notes_kept = sum(len(chunk_record(journal.at(offset)).notes) for offset in kept.values())
        done = sum(len(chunk.orders) for chunk in chunks if chunk.number in kept)
        self.progress.start(len(intake.entries), done)
        offsets = dict(kept)

        def finished(record: ChunkRecord) -> None:
            offsets[record.chunk] = journal.append(record.as_dict())

        wave_of = waves(outputs)
        planned = (task for output in outputs for task in self._tasks(folder, output, wave_of))
        tasks = [task for task in planned if task.chunk.number not in kept]
        try:
            with writing(folder.root):
                begin = self._settling()
                if tasks:
                    dispatch(tasks, self._workforce(len(tasks)), finished, Watch(done, self.progress.advance), begin)
                begin(1 + max(wave_of.values(), default=0))
                self.progress.finishing()
                folder.renew(folder.ready)
                publisher = Publisher(
                    folder,
                    self._bench(),
                    self.job.draft,
                    lambda number: chunk_record(journal.at(offsets[number])),
                )
                made = publisher.assemble(outputs)
                if self.job.proof is not None:
                    proof = Proof(folder, outputs, made, publisher.record_of)
                    made.compared = proof.hold(self.job.proof, self._bench(), self.progress)
                return self._publish(folder, journal, made, intake.left_out, notes_kept)
        except OutputError:
            if not offsets:
                folder.forget()  # nothing to keep: leave no trace
            raise
        except ProofError:
            folder.forget()  # no --resume may publish it: another draw could miss what is wrong
            raise

    def _settling(self) -> Callable[[int], None]:
        """Return what settles the waves before one, each once."""
        settled = 0

        def begin(wave: int) -> None:
            nonlocal settled
            for number in range(settled, wave):
                self._bench().settle(number)
            settled = max(settled, wave)

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

    def _tasks(self, folder: WorkFolder, output: Output, wave_of: Mapping[int, int]) -> list[Task]:
        title = file_title(self._bench().title, output.market) if output.in_one else None
        return [
            Task(
                job=self.job,
                open_bench=self.open_bench,
                run=self.token,
                chunk=chunk,
                spool=folder.spool,
                parts=folder.parts,
                in_one=output.in_one,
                title=title,
                wave=wave_of[chunk.number],
                refusals=self.refusals,
            )
            for chunk in output.chunks
        ]

    def _workforce(self, chunks: int) -> Workforce:
        if self.executor is not None:
            return in_executor(self.executor)
        if self.job.jobs is None:
            workers = min(len(os.sched_getaffinity(0)), chunks)
            return in_worker_processes(workers) if workers > 1 else in_this_process()
        return in_this_process() if self.job.jobs == 1 else in_worker_processes(min(self.job.jobs, chunks))


def _notes_bench(job: Job) -> Bench:
    # Imported when the first real bench is opened: WeasyPrint takes half a second, and tests lay out other tools.
    from notes_engine.batch.notes_bench import NotesBench  # noqa: PLC0415

    return NotesBench(job)


def _choice(job: Job, bench: Bench) -> Choice:
    return Choice(_condition(job.where, bench), parse_sort(job.sort, bench.extended), job.split == "market")


def _condition(where: str | None, bench: Bench) -> Condition | None:
    if where is None:
        return None
    try:
        return compile_condition(where, name="--where", extended=tuple(bench.extended))
    except FormulaError as error:
        raise UsageError(error.what, place=error.place, hint=error.hint) from error


def _instant(job: Job) -> datetime:
    return job.now or starting_instant()


def _proven(bench: Bench, intake: Intake) -> dict[str, NotesError]:
    """Return the locales whose orders are all refused, and why; raise what would be wrong with every note of a locale.

    It is found here, in the first process, before anything is made.
    """
    try:
        found = {locale: bench.prove(locale, orders) for locale, orders in sorted(intake.examples.items())}
    except NotesError as error:
        if full := full_disk(error):
            raise full from error
        raise
    return {locale: error for locale, error in found.items() if error is not None}


def _kept(folder: WorkFolder, journal: Journal) -> dict[int, int]:
    """Return chunk number → offset of its record, for the chunks whose parts are all there, byte for byte."""
    kept = {}
    for offset, found in journal.records():
        if "chunk" in found:
            record = chunk_record(found)
            if all(has_sha256(folder.parts / part.name, part.sha256) for part in record.parts):
                kept[record.chunk] = offset
            else:
                kept.pop(record.chunk, None)
    return kept


def _publish_again(folder: WorkFolder, published: dict[str, Any]) -> Summary | None:
    """Finish the renames of a batch that was killed amid them; None when its files are not all there any more."""
    moves = read_moves(folder, published["moves"])
    if moves is None:
        return None
    move_into_place(folder, moves, published["stale"])
    folder.remove()
    return Summary(**published["summary"])
