"""Boxes: text that its box, its table cell, the page or the paper cannot hold.

Read from WeasyPrint's laid-out boxes. All lengths are CSS pixels (1/96 inch). A finding must be true of what a reader
sees, so text is measured by its ink: a tight line height is no overflow, and what a template cuts off or moves out of
the page on purpose is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from notes_engine.pdf.findings import PageFinding
from notes_engine.pdf.metadata import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notes_engine.pdf.untyped import Box, Page

_SLACK = 1.0
"""Pixels (0.26 mm) that rounding may take."""
_ASCENT, _DESCENT = 0.65, 0.1
"""Ink that must be inside, above and below the baseline, in parts of the font size: small letters and half a descender.
With tight line heights the tips of letters leave their box and harm nothing."""
_HIDDEN = 1.5
"""A box no higher or wider than this hides its text on purpose (the usual trick for screen readers)."""
_HOLDERS = (boxes.BlockBox, boxes.TableCellBox, boxes.InlineBlockBox, boxes.FlexContainerBox, boxes.GridContainerBox)


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


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A piece of text on a page: where it stands, and its font size, in CSS pixels."""

    page: int
    text: str
    area: Rect
    font_size: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the boxes around a box say about it."""

    name: str
    """The nearest `data-box`, or empty."""
    limit: Rect | None
    """Where text in the flow of the page may stand; None where a box was moved on purpose."""
    paper: Rect | None
    """The sheet; None under a transform, where positions are not those of the sheet."""


def placed_texts(pages: Iterable[Page]) -> Iterator[PlacedText]:
    """Yield every piece of visible text of WeasyPrint's pages, in drawing order of the flow."""
    for number, page in enumerate(pages, 1):
        for box in page._page_box.descendants():
            if _shows_text(box):
                yield PlacedText(number, box.text, _ink(box), box.style["font_size"])


def overfull(pages: Iterable[Page]) -> Iterator[PageFinding]:
    """Yield one finding for each box that cannot hold its text."""
    for number, page in enumerate(pages, 1):
        box = page._page_box
        paper = Rect(0, 0, box.margin_width(), box.margin_height())
        setting = _Setting("", _content(box), paper)
        found: _Found = {}
        for child in box.children:
            in_margin = isinstance(getattr(child, "_box", child), (boxes.MarginBox, boxes.FootnoteAreaBox))
            _, part = _measure(child, replace(setting, limit=None) if in_margin else setting)
            _add(found, part)
        for sentence, pixels in found.items():
            what = sentence.format(f"{pixels * 25.4 / 96:.1f} mm")
            yield PageFinding("overfull", what, "shorten the text, or give the box more room in the template", number)


_Found = dict[str, float]
"""Sentences about what is overfull, with `{}` for by how much: the most, in pixels."""


def _add(found: _Found, more: _Found) -> None:
    for sentence, pixels in more.items():
        found[sentence] = max(pixels, found.get(sentence, 0))


def _measure(box: Box, setting: _Setting) -> tuple[Rect | None, _Found]:
    """Return the ink of the box's text that counts for the boxes around it, and what is overfull inside."""
    box = getattr(box, "_box", box)  # where an absolutely positioned box stands in the flow
    if _shows_text(box):
        return _ink(box), _check_text(box, setting)
    if not isinstance(box, boxes.ParentBox) or _attribute(box, "aria-hidden") == "true":
        return None, {}
    inside = _inside(box, setting)
    ink: Rect | None = None
    found: _Found = {}
    for child in box.children:
        child_ink, child_found = _measure(child, inside)
        _add(found, child_found)
        if child_ink is not None:
            ink = child_ink.union(ink)
    if ink is None:
        return None, found
    problem = _check_held(box, ink, inside)
    if problem:
        # Said once: what leaves its box need not be told of the page as well.
        return None, problem
    if box.is_absolutely_positioned() or box.transformation_matrix:
        return None, found
    return (ink.intersection(_padding(box)) if _clips(box) else ink), found


def _inside(box: Box, setting: _Setting) -> _Setting:
    """Return the setting for the children of `box`."""
    name = _attribute(box, "data-box") or setting.name
    limit, paper = setting.limit, setting.paper
    if box.transformation_matrix or _clips(box):
        limit = paper = None
    if box.is_absolutely_positioned() or box.style["position"] == "relative":
        limit = None
    moved = isinstance(box, boxes.BlockBox) and (_negative(box.margin_left) or _negative(box.margin_right))
    if limit is not None and moved:
        # A negative margin is a box that the template put into the page's margin: its text may stand there.
        limit = replace(limit, left=min(limit.left, _border(box).left), right=max(limit.right, _border(box).right))
    return _Setting(name, limit, paper)


