"""One text in one style on one line: its width and its glyphs, and the lines that a longer text breaks into.

WeasyPrint's own line breaking sets every text, so that what is stamped is what it would have printed there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import split_first_line

from notes_engine.pdf.press.typeface import PANGO_UNITS

if TYPE_CHECKING:
    from notes_engine.pdf.press.filler import Letters
    from notes_engine.pdf.untyped import PangoObject, Style

_REMEMBERED = 2_000
"""Texts kept: titles, towns and amounts repeat; names do not."""


@dataclass(frozen=True, slots=True)
class SetText:
    """A text on one line. Lengths are in CSS pixels."""

    layout: PangoObject
    width: float
    height: float
    baseline: float
    fonts: tuple[object, ...]
    """The fonts of its runs; one, unless characters are missing in the style's own."""
    is_plain: bool
    """It runs from left to right, and every character has a glyph."""


class TextSetter:
    """Sets texts, and remembers what it set. One for each process, beside its font configuration."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.dictionaries: dict[object, object] = {}  # of hyphenation: what line breaking asks of a layout context
        self.letters: dict[tuple[object, ...], Letters] = {}  # by style: what wide values are made of
        self._set: dict[tuple[int, str], SetText] = {}
        self._broken: dict[tuple[int, str, float], tuple[str, ...]] = {}
        self._styles: dict[int, Style] = {}

    def one_line(self, text: str, style: Style) -> SetText:
        """Return the text as one line of that style."""
        key = (id(style), text)
        found = self._set.get(key)
        if found is None:
            self._remember(style)
            layout, _, _, width, height, baseline = split_first_line(text, style, self, None, 0)
            fonts, is_plain = _runs(layout, style)
            found = self._set[key] = SetText(layout, width, height, baseline, fonts, is_plain)
        return found

    def lines(self, text: str, style: Style, available: float) -> tuple[str, ...]:
        """Return the lines that the text breaks into where `available` CSS pixels are."""
        key = (id(style), text, available)
        found = self._broken.get(key)
        if found is None:
            self._remember(style)
            found = self._broken[key] = tuple(self._break(text, style, available))
        return found

    def reach(self, sign: str, style: Style) -> tuple[float, float] | None:
        """Return how far a sign's ink reaches above and below the line's foot; None unless it is one plain glyph."""
        layout = self.one_line(sign, style).layout
        layout.reactivate(style)
        try:
            line, _ = layout.get_first_line()
            run = line.runs[0].data if line.runs != ffi.NULL else None
            if run is None or run.glyphs.num_glyphs != 1:
                return None
            glyph = run.glyphs.glyphs[0]
            if glyph.geometry.x_offset or glyph.geometry.y_offset:
                return None
            ink = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(run.item.analysis.font, glyph.glyph, ink, ffi.NULL)
            return -ink.y / PANGO_UNITS, (ink.y + ink.height) / PANGO_UNITS
        finally:
            layout.deactivate()

    def _remember(self, style: Style) -> None:
        if len(self._set) + len(self._broken) > _REMEMBERED:
            self._set.clear()
            self._broken.clear()
            self._styles.clear()
        self._styles[id(style)] = style  # as long as it lives, its id is its own

    def _break(self, text: str, style: Style, available: float) -> list[str]:
        found = []
        rest = text.encode()
        while rest:
            layout, _, resume_at, _, _, _ = split_first_line(rest.decode(), style, self, available, 0)
            found.append(layout.text)
            if resume_at is None:
                break
            rest = rest[resume_at:].lstrip(b" ")
        return found


def _runs(layout: PangoObject, style: Style) -> tuple[tuple[object, ...], bool]:
    """Return the fonts of a layout's runs, and whether all of it is set from left to right with glyphs."""
    layout.reactivate(style)
    try:
        line, _ = layout.get_first_line()
        fonts: dict[object, None] = {}
        run, is_plain = line.runs[0] if line.runs != ffi.NULL else ffi.NULL, True
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            fonts[get_pango_font_key(item.analysis.font)[0]] = None
            if item.analysis.level % 2:
                is_plain = False
            for glyph in glyphs.glyphs[0 : glyphs.num_glyphs]:
                if glyph.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and glyph.glyph != pango.PANGO_GLYPH_EMPTY:
                    is_plain = False
            run = run.next
        return tuple(fonts), is_plain
    finally:
        layout.deactivate()
