"""Places: where WeasyPrint put boxes and text, in CSS pixels (1/96 inch) from the sheet's top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import TextBox

if TYPE_CHECKING:
    from notes_engine.pdf.untyped import Box

SLACK = 1.0
"""Pixels (0.26 mm) that rounding may take."""
_ASCENT, _DESCENT = 0.65, 0.1
"""Ink that must be inside, above and below the baseline, in parts of the font size: small letters and half a descender.
With tight line heights the tips of letters leave their box and harm nothing."""


@dataclass(frozen=True, slots=True)
class Rect:
    """Left, top, right, bottom, from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: Rect | None) -> Rect:
        """Return the smallest rectangle around both."""
        if other is None:
            return self
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def intersection(self, other: Rect) -> Rect:
        """Return the part inside both."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def overflow(self, inner: Rect) -> tuple[float, float]:
        """Return by how much `inner` leaves this rectangle, across and down; never negative."""
        across = max(self.left - inner.left, inner.right - self.right, 0)
        down = max(self.top - inner.top, inner.bottom - self.bottom, 0)
        return across, down

    def touches(self, other: Rect) -> bool:
        """True when both have a part in common, more than rounding."""
        return (
            other.right > self.left + SLACK
            and other.left < self.right - SLACK
            and other.bottom > self.top + SLACK
            and other.top < self.bottom - SLACK
        )


def shows_text(box: Box) -> bool:
    """True for a box that prints characters."""
    return isinstance(box, TextBox) and box.style["visibility"] == "visible" and not box.text.isspace()


def ink_area(box: Box) -> Rect:
    """Return where the characters of a text box stand."""
    size, baseline = box.style["font_size"], box.position_y + box.baseline
    spacing = box.style["letter_spacing"]
    after = spacing if isinstance(spacing, (int, float)) and spacing > 0 else 0
    return Rect(
        box.position_x, baseline - _ASCENT * size, box.position_x + box.width - after, baseline + _DESCENT * size
    )


def content_area(box: Box) -> Rect:
    """Return the inside of a box, without its padding."""
    left, top = box.content_box_x(), box.content_box_y()
    return Rect(left, top, left + box.width, top + box.height)


def padding_area(box: Box) -> Rect:
    """Return the inside of a box's border."""
    left, top = box.padding_box_x(), box.padding_box_y()
    return Rect(left, top, left + box.padding_width(), top + box.padding_height())


def border_area(box: Box) -> Rect:
    """Return a box with its border."""
    left, top = box.border_box_x(), box.border_box_y()
    return Rect(left, top, left + box.border_width(), top + box.border_height())
