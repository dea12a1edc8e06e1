"""Writing notes into one PDF: each keeps its own page numbers and links, and gets a bookmark."""

from __future__ import annotations

import copy
import io
from importlib.resources import files
from typing import TYPE_CHECKING

import pydyf

from notes_engine.errors import TypesetError
from notes_engine.pdf.atomic import written_atomically
from notes_engine.pdf.metadata import NoteInfo, batch_metadata, note_metadata, require_for_variant
from notes_engine.pdf.records import caught_records
from notes_engine.pdf.variants import PDF_VARIANTS, VARIANT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from notes_engine.pdf.typeset import TypesetNote
    from notes_engine.pdf.untyped import ColorProfile as Profile
    from notes_engine.pdf.untyped import Document, Page, Pdf

CHUNK_LIMIT = 200
"""Notes in one chunk of a merged file: laid-out pages take memory until they are written."""


def write_notes(
    notes: Sequence[tuple[TypesetNote, NoteInfo]],
    target: Path,
    *,
    title: str | None = None,
    language: str | None = None,
    variant: str | None = None,
    merged: bool = False,
) -> None:
    """Write the notes one after the other to one PDF, which appears whole or not at all.

    The same notes give the same bytes. With several notes, the ids of each are prefixed so that its links stay inside
    it, and each has one bookmark, its order number, in place of those of its headings. `title` and `language` are the
    file's; without them one note gives its own, and several give their language when they share it.

    Args:
        notes: at most `CHUNK_LIMIT` of them; with a variant, which cannot be joined later, at most `VARIANT_LIMIT`.
        target: the file; its folder must exist.
        title: the file's title, for a merged file the batch's.
        language: BCP 47.
        variant: one of `PDF_VARIANTS`, or None.
        merged: the notes are some of a merged file's, so that even a single one gets its order number for a bookmark;
            several notes always do.

    Raises:
        ValueError: no notes, too many, or an unknown variant.
        TypesetError: WeasyPrint could not write them, or the variant needs a title or a language that is not known.
        OutputError: the file cannot be written.
    """
    content = notes_pdf(notes, target.name, title=title, language=language, variant=variant, merged=merged)
    with written_atomically(target) as file:
        file.write(content)


def notes_pdf(
    notes: Sequence[tuple[TypesetNote, NoteInfo]],
    name: str,
    *,
    title: str | None = None,
    language: str | None = None,
    variant: str | None = None,
    merged: bool = False,
) -> memoryview:
    """Return the PDF that `write_notes` writes; `name` is what errors call it. Raises as that does, but OutputError."""
    limit = VARIANT_LIMIT if variant else CHUNK_LIMIT
    if not 1 <= len(notes) <= limit:
        raise ValueError(f"{len(notes)} notes to write: 1 to {limit} go into a file")
    if variant is not None and variant not in PDF_VARIANTS:
        raise ValueError(f"unknown PDF variant {variant!r}")
    merged = merged or len(notes) > 1
    if not merged:
        note, info = notes[0]
        document = note.document.copy()
        document.metadata = note_metadata(info, note.document.metadata, title=title, language=language)
    else:
        document = _merged(notes)
        document.metadata = batch_metadata([info for _, info in notes], title=title, language=language)
    require_for_variant(document.metadata, variant)
    return _pdf_bytes(document, variant, name, merged=merged)


def _pdf_bytes(document: Document, variant: str | None, name: str, *, merged: bool) -> memoryview:
    if variant is not None and variant.startswith("pdf/a"):
        # What WeasyPrint would have set, had the notes been laid out for the variant: nothing else differs.
        document.output_intent = "srgb"
        document.color_profiles = {**document.color_profiles, "srgb": _srgb_profile()}
    buffer = io.BytesIO()
    try:
        # What is logged here was found while the notes were typeset.
        with caught_records():
            document.write_pdf(
                buffer,
                finisher=lambda _, pdf: _finish(pdf, merged=merged),
                pdf_variant=variant,
                custom_metadata=True,
                output_intent="",  # as set above; "srgb" would leave the profile's file open
            )
    except Exception as error:
        raise TypesetError(f"WeasyPrint could not write {name}: {type(error).__name__}") from error
    return buffer.getbuffer()


def _srgb_profile() -> Profile:
    """Return WeasyPrint's own profile of sRGB, which PDF/A embeds so that colours mean the same everywhere."""
    from weasyprint.css import ColorProfile  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

    name = "sRGB2014.icc"
    with (files("weasyprint.pdf") / name).open("rb") as file:
        return ColorProfile(file, name, "relative-colorimetric", (["r"], ["g"], ["b"]))


def _merged(notes: Sequence[tuple[TypesetNote, NoteInfo]]) -> Document:
    """Return one document with the pages of all notes, which stay as they are."""
    pages: list[Page] = []
    profiles = {}
    for index, (note, info) in enumerate(notes, 1):
        pages.extend(_own_pages(note, info, f"{index}{_SEPARATOR}"))
        profiles.update(note.document.color_profiles)
    document = notes[0][0].document.copy(pages)
    document.color_profiles = profiles
    return document


_SEPARATOR = "."


def _own_pages(note: TypesetNote, info: NoteInfo, prefix: str) -> list[Page]:
    """Return the note's pages with its ids prefixed and one bookmark."""
    pages = []
    for number, page in enumerate(note.document.pages):
        own = copy.copy(page)
        own.links = [
            (kind, prefix + target if kind == "internal" else target, rectangle, box)
            for kind, target, rectangle, box in page.links
        ]
        own.anchors = {prefix + name: place for name, place in page.anchors.items()}
        own.bookmarks = [] if number else [(1, info.bookmark, (0, 0), "open")]
        pages.append(own)
    return pages


def _finish(pdf: Pdf, *, merged: bool) -> None:
    """Leave out what says nothing, and take the prefix out of what a screen reader says of a link.

    A page's trim and bleed boxes are its media box when they are not given (ISO 32000-1, 14.11.2). Of a link WeasyPrint
    says the name of its destination.
    """
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        for name in ("TrimBox", "BleedBox"):
            if item.get(name) == item.get("MediaBox"):
                item.pop(name, None)
        if merged and "Dest" in item and "Contents" in item:
            item["Contents"] = pydyf.String(item["Dest"].string.partition(_SEPARATOR)[2])
