"""The real bench: the notes room renders, the pdf room typesets, writes and joins."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from notes_engine.batch.job import starting_instant
from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.notes.markets import resolve_market
from notes_engine.orders import read_orders
from notes_engine.pdf import NoteInfo, Typesetter, join_pdfs, write_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from notes_engine.batch.bench import Pages
    from notes_engine.batch.job import Job
    from notes_engine.notes import RenderedNote
    from notes_engine.orders import Order, Reject
    from notes_engine.pdf import TypesetNote


class NotesBench:
    """One workspace's tools for one job."""

    def __init__(self, job: Job) -> None:
        """Open the workspace; WeasyPrint is set up when the first note is typeset.

        Raises:
            WorkspaceError, SettingsError: there is no workspace, or its settings are wrong.
        """
        self._job = job
        self._workspace = Workspace.open(job.workspace)
        now = job.now or starting_instant()
        self._renderer = NoteRenderer(self._workspace, now=now, locale=job.locale, draft=job.draft)

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
        """Return the workspace's files and the package's by hash."""
        return self._workspace.fingerprint()

    def preflight(self) -> None:
        """Raise what must stop a batch, such as unset company facts or a template that does not compile."""
        self._renderer.preflight()

    def read(self) -> Iterable[Order | Reject]:
        """Stream the job's inputs."""
        return read_orders(*self._job.inputs, settings=self._workspace.orders, format=self._job.format)

    def market_of(self, order: Order) -> str:
        """Return the market that the note will have."""
        return resolve_market(order, self._workspace.settings.markets.sub_sources).market or ""

    def render(self, order: Order) -> RenderedNote:
        """Return the order's note."""
        return self._renderer.render(order)

    def typeset(self, note: RenderedNote) -> Pages:
        """Return the note's pages."""
        return self._typesetter.typeset(note.html)

    def write(
        self, notes: Sequence[tuple[RenderedNote, Pages]], target: Path, *, title: str | None, language: str | None
    ) -> None:
        """Write one PDF of these notes."""
        informed = [
            (cast("TypesetNote", pages), NoteInfo(note.title, note.number, note.market, note.language))
            for note, pages in notes
        ]
        write_notes(informed, target, title=title, language=language, variant=self._job.pdf_variant)

    def join(self, parts: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
        """Append PDFs to one."""
        join_pdfs(parts, target, title=title, language=language)
