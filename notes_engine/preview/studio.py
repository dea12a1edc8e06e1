"""The studio: one workspace being looked at, its orders, and the notes made of them so far."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notes_engine.assets import asset_root
from notes_engine.errors import NotesError
from notes_engine.notes import LOCALES, NoteRenderer, Workspace
from notes_engine.orders import OrderSettings
from notes_engine.preview import limits
from notes_engine.preview.book import Book, Entry, Refused, read_book
from notes_engine.preview.desk import Version
from notes_engine.preview.kept import Kept
from notes_engine.preview.label_tasks import warm_up_labels
from notes_engine.preview.pictures import Pictures
from notes_engine.preview.saves import Saves
from notes_engine.preview.tasks import NotePages, PrintedPlace, make_note, printed_places, warm_up
from notes_engine.preview.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from notes_engine.notes import Locale
    from notes_engine.preview.workers import Workers

SAMPLES = ("linnworks.json",)
"""Of the package's samples: the orders to choose from where no export is given."""


@dataclass(frozen=True, slots=True)
class MadeNote:
    """A note's pages with the name of what they look like: equal names, equal pages."""

    pages: NotePages
    look: str


class UnknownOrderError(NotesError):
    """An address names an order that is not in the book."""


@dataclass
class Studio:
    """Everything that the web application works on. Its methods run in the event loop's thread."""

    root: Path
    """The workspace."""
    files: Sequence[str]
    """Exports to choose orders from; without one, the samples."""
    workers: Workers
    format: str | None = None
    version: Version = field(init=False)
    book: Book = field(default_factory=Book)
    reading: int | None = None
    """How many orders were read so far, while the book is being read."""
    saves: Saves = field(default_factory=Saves)
    look: Callable[[], Awaitable[None]] | None = None
    """Looks at the files now, and takes notice of what has changed, where they are watched."""

    def __post_init__(self) -> None:
        """Open nothing yet: `start` does."""
        self.version = Version(self.root, 0)
        self._pictures = Pictures()
        self._notes: Kept[MadeNote] = Kept(
            limits.KEPT_NOTES, limits.KEPT_NOTE_BYTES, lambda made: len(made.pages.pdf) + 2000
        )
        self._places: Kept[tuple[PrintedPlace, ...]] = Kept(limits.KEPT_NOTES, limits.KEPT_NOTE_BYTES, len)
        self._drawn: Kept[bytes] = Kept(limits.KEPT_PICTURES, limits.KEPT_PICTURE_BYTES, len)
        self._listeners: set[asyncio.Queue[str]] = set()
        self._reader: asyncio.Task[None] | None = None
        self._is_due = False
        self._warming: set[asyncio.Task[None]] = set()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The files that the orders come from."""
        return tuple(self.files) or tuple(str(asset_root("samples") / "orders" / name) for name in SAMPLES)

    @property
    def shows_samples(self) -> bool:
        """True where no export was given."""
        return not self.files

    def workspace(self) -> Workspace:
        """Return the workspace as it is on disk now.

        Raises:
            WorkspaceError, SettingsError: notes.toml is gone or wrong.
        """
        return Workspace.open(self.root)

    async def start(self) -> None:
        """Begin to read the orders and to load the workers."""
        self.read_orders()
        self._warm()

    async def stop(self) -> None:
        """End what runs; listeners are told."""
        for task in (self._reader, *self._warming):
            if task is not None:
                task.cancel()
        self.tell("bye")
        self._pictures.stop()

    def read_orders(self) -> None:
        """Read the exports (again); the book that is there is shown until it is done."""
        self._is_due = True
        # While they are read, they are not begun anew: a long export that is being written would be read many times.
        if self._reader is None or self._reader.done():
            self._reader = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        def read(number: int) -> None:
            self.reading = number

        def work() -> Book:
            settings, renderer = OrderSettings(), None
            with suppress(NotesError):  # the note says what is wrong with the workspace
                workspace = self.workspace()
                settings = workspace.orders
                renderer = NoteRenderer(workspace, now=datetime.now(UTC))
                renderer.check_rules()
            return read_book(self.inputs, settings, renderer, format=self.format, read=read)

        while self._is_due:
            self._is_due = False
            self.reading = 0
            try:
                self.book = await in_thread(work, "orders")
            finally:
                self.reading = None
            self.tell("orders")

    def _warm(self) -> None:
        for number in range(self.workers.number):
            task = asyncio.ensure_future(self._warm_one(is_first=number == 0))
            self._warming.add(task)
            task.add_done_callback(self._warming.discard)

    async def _warm_one(self, *, is_first: bool) -> None:
        with suppress(NotesError):
            await self.workers.run(warm_up, self.version)
            if is_first:  # labels wait until the note is on its way
                await self.workers.run(warm_up_labels, self.version, lane="formulas")

    def changed(self, *, orders: bool = False, workspace: bool = False, assets: bool = True) -> None:
        """Take notice that files have changed: notes are made anew, and everyone who looks is told.

        Without `assets`, no style sheet, picture or font is among those of the workspace that have.
        """
        if workspace:
            number = self.version.number + 1
            self.version = Version(self.root, number, number if assets else self.version.assets)
            self._places.clear()
            self._notes.clear()
            self.tell("workspace")
        if orders:
            self.read_orders()

    async def wrote(self) -> None:
        """Take notice of a file that the preview itself has written: once, although its watcher will see it too."""
        before = self.version.number
        if self.look is not None:
            with suppress(Exception):  # the watcher tells of it; what was written counts all the same
                await self.look()
        if self.version.number == before:  # it is none that is watched
            self.changed(workspace=True)

    def entry(self, key: str) -> Entry | Refused:
        """Return the order of a key; raises UnknownOrderError, or why there are no orders."""
        found = self.book.get(key)
        if found is None:
            if self.book.problem is not None and not self.book.entries:
                raise self.book.problem
            raise UnknownOrderError("this order is not in the export", hint="choose one from the list")
        return found

    async def note(self, key: str, locale: Locale | None = None) -> MadeNote:
        """Return an order's note in a locale, or in its own.

        Raises:
            UnknownOrderError: there is no such order.
            NotesError: it gets no note, with the reason.
        """
        entry = self.entry(key)
        if isinstance(entry, Refused):
            raise NotesError(entry.reason, hint=entry.hint)
        version = self.version

        async def make() -> MadeNote:
            pages = await self.workers.run(make_note, version, entry.packed, locale, share=locale or entry.locale)
            return MadeNote(pages, hashlib.sha256(pages.pdf).hexdigest()[:20])

        return await self._notes.get((version.number, entry.packed, locale), make)

    async def places(self, key: str, locale: Locale | None = None) -> tuple[PrintedPlace, ...]:
        """Return what an order's note prints, with places; raises as `note`."""
        entry = self.entry(key)
        if isinstance(entry, Refused):
            return ()
        version = self.version

        async def find() -> tuple[PrintedPlace, ...]:
            return await self.workers.run(printed_places, version, entry.packed, locale, share=locale or entry.locale)

        return await self._places.get((version.number, entry.packed, locale), find)

    async def picture(self, made: MadeNote, page: int, width: int) -> bytes:
        """Return a page of a note as a PNG; raises IndexError where there is no such page."""
        loop = asyncio.get_running_loop()

        async def draw() -> bytes:
            return await loop.run_in_executor(self._pictures.executor, self._pictures.draw, made.pages.pdf, page, width)

        return await self._drawn.get((made.look, page, width), draw)

    def tell(self, what: str) -> None:
        """Tell everyone who looks that something changed: `workspace`, `orders`, or `bye`."""
        for queue in self._listeners:
            with suppress(asyncio.QueueFull):
                queue.put_nowait(what)

    async def listen(self) -> AsyncIterator[str]:
        """Yield what `tell` tells, and an empty text now and then, so that a closed connection is noticed."""
        queue: asyncio.Queue[str] = asyncio.Queue(20)
        self._listeners.add(queue)
        try:
            while True:
                try:
                    what = await asyncio.wait_for(queue.get(), 15)
                except TimeoutError:
                    what = ""
                yield what
                if what == "bye":
                    return
        finally:
            self._listeners.discard(queue)


def known_locale(name: str) -> Locale | None:
    """Return the locale of that name; None for an empty one (the order's own) and for `own`."""
    return next((locale for locale in LOCALES if locale == name), None)
