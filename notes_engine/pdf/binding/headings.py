"""The bookmarks of one note: its headings, each below the one that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.binding.book import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.binding.book import Book
    from notes_engine.pdf.binding.objects import Objects
    from notes_engine.pdf.press.cast import Cast, Pieces


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark as a PDF has it, with a place for its title."""

    number: int
    label: Pieces
    after: bytes

    def titled(self, title: bytes) -> bytes:
        """Return the bookmark with a title, which is a PDF's string."""
        return b"<</Title%b%b" % (title, self.after)


@dataclass(slots=True)
class _Heading:
    """A bookmark and those below it."""

    number: int
    level: int
    label: Pieces
    place: bytes
    is_open: bool
    below: list[_Heading]

    def count(self) -> int:
        """Return how many of those below it are shown when all are open that say so."""
        return sum(1 + (each.count() if each.is_open else 0) for each in self.below)


def bookmarks(objects: Objects, book: Book, cast: Cast) -> tuple[tuple[int, bytes] | None, list[Bookmark]]:
    """Return the outline of the note whose first page comes next (number and object, or None), and its bookmarks."""
    top = _Heading(0, 0, (), b"", is_open=True, below=[])
    path = [top]
    for bookmark in cast.bookmarks:
        while path[-1].level >= bookmark.level:
            path.pop()
        place = b"[%d 0 R/XYZ %b 0]" % (book.next_page + bookmark.page, numbers(*bookmark.point))
        heading = _Heading(objects.reserve(), bookmark.level, bookmark.label, place, is_open=bookmark.is_open, below=[])
        path[-1].below.append(heading)
        path.append(heading)
    if not top.below:
        return None, []
    top.number = objects.reserve()
    first, last = top.below[0].number, top.below[-1].number
    outline = b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (top.count(), first, last)
    return (top.number, outline), list(_below(top))


def _below(parent: _Heading) -> Iterator[Bookmark]:
    for place, heading in enumerate(parent.below):
        entry = b"/Dest%b/Parent %d 0 R" % (heading.place, parent.number)
        if place:
            entry += b"/Prev %d 0 R" % parent.below[place - 1].number
        if place + 1 < len(parent.below):
            entry += b"/Next %d 0 R" % parent.below[place + 1].number
        if heading.below:
            count = heading.count() * (1 if heading.is_open else -1)
            entry += b"/First %d 0 R/Last %d 0 R/Count %d" % (heading.below[0].number, heading.below[-1].number, count)
        yield Bookmark(heading.number, heading.label, entry + b">>")
        yield from _below(heading)
