"""A PDF's objects, written as they come: memory holds eleven bytes for each, whatever is in it.

The form is that of ISO 32000-1, 7.5: dictionaries go into compressed object streams, and the file ends with a
cross-reference stream. The same objects give the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

_IN_ONE_STREAM = 200
"""Objects of one object stream: enough to compress well, few enough for a reader that wants one of them."""
LEVEL = 6
"""Of nine: how zlib compresses what is compressed here."""
_FREE, PLAIN, PACKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Beginning:
    """What several files have in common: their first bytes, and what is known of the objects in them."""

    content: bytes
    digest: hashlib.blake2b
    """Of the content; whoever goes on with it copies it."""
    kinds: bytes
    places: bytes
    indices: bytes
    packed: tuple[tuple[int, bytes], ...]


class Objects:
    """Writes a PDF's objects to a file."""

    def __init__(self, file: BinaryIO, beginning: Beginning | None = None) -> None:
        """Begin the file, or begin it as another began."""
        self._file = file
        self._digest = hashlib.blake2b(digest_size=16)
        self._at = 0
        self._kinds = array("B", [_FREE])
        self._places = array("Q", [0])
        self._indices = array("H", [0])
        self._packed: list[tuple[int, bytes]] = []
        if beginning is None:
            self._put(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")
        else:
            file.write(beginning.content)
            self._digest = beginning.digest.copy()
            self._at = len(beginning.content)
            self._kinds = array("B", beginning.kinds)
            self._places = array("Q", beginning.places)
            self._indices = array("H", beginning.indices)
            self._packed = list(beginning.packed)

    def beginning(self, content: bytes) -> Beginning:
        """Return what was written so far, to begin other files with; `content` are the file's bytes."""
        return Beginning(
            content,
            self._digest.copy(),
            self._kinds.tobytes(),
            self._places.tobytes(),
            self._indices.tobytes(),
            tuple(self._packed),
        )

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)

    def reserve(self, count: int = 1) -> int:
        """Return the number of a new object; with `count`, the first of so many in a row."""
        first = len(self._kinds)
        if count == 1:
            self._kinds.append(0)
            self._places.append(0)
            self._indices.append(0)
            return first
        self._kinds.frombytes(bytes(count))
        self._places.frombytes(bytes(8 * count))
        self._indices.frombytes(bytes(2 * count))
        return first

    def add(self, data: bytes) -> int:
        """Write an object that is no stream under a number of its own, and return it."""
        number = self.reserve()
        self.write(number, data)
        return number

    def write(self, number: int, data: bytes) -> None:
        """Write an object that is no stream."""
        self._packed.append((number, data))
        if len(self._packed) == _IN_ONE_STREAM:
            self._pack()

    def add_stream(self, head: bytes, body: bytes, *, compress: bool = False) -> int:
        """Write a stream under a number of its own, and return it; see `write_stream`."""
        number = self.reserve()
        self.write_stream(number, head, body, compress=compress)
        return number

    def write_stream(self, number: int, head: bytes, body: bytes, *, compress: bool = False) -> None:
        """Write a stream: what stands in its dictionary but the length, and its bytes, which may be compressed here."""
        if compress:
            body = zlib.compress(body, LEVEL)
            head += b"/Filter/FlateDecode"
        self._kinds[number], self._places[number] = PLAIN, self._at
        self._put(stream(number, head, body))

    def _pack(self) -> None:
        if not self._packed:
            return
        own = self.reserve()
        index, bodies, at = [], [], 0
        for place, (number, data) in enumerate(self._packed):
            self._kinds[number], self._places[number], self._indices[number] = PACKED, own, place
            index.append(f"{number} {at}")
            bodies.append(data)
            at += len(data) + 1
        head = " ".join(index).encode() + b"\n"
        count = len(self._packed)
        self._packed = []
        content = head + b"\n".join(bodies)
        self.write_stream(own, b"/Type/ObjStm/N %d/First %d" % (count, len(head)), content, compress=True)

    def finish(self, catalog: int, info: int) -> None:
        """Write what is left and the table of all objects; nothing can be written after it."""
        self._pack()
        number = self.reserve()
        self._kinds[number], self._places[number] = PLAIN, self._at
        start = self._at
        width = max((max(self._places).bit_length() + 7) // 8, 1)
        rows = struct.Struct(">BQB").pack
        table = b"".join(row[:1] + row[9 - width :] for row in map(rows, self._kinds, self._places, self._indices))
        head = table_head(len(self._kinds), width, catalog, info, self._digest.hexdigest().encode())
        self.write_stream(number, head, table, compress=True)
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)


def stream(number: int, head: bytes, body: bytes) -> bytes:
    """Return a stream as it stands in a file; `head` is what stands in its dictionary but the length."""
    return b"%d 0 obj\n<<%b/Length %d>>stream\n%b\nendstream\nendobj\n" % (number, head, len(body), body)


def table_head(count: int, width: int, catalog: int, info: int, identity: bytes) -> bytes:
    """Return what stands in the dictionary of the table of all objects, whose places take `width` bytes each."""
    return b"/Type/XRef/Size %d/W[1 %d 1]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (
        count,
        width,
        catalog,
        info,
        identity,
        identity,
    )


def string(text: str) -> bytes:
    """Return a text as a PDF's string (ISO 32000-1, 7.9.2): plain where it is ASCII, UTF-16 where it is not."""
    if text.isascii() and text.isprintable():  # controls mean something else there (Annex D.2)
        return (
            b"("
            + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("\r", "\\r").encode()
            + b")"
        )
    return b"<feff" + text.encode("utf-16-be", "replace").hex().encode() + b">"
