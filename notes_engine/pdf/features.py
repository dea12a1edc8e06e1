"""Lists of font features that are forgotten with the text they were made for.

WeasyPrint 70.0 keeps every list that it gives to a Pango layout, and every attribute in it, for as long as the process
is ("keep a cache to avoid leaking too many of them", `Layout.setup`): 18 KB for each note that is laid out, and as much
when it is drawn. The lists share their attributes, so that none could be freed. Here each list has an attribute of its
own, and belongs to its layout alone, which frees both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import FontConfig, Style

_T = TypeVar("_T")


class _OwnAttributes(dict[bytes, _T]):
    """A font configuration's attributes, of which none is shared."""

    def setdefault(self, _features: bytes, made: _T) -> _T:
        """Return the attribute that was just made, as `Layout.setup` asks for it."""
        return made


def free_features(configuration: FontConfig) -> None:
    """Let the layouts of this font configuration free their lists of features; those of others stay as they are."""
    configuration.font_features = _OwnAttributes()
    Layout.setup = _setup


_weasyprints_setup = Layout.setup


def _setup(layout: Layout, style: Style) -> None:
    """As WeasyPrint's; then the layout's list has one owner less."""
    _weasyprints_setup(layout, style)
    if isinstance(style.font_config.font_features, _OwnAttributes):
        features = pango.pango_layout_get_attributes(layout.layout)
        if features != ffi.NULL:
            pango.pango_attr_list_unref(features)
