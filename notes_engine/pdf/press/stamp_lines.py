"""Lines made ready to be stamped: all that no order changes is worked out once for a plate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.breaking import broken_lines
from notes_engine.pdf.press.cast import POINTS
from notes_engine.pdf.press.refusal import BreaksError, NotPlainError, UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.pdf.press.cast import CastItem, CastLine, CastPage, Pieces
    from notes_engine.pdf.press.typeface import SetText, Typeface

EPSILON = 1e-3
"""CSS pixels within which two widths are the same."""
SPACES = "its value holds spaces that are not set as they stand"
_OTHER = "its value needs another font or another direction"

Placed = tuple[float, float]
"""The left end and the width of a stamped text, in CSS pixels."""
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
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


def decimal(number: float) -> str:
    """Return a length as WeasyPrint writes it."""
    return f"{number:f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Simple:
    """A line that is one value, drawn by itself."""

    slot: int
    known: Mapping[str, SetText | None]
    """The texts that its typeface has set."""
    narrowest: float
    widest: float
    anchor: float
    share: float
    before: bytes
    """What is drawn before the text: font, colour and place; without `share` all of it."""
    after: bytes
    """With `share`: what follows the text's left end."""
    resource: str


class StampLine:
    """One line, ready to be stamped."""

    def __init__(self, line: CastLine, index: int, typefaces: Sequence[Typeface], states: Sequence[bytes]) -> None:
        """`index` counts the page's lines; `states` set font and colour before each item, where they change."""
        self.cast = line
        self._index = index
        self._typefaces = [typefaces[item.typeface] for item in line.items]
        self._share = _SHARES[line.align]
        self._slots = tuple(sorted(slots_of(line)))
        self._widest = (line.widest if line.row is None else line.available) + EPSILON
        self._fixed = [
            None if _has_slot(item) else self._set(item, face)
            for item, face in zip(line.items, self._typefaces, strict=True)
        ]
        self._states = states
        self._clip = [f"{' '.join(map(decimal, clip))} re W n".encode() for clip in line.clips]
        self._baselines = [decimal(item.y).encode() + b" Tm" for item in line.items]
        self._begins = [state + b"1 0 0 -1 " for state in states]
        self._resources = [typeface.spec.resource for typeface in self._typefaces]

    def _set(self, item: CastItem, typeface: Typeface) -> SetText:
        try:
            return typeface.set(put_together(item.pieces, ()))
        except NotPlainError:
            raise unfit(self.cast, _OTHER) from None

    def simple(self, linked: bool) -> Simple | None:
        """Return the line as one value, where it is no more than that, and no link stands around it."""
        line, item = self.cast, self.cast.items[0]
        slot = item.pieces[0]
        if len(line.items) > 1 or len(item.pieces) > 1 or not isinstance(slot, int):
            return None
        if linked or line.clips or line.row is not None or item.rules:
            return None
        state = self._states[0] + b"1 0 0 -1 "
        after = f" {decimal(item.y)} Tm\n".encode()
        left = decimal(line.anchor + item.gap).encode()
        share = self._share
        return Simple(
            slot,
            self._typefaces[0].known,
            item.narrowest - EPSILON,
            self._widest - item.gap,
            line.anchor + (0 if share == 0 else item.gap * (1 - share)),
            share,
            state if share else state + left + after,
            after,
            self._typefaces[0].spec.resource,
        )

    def set(self, value: str) -> SetText:
        """Return a simple line's value as a text; raises UnfitError."""
        try:
            return self._typefaces[0].set(value)
        except NotPlainError:
            raise unfit(self.cast, _OTHER) from None

    def misfit(self, text: SetText) -> UnfitError | BreaksError:
        """Return why a text is not stamped here: it is too wide, too narrow, or holds spaces that HTML collapses."""
        if text.is_collapsing:
            return unfit(self.cast, SPACES)
        if text.width < self.cast.items[0].narrowest - EPSILON:
            return unfit(self.cast, "its value is narrower than any that was tried")
        return BreaksError() if self.cast.may_break else unfit(self.cast, "its value is wider than its place")

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
        line = self.cast
        found = self._texts(values)
        total = 0.0
        for item, text in zip(line.items, found, strict=True):
            if line.row is None and text.width < item.narrowest - EPSILON:
                raise unfit(line, "its value is narrower than any that was tried")
            total += item.gap + text.width
        if total > self._widest:
            raise BreaksError if line.may_break else unfit(line, "its value is wider than its place")
        x = line.anchor - total * self._share
        if self._clip:
            drawn += (b"ET q", *self._clip, b"BT")
        for place, (item, text) in enumerate(zip(line.items, found, strict=True)):
            x += item.gap
            width = text.width
            if item.rules:
                drawn += [_rule(item, rule, x, width) for rule in item.rules if not rule[2]]
            left = f"{x:f}".rstrip("0").rstrip(".").encode()
            drawn += (b"%b%b %b" % (self._begins[place], left, self._baselines[place]), text.show)
            if item.rules:
                drawn += [_rule(item, rule, x, width) for rule in item.rules if rule[2]]
            texts.append((self._resources[place], text))
            placed[self._index, place] = (x, width)
            x += width
        if self._clip:
            drawn.append(b"ET Q BT")

    def _texts(self, values: Sequence[str]) -> Sequence[SetText]:
        line = self.cast
        for slot in self._slots:
            value = values[slot]
            if value[:1] == " " or value[-1:] == " " or "  " in value:
                raise unfit(line, SPACES)
        try:
            if line.row is None:
                return [
                    fixed or typeface.set(put_together(item.pieces, values))
                    for fixed, typeface, item in zip(self._fixed, self._typefaces, line.items, strict=True)
                ]
            typeface = self._typefaces[0]
            rows = broken_lines(put_together(line.whole, values), typeface, line.available)
            if line.row >= len(rows):
                raise unfit(line, "its value breaks into fewer lines than its plate")
            return [typeface.set(rows[line.row])]
        except NotPlainError:
            raise unfit(line, _OTHER) from None


