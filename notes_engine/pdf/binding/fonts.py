"""Fonts of a file: each embedded once, cut down to the glyphs that were printed."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uharfbuzz

from notes_engine.pdf.binding.objects import string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notes_engine.pdf.binding.objects import Objects
    from notes_engine.pdf.press.cast import CastFont
    from notes_engine.pdf.press.faces import Faces

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


class Cutter:
    """Cuts fonts down to the glyphs that are printed, and remembers the last cuts."""

    def __init__(self, faces: Faces) -> None:
        """`faces` gives the font files."""
        self._faces = faces
        self._cuts: OrderedDict[tuple[str, int, frozenset[int]], tuple[bytes, bytes]] = OrderedDict()

    def is_opentype(self, face: str) -> bool:
        """Return whether a font has PostScript outlines."""
        return self._faces[face][:4] == b"OTTO"

    def cut(self, face: str, index: int, glyphs: frozenset[int]) -> tuple[bytes, bytes]:
        """Return (what stands in its stream's dictionary, its compressed bytes) of a font with these glyphs alone."""
        key = (face, index, glyphs)
        found = self._cuts.get(key)
        if found is None:
            cut = subset_font(self._faces[face], index, glyphs)
            head = b"/Subtype/OpenType" if self.is_opentype(face) else b"/Length1 %d" % len(cut)
            found = self._cuts[key] = (head + b"/Filter/FlateDecode", zlib.compress(cut, _LEVEL))
            if len(self._cuts) > _REMEMBERED:
                self._cuts.popitem(last=False)
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


def write_fonts(objects: Objects, fonts: Mapping[str, UsedFont], cutter: Cutter) -> int:
    """Write every font of a file and return the number of the dictionary that names them."""
    together: dict[tuple[str, int], set[int]] = {}
    for used in fonts.values():
        together.setdefault((used.font.face, used.font.index), set()).update(used.chars)
    files = {
        (face, index): objects.add_stream(*cutter.cut(face, index, frozenset(glyphs)))
        for (face, index), glyphs in together.items()
    }
    named = []
    for name, used in sorted(fonts.items()):
        number = _write_font(
            objects,
            used,
            files[used.font.face, used.font.index],
            is_opentype=cutter.is_opentype(used.font.face),
        )
        named.append(f"/{name} {number} 0 R")
    return objects.add(f"<<{''.join(named)}>>".encode())


def _write_font(objects: Objects, used: UsedFont, file: int, *, is_opentype: bool) -> int:
    font = used.font
    widths = used.widths
    fixed = 1 if len(widths) > 1 and len(set(widths.values())) == 1 else 0
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName/%b/FontFamily %b/Flags %d/FontBBox[0 %d %d %d]/ItalicAngle %d"
        b"/Ascent %d/Descent %d/CapHeight %d/StemV 80/StemH 80/%b %d 0 R>>"
        % (
            font.name.encode(),
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
        b"/W[%b]/FontDescriptor %d 0 R>>" % (0 if is_opentype else 2, font.name.encode(), _widths(widths), descriptor)
    )
    unicode_map = objects.add_stream(b"", _unicode_map(used.chars), compress=True)
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (font.name.encode(), descendant, unicode_map)
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
