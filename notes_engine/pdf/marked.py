"""Reading laid-out pages back: the text of every element that carries an attribute, as often as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notes_engine.pdf.typeset import TypesetNote
    from notes_engine.pdf.untyped import Box


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One drawing of an element: the attribute's value, the text as drawn, and the page (from 1)."""

    value: str
    text: str
    page: int


def marked_texts(note: TypesetNote, attribute: str) -> tuple[MarkedText, ...]:
    """Return every element with `attribute` that the pages draw, in page order.

    An element broken over lines is one drawing with its text put together; a running header draws its elements once
    on each page.
    """
    found: list[MarkedText] = []
    for number, page in enumerate(note.document.pages, start=1):
        drawn: dict[int, tuple[str, list[str]]] = {}
        _collect(page._page_box, attribute, None, drawn)
        found += [MarkedText(value, "".join(texts), number) for value, texts in drawn.values()]
    return tuple(found)


def _collect(box: Box, attribute: str, inside: int | None, drawn: dict[int, tuple[str, list[str]]]) -> None:
    element = getattr(box, "element", None)
    value = element.get(attribute) if element is not None and not isinstance(element, str) else None
    if value is not None:
        inside = id(element)
        drawn.setdefault(inside, (value, []))
    text = getattr(box, "text", None)
    if inside is not None and isinstance(text, str):
        drawn[inside][1].append(text)
    for child in getattr(box, "children", ()):
        _collect(child, attribute, inside, drawn)
