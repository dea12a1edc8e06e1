"""Glyphs: which font printed each character, read from the same Pango lines that WeasyPrint draws.

So it holds for any template with any fonts, and knows what fontconfig on this machine really chose.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import get_font_description

from notes_engine.pdf.findings import PageFinding
from notes_engine.pdf.fonts import named, prints_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notes_engine.pdf.untyped import Box, Page, PangoObject, Style

_GENERIC = (
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "rounded",
    "system-ui",
    "math",
    "emoji",
    "fangsong",
)


@dataclass
class PageGlyphs:
    """What is odd about the glyphs of one page."""

    missing: set[str] = field(default_factory=set)
    fallback: dict[str, set[str]] = field(default_factory=dict)
    """Characters by the family that printed them."""
    replaced: set[tuple[str, str]] = field(default_factory=set)
    """Families the template names, and what was printed instead."""


class GlyphInspector:
    """Looks at the text of laid-out pages. Remembers, for each font style, the characters known to be right.

    Shaping a note's text a second time would cost a tenth of typesetting it; with the memory it costs next to nothing.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._right: dict[tuple[Any, ...], set[str]] = {}
        self._primary: dict[tuple[Any, ...], str] = {}

    def findings(self, pages: Iterable[Page]) -> Iterator[PageFinding]:
        """Yield what is odd about the glyphs of WeasyPrint's pages."""
        for number, page in enumerate(pages, 1):
            yield from _page_findings(self.inspect(page), number)

    def inspect(self, page: Page) -> PageGlyphs:
        """Return what is odd about the glyphs of one of WeasyPrint's pages."""
        glyphs = PageGlyphs()
        for box in page._page_box.descendants(placeholders=True):
            if isinstance(box, TextBox) and not box.text.isspace():
                self._inspect(box, glyphs)
        return glyphs

    def _inspect(self, box: Box, glyphs: PageGlyphs) -> None:
        layout, style = getattr(box, "pango_layout", None), box.style
        if layout is None or style["visibility"] != "visible" or style["font_size"] < 1e-6:  # noqa: PLR2004  as when drawn
            return
        families = style["font_family"]
        key = (families, style["font_style"], style["font_weight"], style["font_stretch"], style["lang"])
        right = self._right.setdefault(key, set())
        unknown = set(layout.text) - right
        primary = self._primary_family(key, style)
        replaced = _replaced_family(families, primary)
        if replaced:
            glyphs.replaced.add((replaced, primary))
        if not unknown:
            return
        asked = {family.casefold() for family in families} | {primary.casefold()}
        odd = set()
        for family, text, absent in _runs(layout, style):
            glyphs.missing |= absent
            odd |= absent
            if family.casefold() not in asked:
                chars = {char for char in text if not prints_nothing(char)} - absent
                glyphs.fallback.setdefault(family, set()).update(chars)
                odd |= chars
        # Joiners and variation selectors change what is printed around them: such texts are looked at each time.
        right |= {char for char in unknown - odd if char.isspace() or not prints_nothing(char)}

    def _primary_family(self, key: tuple[Any, ...], style: Style) -> str:
        """Return the family that fontconfig chooses for a style before it looks at any character."""
        family = self._primary.get(key)
        if family is None:
            font_map = style.font_config.font_map
            context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
            font = pango.pango_font_map_load_font(font_map, context, get_font_description(style))
            family = self._primary[key] = _family(font)
        return family


def _replaced_family(families: tuple[str, ...], primary: str) -> str | None:
    """Return the first family the template names when none of those it names is there."""
    named = [family for family in families if family.casefold().removeprefix("ui-") not in _GENERIC]
    if not named or primary.casefold() in {family.casefold() for family in named}:
        return None
    return named[0]


def _runs(layout: PangoObject, style: Style) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each run of the first line as its family, its text, and the characters drawn as an empty box."""
    layout.reactivate(style)
    try:
        line, _ = layout.get_first_line()
        encoded = layout.text.encode()
        run = line.runs[0]
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            text = encoded[item.offset : item.offset + item.length]
            yield _family(item.analysis.font), text.decode(), _absent(glyphs, text)
            run = run.next
    finally:
        layout.deactivate()


def _absent(glyphs: PangoObject, text: bytes) -> set[str]:
    """Return the characters of a run (in UTF-8) that are drawn as an empty box."""
    found: set[str] = set()
    ends = sorted({*glyphs.log_clusters[0 : glyphs.num_glyphs], len(text)})
    for index, info in enumerate(glyphs.glyphs[0 : glyphs.num_glyphs]):
        if info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            drawn = chr(info.glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
            start = glyphs.log_clusters[index]
            cluster = text[start : ends[ends.index(start) + 1]].decode()
            # HarfBuzz takes some letters apart (Thai sara am): then all that stands there is named, as it was written.
            found |= {drawn} if drawn in cluster else set(cluster)
    return found


def _family(font: PangoObject) -> str:
    if font == ffi.NULL:
        return ""
    description = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    name: bytes = ffi.string(pango.pango_font_description_get_family(description))
    return name.decode()


def _page_findings(glyphs: PageGlyphs, number: int) -> Iterator[PageFinding]:
    for family, instead in sorted(glyphs.replaced):
        yield PageFinding(
            "fallback-font",
            f"the font {family!r} is not there; {instead!r} of this machine is printed instead",
            "load it with @font-face from a file in the workspace, so that a page looks the same on every machine",
            number,
        )
    for family, chars in sorted(glyphs.fallback.items()):
        if chars:
            yield PageFinding(
                "fallback-glyph",
                f"{named(chars)}: not in the template's fonts, printed in {family!r} of this machine",
                "load a font that has them with @font-face and name it in font-family, after the first",
                number,
                frozenset(chars),
            )
    if glyphs.missing:
        yield missing_glyphs(glyphs.missing, number)


def missing_glyphs(chars: set[str], number: int | None) -> PageFinding:
    """Return the finding for characters that no font has."""
    return PageFinding(
        "missing-glyph",
        f"{named(chars)}: no font on this machine has them, an empty box is printed",
        "install a font that has them, or load one with @font-face",
        number,
        frozenset(chars),
    )
