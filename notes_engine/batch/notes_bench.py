"""The real bench: the notes room renders, the pdf room typesets, writes and joins."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from notes_engine.batch.collector import collect
from notes_engine.batch.job import starting_instant
from notes_engine.batch.names import batch_title
from notes_engine.batch.origin import made_with, made_with_name
from notes_engine.batch.system_fonts import system_fonts
from notes_engine.batch.versions import library_versions
from notes_engine.batch.work import HEAVY_LIMIT
from notes_engine.errors import UsageError
from notes_engine.notes import EXPECTED, LOCALES, NoteRenderer, Workspace
from notes_engine.notes.markets import resolve_market
from notes_engine.orders import FORMATS, read_orders
from notes_engine.pdf import PDF_VARIANTS, NoteInfo, PageFinding, Typesetter, numbered, prove, write_notes
from notes_engine.pdf.atomic import write_for_oneself
from notes_engine.pdf.binding.parts import bind_sections, write_book, write_section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.marked import marked_texts
from notes_engine.pdf.numbered import require_number
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.stamped_note import StampedNote
from notes_engine.pdf.press.store import Store, plates_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Pages
    from notes_engine.batch.compared import Comparison
    from notes_engine.batch.job import Job
    from notes_engine.batch.proof import Printed
    from notes_engine.errors import NotesError
    from notes_engine.notes import Locale, RenderedNote
    from notes_engine.orders import Order, Reject
    from notes_engine.pdf import TypesetNote
    from notes_engine.pdf.press.stamping import StampedPages


class NotesBench:
    """One workspace's tools for one job."""

    def __init__(self, job: Job) -> None:
        """Open the workspace; WeasyPrint is set up when the first note is typeset.

        Raises:
            WorkspaceError, SettingsError: there is no workspace, or its settings are wrong.
            UsageError: `--locale`, `--format` or `--pdf-variant` is none that there is.
        """
        _require("--locale", job.locale, LOCALES)
        _require("--format", job.format, FORMATS)
        _require("--pdf-variant", job.pdf_variant, PDF_VARIANTS)
        self._job = job
        self._workspace = Workspace.open(job.workspace)
        now = job.now or starting_instant()
        self._renderer = NoteRenderer(
            self._workspace, now=now, locale=job.locale, draft=job.draft, marks=_can_press(job)
        )
        self._shelved: Shelf | None = None
        self._stamped: dict[int, StampedPages | NotStamped] = {}
        self._typeset = 0
        self._comparison: Comparison | None = None

    @property
    def extended(self) -> Sequence[str]:
        """The extended properties of the `[orders]` table."""
        return self._workspace.orders.extended

    @property
    def title(self) -> str:
        """The company's name, where it is set: the batch's title."""
        return batch_title(self._workspace.settings.company.name)

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(self._workspace.asset_roots, self._store)

    @cached_property
    def _store(self) -> Store:
        """The plates of this workspace as it is. What this run makes comes to them when it is done."""
        if not _can_press(self._job):
            return Store(None, "")
        name = self._job.made_with or made_with_name(made_with(self))
        run = sha256((self._job.now or starting_instant()).isoformat().encode()).hexdigest()[:16]
        return Store(plates_folder(), name, run)

    def fingerprint(self) -> dict[str, str]:
        """Return the workspace's files and the package's by hash, and the system's libraries by version."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> dict[str, str]:
        """It is asked for twice while a batch begins: for the plates, and for what `--resume` compares."""
        return self._workspace.fingerprint() | library_versions() | {"the system's fonts": system_fonts()}

    def preflight(self) -> None:
        """Raise what must stop a batch, such as unset company facts or a template that does not compile.

        Templates that compiled in an earlier run, and are the same, are compiled again when a note needs them.
        """
        compiled = f"every template of {self._job.locale or 'all locales'} compiles"
        if self._store.has_met(compiled):
            self._renderer.preflight(templates=False)
            return
        self._renderer.preflight()
        self._store.note_met(compiled)

    def read(self) -> Iterable[Order | Reject]:
        """Stream the job's inputs."""
        return read_orders(*self._job.inputs, settings=self._workspace.orders, format=self._job.format)

    def locale_of(self, order: Order) -> str:
        """Return the locale of the order's note."""
        return self._renderer.choose(order)[1]

    def prove(self, locale: str, orders: Sequence[Order]) -> NotesError | None:
        """Draw the locale's sample note: return why its orders are refused, raise what no note could be made with.

        It is not drawn again while nothing changes that shapes it.
        """
        proven = f"the sample note of {locale}"
        if self._store.has_met(proven):
            return None
        refusal = prove(self._renderer, self._typesetter, cast("Locale", locale), orders)
        if refusal is None:
            self._store.note_met(proven)
        return refusal

    def market_of(self, order: Order) -> str:
        """Return the market that the note will have."""
        return resolve_market(order, self._workspace.settings.markets.sub_sources).market or ""

    def render(self, order: Order) -> RenderedNote:
        """Return the order's note."""
        return self._renderer.render(order)

    def expect(self, notes: Sequence[RenderedNote]) -> None:
        """Stamp the notes of a chunk that can be: those that share a plate with enough others, or with earlier ones."""
        self._stamped = {}
        marked = [note for note in notes if note.marked is not None]
        if not _can_press(self._job) or not marked:
            return
        least = MEETINGS if self._job.engine == "auto" else 1
        found = self._typesetter.press.stamp_all([note.marked for note in marked if note.marked], least=least)
        self._stamped = {id(note): pages for note, pages in zip(marked, found, strict=True)}

    def typeset(self, note: RenderedNote) -> Pages:
        """Return the note's pages, with a finding where they draw the company's facts another number of times.

        A layout may draw an element twice: one in a running header, or one that moved to the next page. The company's
        name must stand on the paper as often as in the note, so every note is counted.
        """
        stamped = self._stamped.get(id(note), NotStamped("its template or its values cannot be marked"))
        if not isinstance(stamped, NotStamped):
            made = StampedNote(stamped)
            if note.number not in stamped.values:  # else it is stamped as it is
                require_number(made.text, note.number)
            odd = _miscounted(note, made.facts)
            return replace(made, findings=odd) if odd else made
        self._typeset += 1
        if self._typeset > HEAVY_LIMIT:
            collect()  # what was written since
            self._typeset = 0
        pages = numbered(self._typesetter.typeset(note.html, watermark=note.watermark), note.number)
        odd = _miscounted(note, Counter(mark.value for mark in marked_texts(pages, "data-fact")))
        if self._job.engine == "press":
            odd = (*odd, PageFinding("not-stamped", f"typeset, not stamped: {stamped.why}", ""))
        return replace(pages, findings=(*pages.findings, *odd)) if odd else pages

    def write(
        self,
        notes: Sequence[tuple[RenderedNote, Pages]],
        target: Path,
        *,
        title: str | None,
        language: str | None,
        whole: bool,
    ) -> str | None:
        """Write a file of these notes: a PDF when it is to be whole, else a section of one."""
        informed = [
            (cast("TypesetNote | StampedNote", pages), NoteInfo(note.title, note.number, note.market, note.language))
            for note, pages in notes
        ]
        faces = self._typesetter.press.faces
        if not whole:
            write_section(informed, target, self._shelf(target.parent), faces)
        elif self._job.split != "order" and self._job.pdf_variant is None:
            write_book(informed, target, faces, title=title, language=language)
        elif isinstance(pages := informed[0][0], StampedNote):
            content, digest = self._typesetter.press.singles.file(pages.stamped, informed[0][1])
            write_for_oneself(target, content)
            return digest
        else:
            typeset = cast("list[tuple[TypesetNote, NoteInfo]]", informed)
            merged = self._job.split != "order"
            write_notes(typeset, target, title=title, language=language, variant=self._job.pdf_variant, merged=merged)
        return None

    def _shelf(self, folder: Path) -> Shelf:
        """Return the shelf of a batch's parts, the same each time: it knows what is on it."""
        if self._shelved is None or self._shelved.parts != folder:
            self._shelved = Shelf(folder)
        return self._shelved

    def join(self, parts: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
        """Bind the sections of a file."""
        bind_sections(parts, target, title=title, language=language)

    def renew(self) -> None:
        """Forget the plates of a run of the same instant that was broken off."""
        self._store.renew()

    def turn_to(self, wave: int) -> None:
        """Let the plates that are made, and the layouts that are met, be this wave's."""
        self._store.turn_to(wave)

    def settle(self, wave: int) -> None:
        """Put the plates that a wave made, and the layouts that it met, to those of earlier runs."""
        self._store.turn_to(wave)
        self._store.take_over()
        self._store.tidy()

    def compare(self, file: Path, notes: Iterable[Printed]) -> Iterator[Sequence[str]]:
        """Yield, for each note of a finished file, what tells it apart from the typesetter's own; no buyer's data.

        Renderer and typesetter are others than those that made it: they mark nothing, and know no press.
        """
        from notes_engine.batch.compared import Comparison  # noqa: PLC0415  only a proof needs it

        if self._comparison is None:
            self._comparison = Comparison(self._workspace, self._job)
        yield from self._comparison.of(file, notes)


MEETINGS = 5
"""How many notes of a chunk must share a plate before one is made: it costs what about four typeset notes cost."""


def _can_press(job: Job) -> bool:
    """Return whether the press may make the job's notes.

    Not drafts, whose watermark is drawn over a typeset page, nor PDF/A and PDF/UA, whose tags WeasyPrint writes.
    """
    return job.engine != "typeset" and not job.draft and job.pdf_variant is None


def _require(option: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        near = difflib.get_close_matches(value, known, n=1, cutoff=0.5)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"{option} {value}: unknown", hint=f"{meant}There are: {', '.join(known)}")


def _miscounted(note: RenderedNote, drawn: Mapping[str, int]) -> tuple[PageFinding, ...]:
    return tuple(
        PageFinding(
            "placeholders",
            f"the company's {name} is drawn {drawn.get(name, 0)} times on the pages, not {note.facts.get(name, 0)}",
            "keep company facts out of running headers, footers and floats",
        )
        for name in EXPECTED
        if drawn.get(name, 0) != note.facts.get(name, 0)
    )
