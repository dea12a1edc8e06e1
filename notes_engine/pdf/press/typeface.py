"""Typefaces: a font at one size, in one language, that sets short texts with HarfBuzz as WeasyPrint would draw them.

Only what comes out the same is set here: one run from left to right, in Latin letters and common signs, every character
with a glyph of its own place. All else is refused, and goes through the typesetter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uharfbuzz

from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Mapping

PANGO_UNITS = 1024
"""Pango's units in a CSS pixel."""
_REMEMBERED = 20_000
"""Texts that one typeface keeps: titles, towns and amounts repeat; names do not."""

# Every character that Pango might not set in one plain run: what is neither a Latin letter nor one of the signs that
# all scripts share. Combining marks, soft hyphens, joiners and controls are among them, and so are the signs that may
# be drawn as emoji.
_NOT_PLAIN = re.compile(
    "[^ !-~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u024f\u1e00-\u1eff\u2010-\u2027\u202f\u2030-\u203b\u203d-\u2046"
    "\u20a0-\u20bf\u2116\u2212]"
)
_LETTER = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """What a typeface is, in plain data."""

    face: str
    """The font file's SHA-256, in hexadecimal digits."""
    index: int
    """The font's number in its file."""
    resource: str
    """Its name among a page's fonts: WeasyPrint's, the same on every machine."""
    size: float
    """CSS pixels, in whole units of Pango."""
    language: str
    """BCP 47, as Pango was told."""
    features: tuple[tuple[str, int], ...]
    """OpenType features that the style sheet switches on or off."""


@dataclass(slots=True, eq=False)
class SetText:
    """A text on one line."""

    width: float
    """CSS pixels."""
    show: bytes
    """What draws it in a PDF's text object."""
    glyphs: tuple[int, ...]
    """The glyphs, in their order."""
    chars: tuple[str, ...]
    """What each glyph stands for: what a search or a copy gives back."""
    widths: tuple[int, ...]
    """Each glyph's own width, in thousandths of the size."""
    moves: tuple[tuple[int, int], ...]
    """After which glyph (from 0) the next is moved to the left, and by how much, in thousandths of the size."""
    is_collapsing: bool
    """It holds white space that HTML would collapse: as a value it is not drawn as it stands."""
    counted_by: object = None
    """What counted its glyphs last."""


class Typeface:
    """Sets texts, and remembers them."""

    def __init__(self, spec: TypeSpec, font_file: bytes) -> None:
        """`font_file` is the file that `spec` names."""
        face = uharfbuzz.Face(uharfbuzz.Blob(font_file), spec.index)
        self.spec = spec
        self._font = uharfbuzz.Font(face)
        scale = round(spec.size * PANGO_UNITS)
        self._font.scale = (scale, scale)
        self._features: Mapping[str, int] = dict(spec.features)
        self.known: dict[str, SetText | None] = {}
        """Texts that were set, and None for those that are refused."""
        self._widths: dict[int, int] = {}

    def set(self, text: str) -> SetText:
        """Return the text on one line, with the spaces that it begins and ends with.

        Raises:
            NotPlainError: it needs another font, script or direction.
        """
        try:
            found = self.known[text]
        except KeyError:
            if len(self.known) > _REMEMBERED:
                self.known.clear()
            found = self.known[text] = self._shape(text) if text and not _NOT_PLAIN.search(text) else None
        if found is None:
            raise NotPlainError
        return found

    def _shape(self, text: str) -> SetText | None:
        """Return the text's glyphs; None where one is missing, or stands above or beside its place."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = "Latn" if _LETTER.search(text) else "Zyyy"
        buffer.language = self.spec.language
        uharfbuzz.shape(self._font, buffer, self._features)
        infos, size = buffer.glyph_infos, self.spec.size
        codes = bytearray()
        show = b"("
        total = 0
        glyphs: list[int] = []
        widths: list[int] = []
        starts: list[int] = []
        moves: list[tuple[int, int]] = []
        for info, position in zip(infos, buffer.glyph_positions, strict=True):
            x_offset, y_offset, advance, _ = position.position
            glyph = info.codepoint
            if not glyph or x_offset or y_offset:
                return None
            total += advance
            width = self._widths.get(glyph)
            if width is None:
                own = self._font.get_glyph_h_advance(glyph)
                width = self._widths[glyph] = round(own * 1000 / PANGO_UNITS / size)
            codes += glyph.to_bytes(2, "big")
            # The same arithmetic as WeasyPrint's `draw_first_line`, fractions dropped where it drops them.
            kerning = int(width - advance * 1000 / PANGO_UNITS / size)
            if kerning:
                show += b"%b)%d(" % (_escaped(codes), kerning)
                codes.clear()
                moves.append((len(glyphs), kerning))
            glyphs.append(glyph)
            widths.append(width)
            starts.append(info.cluster)
        if codes or not moves:
            show += _escaped(codes) + b")"
        else:
            show = show[:-1]  # nothing stands after the last move
        drawn = b"[%b]TJ" % show if moves else show + b"Tj"
        collapses = text[0] == " " or text[-1] == " " or "  " in text
        ends = [*starts[1:], len(text)]
        chars = tuple(text[start:end] for start, end in zip(starts, ends, strict=True))
        return SetText(total / PANGO_UNITS, drawn, tuple(glyphs), chars, tuple(widths), tuple(moves), collapses)


def _escaped(codes: bytearray) -> bytes:
    """Return glyph numbers as they stand in a PDF's literal string (ISO 32000-1, 7.3.4.2)."""
    return bytes(codes).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
