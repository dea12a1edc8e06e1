"""Pages made ready to be stamped: a plate's are worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.pdf.press.breaking import broken_lines
from notes_engine.pdf.press.cast import POINTS
from notes_engine.pdf.press.refusal import NotPlainError
from notes_engine.pdf.press.stamp_lines import SimpleLine, StampLine, decimal, put_together, slots_of, unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.pdf.press.cast import CastItem, CastLine, CastPage
    from notes_engine.pdf.press.shared import Shared
    from notes_engine.pdf.press.typeface import Typeface


@dataclass(frozen=True, slots=True)
class StampPage:
    """A page's lines, ready to be stamped."""

    start: bytes
    lines: tuple[SimpleLine | StampLine, ...]


def stamp_page(page: CastPage, typefaces: Sequence[Typeface], shared: Shared) -> StampPage:
    """Return a page of a cast, ready to be stamped; its lines are those that other plates have too, where they can be.

    Raises:
        UnfitError: a text of the plate itself cannot be set.
    """
    linked = {line for link in page.links for line, _ in link.texts}
    lines: list[SimpleLine | StampLine] = []
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
        slot = None if index in linked else SimpleLine.slot_of(line)
        if slot is None:
            lines.append(StampLine(line, index, typefaces, states))
        else:
            lines.append(shared.line(line, slot, typefaces[line.items[0].typeface], states[0]))
    # WeasyPrint's own way to a page's upper left corner, and to pixels.
    start = b"1 0 0 -1 0 %b cm %b 0 0 %b 0 0 cm BT" % (decimal(page.height * POINTS), *[decimal(POINTS)] * 2)
    return StampPage(start, tuple(lines))


def _state(item: CastItem, typefaces: Sequence[Typeface]) -> bytes:
    spec = typefaces[item.typeface].spec
    return b"/%b %b Tf %b rg\n" % (spec.resource.encode(), decimal(spec.size), item.color.encode())


@dataclass(frozen=True, slots=True)
class Breakable:
    """A line whose value may break into several."""

    slot: int
    _line: CastLine
    _typeface: Typeface

    def rows(self, values: Sequence[str]) -> int:
        """Return how many lines the value takes; raises UnfitError where that is not certain."""
        line, typeface = self._line, self._typeface
        try:
            text = put_together(line.items[0].pieces, values)
            if (typeface.known.get(text) or typeface.set(text)).width <= line.widest:
                return 1
            return len(broken_lines(text, typeface, line.available))
        except NotPlainError:
            raise unfit(line, "it is not certain how its value is set or broken into lines") from None


def breakable(page: CastPage, typefaces: Sequence[Typeface]) -> Iterator[Breakable]:
    """Yield the lines of a page whose values may break into several."""
    for line in page.lines:
        slots = list(slots_of(line)) if line.may_break else []
        if len(slots) == 1:
            yield Breakable(slots[0], line, typefaces[line.items[0].typeface])
