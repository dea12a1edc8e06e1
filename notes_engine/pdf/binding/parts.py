"""Parts of a batch: what workers write, and what is made of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.pdf.binding.binder import bind
from notes_engine.pdf.binding.fonts import Cutter
from notes_engine.pdf.binding.section import Section
from notes_engine.pdf.binding.shelf import Shelf
from notes_engine.pdf.press.cast import POINTS
from notes_engine.pdf.press.stamped_note import StampedNote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.metadata import NoteInfo
    from notes_engine.pdf.press.cast import Cast
    from notes_engine.pdf.press.faces import Faces
    from notes_engine.pdf.typeset import TypesetNote

    Notes = Sequence[tuple[TypesetNote | StampedNote, NoteInfo]]


def write_section(notes: Notes, target: Path, shelf: Shelf, faces: Faces) -> None:
    """Write notes as a section, and the plates that they are stamped over to the shelf. The same notes, the same bytes.

    Raises:
        TypesetError: WeasyPrint could not write those of the typesetter.
        OutputError: the disk is full, or the folder not writable.
    """
    section = Section()
    casts: dict[str, Cast] = {}
    typeset: list[tuple[TypesetNote, NoteInfo]] = []
    for pages, info in notes:
        if isinstance(pages, StampedNote):
            casts.setdefault(pages.stamped.cast.name, pages.stamped.cast)
            section.add_stamped(info.bookmark, pages.stamped)
        else:
            section.add_typeset(info.bookmark, pages.pages, pages.document.pages[0].height * POINTS)
            typeset.append((pages, info))
    content = b""
    if typeset:
        from notes_engine.pdf.write import notes_pdf  # noqa: PLC0415  importing WeasyPrint takes 0.7 s

        content = bytes(notes_pdf(typeset, target.name, merged=True))
    shelf.write(casts.values(), faces, target, lambda file: section.write(file, content))


def write_book(notes: Notes, target: Path, faces: Faces, *, title: str | None, language: str | None) -> None:
    """Write notes as one PDF, whole; raises as `write_section`."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        section = Path(folder) / "section"
        write_section(notes, section, Shelf(Path(folder)), faces)
        bind_sections([section], target, title=title, language=language)


def bind_sections(sections: Sequence[Path], target: Path, *, title: str | None, language: str | None) -> None:
    """Write one PDF of sections that lie in one folder with their shelf; raises as `bind`."""
    shelf = Shelf(sections[0].parent) if sections else None
    if shelf is None:
        raise ValueError("there are no sections to bind")
    bind(sections, target, plates=shelf.plate, cutter=Cutter(shelf.faces()), title=title, language=language)
