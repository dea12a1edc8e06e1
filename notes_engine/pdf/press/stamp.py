"""Stamping: an order's values go into a plate's slots, and pages come out that WeasyPrint's own writer draws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pydyf
from weasyprint.draw import draw_page
from weasyprint.draw.text import draw_text
from weasyprint.urls import iri_to_uri, url_is_absolute

from notes_engine.pdf.press.filler import tokens_in, with_values
from notes_engine.pdf.press.refusal import UnfitError
from notes_engine.pdf.press.slot_lines import EPSILON, put_together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.slot_lines import Clip, Item, SlotLine
    from notes_engine.pdf.press.textline import SetText, TextSetter
    from notes_engine.pdf.untyped import Box, Document

# White space that HTML collapses, and characters that no plain line holds: controls, line and paragraph separators,
# and those that set a direction.
_NOT_PLAIN = re.compile(
    "^ | $|  |[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One text at its place: `x` is its left end, in CSS pixels."""

    item: Item
    set_text: SetText
    text: str
    x: float
    clips: tuple[Clip, ...]


def stamped_document(plate: Plate, values: Sequence[str], setter: TextSetter) -> Document:
    """Return a document like WeasyPrint's own of the note with these values.

    Raises:
        UnfitError: a value is wider than the plate is proven for, or needs more than the plate's font.
    """
    by_page: dict[int, list[Stamp]] = {}
    for line in plate.lines:
        by_page.setdefault(line.page, []).extend(_stamps(line, values, setter))
    pages = [StampedPage(plate, number, by_page.get(number, []), values) for number in range(len(plate.document.pages))]
    document = plate.document.copy(pages)
    document.metadata = _with_values(plate, values)
    return document


def _stamps(line: SlotLine, values: Sequence[str], setter: TextSetter) -> list[Stamp]:
    if any(_NOT_PLAIN.search(values[slot]) for slot in line.slots):
        raise UnfitError(line.slots, "its value holds spaces or characters that are not set as they stand")
    if line.row is None:
        texts = [put_together(item.pieces, values) for item in line.items]
    else:
        rows = setter.lines(put_together(line.whole, values), line.items[0].box.style, line.available)
        texts = [rows[line.row]]
    found = [setter.one_line(text, item.box.style) for text, item in zip(texts, line.items, strict=True)]
    for set_text, item in zip(found, line.items, strict=True):
        plain = setter.one_line("i", item.box.style)
        if not set_text.is_plain or set_text.fonts != plain.fonts:
            raise UnfitError(line.slots, "its value needs another font or another direction")
        if line.row is None and set_text.width < item.narrowest - EPSILON:
            raise UnfitError(line.slots, "its value is narrower than any that was tried")
    total = sum(set_text.width for set_text in found) + sum(item.gap for item in line.items)
    if total > (line.widest if line.row is None else line.available) + EPSILON:
        raise UnfitError(line.slots, "its value is wider than its place")
    x = line.anchor - {"left": 0, "right": total, "center": total / 2}[line.align]
    stamps = []
    for text, set_text, item in zip(texts, found, line.items, strict=True):
        x += item.gap
        stamps.append(Stamp(item, set_text, text, x, line.clips))
        x += set_text.width
    return stamps


class StampedPage:
    """A page for WeasyPrint's writer: the plate's graphics once for each file, and this note's texts over them."""

    def __init__(self, plate: Plate, number: int, stamps: Sequence[Stamp], values: Sequence[str]) -> None:
        """Take a plate's page, from 0, and what is stamped into it."""
        page = plate.document.pages[number]
        self.width, self.height, self.bleed, self.forms = page.width, page.height, page.bleed, page.forms
        self.anchors = page.anchors
        self.bookmarks = [
            (level, with_values(label, plate.slots, values), place, state)
            for level, label, place, state in page.bookmarks
        ]
        self.links = _links(page.links, plate, stamps, values)
        self._page_box: Box = page._page_box
        self._name = f"{plate.name}-{number}"
        self.texts = tuple(stamp.text for stamp in stamps)
        self._stamps = stamps

    def paint(self, stream: Any, scale: float = 1) -> None:  # noqa: ANN401  WeasyPrint's stream is untyped
        """Draw the page into a PDF's page stream, as `weasyprint.document.Page.paint` does."""
        objects = stream._resources["XObject"]
        if self._name not in objects:
            objects[self._name] = _form(self._page_box, stream)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            stream.draw_x_object(self._name)
            for stamp in self._stamps:
                box = stamp.item.box.copy_with_text(stamp.text)
                box.pango_layout, box.width, box.position_x = stamp.set_text.layout, stamp.set_text.width, stamp.x
                if not stamp.clips:
                    draw_text(stream, box, 0, "clip", "none")
                    continue
                with stream.stacked():
                    for clip in stamp.clips:
                        stream.rectangle(*clip)
                        stream.clip()
                        stream.end()
                    draw_text(stream, box, 0, "clip", "none")


def _form(page_box: Box, stream: Any) -> Any:  # noqa: ANN401  as above
    """Return a form XObject that draws a plate's page."""
    resources = pydyf.Dictionary(
        {
            "ExtGState": pydyf.Dictionary(),
            "XObject": pydyf.Dictionary(),
            "Pattern": pydyf.Dictionary(),
            "Shading": pydyf.Dictionary(),
            "ColorSpace": stream._resources["ColorSpace"],
            "Font": None,  # set when the file is finished
        }
    )
    x, y, width, height = stream.page_rectangle
    kind = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array((x, y, x + width, y + height))}
    form = stream.clone(resources=resources, extra=pydyf.Dictionary({**kind, "Resources": resources}))
    draw_page(page_box, form)
    return form


def _links(links: Sequence[Any], plate: Plate, stamps: Sequence[Stamp], values: Sequence[str]) -> list[Any]:
    """Return a page's links, those around stamped texts as wide as these."""
    by_box = {id(stamp.item.drawn): stamp for stamp in stamps}
    found = []
    for kind, target, (x1, y1, x2, y2), box in links:
        inside = [stamp for text in plate.link_texts[id(box)] if (stamp := by_box.get(id(text)))]
        left = right = 0.0
        if inside:
            first, last = inside[0], inside[-1]
            left = first.x - first.item.box.position_x
            right = last.x + last.set_text.width - last.item.box.position_x - last.item.box.width
        found.append((kind, _target(target, plate, values), (x1 + left, y1, x2 + right, y2), box))
    return found


def _target(target: str, plate: Plate, values: Sequence[str]) -> str:
    slots = [slot for slot, _ in tokens_in(target) if slot in plate.slots]
    if not slots:
        return target
    url = values[slots[0]].strip()
    if len(slots) > 1 or not url_is_absolute(url):
        raise UnfitError(frozenset(slots), "its link is not a whole address")
    return str(iri_to_uri(url))


def _with_values(plate: Plate, values: Sequence[str]) -> Any:  # noqa: ANN401  as above
    """Return a copy of a document's metadata with the values in its strings."""

    def filled(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, str):
            return with_values(value, plate.slots, values)
        if isinstance(value, list):
            return [filled(each) for each in value]
        if isinstance(value, dict):
            return {key: filled(each) for key, each in value.items()}
        return value

    metadata = plate.document.metadata
    copy = type(metadata)()
    copy.__dict__.update({name: filled(value) for name, value in metadata.__dict__.items()})
    return copy
