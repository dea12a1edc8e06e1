"""All notes of the exports: one job at a time, made in a process of its own, its result kept until the next."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Literal

from notes_engine.batch import Job
from notes_engine.errors import NotesError
from notes_engine.preview.faults import told
from notes_engine.preview.job_process import Ended, Finishing, Making, Reading, run_job
from notes_engine.preview.kept_file import KeptFile
from notes_engine.preview.lineage import begin_deaf
from notes_engine.preview.private_folder import PrivateFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from notes_engine.batch import Summary
    from notes_engine.notes import Locale
    from notes_engine.preview.job_process import Channel, Message

Stage = Literal["reading", "making", "finishing", "done", "failed", "cancelled"]

_RUNNING: frozenset[Stage] = frozenset(("reading", "making", "finishing"))
_TELLING = 100
"""Notes after which, or after a twentieth of all, it can be told how long the others take: the first ones are slow."""
_FILES = ("notes.pdf", "rejects.jsonl")


class JobRunningError(NotesError):
    """A job is running: there is one at a time."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asks for: all notes, and how."""

    locale: Locale | None = None
    """None: each in its own."""
    sort: str = ""
    """As `--sort`."""
    draft: bool = False


@dataclass
class State:
    """How far a job is, or how it ended."""

    wish: Wish
    stage: Stage = "reading"
    read: int = 0
    done: int = 0
    total: int = 0
    summary: Summary | None = None
    error: NotesError | None = None
    drafts_would_do: bool = False
    files: dict[str, KeptFile] = field(default_factory=dict)
    """What it made, by name."""
    begun: tuple[float, int] | None = None
    """When making began, and how many notes there were by then."""

    @property
    def is_running(self) -> bool:
        """True until it has ended."""
        return self.stage in _RUNNING

    @property
    def seconds_left(self) -> float | None:
        """How long the notes that are left will take, as those before did; None while that is not known."""
        if self.stage != "making" or self.begun is None:
            return None
        since, had = self.begun
        gone, made = time.monotonic() - since, self.done - had
        is_told = made > min(_TELLING, (self.total - had) // 20)
        return (self.total - self.done) * gone / made if is_told else None

    def hear(self, message: Message) -> None:
        """Take in what the process tells; of a job that was cancelled, nothing more."""
        if not self.is_running:
            return
        match message:
            case Reading(orders):
                self.read = orders
            case Making(done, total):
                if self.begun is None:
                    self.begun = (time.monotonic(), done)
                # The workers' own counts and the batch's may overtake each other.
                self.stage, self.done, self.total = "making", max(self.done, done), total
                self.read = max(self.read, total)
            case Finishing():
                self.stage, self.done = "finishing", self.total
            case Ended(summary, error, drafts_would_do):
                self.summary, self.error, self.drafts_would_do = summary, error, drafts_would_do


class Jobs:
    """The jobs of one preview. Its methods run in the event loop's thread."""

    def __init__(self, workspace: Path, inputs: Sequence[str], format: str | None) -> None:
        """Nothing runs yet."""
        self._workspace, self._inputs, self._format = workspace, tuple(inputs), format
        self.state: State | None = None
        """Of the job that runs, or of the last one."""
        self._process: SpawnProcess | None = None
        self._following: asyncio.Task[None] | None = None

    def start(self, wish: Wish) -> State:
        """Begin a job, and return its state; what the job before made is gone.

        Raises:
            JobRunningError: one is running.
            UsageError: the exports cannot be made into notes, such as one given twice.
            OutputError, NotesError: there is no room for it.
        """
        if self.state is not None and self.state.is_running:
            raise JobRunningError("the notes are being made already", hint="wait until they are done, or cancel that")
        try:
            folder = PrivateFolder.make()
            try:
                process, channel = self._begin(folder, wish)
            except BaseException:
                folder.remove()
                raise
        except OSError as error:
            raise told(error, "while it began to make the notes") from None
        self._forget()
        self.state = State(wish)
        self._process = process
        self._following = asyncio.ensure_future(self._follow(self.state, process, channel, folder))
        return self.state

    def _begin(self, folder: PrivateFolder, wish: Wish) -> tuple[SpawnProcess, Channel]:
        job = Job(
            workspace=self._workspace,
            inputs=self._inputs,
            out=folder.path / "out",
            locale=wish.locale,
            sort=wish.sort.strip() or None,
            draft=wish.draft,
            format=self._format,
        )
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=run_job, args=(job, theirs), name="notes-engine job")
        try:
            with begin_deaf():
                process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return process, ours

    async def _follow(self, state: State, process: SpawnProcess, channel: Channel, folder: PrivateFolder) -> None:
        loop = asyncio.get_running_loop()
        heard = asyncio.Event()
        loop.add_reader(channel.fileno(), heard.set)
        try:
            while await self._hear(state, channel, heard):
                pass
        finally:
            loop.remove_reader(channel.fileno())
            channel.close()
            end_process(process)
            if state.is_running:
                self._end(state, folder)
            folder.remove()

    async def _hear(self, state: State, channel: Channel, heard: asyncio.Event) -> bool:
        """Hear what was told; return False when nothing more comes."""
        await heard.wait()
        heard.clear()
        try:
            while channel.poll():
                state.hear(channel.recv())
        except (EOFError, OSError):
            return False
        return True

    @staticmethod
    def _end(state: State, folder: PrivateFolder) -> None:
        """Say how a job ended that was not cancelled; keep what it made."""
        if state.summary is not None:
            for name in _FILES:
                with suppress(FileNotFoundError):  # a batch without a note has no PDF
                    state.files[name] = KeptFile(folder.path / "out" / name)
            state.stage = "done"
            return
        state.stage = "failed"
        state.error = state.error or NotesError(
            "the process that made the notes was ended", hint="there may be too little memory: close what else runs"
        )

    async def cancel(self) -> None:
        """End the job that runs, if one does, and remove what it made so far."""
        if self.state is not None and self.state.is_running:
            self.state.stage = "cancelled"
        if self._process is not None:
            end_process(self._process)
        if self._following is not None:
            await asyncio.wait([self._following])

    async def stop(self) -> None:
        """End everything: nothing of a job is left."""
        await self.cancel()
        self._forget()
        self.state = None

    def _forget(self) -> None:
        for file in self.state.files.values() if self.state is not None else ():
            file.close()


def end_process(process: SpawnProcess) -> None:
    """End a job's process and its workers, whatever they do, and wait until it is gone."""
    if process.pid is not None and process.exitcode is None:
        with suppress(ProcessLookupError, PermissionError):  # it has just begun, and leads no group yet
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join()
