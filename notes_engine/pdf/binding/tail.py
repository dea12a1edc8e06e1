"""What follows the beginning that a plate's files share: worked out once, with places for what each order changes.

The files are those that `Book` and `Objects` write, byte for byte.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from notes_engine.pdf.binding.book import info_object, link_object
from notes_engine.pdf.binding.objects import LEVEL, PACKED, PLAIN, Objects, stream, string, table_head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from notes_engine.pdf.binding.book import Book, Link
    from notes_engine.pdf.binding.headings import Bookmark
    from notes_engine.pdf.binding.objects import Beginning


class _Recorded(Objects):
    """Objects that are not packed: what one file has tells what all have that differ in texts alone."""

    def __init__(self, beginning: Beginning) -> None:
        super().__init__(io.BytesIO(), beginning)
        self.streams: list[int] = []
        self.roots = (0, 0)
        self.is_long = False

    def write_stream(self, number: int, head: bytes, body: bytes, *, compress: bool = False) -> None:
        super().write_stream(number, head, body, compress=compress)
        self.streams.append(number)

    def _pack(self) -> None:
        self.is_long = True  # more objects than go into one stream of them

    def finish(self, catalog: int, info: int) -> None:
        self.roots = catalog, info
        self.packed = tuple(self._packed)
        self.own, self.table = self.reserve(), self.reserve()
        for place, (number, _) in enumerate(self._packed):
            self._kinds[number], self._places[number], self._indices[number] = PACKED, self.own, place
        for number in (*self.streams, self.own, self.table):
            self._kinds[number], self._places[number] = PLAIN, 0
        self.rows = tuple(zip(self._kinds, self._places, self._indices, strict=True))


class Tail:
    """The ends of a plate's files that have as many links on each page, and one language."""

    def __init__(self, beginning: Beginning, recorded: _Recorded, first: int, titles: Sequence[Bookmark]) -> None:
        """`recorded` are the objects of one such file; `first` is the number of its first page."""
        self._beginning = beginning
        self._streams = recorded.streams
        self._own, self._table = recorded.own, recorded.table
        self._roots = recorded.roots
        self._first = first
        self._count = len(recorded.rows)
        self._rows = recorded.rows
        self._tables: dict[int, bytes] = {}
        before = len(beginning.packed)
        self._packed = len(recorded.packed)
        self._numbers = [number for number, _ in recorded.packed[before:]]
        self._bodies = [data for _, data in recorded.packed[before:]]
        place = {number: index for index, number in enumerate(self._numbers)}
        self._titles = [(place[title.number], title) for title in titles]
        self._links = [at for at, data in enumerate(self._bodies) if data.startswith(b"<</Type/Annot/")]
        self._info = place[recorded.roots[1]]
        self._before = b"".join(data + b"\n" for _, data in beginning.packed)
        index, at = [], 0
        for number, data in beginning.packed:
            index.append(f"{number} {at}")
            at += len(data) + 1
        self._index, self._at = index, at

    @classmethod
    def of(
        cls, beginning: Beginning, book: Book, write: Callable[[Objects, Book], tuple[int, Sequence[Bookmark]]]
    ) -> Tail | None:
        """Return the tail of what `write` writes, or None where it has too many objects.

        `write` writes one note, and returns the number of its first page and its bookmarks.
        """
        recorded = _Recorded(beginning)
        first, titles = write(recorded, book.copy(recorded))
        return None if recorded.is_long else cls(beginning, recorded, first, titles)

    def file(
        self,
        contents: Sequence[bytes],
        links: Sequence[Link],
        fill: Callable[[Bookmark], str],
        title: str,
        info: Mapping[str, str],
    ) -> bytes:
        """Return a whole file: its pages' compressed contents, its links in their order, and what it says of itself."""
        bodies = self._bodies.copy()
        for place, bookmark in self._titles:
            bodies[place] = bookmark.titled(string(fill(bookmark)))
        for place, link in zip(self._links, links, strict=True):
            bodies[place] = link_object(link, self._first)
        bodies[self._info] = info_object(title, info)
        index, at = self._index.copy(), self._at
        for number, data in zip(self._numbers, bodies, strict=True):
            index.append(f"{number} {at}")
            at += len(data) + 1
        packed = " ".join(index).encode() + b"\n"
        head = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (self._packed, len(packed))
        body = zlib.compress(b"%b%b%b" % (packed, self._before, b"\n".join(bodies)), LEVEL)

        start = len(self._beginning.content)
        pieces, places = [], []
        for number, content in zip(self._streams, contents, strict=True):
            places.append((number, start))
            pieces.append(stream(number, b"/Filter/FlateDecode", content))
            start += len(pieces[-1])
        places.append((self._own, start))
        pieces.append(stream(self._own, head, body))
        start += len(pieces[-1])
        places.append((self._table, start))
        new = b"".join(pieces)
        digest = self._beginning.digest.copy()
        digest.update(new)

        width = (start.bit_length() + 7) // 8
        table = bytearray(self._tables.get(width) or self._rows_of(width))
        for number, place in places:
            at = number * (width + 2) + 1
            table[at : at + width] = place.to_bytes(width, "big")
        head = table_head(self._count, width, *self._roots, digest.hexdigest().encode()) + b"/Filter/FlateDecode"
        last = stream(self._table, head, zlib.compress(table, LEVEL))
        return b"%b%b%bstartxref\n%d\n%%%%EOF\n" % (self._beginning.content, new, last, start)

    def _rows_of(self, width: int) -> bytes:
        """Return the table of all objects without the places of streams that come after the beginning."""
        found = self._tables[width] = b"".join(
            bytes((kind,)) + place.to_bytes(width, "big") + index.to_bytes(2, "big")[1:]
            for kind, place, index in self._rows
        )
        return found
