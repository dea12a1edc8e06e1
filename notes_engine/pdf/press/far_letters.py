"""Letters that reach as far up and down as a font's letters do: what covers a line's edge covers a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.pdf.press.filler import WIDE

if TYPE_CHECKING:
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Style

# Of all signs that are stamped (`typeface.PLAIN_SIGNS`), those that reach furthest in one font or another, and common
# ones for fonts that lack them. No line breaks before or after one.
HIGH = "ẲẮẨỔǗǛǙỉḮḖṒĺÍÅŮdtM"
DEEP = "¦‗ȤĢƍḒḽȘŢçjg"
_AS_FAR = 0.01
"""Part of the font size: signs whose ends are no further apart reach as far."""
_NEARLY_AS_FAR = 0.06


def far_pairs(style: Style, setter: TextSetter) -> tuple[str, str]:
    """Return two pairs of a letter that reaches up and one that reaches down: the furthest, and a narrow one.

    The narrow one reaches nearly as far. It is for places that the furthest pair is too wide for.
    """
    size = style["font_size"]
    fonts = setter.one_line(WIDE, style).fonts
    ups: dict[str, float] = {}
    downs: dict[str, float] = {}
    for signs, found, side in ((HIGH, ups, 0), (DEEP, downs, 1)):
        for sign in signs:
            text = setter.one_line(sign, style)
            reach = setter.reach(sign, style) if text.is_plain and text.fonts == fonts else None
            if reach is not None:
                found[sign] = reach[side]

    def narrowest(found: dict[str, float], slack: float) -> str:
        if not found:
            return ""
        enough = max(found.values()) - slack * size
        return min(
            (sign for sign in found if found[sign] >= enough), key=lambda sign: setter.one_line(sign, style).width
        )

    furthest, narrow = (narrowest(ups, slack) + narrowest(downs, slack) for slack in (_AS_FAR, _NEARLY_AS_FAR))
    return furthest or WIDE, narrow or WIDE
