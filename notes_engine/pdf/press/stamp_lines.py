"""Lines made ready to be stamped: all that no order changes is worked out once for a plate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.breaking import broken_lines
from notes_engine.pdf.press.refusal import BreaksError, NotPlainError, UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.pdf.press.cast import CastItem, CastLine, Pieces
    from notes_engine.pdf.press.typeface import SetText, Typeface

EPSILON = 1e-3
"""CSS pixels within which two widths are the same."""
SPACES = "its value holds spaces that are not set as they stand"
_OTHER = "its value needs another font or another direction"
_NARROW = "its value is narrower than any that was tried"
_WIDE = "its value is wider than its place"

Placed = tuple[float, float]
"""The left end and the width of a stamped text, in CSS pixels."""
SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Which part of a line's width stands to the left of its anchor."""


def put_together(pieces: Pieces, values: Sequence[str]) -> str:
    """Return the text that pieces make with an order's values."""
    return "".join([piece if isinstance(piece, str) else values[piece] for piece in pieces])


def slots_of(line: CastLine) -> frozenset[int]:
    """Return the slots that stand on a line."""
    pieces = line.whole or [piece for item in line.items for piece in item.pieces]
    return frozenset(piece for piece in pieces if isinstance(piece, int))


def unfit(line: CastLine, why: str) -> UnfitError:
    """Return the error about a line whose value cannot be stamped."""
    return UnfitError(slots_of(line), why)


def decimal(number: float) -> bytes:
    """Return a length as WeasyPrint writes it."""
    return (b"%.6f" % number).rstrip(b"0").rstrip(b".")


def clipping(line: CastLine) -> bytes:
    """Return what confines all drawing to a line's place, from one text object to the next; empty where it is free."""
    clips = b"".join([b"%b re W n\n" % b" ".join(map(decimal, clip)) for clip in line.clips])
    return b"ET q\n%bBT\n" % clips if clips else b""


UNCLIPPED = b"\nET Q BT"
"""What ends that."""


class SimpleLine:
    """A line that is one value, drawn by itself."""

    __slots__ = (
        *("_line", "_typeface", "after", "anchor", "before", "end", "known", "narrowest", "resource", "share", "slot"),
        "widest",
    )

    def __init__(self, line: CastLine, slot: int, typeface: Typeface, state: bytes) -> None:
        """`state` sets font and colour before it, where they change."""
        item = line.items[0]
        share = SHARES[line.align]
        self._line = line
        self._typeface = typeface
        self.slot = slot
        self.known: Mapping[str, SetText | None] = typeface.known
        """The texts that its typeface has set."""
        self.narrowest = item.narrowest - EPSILON
        self.widest = line.widest + EPSILON - item.gap
        self.anchor = line.anchor + (0 if share == 0 else item.gap * (1 - share))
        self.share = share
        start = b"%b%b1 0 0 -1 " % (clipping(line), state)
        after = b" %b Tm\n" % decimal(item.y)
        self.before = start if share else b"%b%b%b" % (start, decimal(line.anchor + item.gap), after)
        """What is drawn before the text: font, colour and place; without `share` all of it."""
        self.after = after
        """With `share`: what follows the text's left end."""
        self.end = UNCLIPPED if line.clips else b""
        """What is drawn after the text."""
        self.resource = typeface.spec.resource

    @staticmethod
    def slot_of(line: CastLine) -> int | None:
        """Return the slot of a line that is one value, drawn by itself; None of another, or where it is to be asked."""
        if len(line.items) > 1 or len(line.items[0].pieces) > 1:
            return None
        slot = line.items[0].pieces[0]
        is_other = line.row is not None or line.items[0].rules or (line.clips and line.align != "left")
        return None if is_other or not isinstance(slot, int) else slot

    def set(self, value: str) -> SetText:
        """Return the value as a text; raises UnfitError."""
        try:
            return self._typeface.set(value)
        except NotPlainError:
            raise unfit(self._line, _OTHER) from None

    def misfit(self, text: SetText) -> UnfitError | BreaksError:
        """Return why a text is not stamped here: it is too wide, too narrow, or holds spaces that HTML collapses."""
        if text.is_collapsing:
            return unfit(self._line, SPACES)
        if text.width < self.narrowest:
            return unfit(self._line, _NARROW)
        return BreaksError() if self._line.may_break else unfit(self._line, _WIDE)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line along a text."""

    start: bytes
    middle: bytes
    end: bytes

    def drawn(self, x: float, width: float) -> bytes:
        """Return what draws it, between two text objects: the text's font and colour go on after it."""
        return b"".join((self.start, decimal(x), self.middle, decimal(x + width), self.end))


