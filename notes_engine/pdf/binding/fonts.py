"""Fonts of a file: each embedded once, cut down to the glyphs that were printed."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

import uharfbuzz

from notes_engine.pdf.binding.objects import LEVEL, string
from notes_engine.pdf.binding.outlines import Outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from notes_engine.pdf.binding.objects import Objects
    from notes_engine.pdf.press.cast import CastFont
    from notes_engine.pdf.press.faces import Faces

    Face = tuple[str, int]
    """A font file's SHA-256, and the font's number in it."""
    FontKey = tuple[str, int, str]
    """A face, and the name that plates give the font: one name may stand for several faces."""

_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
"""Tables that a font in a PDF does not need: text is set already."""
_LEVEL = 9
_REMEMBERED = 64
"""Cuts kept: those of files for one order each are nearly always the same."""
_IN_ONE_BLOCK = 100
"""Lines of one block of a CMap (Adobe Technical Note 5014)."""


@dataclass(slots=True)
class UsedFont:
    """A font and the glyphs that a file prints with it."""

    font: CastFont
    chars: dict[int, str] = field(default_factory=dict)
    """Glyph → what it stands for; the first use counts."""
    widths: dict[int, int] = field(default_factory=dict)
    """Glyph → width in thousandths."""

    def use(self, glyphs: Iterable[tuple[int, str, int]]) -> None:
        """Count these glyphs as printed."""
        for glyph, text, width in glyphs:
            if glyph not in self.chars:
                self.chars[glyph] = text
                self.widths[glyph] = width


@dataclass(frozen=True, slots=True)
class Cut:
    """A font with some of its glyphs."""

    head: bytes
    """What stands in its stream's dictionary."""
    body: bytes
    """Its compressed bytes."""
    is_opentype: bool
    """It has PostScript outlines."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a PDF says of a font's glyphs."""

    widths: bytes
    unicode_map: bytes
    """Compressed."""


class Cutter:
    """Cuts fonts down to the glyphs that are printed, and remembers the last cuts."""

    def __init__(self, faces: Faces) -> None:
        """`faces` gives the font files."""
        self._faces = faces
        self._cuts: OrderedDict[tuple[str, int, frozenset[int]], Cut] = OrderedDict()
        self._outlines: OrderedDict[Face, Outlines] = OrderedDict()
        self._described: OrderedDict[tuple[frozenset[tuple[int, str]], frozenset[tuple[int, int]]], Described] = (
            OrderedDict()
        )

    def outlines(self, face: str, index: int) -> Outlines:
        """Return a font's outlines; raises KeyError if its file is nowhere."""
        found = self._outlines.get((face, index))
        if found is None:
            found = self._outlines[face, index] = Outlines(self._faces[face], index)
            if len(self._outlines) > _REMEMBERED:
                self._outlines.popitem(last=False)
        return found

    def cut(self, face: str, index: int, glyphs: frozenset[int]) -> Cut:
        """Return a font with these glyphs alone; raises KeyError if its file is nowhere."""
        key = (face, index, glyphs)
        found = self._cuts.get(key)
        if found is None:
            cut = subset_font(self._faces[face], index, glyphs)
            is_opentype = cut[:4] == b"OTTO"
            head = b"/Subtype/OpenType" if is_opentype else b"/Length1 %d" % len(cut)
            found = Cut(head + b"/Filter/FlateDecode", zlib.compress(cut, _LEVEL), is_opentype)
            self._cuts[key] = found
            if len(self._cuts) > _REMEMBERED:
                self._cuts.popitem(last=False)
        return found

    def describe(self, used: UsedFont) -> Described:
        """Return what a PDF says of the glyphs that are printed with a font."""
        key = (frozenset(used.chars.items()), frozenset(used.widths.items()))
        found = self._described.get(key)
        if found is None:
            unicode_map = zlib.compress(_unicode_map(used.chars), LEVEL)
            found = self._described[key] = Described(_widths(used.widths), unicode_map)
            if len(self._described) > _REMEMBERED:
                self._described.popitem(last=False)
        return found


def subset_font(content: bytes, index: int, glyphs: Iterable[int]) -> bytes:
    """Return a font file with these glyphs alone, under their own numbers."""
    kept = sorted({0, *glyphs})
    face = uharfbuzz.Face(uharfbuzz.Blob(content), index)
    face = _subset(face, kept, retain=True)
    # Retained numbers leave empty places behind the last glyph: a second cut takes them away.
    face = _subset(face, range(kept[-1] + 1), retain=False)
    return bytes(face.blob.data)


def _subset(face: uharfbuzz.Face, glyphs: Iterable[int], *, retain: bool) -> uharfbuzz.Face:
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE
    wanted.flags |= flags.RETAIN_GIDS if retain else flags.NO_HINTING
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    return wanted.subset(face)


@dataclass(slots=True)
class _File:
    """A font file in a PDF."""

    number: int
    outlines: Outlines
    glyphs: set[int] = field(default_factory=set)


