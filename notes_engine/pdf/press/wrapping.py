"""Fillings for values that break into several lines: words of which no two fit on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.filler import NARROW, narrow_token
from notes_engine.pdf.press.refusal import ReflowError
from notes_engine.pdf.press.wide_words import letters_of

if TYPE_CHECKING:
    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.slot_lines import Piece
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Style

_MARGIN = 0.05
"""CSS pixels that a filling stays short of its line, so that no rounding breaks it."""


_DOUBT = 0.3
"""CSS pixels left on a wide row: where a word is wider, the press is not certain that it fits (`breaking.py`)."""
_APART = 1
"""CSS pixels that the narrow filling of a full row is narrower than the wide one, at least."""


@dataclass(frozen=True, slots=True)
class BrokenFillings:
    """The two fillings of a slot whose value breaks into lines, and the whole text that it stands in."""

    narrow: str
    """The slot's token is the last of each of its words."""
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

    def full(room: float) -> str:
        """Return a word of the narrowest letter that fills the room."""
        count = max(1, int(room / (width(NARROW * 2) - width(NARROW) or room or 1)))
        while count > 1 and width(NARROW * count) > room:
            count -= 1
        return NARROW * count

    room = line.available - _MARGIN
    mark = narrow_token(slot)
    narrow, wide = [], []
    for row in range(rows):
        left = room - (width(before) if row == 0 else 0)
        last = row == rows - 1
        if last:
            left -= width(after)
        # Narrower than the wide row, so that the end that stays is told from the other.
        narrow.append(mark if last else full(left - width(mark) - _APART) + mark)
        wide.append(letters_of(style, setter).widest(round(left - _DOUBT, 3)))
    fillings = BrokenFillings(" ".join(narrow), " ".join(wide), item.pieces)
    for filling in (fillings.narrow, fillings.wide):
        if len(setter.lines(before + filling + after, style, line.available)) != rows:
            raise ReflowError(frozenset((slot,)), f"no sample of it breaks into {rows} lines")
    return fillings
