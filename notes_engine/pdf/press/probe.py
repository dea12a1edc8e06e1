"""The probe: two settings of a page are the same but for the slots' own lines, or the slots that differ are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import InlineBox, LineBox

from notes_engine.pdf.places import content_area
from notes_engine.pdf.press.filler import tokens_in
from notes_engine.pdf.press.refusal import ReflowError
from notes_engine.pdf.press.slot_lines import EPSILON, read_line, require_stampable

if TYPE_CHECKING:
    from collections.abc import Collection

    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.press.slot_lines import Settings, SlotLine
    from notes_engine.pdf.press.textline import TextSetter

Pages = list[list["FlatBox"]]

_GEOMETRY = ("position_y", "height", "position_x", "width")


def lines_with_slots(pages: Pages, slots: frozenset[int]) -> list[list[FlatBox]]:
    """Return the lines that slots are drawn on, each as its boxes, its own first.

    Raises:
        ReflowError: a slot stands where it cannot be stamped, however it is set, or nowhere.
    """
    found: list[list[FlatBox]] = []
    drawn: set[int] = set()
    for page in pages:
        on_line = {id(box.line): slots_in(box, slots) for box in page if slots_in(box, slots)}
        lines: dict[int, list[FlatBox]] = {}
        for box in page:
            drawn |= slots_in(box, slots)
            if id(box.line) in on_line:
                lines.setdefault(id(box.line), []).append(box)
        found += lines.values()
    for line in found:
        require_stampable(line, slots)
    if lost := slots - drawn:
        raise ReflowError(lost, "it is drawn in a way that cannot be stamped, or not at all")
    return found


def prove(narrow: Pages, wide: Pages, setting: Settings, setter: TextSetter) -> tuple[SlotLine, ...]:
    """Return the slot lines of pages that nothing else changes on between their narrow and their wide setting.

    Raises:
        ReflowError: something does change, with the slots that it most likely changes with.
    """
    slots = setting.slots
    if len(narrow) != len(wide):
        raise ReflowError(slots, "the number of pages changes with it")
    lines: list[SlotLine] = []
    for number, (n_page, w_page) in enumerate(zip(narrow, wide, strict=True)):
        slot_lines = {id(box.line) for box in n_page if slots_in(box, slots)}
        groups: dict[int, list[tuple[FlatBox, FlatBox]]] = {}
        for place, boxes in enumerate(zip(n_page, w_page, strict=False)):
            in_slot_line = id(boxes[0].line) in slot_lines
            if why := _difference(*boxes, in_slot_line=in_slot_line):
                raise ReflowError(_nearest(n_page, slots, place), why)
            if in_slot_line:
                groups.setdefault(id(boxes[0].line), []).append(boxes)
        if len(n_page) != len(w_page):
            raise ReflowError(_nearest(n_page, slots, len(n_page)), "the boxes of the page change with it")
        lines += [read_line(number, group, setting, setter) for group in groups.values()]
    return tuple(lines)


def leaving(narrow: Pages, wide: Pages, slots: frozenset[int], numbers: Collection[int | None]) -> frozenset[int]:
    """Return the slots of pages (from 1; None is any) whose wide texts leave a box around them, or else all of theirs.

    Both settings have the same boxes.
    """
    shown: frozenset[int] = frozenset()
    out: frozenset[int] = frozenset()
    for number, (n_page, w_page) in enumerate(zip(narrow, wide, strict=True), 1):
        if number not in numbers and None not in numbers:
            continue
        for n, w in zip(n_page, w_page, strict=True):
            if found := slots_in(n, slots):
                shown |= found
                left, right = w.box.position_x, w.box.position_x + w.box.width
                around = [content_area(box) for box in w.ancestors if not isinstance(box, (LineBox, InlineBox))]
                if any(left < area.left - EPSILON or right > area.right + EPSILON for area in around):
                    out |= found
    return out or shown or slots


def slots_in(box: FlatBox, slots: frozenset[int]) -> frozenset[int]:
    """Return the slots whose tokens a box draws on a line."""
    if box.text is None or box.line is None:
        return frozenset()
    return frozenset(slot for slot, _ in tokens_in(box.text)) & slots


def _difference(n: FlatBox, w: FlatBox, *, in_slot_line: bool) -> str:
    """Return how two settings of one box differ, or an empty text; a slot line may grow in its own direction."""
    if not (n.kind == w.kind and n.tag == w.tag and n.depth == w.depth):
        return "the boxes of the page change with it"
    if not in_slot_line and n.text != w.text:
        return "a text elsewhere changes with it"
    for name in _GEOMETRY[:2] if in_slot_line else _GEOMETRY:
        narrow, wide = getattr(n.box, name, None), getattr(w.box, name, None)
        if narrow == wide:
            continue
        if not isinstance(narrow, (int, float)) or not isinstance(wide, (int, float)) or abs(narrow - wide) > EPSILON:
            return f"a box moves or grows with it: <{n.tag}>"
    return ""


def _nearest(page: list[FlatBox], slots: frozenset[int], place: int) -> frozenset[int]:
    """Return the slots of the line nearest to a difference, those before it first."""
    for box in (*reversed(page[: place + 1]), *page[place:]):
        if found := slots_in(box, slots):
            return found
    return slots
