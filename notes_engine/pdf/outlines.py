"""Outlines: where a laid-out note draws its values and its company facts, in parts of the page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.notes.placeholders import EXPECTED, find_literals
from notes_engine.pdf.press.flat import flat
from notes_engine.pdf.press.joiners import numbered_pages, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notes_engine.notes import FactName
    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.typeset import TypesetNote, Typesetter
    from notes_engine.pdf.untyped import Box, Page


@dataclass(frozen=True, slots=True)
class Outline:
    """A rectangle on a page (from 1); its corner and its size are parts of the page's width and height, 0 to 1."""

    page: int
    left: float
    top: float
    width: float
    height: float


def value_outlines(note: MarkedHtml, typesetter: Typesetter) -> Mapping[int, Sequence[Outline]]:
    """Return where each value of a note is drawn, by the number of its mark: an outline for each line of it.

    The note is laid out once more, its values numbered by characters that take no room. A value that shares its text
    box with other words is outlined with them.

    Raises:
        TypesetError, AssetError: WeasyPrint cannot make pages of it.
    """
    document, _ = numbered_pages(note, typesetter)
    found: dict[int, list[Outline]] = {}
    for number, page in enumerate(document.pages, 1):
        open_slots: list[int] = []
        before: FlatBox | None = None
        for box in (box for box in flat(page._page_box) if box.text is not None):
            begun = numbers_in(box.text or "")
            if before is None or box.block is not before.block or box.box.element is not before.box.element:
                open_slots = []
            # A long value goes on in the lines that follow, until another one begins.
            open_slots = begun or open_slots
            for slot in open_slots:
                found.setdefault(slot, []).append(_outline(box.box, page, number))
            before = box
    return found


@dataclass(frozen=True, slots=True)
class DrawnFact:
    """A company fact, or the placeholder text that stands for it, as a page draws it."""

    name: FactName
    outline: Outline
    is_literal: bool
    """It was typed into a template or catalog: no setting of the company can replace it."""


def drawn_facts(note: TypesetNote) -> Iterator[DrawnFact]:
    """Yield every place in which the pages draw a fact about the company, in the pages' order."""
    for number, page in enumerate(note.document.pages, 1):
        seen: set[tuple[int, int]] = set()
        drawn: list[tuple[int, FactName, FlatBox, bool]] = []
        others: dict[int, list[tuple[int, FlatBox]]] = {}
        for at, box in enumerate(flat(page._page_box)):
            if box.text is None or not box.text.strip():
                continue
            fact = _fact_of(box)
            if fact is None:
                others.setdefault(id(box.block), []).append((at, box))
                continue
            name, element = fact
            key = (id(box.block), element)
            if key not in seen:  # a fact that is broken over lines is drawn once
                seen.add(key)
                drawn.append((at, name, box, False))
        drawn += ((at, name, box, True) for boxes in others.values() for at, name, box in _literals_in(boxes))
        for _, name, box, is_literal in sorted(drawn, key=lambda each: each[0]):
            yield DrawnFact(name, _outline(box.box, page, number), is_literal)


def _literals_in(boxes: Sequence[tuple[int, FlatBox]]) -> Iterator[tuple[int, FactName, FlatBox]]:
    """Yield the literals in the text boxes of one block, each with the box that it begins in: lines break them."""
    text = ""
    begins: list[int] = []
    line: Box | None = None
    for _, box in boxes:
        text += "\n" if box.line is not line and begins else ""
        line = box.line
        begins.append(len(text))
        text += (box.text or "").replace("\n", " ")
    lines = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    for found in find_literals(text):
        at, box = boxes[bisect_right(begins, lines[found.line - 1] + found.column - 1) - 1]
        yield at, found.name, box


def _fact_of(box: FlatBox) -> tuple[FactName, int] | None:
    """Return the fact that a text belongs to, and its element."""
    for each in (box.box, *reversed(box.ancestors)):
        element = getattr(each, "element", None)
        name = None if element is None or isinstance(element, str) else element.get("data-fact")
        if name in EXPECTED:
            return name, id(element)
    return None


def _outline(box: Box, page: Page, number: int) -> Outline:
    """Return a text box's rectangle: WeasyPrint gives it in CSS pixels, as the page's size."""
    return Outline(
        number,
        box.position_x / page.width,
        box.position_y / page.height,
        box.width / page.width,
        box.height / page.height,
    )
