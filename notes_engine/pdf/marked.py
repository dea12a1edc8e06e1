"""Reading laid-out pages back: the text of every element that carries an attribute, as often as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.pdf.typeset import TypesetNote
    from notes_engine.pdf.untyped import Box, Image


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One drawing of an element: the attribute's value, the text as drawn, and the page (from 1)."""

    value: str
    text: str
    page: int


def marked_texts(note: TypesetNote, attribute: str) -> tuple[MarkedText, ...]:
    """Return every element with `attribute` that the pages draw, in page order, as often as it is drawn.

    An element broken over lines is one drawing with its text put together; a running header draws its elements once
    on each page, and once for each margin it stands in.
    """
    found: list[MarkedText] = []
    for number, page in enumerate(note.document.pages, start=1):
        drawings: dict[_Key, tuple[str, list[str]]] = {}
        for box, key, value in _text_boxes(page._page_box, attribute):
            if key is not None:
                drawings.setdefault(key, (value, []))[1].append(box.text)
        found += [MarkedText(value, "".join(texts), number) for value, texts in drawings.values()]
    return tuple(found)


def unmarked_text(note: TypesetNote, attribute: str) -> str:
    """Return all text that the pages draw outside elements with `attribute`, as it follows in the pages' boxes."""
    boxes = (pair for page in note.document.pages for pair in _text_boxes(page._page_box, attribute))
    return "".join(box.text for box, key, _ in boxes if key is None)


def drawn_text(note: TypesetNote) -> str:
    """Return all text that can be seen on the pages, that of vector images too, as it follows in the pages' boxes."""
    texts = (
        text
        for page in note.document.pages
        for box in page._page_box.descendants(placeholders=True)
        for text in _texts(box)
    )
    return "".join(texts)


_SMALLEST = 1e-6
"""The font size of which WeasyPrint draws nothing."""


def _texts(box: Box) -> Iterator[str]:
    if box.style["visibility"] == "visible":
        if isinstance(getattr(box, "text", None), str) and box.style["font_size"] > _SMALLEST:
            yield box.text
        yield from _vector_text(getattr(box, "replacement", None))
    for background in (getattr(box, "background", None), getattr(box, "canvas_background", None)):
        for layer in getattr(background, "layers", ()):
            yield from _vector_text(layer.image)


def _vector_text(image: Image) -> Iterator[str]:
    """Yield the texts of an SVG, which WeasyPrint keeps as a tree of elements."""
    if type(image).__name__ == "SVGImage":
        for element in image._svg.tree._etree_node.iter():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "text":
                yield "".join(element.itertext())


_Key = tuple[int, int]
"""One drawing of an element: the block it is drawn in, and the element."""

_IN_LINES = frozenset(("LineBox", "InlineBox"))


def _text_boxes(
    box: Box, attribute: str, block: int = 0, key: _Key | None = None, value: str = ""
) -> Iterator[tuple[Box, _Key | None, str]]:
    """Yield every box that holds text with the drawing it belongs to, if any, and the attribute's value."""
    element = getattr(box, "element", None)
    own = element.get(attribute) if element is not None and not isinstance(element, str) else None
    # Boxes that WeasyPrint puts into an element's box carry the same element.
    if own is not None and (key is None or key[1] != id(element)):
        key, value = (block, id(element)), own
    if isinstance(getattr(box, "text", None), str):
        yield box, key, value
    if type(getattr(box, "_box", box)).__name__ not in _IN_LINES:
        block = id(box)
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child, attribute, block, key, value)