class _Item:
    """One text of a line."""

    __slots__ = (
        "begin",
        "below",
        "end",
        "fixed",
        "gap",
        "known",
        "narrowest",
        "over",
        "pieces",
        "resource",
        "slot",
        "typeface",
    )

    def __init__(self, item: CastItem, typeface: Typeface, state: bytes, is_row: bool) -> None:
        """`state` sets font and colour before it, where they change; of `is_row`, any width is proven.

        Raises:
            NotPlainError: it has no slot and cannot be set.
        """
        self.typeface = typeface
        self.pieces = item.pieces
        first = item.pieces[0] if len(item.pieces) == 1 else None
        self.slot = first if isinstance(first, int) else None
        """Of one that is nothing but a value."""
        self.fixed: SetText | None = None
        """The text of one that holds no value."""
        if not any(isinstance(piece, int) for piece in item.pieces):
            self.fixed = typeface.set(put_together(item.pieces, ()))
        self.known: Mapping[str, SetText | None] = typeface.known
        self.gap = item.gap
        self.narrowest = -math.inf if is_row else item.narrowest - EPSILON
        self.begin = state + b"1 0 0 -1 "
        self.end = b" %b Tm\n" % decimal(item.y)
        self.below = [_ruled(item, y, thickness) for y, thickness, is_over in item.rules if not is_over]
        self.over = [_ruled(item, y, thickness) for y, thickness, is_over in item.rules if is_over]
        self.resource = typeface.spec.resource


def _collapses(value: str) -> bool:
    """Return whether a value holds white space that HTML collapses."""
    return value[:1] == " " or value[-1:] == " " or "  " in value


def _ruled(item: CastItem, y: float, thickness: float) -> _Rule:
    height = decimal(y)
    start = b"ET q %b RG %b w " % (item.rule_color.encode(), decimal(thickness))
    return _Rule(start, b" %b m " % height, b" %b l S Q BT" % height)


class StampLine:
    """Any other line."""

    def __init__(self, line: CastLine, index: int, typefaces: Sequence[Typeface], states: Sequence[bytes]) -> None:
        """`index` counts the page's lines; `states` set font and colour before each item, where they change.

        Raises:
            UnfitError: a text of the plate itself cannot be set.
        """
        self._line = line
        self._index = index
        self._share = SHARES[line.align]
        self._widest = (line.widest if line.row is None else line.available) + EPSILON
        try:
            self._items = [
                _Item(item, typefaces[item.typeface], state, line.row is not None)
                for item, state in zip(line.items, states, strict=True)
            ]
        except NotPlainError:
            raise unfit(line, _OTHER) from None
        slots = slots_of(line)
        alone = {item.slot for item in self._items} if line.row is None else frozenset[int]()
        self._beside = sorted(slots - alone)
        """The slots whose values stand beside others in one text: that text does not show how they begin and end."""
        self._slots = sorted(slots)
        self._clip = clipping(line)

    def draw(
        self,
        values: Sequence[str],
        drawn: list[bytes],
        texts: list[tuple[str, SetText]],
        placed: dict[tuple[int, int], Placed],
    ) -> None:
        """Add what draws the line to `drawn`, its texts to `texts`, and where each of them is to `placed`.

        Raises:
            UnfitError, BreaksError: as `Stamper.stamp`.
        """
        found = self._texts(values)
        total = 0.0
        for item, text in zip(self._items, found, strict=True):
            if text.width < item.narrowest:
                raise unfit(self._line, _NARROW)
            total += item.gap + text.width
        if total > self._widest:
            raise BreaksError if self._line.may_break else unfit(self._line, _WIDE)
        x = self._line.anchor - total * self._share
        if self._clip:
            drawn.append(self._clip)
        for place, (item, text) in enumerate(zip(self._items, found, strict=True)):
            x += item.gap
            width = text.width
            if item.below:
                drawn += [rule.drawn(x, width) for rule in item.below]
            drawn.append(item.begin + decimal(x) + item.end + text.show)
            if item.over:
                drawn += [rule.drawn(x, width) for rule in item.over]
            texts.append((item.resource, text))
            placed[self._index, place] = (x, width)
            x += width
        if self._clip:
            drawn.append(b"ET Q BT")

    def _texts(self, values: Sequence[str]) -> Sequence[SetText]:
        """Return the texts of the line, in their order; raises UnfitError."""
        for slot in self._beside:
            if _collapses(values[slot]):
                raise unfit(self._line, SPACES)
        try:
            if self._line.row is not None:
                return [self._row(values, self._line.row)]
            found = []
            for item in self._items:
                text = item.fixed
                if text is None:
                    value = put_together(item.pieces, values) if item.slot is None else values[item.slot]
                    text = item.known.get(value) or item.typeface.set(value)
                    if item.slot is not None and text.is_collapsing:
                        raise unfit(self._line, SPACES)
                found.append(text)
        except NotPlainError:
            is_spaced = any(_collapses(values[slot]) for slot in self._slots)  # the same reason whichever comes first
            raise unfit(self._line, SPACES if is_spaced else _OTHER) from None
        return found

    def _row(self, values: Sequence[str], row: int) -> SetText:
        """Return the line of a value that breaks into several.

        Raises:
            NotPlainError: it is not certain which.
            UnfitError: it has fewer lines.
        """
        line, typeface = self._line, self._items[0].typeface
        rows = broken_lines(put_together(line.whole, values), typeface, line.available)
        if row >= len(rows):
            raise unfit(line, "its value breaks into fewer lines than its plate")
        return typeface.set(rows[row])
