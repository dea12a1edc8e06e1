"""The real bench: the notes room renders, the pdf room typesets, writes and joins."""

from __future__ import annotations

import ctypes
import ctypes.util
import difflib
from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from weasyprint.text.ffi import harfbuzz_subset, pango

from notes_engine.batch.job import starting_instant
from notes_engine.errors import UsageError
from notes_engine.notes import EXPECTED, LOCALES, NoteRenderer, Workspace
from notes_engine.notes.markets import resolve_market
from notes_engine.notes.placeholders import fact_count
from notes_engine.orders import FORMATS, read_orders
from notes_engine.pdf import PDF_VARIANTS, NoteInfo, PageFinding, Typesetter, join_pdfs, numbered, prove, write_notes
from notes_engine.pdf.marked import marked_texts
from notes_engine.pdf.press.press import NotStamped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Pages
    from notes_engine.batch.compared import Comparison
    from notes_engine.batch.job import Job
    from notes_engine.batch.proof import Printed
    from notes_engine.errors import NotesError
    from notes_engine.notes import Locale, RenderedNote
    from notes_engine.orders import Order, Reject
    from notes_engine.pdf import TypesetNote


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
        self._for_press: frozenset[int] = frozenset()
        self._comparison: Comparison | None = None

    @property
    def extended(self) -> Sequence[str]:
        """The extended properties of the `[orders]` table."""
        return self._workspace.orders.extended

    @property
    def title(self) -> str:
        """The company's name, where it is set: the batch's title."""
        company = self._workspace.settings.company.name
        return f"{company}: delivery notes" if company else "Delivery notes"

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(self._workspace.asset_roots)

    def fingerprint(self) -> dict[str, str]:
        """Return the workspace's files and the package's by hash, and the system's libraries by version."""
        return self._workspace.fingerprint() | _system_versions()

    def preflight(self) -> None:
        """Raise what must stop a batch, such as unset company facts or a template that does not compile."""
        self._renderer.preflight()

    def read(self) -> Iterable[Order | Reject]:
        """Stream the job's inputs."""
        return read_orders(*self._job.inputs, settings=self._workspace.orders, format=self._job.format)

    def locale_of(self, order: Order) -> str:
        """Return the locale of the order's note."""
        return self._renderer.choose(order)[1]

    def prove(self, locale: str, orders: Sequence[Order]) -> NotesError | None:
        """Draw the locale's sample note: return why its orders are refused, raise what no note could be made with."""
        return prove(self._renderer, self._typesetter, cast("Locale", locale), orders)

    def market_of(self, order: Order) -> str:
        """Return the market that the note will have."""
        return resolve_market(order, self._workspace.settings.markets.sub_sources).market or ""

    def render(self, order: Order) -> RenderedNote:
        """Return the order's note."""
        return self._renderer.render(order)

    def expect(self, notes: Sequence[RenderedNote]) -> None:
        """Choose the notes that go through the press: those that share a plate with enough others of their chunk."""
        marked = [note for note in notes if note.marked is not None]
        if self._job.engine == "typeset" or not marked:
            return
        least = MEETINGS if self._job.engine == "auto" else 1
        worth = self._typesetter.press.worth_it([note.marked for note in marked if note.marked], least)
        self._for_press = frozenset(id(note) for note, is_worth in zip(marked, worth, strict=True) if is_worth)

    def typeset(self, note: RenderedNote) -> Pages:
        """Return the note's pages, with a finding where they draw the company's facts another number of times.

        A layout may draw an element twice: one in a running header, or one that moved to the next page. The company's
        name must stand on the paper as often as in the note, so every note is counted.
        """
        pages = numbered(self._pages(note), note.number)
        drawn = Counter(mark.value for mark in marked_texts(pages, "data-fact"))
        odd = tuple(
            PageFinding(
                "placeholders",
                f"the company's {name} is drawn {drawn[name]} times on the pages, not {fact_count(note.html, name)}",
                "keep company facts out of running headers, footers and floats",
            )
            for name in EXPECTED
            if drawn[name] != fact_count(note.html, name)
        )
        return replace(pages, findings=(*pages.findings, *odd)) if odd else pages

    def _pages(self, note: RenderedNote) -> TypesetNote:
        why = "its template or its values cannot be marked"
        if note.marked is not None and id(note) in self._for_press:
            stamped = self._typesetter.stamp(note.marked)
            if not isinstance(stamped, NotStamped):
                return stamped
            why = stamped.why
        pages = self._typesetter.typeset(note.html, watermark=note.watermark)
        if self._job.engine != "press":
            return pages
        found = PageFinding("not-stamped", f"typeset, not stamped: {why}", "")
        return replace(pages, findings=(*pages.findings, found))

    def write(
        self, notes: Sequence[tuple[RenderedNote, Pages]], target: Path, *, title: str | None, language: str | None
    ) -> None:
        """Write one PDF of these notes."""
        informed = [
            (cast("TypesetNote", pages), NoteInfo(note.title, note.number, note.market, note.language))
            for note, pages in notes
        ]
        merged = self._job.split != "order"
        write_notes(informed, target, title=title, language=language, variant=self._job.pdf_variant, merged=merged)

    def join(self, parts: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
        """Append PDFs to one."""
        join_pdfs(parts, target, title=title, language=language)

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


def _system_versions() -> dict[str, str]:
    """Return the versions of the C libraries that shape text: another Pango may break a line elsewhere."""
    return {
        "version of Pango": str(pango.pango_version()),
        "version of HarfBuzz": _harfbuzz_version(),
        "version of HarfBuzz's subsetter": "missing" if harfbuzz_subset is None else "there",
    }


def _harfbuzz_version() -> str:
    try:
        shaper = ctypes.CDLL(ctypes.util.find_library("harfbuzz") or "libharfbuzz.so.0")
    except OSError:
        return "unknown"
    shaper.hb_version_string.restype = ctypes.c_char_p
    return bytes(shaper.hb_version_string()).decode()