@dataclass(frozen=True, slots=True)
class StampPage:
    """A page's lines, ready to be stamped."""

    start: bytes
    lines: tuple[tuple[Simple | None, StampLine], ...]


def stamp_page(page: CastPage, typefaces: Sequence[Typeface]) -> StampPage:
    """Return a page of a cast, ready to be stamped.

    Raises:
        UnfitError: a text of the plate itself cannot be set.
    """
    linked = {line for link in page.links for text in link.texts for line in (text[0],)}
    lines = []
    state: tuple[int, str] | None = None
    for index, line in enumerate(page.lines):
        if line.clips:
            state = None
        states = []
        for item in line.items:
            changes = (item.typeface, item.color) != state
            state = (item.typeface, item.color)
            states.append(_state(item, typefaces) if changes else b"")
        if line.clips:
            state = None
        ready = StampLine(line, index, typefaces, states)
        lines.append((ready.simple(index in linked), ready))
    # WeasyPrint's own way to a page's upper left corner, and to pixels.
    start = f"1 0 0 -1 0 {decimal(page.height * POINTS)} cm {POINTS} 0 0 {POINTS} 0 0 cm BT".encode()
    return StampPage(start, tuple(lines))


def _state(item: CastItem, typefaces: Sequence[Typeface]) -> bytes:
    spec = typefaces[item.typeface].spec
    return f"/{spec.resource} {decimal(spec.size)} Tf {item.color} rg\n".encode()


def _has_slot(item: CastItem) -> bool:
    return any(isinstance(piece, int) for piece in item.pieces)


def _rule(item: CastItem, rule: tuple[float, float, bool], x: float, width: float) -> bytes:
    """Return what draws a line along a text, between two text objects: its font and colour go on after it."""
    y, thickness = decimal(rule[0]), decimal(rule[1])
    return f"ET q {item.rule_color} RG {thickness} w {decimal(x)} {y} m {decimal(x + width)} {y} l S Q BT".encode()
