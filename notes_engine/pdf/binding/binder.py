"""The binder: sections become one PDF, read one after the other. Memory does not grow with what is on the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notes_engine.pdf.atomic import written_atomically
from notes_engine.pdf.binding.book import Book
from notes_engine.pdf.binding.fonts import Fonts
from notes_engine.pdf.binding.objects import Objects
from notes_engine.pdf.binding.section import Head, damaged, read_head, read_notes
from notes_engine.pdf.binding.shelf import lost
from notes_engine.pdf.metadata import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from notes_engine.pdf.binding.fonts import Cutter, FontKey
    from notes_engine.pdf.binding.plates import Plate
    from notes_engine.pdf.binding.section import Glyphs


def bind(
    sections: Sequence[Path],
    target: Path,
    *,
    plates: Callable[[str], Plate],
    cutter: Cutter,
    title: str | None = None,
    language: str | None = None,
) -> None:
    """Write one PDF of the sections' notes, which appears whole or not at all: a bookmark for each note.

    The same sections give the same bytes.

    Args:
        sections: what workers made, in the notes' order.
        target: the file; its folder must exist.
        plates: gives the plates that the sections name.
        cutter: cuts the fonts that the plates name.
        title: the file's title.
        language: BCP 47, where all notes share it.

    Raises:
        ValueError: there are no sections.
        OutputError: one cannot be read, or the file cannot be written.
    """
    if not sections:
        raise ValueError("there are no sections to bind")
    stamped: dict[FontKey, Glyphs] = {}
    heads = [_counted(read_head(path), stamped) for path in sections]
    with written_atomically(target) as file:
        objects = Objects(file)
        needed = {name: plates(name) for name in dict.fromkeys(name for head in heads for name in head.casts)}
        fonts = Fonts(objects, cutter)
        book = Book(objects, fonts)
        try:
            for plate in needed.values():
                book.add_cast(plate)
            for key, glyphs in stamped.items():
                fonts[key].use((glyph, char, width) for glyph, (char, width) in glyphs.items())
        except KeyError:
            raise lost() from None
        book.open(sum(head.pages for head in heads), sum(head.notes for head in heads))
        for path, head in zip(sections, heads, strict=True):
            with path.open("rb") as section:
                try:
                    _add_section(book, section, head, needed)
                except (ValueError, KeyError, IndexError, TypeError) as error:
                    raise damaged(path) from error
        fonts.write()
        book.close(title=plain(title or ""), language=plain(language or ""))


def _counted(head: Head, stamped: dict[FontKey, Glyphs]) -> Head:
    """Put a section's glyphs to the others, the first use first, and return its head without them."""
    for key, glyphs in head.glyphs.items():
        found = stamped.setdefault(key, {})
        for glyph, printed in glyphs.items():
            found.setdefault(glyph, printed)
    return replace(head, glyphs={})


def _add_section(book: Book, section: BinaryIO, head: Head, plates: dict[str, Plate]) -> None:
    notes = list(read_notes(section, head))
    places = [page[0] for note in notes for page in note[2]]
    if (len(notes), len(places)) != (head.notes, head.pages):
        raise ValueError("it holds other notes than it says")
    offset, length = head.typeset
    foreign = None
    if length:
        from notes_engine.pdf.binding.foreign import ForeignPages  # noqa: PLC0415  importing pikepdf takes time

        section.seek(head.starts[1] + offset)
        ours = [book.next_page + index for index, cast in enumerate(places) if cast < 0]
        foreign = ForeignPages(section.read(length), book.known, book.fonts, ours)
    section.seek(head.starts[1])
    names = [plates[name] for name in head.casts]
    for bookmark, height, pages in notes:
        book.add_bookmark(bookmark, height)
        for cast, page, _, size, links in pages:
            if cast >= 0:
                book.add_stamped(names[cast], page, section.read(size), links)
            elif foreign is None:
                raise ValueError("the typesetter's pages are not there")
            else:
                book.add_foreign(foreign.page(page))
    if foreign is not None:
        foreign.close()
