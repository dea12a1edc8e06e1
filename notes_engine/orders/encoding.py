"""Which encoding a text export is in, decided over the whole file, so that no word turns into mojibake halfway."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
_BLOCK = 1 << 16
"""Bytes that are looked at, and whose lines are taken, together."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32's little-endian mark begins with UTF-16's, so it is tried first."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_MOSTLY = 0.4
"""Share of zeros in one half of the bytes from which a text without a mark is UTF-16 (Latin text has nearly all)."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a text file. Bytes that do not decode become surrogates, so that their row can be refused."""

    name: str
    skip: int = 0
    """Bytes of the byte order mark."""

    @property
    def errors(self) -> str:
        """The error handler: only UTF-16 and UTF-32 cannot carry the bytes through."""
        return "replace" if self.name.startswith(("utf-16", "utf-32")) else "surrogateescape"


def undecoded(text: str, encoding: Encoding) -> bool:
    """True when the text holds bytes that did not decode."""
    if encoding.errors == "replace":
        return "\N{REPLACEMENT CHARACTER}" in text
    return not text.isascii() and _ESCAPED.search(text) is not None


def surely_decoded(text: str, encoding: Encoding) -> bool:
    """True when every byte of the text did decode; told many times faster than `undecoded` tells where one did not."""
    if text.isascii():
        return True
    if encoding.errors == "replace":
        return "\N{REPLACEMENT CHARACTER}" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def marked_encoding(head: bytes) -> Encoding | None:
    """Return the encoding that the first bytes tell: by a mark, or by UTF-16's zero bytes. None: an 8-bit encoding."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    even, odd = head[0::2], head[1::2]
    if odd and odd.count(0) > _MOSTLY * len(odd) and even.count(0) < len(even) * _MOSTLY / 2:
        return Encoding("utf-16-le")
    if even and even.count(0) > _MOSTLY * len(even) and odd.count(0) < len(odd) * _MOSTLY / 2:
        return Encoding("utf-16-be")
    return None


def find_encoding(stream: BinaryIO) -> Encoding:
    """Return the encoding of the whole stream, which is left at its start.

    UTF-8 when every byte fits, else Windows-1252; but a file with more well-formed UTF-8 letters than stray bytes is
    UTF-8 with damage in it (a file cut in the middle of a letter), and only the damaged rows are refused.
    """
    stream.seek(0)
    marked = marked_encoding(stream.read(4096))
    stream.seek(0)
    if marked is not None:
        return marked
    if _is_utf8(stream):
        return Encoding("utf-8")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = stray = 0
    while chunk := stream.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            stray += len(_ESCAPED.findall(text))
            good += len(_BEYOND_ASCII.findall(text))
    stray += len(_ESCAPED.findall(decoder.decode(b"", final=True)))
    stream.seek(0)
    return Encoding("utf-8" if good >= stray else "cp1252")


def _is_utf8(stream: BinaryIO) -> bool:
    """Return whether every byte fits; the stream is left at its start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(_BLOCK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def decoded_lines(stream: BinaryIO, encoding: Encoding, longest: int) -> Iterator[str]:
    """Yield the stream's lines with their ends, from its start; a line stops at `longest` characters."""
    with _decoded(stream, encoding) as text:
        while line := text.readline(longest):
            yield line


def decoded_blocks(stream: BinaryIO, encoding: Encoding, longest: int) -> Iterator[list[str]]:
    """Yield the lines of `decoded_lines` many at a time, which is faster."""
    held: list[str] = []
    size = 0
    for chunk in decoded_chunks(stream, encoding, _BLOCK):
        held.append(chunk)
        size += len(chunk)
        if size <= longest and "\n" not in chunk and "\r" not in chunk:
            continue  # a line that is long, but not yet too long
        lines = _lines("".join(held), longest)
        held = [lines.pop()]  # it may go on, or end in half a line's end
        size = len(held[0])
        yield lines
    if held:
        yield _lines("".join(held), longest)


def _lines(text: str, longest: int) -> list[str]:
    lines = text.splitlines(keepends=True)
    if len(lines) - (not text.endswith("\n")) != text.count("\n"):
        lines = list(io.StringIO(text, newline=""))  # a line ends otherwise, or only `splitlines` takes it for an end
    if len(text) <= longest:
        return lines
    return [line[at : at + longest] for line in lines for at in range(0, len(line), longest)]


def decoded_chunks(stream: BinaryIO, encoding: Encoding, size: int = _CHUNK) -> Iterator[str]:
    """Yield the stream's text in pieces of about `size` bytes, from its start."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    stream.seek(encoding.skip)
    while content := stream.read(size):
        if text := decoder.decode(content):
            yield text
    if text := decoder.decode(b"", final=True):
        yield text


@contextmanager
def _decoded(stream: BinaryIO, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    stream.seek(encoding.skip)
    text = io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="")
    try:
        yield text
    finally:
        # Else the wrapper would close the stream; a reader that is given up finds it closed already.
        with suppress(ValueError):
            text.detach()
