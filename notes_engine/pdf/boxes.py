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
from notes_engine.pdf.places import SLACK, Rect, border_area, content_area, ink_area, padding_area, shows_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notes_engine.pdf.untyped import Box, Page

_HIDDEN = 1.5
"""A box no higher or wider than this hides its text on purpose (the usual trick for screen readers)."""
_HOLDERS = (boxes.BlockBox, boxes.TableCellBox, boxes.InlineBlockBox, boxes.FlexContainerBox, boxes.GridContainerBox)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the boxes around a box say about it."""

    name: str
    """The nearest `data-box`, or empty."""
    limit: Rect | None
    """Where text in the flow of the page may stand; None where a box was moved on purpose."""
    paper: Rect | None
    """The sheet; None under a transform, where positions are not those of the sheet."""


def overfull(pages: Iterable[Page]) -> Iterator[PageFinding]:
    """Yield one finding for each box that cannot hold its text."""
    for number, page in enumerate(pages, 1):
        box = page._page_box
        paper = Rect(0, 0, box.margin_width(), box.margin_height())
        setting = _Setting("", content_area(box), paper)
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
    if shows_text(box):
        return ink_area(box), _check_text(box, setting)
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
    return (ink.intersection(padding_area(box)) if _clips(box) else ink), found


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
        limit = replace(
            limit, left=min(limit.left, border_area(box).left), right=max(limit.right, border_area(box).right)
        )
    return _Setting(name, limit, paper)


def _check_text(box: Box, setting: _Setting) -> _Found:
    ink = ink_area(box)
    found: _Found = {}
    where = f" ({_the(setting.name)})" if setting.name else ""
    if setting.limit is not None:
        # Only where the line ends: a line that begins in the margin was put there, by an indent for instance.
        rightward = box.style["direction"] == "ltr"
        across = ink.right - setting.limit.right if rightward else setting.limit.left - ink.left
        down = ink.bottom - setting.limit.bottom
        if across > SLACK:
            found[f"a line is {{}} wider than the page's text area{where}"] = across
        if down > SLACK:
            found[f"text runs {{}} over the end of the page's text area{where}"] = down
    elif setting.paper is not None:
        beyond = max(setting.paper.overflow(ink))
        # Text wholly outside was put there to be out of sight.
        if beyond > SLACK and setting.paper.touches(ink):
            found[f"text runs {{}} off the paper{where}"] = beyond
    return found


def _check_held(box: Box, ink: Rect, setting: _Setting) -> _Found:
    """Return what is overfull when `box` must hold its text."""
    fit = _attribute(box, "data-fit") is not None
    if isinstance(box, boxes.TableCellBox) and not fit:
        across, _ = border_area(box).overflow(ink)
        name = _the(setting.name) if setting.name else "its table cell"
        return {f"text is {{}} wider than {name}": across} if across > SLACK else {}
    height = _fixed_height(box)
    if not isinstance(box, _HOLDERS) or not (fit or height is not None) or _hides_on_purpose(box):
        return {}
    area = content_area(box) if fit else padding_area(box)
    if height is not None and box.height > height:
        # WeasyPrint stretches a box that it breaks at the end of a page.
        area = replace(area, bottom=area.bottom - (box.height - height))
    across, down = area.overflow(ink)
    if _clips(box) and box.style["text_overflow"] == "ellipsis":
        across = 0
    name = _the(setting.name) if setting.name else _description(box)
    found: _Found = {}
    if across > SLACK:
        found[f"text is {{}} too wide for {name}"] = across
    if down > SLACK:
        found[f"text is {{}} too high for {name}"] = down
    return found


def _fixed_height(box: Box) -> float | None:
    """Return the height that the template gives the inside of a box, in pixels; None where its text decides."""
    style = box.style
    if box.element_tag in ("html", "body"):  # as high as the page, and broken over pages
        return None
    if isinstance(box, boxes.TableCellBox) and box.computed_height != "auto":
        # A cell grows with its text. WeasyPrint takes the height out of its style, and keeps it here.
        return float(box.computed_height)
    heights: list[float] = [
        size.value
        for size in (style["height"], style["max_height"])
        if size != "auto" and size.unit == "px" and size.value != float("inf")
    ]
    if heights:
        around: float = box.border_height() - box.height if style["box_sizing"] == "border-box" else 0
        return max(min(heights) - around, 0)
    between = box.is_absolutely_positioned() and style["top"] != "auto" and style["bottom"] != "auto"
    return float(box.height) if between else None


def _clips(box: Box) -> bool:
    # What `overflow` says of the root and the body counts for the page, which does not clip.
    return box.style["overflow"] != "visible" and box.element_tag not in ("html", "body", None)


def _hides_on_purpose(box: Box) -> bool:
    return bool(box.style["clip"]) or box.height <= _HIDDEN or box.width <= _HIDDEN


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