def _check_text(box: Box, setting: _Setting) -> _Found:
    ink = _ink(box)
    found: _Found = {}
    where = f" ({_the(setting.name)})" if setting.name else ""
    if setting.limit is not None:
        # Only where the line ends: a line that begins in the margin was put there, by an indent for instance.
        rightward = box.style["direction"] == "ltr"
        across = ink.right - setting.limit.right if rightward else setting.limit.left - ink.left
        down = ink.bottom - setting.limit.bottom
        if across > _SLACK:
            found[f"a line is {{}} wider than the page's text area{where}"] = across
        if down > _SLACK:
            found[f"text runs {{}} over the end of the page's text area{where}"] = down
    elif setting.paper is not None:
        beyond = max(setting.paper.overflow(ink))
        # Text wholly outside was put there to be out of sight.
        if beyond > _SLACK and _touches(setting.paper, ink):
            found[f"text runs {{}} off the paper{where}"] = beyond
    return found


def _check_held(box: Box, ink: Rect, setting: _Setting) -> _Found:
    """Return what is overfull when `box` must hold its text."""
    fit = _attribute(box, "data-fit") is not None
    if isinstance(box, boxes.TableCellBox) and not fit:
        across, _ = _border(box).overflow(ink)
        name = _the(setting.name) if setting.name else "its table cell"
        return {f"text is {{}} wider than {name}": across} if across > _SLACK else {}
    if not isinstance(box, _HOLDERS) or not (fit or _has_fixed_height(box)) or _hides_on_purpose(box):
        return {}
    across, down = (_content(box) if fit else _padding(box)).overflow(ink)
    if _clips(box) and box.style["text_overflow"] == "ellipsis":
        across = 0
    name = _the(setting.name) if setting.name else _description(box)
    found: _Found = {}
    if across > _SLACK:
        found[f"text is {{}} too wide for {name}"] = across
    if down > _SLACK:
        found[f"text is {{}} too high for {name}"] = down
    return found


def _has_fixed_height(box: Box) -> bool:
    if box.element_tag in ("html", "body"):
        return False
    style = box.style
    if box.is_absolutely_positioned() and style["top"] != "auto" and style["bottom"] != "auto":
        return True
    heights = (style["height"], style["max_height"])
    return any(
        height != "auto" and height.unit == "px" and height.value != float("inf")
        for height in heights
        if hasattr(height, "unit") or height == "auto"
    )


def _clips(box: Box) -> bool:
    # What `overflow` says of the root and the body counts for the page, which does not clip.
    return box.style["overflow"] != "visible" and box.element_tag not in ("html", "body", None)


def _hides_on_purpose(box: Box) -> bool:
    return bool(box.style["clip"]) or box.height <= _HIDDEN or box.width <= _HIDDEN


def _shows_text(box: Box) -> bool:
    return isinstance(box, boxes.TextBox) and box.style["visibility"] == "visible" and not box.text.isspace()


def _ink(box: Box) -> Rect:
    size, baseline = box.style["font_size"], box.position_y + box.baseline
    spacing = box.style["letter_spacing"]
    after = spacing if isinstance(spacing, (int, float)) and spacing > 0 else 0
    return Rect(
        box.position_x, baseline - _ASCENT * size, box.position_x + box.width - after, baseline + _DESCENT * size
    )


def _touches(area: Rect, inner: Rect) -> bool:
    return (
        inner.right > area.left + _SLACK
        and inner.left < area.right - _SLACK
        and inner.bottom > area.top + _SLACK
        and inner.top < area.bottom - _SLACK
    )


def _content(box: Box) -> Rect:
    left, top = box.content_box_x(), box.content_box_y()
    return Rect(left, top, left + box.width, top + box.height)


def _padding(box: Box) -> Rect:
    left, top = box.padding_box_x(), box.padding_box_y()
    return Rect(left, top, left + box.padding_width(), top + box.padding_height())


def _border(box: Box) -> Rect:
    left, top = box.border_box_x(), box.border_box_y()
    return Rect(left, top, left + box.border_width(), top + box.border_height())


def _attribute(box: Box, name: str) -> str | None:
    """Return an attribute of the box's element; pseudo-elements and lines have none of their own."""
    if box.element is None or isinstance(box, boxes.LineBox) or "::" in (box.element_tag or ""):
        return None
    value: str | None = box.element.get(name)
    return value


def _description(box: Box) -> str:
    name = _attribute(box, "class") or _attribute(box, "id")
    # The sentence is a format of its own: braces in it are text.
    return _literal(f"the box <{box.element_tag}{f' {plain(name)[:40]}' if name else ''}>")


def _the(name: str) -> str:
    name = plain(name)[:60]
    return _literal(name if name.lower().startswith("the ") else f"the {name}")


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _negative(length: float | str) -> bool:
    return not isinstance(length, str) and length < 0  # a margin may still be "auto"