class Fonts:
    """The fonts of one file: they have their numbers at once, and are written when all glyphs are known."""

    def __init__(self, objects: Objects, cutter: Cutter) -> None:
        """There are none yet."""
        self._objects = objects
        self._cutter = cutter
        self._files: dict[Face, _File] = {}
        self._used: dict[FontKey, UsedFont] = {}
        self._dictionaries: list[tuple[int, dict[str, FontKey]]] = []

    def add(self, fonts: Iterable[CastFont]) -> int:
        """Take a plate's fonts with what it draws itself; return the number of the dictionary that names them.

        WeasyPrint names fonts by family, weight and style alone. Two plates that mean different fonts by one name have
        different dictionaries.

        Raises:
            KeyError: a font file is nowhere.
        """
        named: dict[str, FontKey] = {}
        for font in fonts:
            key = named[font.resource] = (font.face, font.index, font.resource)
            if key not in self._used:
                self._used[key] = UsedFont(font)
            if key[:2] not in self._files:
                self._files[key[:2]] = _File(self._objects.reserve(), self._cutter.outlines(*key[:2]))
            self._used[key].use(font.glyphs)
        for number, others in self._dictionaries:
            if all(others.get(name, key) == key for name, key in named.items()):
                others.update(named)
                return number
        number = self._objects.reserve()
        self._dictionaries.append((number, named))
        return number

    def __getitem__(self, key: FontKey) -> UsedFont:
        """Return a font that a plate has; raises KeyError for any other."""
        return self._used[key]

    def whole_of(self, name: str, part: bytes, glyphs: Set[int]) -> int | None:
        """Return the number of the font file that another was cut from; None if no plate has it.

        Args:
            name: what the PDF with the part calls it.
            part: the font file that was cut.
            glyphs: what is printed with it; the whole will have them under the same numbers.
        """
        outlines = None
        for key, used in self._used.items():
            if used.font.name == name:
                outlines = outlines or Outlines(part)
                file = self._files[key[:2]]
                if outlines.is_part_of(file.outlines, glyphs):
                    file.glyphs |= glyphs
                    return file.number
        return None

    def write(self) -> None:
        """Write them all."""
        for key, used in self._used.items():
            self._files[key[:2]].glyphs.update(used.chars)
        cuts = {face: self._cutter.cut(*face, frozenset(file.glyphs)) for face, file in self._files.items()}
        for face, cut in cuts.items():
            self._objects.write_stream(self._files[face].number, cut.head, cut.body)
        numbers: dict[FontKey, int] = {}
        names: dict[str, Face] = {}
        for dictionary, named in self._dictionaries:
            for key in sorted(set(named.values()) - numbers.keys(), key=lambda key: key[2]):
                used, face = self._used[key], key[:2]
                own = used.font.name
                if names.setdefault(own, face) != face:
                    own = _other_name(own, key)
                is_opentype = cuts[face].is_opentype
                described = self._cutter.describe(used)
                numbers[key] = _write_font(
                    self._objects, used, described, own.encode(), self._files[face].number, is_opentype=is_opentype
                )
            content = "".join(f"/{name} {numbers[key]} 0 R" for name, key in sorted(named.items()))
            self._objects.write(dictionary, f"<<{content}>>".encode())


def _other_name(name: str, key: FontKey) -> str:
    """Return a name for a font whose own another has: with other letters before it (ISO 32000-1, 9.6.4)."""
    letters = "".join(chr(65 + byte % 26) for byte in sha256(repr(key).encode()).digest()[:6])
    return f"{letters}+{name.rpartition('+')[2]}"


def _write_font(
    objects: Objects, used: UsedFont, described: Described, name: bytes, file: int, *, is_opentype: bool
) -> int:
    font = used.font
    widths = used.widths
    fixed = 1 if len(widths) > 1 and len(set(widths.values())) == 1 else 0
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName/%b/FontFamily %b/Flags %d/FontBBox[0 %d %d %d]/ItalicAngle %d"
        b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/StemH 80/%b %d 0 R>>"
        % (
            name,
            string(font.family),
            font.flags + fixed,
            font.descent,
            max(widths.values(), default=0),
            font.ascent,
            font.italic_angle,
            font.ascent,
            font.descent,
            font.ascent,
            b"FontFile3" if is_opentype else b"FontFile2",
            file,
        )
    )
    descendant = objects.add(
        b"<</Type/Font/Subtype/CIDFontType%d/BaseFont/%b"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        b"/W[%b]/FontDescriptor %d 0 R>>" % (0 if is_opentype else 2, name, described.widths, descriptor)
    )
    unicode_map = objects.add_stream(b"/Filter/FlateDecode", described.unicode_map)
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (name, descendant, unicode_map)
    )


def _widths(widths: Mapping[int, int]) -> bytes:
    """Return widths as runs of neighbours: `1[500 600] 7[250]` (ISO 32000-1, 9.7.4.3)."""
    parts: list[str] = []
    for glyph in sorted(widths):
        if glyph - 1 in widths:
            parts.append(f" {widths[glyph]}")
        else:
            parts.append(f"{']' if parts else ''}{glyph}[{widths[glyph]}")
    return ("".join(parts) + ("]" if parts else "")).encode()


def _unicode_map(chars: Mapping[int, str]) -> bytes:
    """Return the CMap from glyphs to what they stand for (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    items = sorted(chars.items())
    for first in range(0, len(items), _IN_ONE_BLOCK):
        block = items[first : first + _IN_ONE_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
