"""Fillings for values that break into several lines: words of which no two fit on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.filler import NARROW, WIDE, token
from notes_engine.pdf.press.refusal import ReflowError

if TYPE_CHECKING:
    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.slot_lines import Piece
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Style

_MARGIN = 0.05
"""CSS pixels that a filling stays short of its line, so that no rounding breaks it."""


@dataclass(frozen=True, slots=True)
class BrokenFillings:
    """The three fillings of a slot whose value breaks into lines, and the whole text that it stands in."""

    tokens: str
    narrow: str
    wide: str
    whole: tuple[Piece, ...]


def broken_fillings(base: Plate, slot: int, rows: int, setter: TextSetter) -> BrokenFillings:
    """Return fillings of a slot that break into `rows` lines where it stands in the base plate.

    Raises:
        ReflowError: there are none, or it stands in several places.
    """
    lines = [line for line in base.lines if slot in line.slots]
    if len(lines) != 1 or not lines[0].is_alone or lines[0].slots != {slot}:
        raise ReflowError(frozenset((slot,)), "its value breaks into lines together with other texts")
    line = lines[0]
    item = line.items[0]
    place = item.pieces.index(slot)
    before = "".join(str(piece) for piece in item.pieces[:place])
    after = "".join(str(piece) for piece in item.pieces[place + 1 :])
    style: Style = item.box.style

    def width(text: str) -> float:
        return setter.one_line(text, style).width

    def full(start: str, room: float) -> str:
        """Return a word that fills the room."""
        while width(start + WIDE) <= room:
            start += WIDE
        return start

    room = line.available - _MARGIN
    words: dict[str, list[str]] = {"tokens": [], "narrow": [], "wide": []}
    for row in range(rows):
        left = room - (width(before) if row == 0 else 0)
        last = row == rows - 1
        if last:
            left -= width(after)
        words["tokens"].append(token(slot) if last else full(token(slot), left))
        words["narrow"].append(NARROW if last else full(NARROW, left))
        words["wide"].append(full(WIDE, left))
    fillings = {kind: " ".join(parts) for kind, parts in words.items()}
    for filling in fillings.values():
        if len(setter.lines(before + filling + after, style, line.available)) != rows:
            raise ReflowError(frozenset((slot,)), f"no sample of it breaks into {rows} lines")
    return BrokenFillings(fillings["tokens"], fillings["narrow"], fillings["wide"], item.pieces)
