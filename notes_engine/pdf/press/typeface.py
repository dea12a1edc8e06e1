"""Typefaces: a font at one size, in one language, that sets short texts with HarfBuzz as WeasyPrint would draw them.

Only what comes out the same is set here: one run from left to right, in Latin letters and common signs, every character
with a glyph of its own place. All else is refused, and goes through the typesetter.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

import uharfbuzz

from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PANGO_UNITS = 1024
"""Pango's units in a CSS pixel."""
_MOST_PAIRS = 20_000
_REMEMBERED = 500
"""Texts that one typeface keeps, about a kilobyte each: titles, towns and amounts repeat; names do not."""

# Every character that Pango might not set in one plain run: what is neither a Latin letter nor one of the signs that
# all scripts share. Combining marks, soft hyphens, joiners and controls are among them, and so are the signs that may
# be drawn as emoji. The fraction slash changes the figures around it.
_NOT_PLAIN = re.compile(
    "[^ !-~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u024f\u1e00-\u1eff\u2010-\u2026\u202f\u2030-\u203b\u203d-\u2043"
    "\u2045\u2046\u20a0-\u20bf\u2116\u2212]"
)
PLAIN_SIGNS = tuple(sign for sign in map(chr, range(0x20, 0x2213)) if not _NOT_PLAIN.search(sign))
"""Every character that a text may hold which is set here."""
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


class SetText:
    """A text on one line."""

    __slots__ = ("_starts", "_typeface", "counted_by", "glyphs", "is_collapsing", "moves", "show", "text", "width")

    def __init__(
        self,
        typeface: Typeface,
        text: str,
        width: float,
        show: bytes,
        glyphs: Sequence[int],
        moves: Sequence[tuple[int, int]],
        starts: Sequence[int] | None,
        is_collapsing: bool,
    ) -> None:
        """Take what HarfBuzz made of a text; `starts` is where in it each glyph begins, where they are not as many."""
        self._typeface = typeface
        self.text = text
        self.width = width
        """CSS pixels."""
        self.show = show
        """What draws it in a PDF's text object."""
        self.glyphs = glyphs
        """The glyphs, in their order."""
        self.moves = moves
        """After which glyph (from 0) the next is moved to the left, and by how much, in thousandths of the size."""
        self.is_collapsing = is_collapsing
        """It holds white space that HTML would collapse: as a value it is not drawn as it stands."""
        self.counted_by: object = None
        """What counted its glyphs last."""
        self._starts = starts

    @property
    def widths(self) -> Sequence[int]:
        """Each glyph's own width, in thousandths of the size."""
        return [self._typeface.width(glyph) for glyph in self.glyphs]

    @property
    def chars(self) -> Sequence[str]:
        """What each glyph stands for: what a search or a copy gives back."""
        if self._starts is None:
            return self.text
        ends = [*self._starts[1:], len(self.text)]
        return [self.text[start:end] for start, end in zip(self._starts, ends, strict=True)]


