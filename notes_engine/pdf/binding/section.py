"""A section: some notes of a book on disk, as a worker made them, for the one writer who binds all of them.

It begins with what the whole book must know beforehand (how many pages, which plates, which glyphs); then come the
notes with their links; then the pages' contents, compressed, and those of the typesetter as a PDF of their own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import deflate

from notes_engine.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from notes_engine.pdf.binding.fonts import FontKey
    from notes_engine.pdf.press.cast import Cast
    from notes_engine.pdf.press.stamping import StampedPages
    from notes_engine.pdf.press.typeface import Pairs, SetText

    Glyphs = dict[int, tuple[str, int]]
    """Glyph that was stamped → what it stands for and its width."""

_MAGIC = b"notes-engine section 3\n"
_LEVEL = 6
"""libdeflate's: half the time that zlib takes, as few bytes, and the same on every processor."""


def page_content(text: bytes) -> bytes:
    """Return the compressed content of a stamped page: the plate's drawing and the texts over it."""
    return bytes(deflate.zlib_compress(b"/P Do\n" + text, _LEVEL))


@dataclass(slots=True, eq=False)
class _Printed:
    """What was stamped with one font."""

    texts: list[SetText] = field(default_factory=list)

    def glyphs(self) -> Glyphs:
        """Return all glyphs of the texts; what one stands for that stands for several is always the same."""
        lone: dict[Pairs, list[str]] = {}
        others: list[SetText] = []
        for text in self.texts:
            pairs = text.lone_signs_of
            if pairs is None:
                others.append(text)
            elif pairs in lone:
                lone[pairs].append(text.text)
            else:
                lone[pairs] = [text.text]
        found: Glyphs = {}
        for pairs, texts in lone.items():
            for sign in sorted(set("".join(texts))):
                glyph = pairs.glyph(sign)
                if glyph not in found:
                    found[glyph] = (sign, pairs.typeface.width(glyph))
        for text in others:
            if not found.keys() >= set(text.glyphs):
                for glyph, char, width in zip(text.glyphs, text.chars, text.widths, strict=True):
                    found.setdefault(glyph, (char, width))
        return found


@dataclass(slots=True, eq=False)
class Section:
    """Notes being gathered, in their order."""

    casts: dict[str, int] = field(default_factory=dict)
    """The plates that are stamped over → their number here."""
    notes: list[Any] = field(default_factory=list)
    pages: int = 0
    typeset: int = 0
    _contents: list[bytes] = field(default_factory=list)
    _printed: dict[FontKey, _Printed] = field(default_factory=dict)
    """Font → what was stamped with it."""
    _fonts: dict[str, dict[str, _Printed]] = field(default_factory=dict)
    """Plate → name of a font in it → what was stamped with that font."""
    _at: int = 0
    _mark: object = field(default_factory=object)
    """What counted texts bear: they are remembered for longer than the section is, and must not hold it."""

    def add_stamped(self, bookmark: str, note: StampedPages) -> None:
        """Add a note from the press."""
        cast = note.cast
        number = self.casts.setdefault(cast.name, len(self.casts))
        pages = []
        for index, (text, links) in enumerate(zip(note.contents, note.links, strict=True)):
            content = page_content(text)
            packed = [[link.target, link.place, link.rectangle] for link in links]
            pages.append([number, index, self._at, len(content), packed])
            self._contents.append(content)
            self._at += len(content)
        self.notes.append([bookmark, cast.pages[0].height * 0.75, pages])
        self.pages += len(pages)
        fonts = self._fonts.get(cast.name) or self._counts(cast)
        for font, stamped in note.texts:
            if stamped.counted_by is not self._mark:
                stamped.counted_by = self._mark
                fonts[font].texts.append(stamped)

    def _counts(self, cast: Cast) -> dict[str, _Printed]:
        found = {
            font.resource: self._printed.setdefault((font.face, font.index, font.resource), _Printed())
            for font in cast.fonts
        }
        self._fonts[cast.name] = found
        return found

    def add_typeset(self, bookmark: str, pages: int, height: float) -> None:
        """Add a note of the typesetter's, whose pages come next in its PDF."""
        self.notes.append([bookmark, height, [[-1, self.typeset + index, 0, 0, []] for index in range(pages)]])
        self.typeset += pages
        self.pages += pages

    def write(self, file: BinaryIO, typeset: bytes) -> None:
        """Write the section; `typeset` is the PDF with the typesetter's pages, empty when there are none."""
        head = {
            "pages": self.pages,
            "notes": len(self.notes),
            "casts": list(self.casts),
            "glyphs": [(*font, *_columns(printed.glyphs())) for font, printed in self._printed.items()],
            "typeset": [self._at, len(typeset)],
        }
        parts = [json.dumps(head).encode(), json.dumps(self.notes).encode()]
        file.write(_MAGIC + b"%d %d\n" % (len(parts[0]), len(parts[1])))
        file.writelines((*parts, *self._contents, typeset))


def _columns(glyphs: Glyphs) -> tuple[list[int], list[str], list[int]]:
    return list(glyphs), [char for char, _ in glyphs.values()], [width for _, width in glyphs.values()]


@dataclass(frozen=True, slots=True)
class Head:
    """What the whole book must know of a section beforehand."""

    pages: int
    notes: int
    casts: tuple[str, ...]
    glyphs: dict[FontKey, Glyphs]
    typeset: tuple[int, int]
    starts: tuple[int, int]
    """Where the notes and the contents begin, in bytes."""


def read_head(path: Path) -> Head:
    """Return what a section begins with; raises OutputError when it is none."""
    try:
        with path.open("rb") as file:
            if file.readline() != _MAGIC:
                raise ValueError
            first = file.readline()
            head, notes = map(int, first.split())
            start = len(_MAGIC) + len(first) + head
            found = json.loads(file.read(head))
            offset, length = found["typeset"]
            if file.seek(0, os.SEEK_END) != start + notes + offset + length:
                raise ValueError
            return Head(
                found["pages"],
                found["notes"],
                tuple(found["casts"]),
                {
                    (face, index, name): dict(zip(glyphs, zip(chars, widths, strict=True), strict=True))
                    for face, index, name, glyphs, chars, widths in found["glyphs"]
                },
                (offset, length),
                (start, start + notes),
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise damaged(path) from None


def read_notes(file: BinaryIO, head: Head) -> Iterator[Any]:
    """Yield the section's notes: bookmark, height, and for each page plate, page of it, offset, length and links."""
    file.seek(head.starts[0])
    yield from json.loads(file.read(head.starts[1] - head.starts[0]))


def damaged(path: Path) -> OutputError:
    """Return the error about a section that cannot be read."""
    return OutputError(
        f"{path.name} is damaged and cannot be joined", hint="run the same command again without --resume"
    )
