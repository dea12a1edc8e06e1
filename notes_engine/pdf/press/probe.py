"""The probe: two settings of a page are the same but for the slots' own lines, or the slots that differ are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.pdf.press.filler import tokens_in
from notes_engine.pdf.press.refusal import ReflowError
from notes_engine.pdf.press.slot_lines import EPSILON, read_line

if TYPE_CHECKING:
    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.press.slot_lines import Settings, SlotLine
    from notes_engine.pdf.press.textline import TextSetter

Pages = list[list["FlatBox"]]

_GEOMETRY = ("position_y", "height", "position_x", "width")


def prove(tokens: Pages, narrow: Pages, wide: Pages, setting: Settings, setter: TextSetter) -> tuple[SlotLine, ...]:
    """Return the slot lines of pages that nothing else changes on between their narrow and their wide setting.

    Raises:
        ReflowError: something does change, with the slots that it most likely changes with.
    """
    slots = setting.slots
    if not len(tokens) == len(narrow) == len(wide):
        raise ReflowError(slots, "the number of pages changes with it")
    lines: list[SlotLine] = []
    for number, (t_page, n_page, w_page) in enumerate(zip(tokens, narrow, wide, strict=True)):
        slot_lines = {id(box.line) for box in t_page if slots_in(box, slots)}
        groups: dict[int, list[tuple[FlatBox, FlatBox, FlatBox]]] = {}
        for place, boxes in enumerate(zip(t_page, n_page, w_page, strict=False)):
            in_slot_line = id(boxes[0].line) in slot_lines
            if why := _difference(*boxes, in_slot_line=in_slot_line):
                raise ReflowError(_nearest(t_page, slots, place), why)
            if in_slot_line:
                groups.setdefault(id(boxes[0].line), []).append(boxes)
        if not len(t_page) == len(n_page) == len(w_page):
            raise ReflowError(_nearest(t_page, slots, len(t_page)), "the boxes of the page change with it")
        lines += [read_line(number, group, setting, setter) for group in groups.values()]
    return tuple(lines)


def slots_in(box: FlatBox, slots: frozenset[int]) -> frozenset[int]:
    """Return the slots whose tokens a box draws on a line."""
    if box.text is None or box.line is None:
        return frozenset()
    return frozenset(slot for slot, _ in tokens_in(box.text)) & slots


def _difference(t: FlatBox, n: FlatBox, w: FlatBox, *, in_slot_line: bool) -> str:
    """Return how three settings of one box differ, or an empty text; a slot line may grow in its own direction."""
    if not (t.kind == n.kind == w.kind and t.tag == n.tag == w.tag and t.depth == n.depth == w.depth):
        return "the boxes of the page change with it"
    if not in_slot_line and not t.text == n.text == w.text:
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