class Typeface:
    """Sets texts, and remembers them."""

    def __init__(self, spec: TypeSpec, font_file: bytes, lone: frozenset[str] = frozenset()) -> None:
        """`font_file` is the file that `spec` names; `lone` its lone signs, whose texts are put together of pairs."""
        face = uharfbuzz.Face(uharfbuzz.Blob(font_file), spec.index)
        self.spec = spec
        self._font = uharfbuzz.Font(face)
        scale = round(spec.size * PANGO_UNITS)
        self._font.scale = (scale, scale)
        self._features: Mapping[str, int] = dict(spec.features)
        self.known: dict[str, SetText | None] = {}
        """Texts that were set, and None for those that are refused."""
        self._buffer = uharfbuzz.Buffer()
        self._advances = _Advances(self._font)
        self._covered: set[str] = set()
        self._lone = lone
        self._pairs = {script: _Pairs(self, script) for script in ("Latn", "Zyyy")}

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
            found = self.known[text] = self._new(text)
        if found is None:
            raise NotPlainError
        return found

    def _new(self, text: str) -> SetText | None:
        """Return a text that was not set before; None where it is refused."""
        if not text:
            return None
        if self._lone.issuperset(text):
            found = self._together(text)
            if found is not None:
                return found
        return None if _NOT_PLAIN.search(text) else self._shape(text)

    def _together(self, text: str) -> SetText | None:
        """Return a text of lone signs, as its pairs are set; None where they are not set as two glyphs beside another.

        It is what `_shape` would return, in a fifth of the time.
        """
        pairs = self._pairs["Latn" if _LETTER.search(text) else "Zyyy"]
        try:
            found = list(map(pairs.__getitem__, map(add, text, (*text[1:], ""))))
        except NotPlainError:
            return None
        glyphs, advances, moves, codes = zip(*found, strict=True)
        moved: Sequence[tuple[int, int]] = ()
        if any(moves):
            moved = [(place, move) for place, move in enumerate(moves) if move]
        show = (b"[(%b)]TJ" if moved else b"(%b)Tj") % b"".join(codes)
        collapses = text[0] == " " or text[-1] == " " or "  " in text
        return SetText(self, text, sum(advances) / PANGO_UNITS, show, glyphs, moved, None, collapses)

    def pair(self, text: str, script: str) -> Pair:
        """Return how the first of two lone signs is set before the second, or how one is set at a text's end.

        Raises:
            NotPlainError: not as a glyph on its line, or the second is not set as it is alone.
        """
        glyphs, advances, x_offsets, y_offsets, _ = self._shaped(text, script)
        own = tuple(map(self._advances.__getitem__, glyphs))
        is_strange = 0 in glyphs or any(x_offsets) or any(y_offsets) or own[-1] != advances[-1]
        if not is_strange and len(text) > 1:
            alone = self._pairs[script]
            is_strange = glyphs != tuple(alone[sign][0] for sign in text)
        if is_strange or len(glyphs) != len(text):
            self._lone = self._lone.difference(text)
            raise NotPlainError
        move = self._moves(glyphs, advances, own)
        code = _escaped(struct.pack(">H", glyphs[0]))
        return glyphs[0], advances[0], move[0][1] if move else 0, b"%b)%d(" % (code, move[0][1]) if move else code

    def _shaped(self, text: str, script: str) -> tuple[tuple[int, ...], ...]:
        """Return HarfBuzz's glyphs, their advances, their offsets along and across the line, and their clusters."""
        buffer = self._buffer
        buffer.reset()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = script
        buffer.language = self.spec.language
        uharfbuzz.shape(self._font, buffer, self._features)
        infos = buffer.glyph_infos
        places = [place.position for place in buffer.glyph_positions]
        x_offsets, y_offsets, advances, _ = zip(*places, strict=True)
        glyphs = tuple([info.codepoint for info in infos])
        return glyphs, advances, x_offsets, y_offsets, tuple([info.cluster for info in infos])

    def _shape(self, text: str) -> SetText | None:
        """Return the text's glyphs; None where one is missing, or stands above or beside its place."""
        if not self._covered.issuperset(text) and not self._covers(text):
            return None
        script = "Latn" if _LETTER.search(text) else "Zyyy"
        glyphs, advances, x_offsets, y_offsets, clusters = self._shaped(text, script)
        if 0 in glyphs or any(x_offsets) or any(y_offsets):
            return None
        own = tuple(map(self._advances.__getitem__, glyphs))
        moves = () if own == advances else self._moves(glyphs, advances, own)
        starts = None if clusters == tuple(range(len(text))) else clusters
        if starts and (starts[0] or any(later <= sooner for sooner, later in pairwise(starts))):
            return None  # a letter in several glyphs: none of them stands for it
        collapses = text[0] == " " or text[-1] == " " or "  " in text
        return SetText(self, text, sum(advances) / PANGO_UNITS, _shown(glyphs, moves), glyphs, moves, starts, collapses)

    def _covers(self, text: str) -> bool:
        """Return whether the font has each character: else Pango takes another, though HarfBuzz puts some together."""
        for char in set(text) - self._covered:
            if self._font.get_nominal_glyph(ord(char)) is None:
                return False
            self._covered.add(char)
        return True

    def _moves(self, glyphs: Sequence[int], advances: Sequence[int], own: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """Return after which glyph (from 0) the next is moved to the left, and by how much.

        In thousandths of the size, with the same arithmetic as WeasyPrint's `draw_first_line`: fractions are dropped
        where it drops them.
        """
        found = []
        size = self.spec.size
        for place, (glyph, advance, width) in enumerate(zip(glyphs, advances, own, strict=True)):
            if advance != width:
                move = int(self.width(glyph) - advance * 1000 / PANGO_UNITS / size)
                if move:
                    found.append((place, move))
        return tuple(found)

    def width(self, glyph: int) -> int:
        """Return a glyph's own width, in thousandths of the size."""
        return round(self._advances[glyph] * 1000 / PANGO_UNITS / self.spec.size)


Pair = tuple[int, int, int, bytes]
"""A glyph, its advance in Pango's units, by how many thousandths the next is moved to the left, what draws it."""


class _Pairs(dict[str, Pair]):
    """From two lone signs, or one, to how the first is set."""

    def __init__(self, typeface: Typeface, script: str) -> None:
        self._typeface = typeface
        self._script = script

    def __missing__(self, text: str) -> Pair:
        if len(self) > _MOST_PAIRS:
            self.clear()
        found = self[text] = self._typeface.pair(text, self._script)
        return found


class _Advances(dict[int, int]):
    """From a glyph to its own width, in Pango's units."""

    def __init__(self, font: uharfbuzz.Font) -> None:
        self._font = font

    def __missing__(self, glyph: int) -> int:
        found: int = self._font.get_glyph_h_advance(glyph)
        self[glyph] = found
        return found


def _shown(glyphs: Sequence[int], moves: Sequence[tuple[int, int]]) -> bytes:
    """Return what draws glyphs in a PDF's text object (ISO 32000-1, 9.4.3)."""
    codes = struct.pack(f">{len(glyphs)}H", *glyphs)
    if not moves:
        return b"(%b)Tj" % _escaped(codes)
    parts = []
    start = 0
    for place, move in moves:
        end = 2 * place + 2
        parts.append(b"(%b)%d" % (_escaped(codes[start:end]), move))
        start = end
    if start < len(codes):
        parts.append(b"(%b)" % _escaped(codes[start:]))
    return b"[%b]TJ" % b"".join(parts)


def _escaped(codes: bytes) -> bytes:
    """Return glyph numbers as they stand in a PDF's literal string (ISO 32000-1, 7.3.4.2)."""
    return codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
