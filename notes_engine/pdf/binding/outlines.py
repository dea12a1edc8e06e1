"""Outlines of letters: they tell whether a font that somebody cut is part of a font file that is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uharfbuzz

if TYPE_CHECKING:
    from collections.abc import Iterable

    Outline = tuple[tuple[object, ...], ...]


class _Pen:
    """Writes down what is drawn, in a font's own units."""

    def __init__(self) -> None:
        self.drawn: list[tuple[object, ...]] = []

    def moveTo(self, *points: object) -> None:  # noqa: N802  names that uharfbuzz calls
        self.drawn.append(("m", *points))

    def lineTo(self, *points: object) -> None:  # noqa: N802
        self.drawn.append(("l", *points))

    def curveTo(self, *points: object) -> None:  # noqa: N802
        self.drawn.append(("c", *points))

    def qCurveTo(self, *points: object) -> None:  # noqa: N802
        self.drawn.append(("q", *points))

    def closePath(self) -> None:  # noqa: N802
        self.drawn.append(("h",))


class Outlines:
    """A font's outlines."""

    def __init__(self, content: bytes, index: int = 0) -> None:
        """`content` is a font file; of what is none, every glyph is empty."""
        self._face = uharfbuzz.Face(uharfbuzz.Blob(content), index)
        self._font = uharfbuzz.Font(self._face)
        self._known: dict[int, Outline] = {}

    def __getitem__(self, glyph: int) -> Outline:
        """Return a glyph's outline."""
        found = self._known.get(glyph)
        if found is None:
            pen = _Pen()
            self._font.draw_glyph_with_pen(glyph, pen)
            found = self._known[glyph] = tuple(pen.drawn)
        return found

    def is_part_of(self, whole: Outlines, glyphs: Iterable[int]) -> bool:
        """Return whether these glyphs are drawn alike in another font, and no sign stands here for missing letters."""
        return self._face.upem == whole._face.upem and not self[0] and all(self[each] == whole[each] for each in glyphs)
