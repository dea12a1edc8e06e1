"""Typefaces as plates have them, each beside WeasyPrint's style of the same look."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from notes_engine.pdf.fonts import font_face_css
from notes_engine.pdf.press.casting import Caster
from notes_engine.pdf.press.faces import Faces
from notes_engine.pdf.press.refusal import NotPlainError

if TYPE_CHECKING:
    from notes_engine.pdf.press.typeface import SetText, Typeface
    from notes_engine.pdf.untyped import Style
    from tests.pdf.press.press_bench import PressBench

LOOKS = (
    ("", "fr-fr"),
    ("font-size: 7.3pt", "de"),
    ("font-size: 33px; font-weight: bold", "nl"),
    ("font-style: italic", "tr"),
    ("font-weight: 300; font-size: 24.7pt", "pl"),
    ("font-weight: 900", "en-US"),
    ("font-feature-settings: 'tnum'", "ro"),
    ("font-variant-numeric: oldstyle-nums; font-size: 9pt", "ca"),
    ("font-variant-ligatures: none", "it"),
    ("font-kerning: none", "es"),
    ("font-variant-caps: small-caps", "zh-TW"),
    ("font-family: DejaVu Sans", ""),
    ("font-family: DejaVu Serif; font-size: 1.23px", "x-odd-language-tag"),
    ("font-family: DejaVu Sans Mono; font-size: 200px", "ar"),
)
"""CSS and language."""


class Types:
    """Makes typefaces."""

    def __init__(self, bench: PressBench) -> None:
        self._bench = bench
        self._caster = Caster(faces := Faces())
        self._faces = faces
        self.made = cache(self._made)
        self._kept: list[object] = []

    def _made(self, css: str, language: str) -> tuple[Typeface, Style]:
        """Return the typeface of a look, and WeasyPrint's style."""
        style = f'{font_face_css()} p {{ font: 10pt "Source Sans Pro"; {css} }}'
        document, _ = self._bench.lay_out(f'<html lang="{language}"><style>{style}</style><p>i</p>')
        self._kept.append(document)  # a style needs its document's fonts
        found: list[Style] = []
        waiting = [document.pages[0]._page_box]
        while waiting:
            box = waiting.pop()
            if type(box).__name__ == "TextBox":
                found.append(box.style)
            waiting += getattr(box, "children", ())
        spec, _ = self._caster._typeface(found[0], frozenset())
        return self._faces.typeface(spec), found[0]


def set_or_refused(typeface: Typeface, text: str) -> SetText | None:
    try:
        return typeface.set(text)
    except NotPlainError:
        return None
