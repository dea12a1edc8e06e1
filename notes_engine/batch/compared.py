"""Finished notes beside the typesetter's own: each order is rendered and typeset once more, by tools of their own."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2

from notes_engine.batch.job import starting_instant
from notes_engine.errors import NotesError
from notes_engine.notes.reference import ReferenceRenderer
from notes_engine.pdf import NoteInfo, Typesetter
from notes_engine.pdf.press.printed import Pages, PrintedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from notes_engine.batch.job import Job
    from notes_engine.batch.proof import Printed
    from notes_engine.notes import Workspace


class Comparison:
    """The tools of one job's proof. They share nothing with those that make its notes, so no fault either."""

    def __init__(self, workspace: Workspace, job: Job) -> None:
        """The renderer marks nothing and runs Jinja's own code; the typesetter is asked for no stamped note."""
        self._renderer = ReferenceRenderer(
            workspace, now=job.now or starting_instant(), locale=job.locale, draft=job.draft, marks=False
        )
        self._typesetter = Typesetter(workspace.asset_roots)
        self._merged = job.split != "order"

    def of(self, file: Path, notes: Iterable[Printed]) -> Iterator[Sequence[str]]:
        """Yield, for each of these notes of a finished file, what tells it apart; nothing where nothing does."""
        try:
            printed = PrintedFile(file, merged=self._merged)
        except pypdfium2.PdfiumError:
            yield from (["its file cannot be opened"] for _ in notes)
            return
        with closing(printed):
            for note in notes:
                try:
                    found = self._differences(printed, note)
                except (KeyboardInterrupt, SystemExit):
                    raise
                except BaseException as error:  # WeasyPrint's FatalURLFetchingError is no Exception
                    found = [f"it cannot be compared: {_told(error)}"]
                yield found

    def _differences(self, printed: PrintedFile, note: Printed) -> list[str]:
        rendered = self._renderer.render(note.order)
        document = self._typesetter.typeset(rendered.html, watermark=rendered.watermark).document
        info = NoteInfo(rendered.title, rendered.number, rendered.market, rendered.language)
        return printed.differences(Pages(note.first_page - 1, note.pages, note.position), document, info)


def _told(error: BaseException) -> str:
    """Return what an error says where it is one of ours: those hold no buyer's data."""
    return error.what if isinstance(error, NotesError) else type(error).__name__
