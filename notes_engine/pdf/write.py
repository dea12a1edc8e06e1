"""Writing notes into one PDF: each keeps its own page numbers and links, and gets a bookmark."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any

from notes_engine.errors import TypesetError
from notes_engine.pdf.atomic import written_atomically
from notes_engine.pdf.metadata import NoteInfo, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.pdf.typeset import TypesetNote

CHUNK_LIMIT = 200
"""Notes in one chunk of a merged file: laid-out pages take memory until they are written."""


def write_notes(
    notes: Sequence[tuple[TypesetNote, NoteInfo]],
    target: Path,
    *,
    title: str | None = None,
    language: str | None = None,
    variant: str | None = None,
) -> None:
    """Write one PDF with the notes one after the other."""
    from weasyprint.pdf.metadata import DocumentMetadata  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

    if not notes:
        raise ValueError("there are no notes to write")
    merged = len(notes) > 1
    pages: list[Any] = []
    for index, (note, info) in enumerate(notes):
        pages.extend(_merged_pages(note, info, f"{index + 1}.") if merged else note.document.pages)
    document = notes[0][0].document.copy(pages)
    info = notes[0][1]
    if merged:
        document.metadata = DocumentMetadata(title=title, lang=language)
    else:
        custom = {"OrderNumber": plain(info.number), "Market": plain(info.market)}
        document.metadata = DocumentMetadata(
            title=plain(title or info.title),
            lang=language or info.language,
            custom={key: value for key, value in custom.items() if value},
        )
    buffer = io.BytesIO()
    try:
        document.write_pdf(buffer, pdf_variant=variant, custom_metadata=True)
    except Exception as error:
        raise TypesetError(f"WeasyPrint could not write {target.name} ({type(error).__name__})") from error
    with written_atomically(target) as file:
        file.write(buffer.getbuffer())


def _merged_pages(note: TypesetNote, info: NoteInfo, prefix: str) -> list[Any]:
    """Return the note's pages with its ids prefixed and one bookmark, leaving the note itself as it is."""
    pages = []
    for number, page in enumerate(note.document.pages):
        own = copy.copy(page)
        own.links = [
            (kind, prefix + target if kind == "internal" else target, rectangle, box)
            for kind, target, rectangle, box in page.links
        ]
        own.anchors = {prefix + name: place for name, place in page.anchors.items()}
        own.bookmarks = [] if number else [(1, plain(info.number or info.title), (0, 0), "open")]
        pages.append(own)
    return pages
