"""The proof of a typeface: it sets a sample of letters, pairs and signs as WeasyPrint draws them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import split_first_line

from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from notes_engine.pdf.press.typeface import SetText, Typeface
    from notes_engine.pdf.untyped import Style

SAMPLES = (
    "i",
    "m",
    "Hamburgefonstiv, quick wizard: 0123456789 (1/2) & 3 × 4 = 12",
    "AVATAR To Te Yo LT VA Wa P. T, Y; fi fl ff ffi ffl fj ft tt Tt r. y, 'a' “a” «a»",
    "AT AV AW AY FA LT LV LY PA TA TO TY VA VO WA YA Ta Te Ti To Tr Tu Ty Va Ve Vo Wa We Ya Ye Yo",
    "11 17 71 74 47 1.1 7.7 4,4 1/7 1-7 10:45 # % € £ $ @ * + < > [ ] { } | ~ ^ _ ` !",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
    "ĂĄĆČĎĐĘĚĞİŁŃŇŐŒŘŚŞŠŢŤŮŰŸŹŻŽ ăąćčďđęěğıłńňőœřśşšţťůűźżž Œuvre Łódź Ţară",
    "rue de l’Église, n° 12 – bâtiment B — 2ᵉ étage… 1 234,50 €",
    "Straße 5, Größe: 3 ‰, São João, El Niño, L'Hôpital, d'Été, Ÿ",
)
"""Texts with the pairs that fonts kern, ligatures, figures, and the letters of the notes' languages."""

_PARTS = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+)")


def require_same_setting(typeface: Typeface, style: Style) -> None:
    """Check that a typeface sets every sample as WeasyPrint sets and draws it in a style.

    Samples that the typeface refuses are no harm: it will refuse their like again.

    Raises:
        NotPlainError: it sets one otherwise.
    """
    for sample in SAMPLES:
        for text in (sample, *sample.split()):
            try:
                mine = typeface.set(text)
            except NotPlainError:
                continue
            layout, _, _, width, _, _ = split_first_line(text, style, _Context(), None, 0)
            if abs(width - mine.width) > 1 / 512 or _drawn(text, layout, style) != _places(mine):
                raise NotPlainError


class _Context:
    """What line breaking asks of a layout context: dictionaries of hyphenation, of which a single line needs none."""

    def __init__(self) -> None:
        self.dictionaries: dict[object, object] = {}


class _Text:
    """What drawing asks of a text box."""

    def __init__(self, text: str, layout: object, style: Style) -> None:
        self.text, self.pango_layout, self.style, self.baseline = text, layout, style, 0


def _drawn(text: str, layout: object, style: Style) -> list[int]:
    """Return WeasyPrint's glyphs, and after a glyph what moves the next to the left, where it is not nothing."""
    stream = Stream({}, (0, 0, 1, 1), {}, {}, None, {}, None)
    box = _Text(text, layout, style)
    box.pango_layout.reactivate(style)  # type: ignore[attr-defined]  # a layout of WeasyPrint's
    draw_first_line(stream, box, "clip", "none", Matrix(d=-1))
    box.pango_layout.deactivate()  # type: ignore[attr-defined]
    shown = [line for line in stream.stream if line.endswith(b"TJ")]
    if len(shown) != 1:
        raise NotPlainError
    found: list[int] = []
    for glyphs, move in _PARTS.findall(shown[0]):
        if move:
            if float(move):
                found.append(-1_000_000 + int(float(move)))
        else:
            found += [int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4)]
    return found


def _places(text: SetText) -> list[int]:
    """Return the same of our own."""
    found: list[int] = []
    moves = dict(text.moves)
    for place, glyph in enumerate(text.glyphs):
        found.append(glyph)
        if place in moves:
            found.append(-1_000_000 + moves[place])
    return found
