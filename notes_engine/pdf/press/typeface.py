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

from notes_engine.pdf.press.lone_sets import LoneSigns
from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PANGO_UNITS = 1024
"""Pango's units in a CSS pixel."""
_MOST_PAIRS = 20_000
_MOVED = 1 << 48
"""Added to a pair's advance where its second is moved: more than any text's width, so that a sum tells both."""
_REMEMBERED = 1_000
"""Texts that one typeface keeps, and as many that it kept before: titles, towns and amounts repeat; names do not."""

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

_NONE = LoneSigns()


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
    """A text on one line, of lone signs: each has a glyph of its own, whatever stands beside it."""

    __slots__ = ("_pairs", "counted_by", "is_collapsing", "show", "text", "width")

    def __init__(self, pairs: Pairs, text: str, width: float, show: bytes) -> None:
        """Take what `pairs` make of a text."""
        self._pairs = pairs
        self.text = text
        self.width = width
        """CSS pixels."""
        self.show = show
        """What draws it in a PDF's text object."""
        self.is_collapsing = text[0] == " " or text[-1] == " " or "  " in text
        """It holds white space that HTML would collapse: as a value it is not drawn as it stands."""
        self.counted_by: object = None
        """What counted its glyphs last."""

    @property
    def lone_signs_of(self) -> Pairs | None:
        """What its glyphs follow from, sign by sign; None where they do not."""
        return self._pairs

    @property
    def glyphs(self) -> Sequence[int]:
        """The glyphs, in their order."""
        return [self._pairs.glyph(sign) for sign in self.text]

    @property
    def moves(self) -> Sequence[tuple[int, int]]:
        """After which glyph (from 0) the next is moved to the left, and by how much, in thousandths of the size."""
        return self._pairs.moves(self.text)

    @property
    def widths(self) -> Sequence[int]:
        """Each glyph's own width, in thousandths of the size."""
        return list(map(self._pairs.typeface.width, self.glyphs))

    @property
    def chars(self) -> Sequence[str]:
        """What each glyph stands for: what a search or a copy gives back."""
        return self.text


class ShapedText(SetText):
    """A text that was shaped as a whole: its letters may have changed each other's glyphs."""

    __slots__ = ("_glyphs", "_moves", "_starts")

    def __init__(
        self,
        pairs: Pairs,
        text: str,
        width: float,
        glyphs: Sequence[int],
        moves: Sequence[tuple[int, int]],
        starts: Sequence[int] | None,
    ) -> None:
        """Take what HarfBuzz made of a text; `starts` is where in it each glyph begins, where they are not as many."""
        super().__init__(pairs, text, width, _shown(glyphs, moves))
        self._glyphs = glyphs
        self._moves = moves
        self._starts = starts

    @property
    def lone_signs_of(self) -> Pairs | None:
        """Nothing: its glyphs follow from the whole text."""
        return None

    @property
    def glyphs(self) -> Sequence[int]:
        """The glyphs, in their order."""
        return self._glyphs

    @property
    def moves(self) -> Sequence[tuple[int, int]]:
        """After which glyph (from 0) the next is moved to the left, and by how much, in thousandths of the size."""
        return self._moves

    @property
    def chars(self) -> Sequence[str]:
        """What each glyph stands for: what a search or a copy gives back."""
        if self._starts is None:
            return self.text
        ends = [*self._starts[1:], len(self.text)]
        return [self.text[start:end] for start, end in zip(self._starts, ends, strict=True)]


