"""Marks values into a layout, stamps and typesets it, and compares both."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from notes_engine.notes.marks import MarkedHtml, mark_of
from notes_engine.pdf import NoteInfo, Typesetter
from notes_engine.pdf.library import AssetLibrary
from notes_engine.pdf.press.not_stamped import NotStamped
from notes_engine.pdf.press.press import Press
from notes_engine.pdf.press.proof import differences

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.press.store import Store
    from notes_engine.pdf.untyped import Document

SAME = "same"


class PressBench:
    """A press beside the typesetter whose fonts it shares."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.folder = folder
        self.typesetter = Typesetter([folder])
        library = AssetLibrary([folder])
        self.press = Press(self.lay_out, store, lambda address: library.find(address).content)

    def lay_out(self, html: str) -> tuple[Document, tuple[PageFinding, ...]]:
        note = self.typesetter.typeset(html)
        return note.document, note.findings

    def compare(self, layout: str, *values: str) -> str | list[str]:
        """Return SAME, why the note was not stamped, or what tells the stamped and the typeset page apart."""
        return self.compare_marked(marked(layout, *values))

    def compare_marked(self, note: MarkedHtml) -> str | list[str]:
        stamped = self.press.stamp(note)
        if isinstance(stamped, NotStamped):
            return stamped.why
        file = io.BytesIO()
        self.press.singles.write(file, stamped, NoteInfo("", "", "", ""))
        return differences(file.getvalue(), pdf(self.lay_out(note.html())[0])) or SAME


def marked(layout: str, *values: str) -> MarkedHtml:
    """Return a layout, in which `{0}` stands for the first value, as a marked note."""
    for index in range(len(values)):
        layout = layout.replace(f"{{{index}}}", mark_of(index))
    return MarkedHtml(layout, values)


def pdf(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.write_pdf(buffer)
    return buffer.getvalue()
