"""A book: one PDF of many notes, its pages and its outline written as they come."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

from notes_engine._version import __version__
from notes_engine.pdf.binding.copied import Copied, Known, in_order
from notes_engine.pdf.binding.objects import string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from notes_engine.pdf.binding.copied import Made
    from notes_engine.pdf.binding.fonts import Fonts
    from notes_engine.pdf.binding.objects import Objects
    from notes_engine.pdf.binding.plates import Plate
    from notes_engine.pdf.press.cast import Cast, Part

    Link = tuple[str, tuple[int, float, float] | None, tuple[float, float, float, float]]
    """A link's target, the place it leads to inside its note (page from 0, and point), and its rectangle."""

_IN_ONE_NODE = 64
"""Pages, or nodes of pages, under one node of the tree."""
_REFERENCE = re.compile(rb"(?<![\d.])(\d+) 0 R\b")
_FONTS = b"/Font FONTS"
_REMEMBERED = 1024
"""Lengths, or groups of them, that are not written anew."""

_Boxes = tuple[tuple[str, tuple[float, float, float, float]], ...]


class Book:
    """Writes pages, links and bookmarks. Numbers of pages and notes are known beforehand."""

    def __init__(self, objects: Objects, fonts: Fonts) -> None:
        """`fonts` are those of the same objects; whoever made them writes them."""
        self._objects = objects
        self.fonts = fonts
        self.known = Known(objects)
        """What was copied into the file."""
        self._casts: dict[str, list[tuple[bytes, bytes]]] = {}
        """Plate → what its pages' dictionaries have before and after the number of their contents."""
        self._lengths: dict[tuple[float, ...], bytes] = {}
        """How lengths are written that come again and again, as plates have them."""

    def copy(self, objects: Objects) -> Book:
        """Return a book with the same beginning, which `objects` begin with."""
        other = copy(self)
        other._objects = objects
        other.known = Known(objects)
        other._lengths = {}
        return other

    def add_cast(self, cast: Cast | Plate) -> None:
        """Write what a plate draws, once for all its notes; raises KeyError if one of its fonts is nowhere."""
        if cast.name in self._casts:
            return
        objects, fonts = self._objects, self.fonts.add(cast.fonts)
        parts = {part.number: part for part in cast.parts}
        copied: Copied[int] = Copied(self.known, {})

        def number(part: int) -> int:
            return copied.number(part, lambda: made(parts[part]))

        def made(part: Part) -> Made:
            head = _REFERENCE.sub(lambda found: b"%d 0 R" % number(int(found[1])), part.head)
            head = head.replace(_FONTS, b"/Font %d 0 R" % fonts)
            if part.body is None:
                return head, None
            head = re.sub(rb"\s*/Length \d+", b"", head.strip()).removeprefix(b"<<").removesuffix(b">>")
            return in_order(head), part.body

        self._casts[cast.name] = [
            (
                b"%b/Contents " % _sides(page.boxes),
                b" 0 R/Resources %d 0 R"
                % objects.add(b"<</Font %d 0 R/XObject<</P %d 0 R>>>>" % (fonts, number(page.form))),
            )
            for page in cast.pages
        ]

    def open(self, pages: int, bookmarks: int) -> None:
        """Say how many pages and how many bookmarks of notes will come."""
        objects = self._objects
        self._first_page = objects.reserve(pages)
        self._first_bookmark = objects.reserve(bookmarks + 1)
        self._bookmarks, self._bookmark = bookmarks, 0
        self._page = 0
        levels = [pages]
        while levels[-1] > 1 or len(levels) == 1:
            levels.append(-(-levels[-1] // _IN_ONE_NODE))
        self._levels = levels  # pages, nodes of pages, nodes of nodes, …, the root
        self._nodes = [self._first_page, *(objects.reserve(count) for count in levels[1:])]

    @property
    def next_page(self) -> int:
        """The object number of the page that comes next."""
        return self._first_page + self._page

    def add_stamped(self, cast: Cast | Plate, page: int, content: bytes, links: Sequence[Link]) -> None:
        """Write a stamped page: `content` is compressed; places of links count from this note's first page."""
        objects = self._objects
        number = objects.add_stream(b"/Filter/FlateDecode", content)
        annotations = b""
        if links:
            first = self.next_page - page
            annotations = b"/Annots[%b]" % b" ".join(b"%d 0 R" % self._link(link, first) for link in links)
        before, after = self._casts[cast.name][page]
        self._add_page(b"%b%d%b%b" % (before, number, after, annotations))

    def add_foreign(self, page: bytes) -> None:
        """Write a page that was made elsewhere: all of its dictionary but type and parent."""
        self._add_page(page)

    def _add_page(self, inner: bytes) -> None:
        parent = self._nodes[1] + self._page // _IN_ONE_NODE
        self._objects.write(self.next_page, b"<</Type/Page/Parent %d 0 R%b>>" % (parent, inner))
        self._page += 1

    def _link(self, link: Link, first: int) -> int:
        return self._objects.add(link_object(link, first, self._numbers))

    def _numbers(self, lengths: tuple[float, ...]) -> bytes:
        """Return what `numbers` returns: a plate's links and heights are those of all its notes."""
        if 0 in lengths:  # equal to -0, which is written in another way
            return numbers(*lengths)
        found = self._lengths.get(lengths)
        if found is None:
            if len(self._lengths) >= _REMEMBERED:
                self._lengths.clear()
            found = self._lengths[lengths] = numbers(*lengths)
        return found

    def add_bookmark(self, title: str, height: float) -> None:
        """Write the bookmark of the note whose first page comes next; `height` is that page's."""
        number = self._first_bookmark + 1 + self._bookmark
        before = b"/Prev %d 0 R" % (number - 1) if self._bookmark else b""
        self._bookmark += 1
        after = b"/Next %d 0 R" % (number + 1) if self._bookmark < self._bookmarks else b""
        self._objects.write(
            number,
            b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %b 0]%b%b>>"
            % (string(title), self._first_bookmark, self.next_page, self._numbers((height,)), before, after),
        )

    def close(
        self, *, title: str, language: str, outline: int | None = None, info: Mapping[str, str] | None = None
    ) -> None:
        """Write what is left and end the file. `outline` is one that was written apart from `add_bookmark`."""
        objects = self._objects
        for level in range(1, len(self._levels)):
            self._write_nodes(level)
        if self._bookmarks:
            outline = self._first_bookmark
            objects.write(
                outline,
                b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>"
                % (self._bookmarks, outline + 1, outline + self._bookmarks),
            )
        else:
            objects.write(self._first_bookmark, b"null")
        catalog = objects.add(
            b"<</Type/Catalog/Pages %d 0 R%b%b>>"
            % (
                self._nodes[-1],
                b"/Outlines %d 0 R" % outline if outline is not None else b"",
                b"/Lang%b" % string(language) if language else b"",
            )
        )
        objects.finish(catalog, objects.add(info_object(title, info or {})))

    def _write_nodes(self, level: int) -> None:
        pages, below = self._levels[0], self._levels[level - 1]
        span = _IN_ONE_NODE**level
        for place in range(self._levels[level]):
            first = place * _IN_ONE_NODE
            kids = b" ".join(
                b"%d 0 R" % (self._nodes[level - 1] + kid) for kid in range(first, min(first + _IN_ONE_NODE, below))
            )
            count = min((place + 1) * span, pages) - place * span
            is_root = level == len(self._levels) - 1
            parent = b"" if is_root else b"/Parent %d 0 R" % (self._nodes[level + 1] + place // _IN_ONE_NODE)
            self._objects.write(
                self._nodes[level] + place, b"<</Type/Pages/Count %d/Kids[%b]%b>>" % (count, kids, parent)
            )


def link_object(link: Link, first: int, written: Callable[[tuple[float, ...]], bytes] | None = None) -> bytes:
    """Return a link; `first` is the number of its note's first page, `written` remembers what `numbers` returns."""
    written = written or (lambda lengths: numbers(*lengths))
    target, place, rectangle = link
    if place is None:
        leads = b"/A<</Type/Action/S/URI/URI%b>>" % string(target)
    else:
        page, x, y = place
        leads = b"/Dest[%d 0 R/XYZ %b 0]" % (first + page, written((x, y)))
    return b"<</Type/Annot/Subtype/Link/Rect[%b]/BS<</W 0>>%b>>" % (written(tuple(rectangle)), leads)


def info_object(title: str, info: Mapping[str, str]) -> bytes:
    """Return the document information: the title, what else is known, and who wrote the file."""
    facts = {"Title": title, **info, "Producer": f"notes-engine {__version__}"}
    named = b"".join(b"/%b%b" % (name.encode(), string(value)) for name, value in facts.items() if value)
    return b"<<%b>>" % named


def numbers(*values: float) -> bytes:
    """Return lengths as a PDF has them, to a thousandth of a point."""
    return " ".join([f"{value:.3f}".rstrip("0").rstrip(".") for value in values]).encode()


def _sides(boxes: _Boxes) -> bytes:
    """Return a page's boxes, exactly: a sheet's size is compared."""
    return "".join(f"/{name}[{' '.join(f'{side:.6f}' for side in sides)}]" for name, sides in boxes).encode()