class Typeface:
    """Sets texts, and remembers them."""

    def __init__(self, spec: TypeSpec, font_file: bytes, lone: LoneSigns = _NONE) -> None:
        """`font_file` is the file that `spec` names; `lone` its lone signs, whose texts are put together of pairs."""
        face = uharfbuzz.Face(uharfbuzz.Blob(font_file), spec.index)
        self.spec = spec
        self._font = uharfbuzz.Font(face)
        scale = round(spec.size * PANGO_UNITS)
        self._font.scale = (scale, scale)
        self._features: Mapping[str, int] = dict(spec.features)
        self.known: dict[str, SetText | None] = {}
        """Texts that were set, and None for those that are refused."""
        self._known_before: dict[str, SetText | None] = {}
        self.lines: dict[tuple[str, float], tuple[str, ...] | None] = {}
        """Texts that were broken into lines, by the room they had, and None where it is not certain where."""
        self._buffer = uharfbuzz.Buffer()
        self._advances = _Advances(self._font)
        self._covered: set[str] = set()
        self._lone = lone.always | lone.parted
        self.joining = lone.joining
        """Pairs of lone signs that may become one: a text with such a pair is shaped as a whole."""
        self._pairs = {script: Pairs(self, script) for script in ("Latn", "Zyyy")}

    def set(self, text: str) -> SetText:
        """Return the text on one line, with the spaces that it begins and ends with.

        Raises:
            NotPlainError: it needs another font, script or direction.
        """
        try:
            found = self.known[text]
        except KeyError:
            if len(self.known) > _REMEMBERED:
                self._known_before = self.known.copy()
                self.known.clear()  # lines that are ready to be stamped hold it
            try:
                found = self._known_before[text]
            except KeyError:
                found = self._new(text)
            self.known[text] = found
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
        """Return a text of lone signs, as its pairs are set; None where two may not be set as two glyphs side by side.

        It is what `_shape` would return, in a tenth of the time.
        """
        pairs = self._pairs["Latn" if _LETTER.search(text) else "Zyyy"]
        if len(pairs.known) > _MOST_PAIRS:
            pairs.forget()
        couples = [*map(add, text, text[1:]), text[-1]]
        try:
            advances, codes = zip(*map(pairs.known.__getitem__, couples), strict=True)
        except NotPlainError:
            return None
        width, code = sum(advances), b"".join(codes)
        if width < _MOVED:
            return SetText(pairs, text, width / PANGO_UNITS, b"(%b)Tj" % code)
        return SetText(pairs, text, width % _MOVED / PANGO_UNITS, b"[(%b)]TJ" % code)

    def pair(self, text: str, script: str) -> Pair:
        """Return how the first of two lone signs is set before the second, or how one is set at a text's end.

        Raises:
            NotPlainError: not as a glyph on its line, or the second is not set as it is alone.
        """
        glyphs, advances, x_offsets, y_offsets, _ = self._shaped(text, script)
        own = tuple(map(self._advances.__getitem__, glyphs))
        is_strange = 0 in glyphs or any(x_offsets) or any(y_offsets) or own[-1] != advances[-1] or min(advances) < 0
        if not is_strange and len(text) > 1:
            is_strange = glyphs != tuple(map(self._pairs[script].glyph, text))
        if is_strange or len(glyphs) != len(text):
            self._lone = self._lone.difference(text)
            raise NotPlainError
        moves = self._moves(glyphs, advances, own)
        return glyphs[0], advances[0], moves[0][1] if moves else 0

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
        return ShapedText(self._pairs[script], text, sum(advances) / PANGO_UNITS, glyphs, moves, starts)

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


Pair = tuple[int, int, int]
"""A glyph, its advance in Pango's units, and by how many thousandths of the size the next is moved to the left."""
_Entry = tuple[int, bytes]
"""Of a pair: its advance, and `_MOVED` more where the second is moved; and what draws the first in a literal string.

That moves the second too.
"""


class Pairs:
    """How the lone signs of a typeface are set, in one script: by two neighbours, or by one at a text's end."""

    __slots__ = ("_entries", "_glyphs", "_script", "known", "moved", "typeface")

    def __init__(self, typeface: Typeface, script: str) -> None:
        self.typeface = typeface
        self._script = script
        self.known: dict[str, _Entry] = _Learning(self)
        """Two signs, or one → how the first is set; a new pair is learnt when it is asked for."""
        self.moved: dict[str, int] = {}
        """Those of the pairs whose second is moved to the left → by how many thousandths of the size."""
        self._glyphs: dict[str, int] = {}
        self._entries: dict[_Entry, _Entry] = {}
        """Each entry once: most pairs have that of their first sign alone, and so few fit a processor's cache."""

    def forget(self) -> None:
        """Forget all pairs."""
        for learnt in (self.known, self.moved, self._entries):
            learnt.clear()

    def learn(self, couple: str) -> _Entry:
        """Return the entry of a pair that is new; raises NotPlainError where it may be set in another way."""
        if couple in self.typeface.joining:
            raise NotPlainError
        glyph, advance, move = self.typeface.pair(couple, self._script)
        self._glyphs[couple[0]] = glyph  # the same beside anything
        code = _escaped(struct.pack(">H", glyph))
        entry = advance, code
        if move:
            self.moved[couple] = move
            entry = advance + _MOVED, b"%b)%d(" % (code, move)
        return self._entries.setdefault(entry, entry)

    def glyph(self, sign: str) -> int:
        """Return a lone sign's glyph; raises as `learn`."""
        found = self._glyphs.get(sign)
        if found is None:
            self.known[sign]  # learns it
            found = self._glyphs[sign]
        return found

    def moves(self, text: str) -> Sequence[tuple[int, int]]:
        """Return after which sign of a text (from 0) the next is moved to the left, and by how much."""
        couples = [*map(add, text, text[1:])]
        for couple in couples:
            self.known[couple]  # learns what was forgotten
        return [(place, self.moved[couple]) for place, couple in enumerate(couples) if couple in self.moved]


class _Learning(dict[str, _Entry]):
    """Entries by pairs, which learns those that it lacks."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs

    def __missing__(self, couple: str) -> _Entry:
        found = self[couple] = self._pairs.learn(couple)
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
