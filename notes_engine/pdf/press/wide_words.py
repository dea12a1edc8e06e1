"""Wide values: how wide the values may be that a plate is proven for, found with few settings of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from notes_engine.pdf.press.far_letters import far_pairs
from notes_engine.pdf.press.filler import NARROW, Letters, tokens_in
from notes_engine.pdf.press.refusal import ReflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notes_engine.pdf.press.flat import FlatBox
    from notes_engine.pdf.press.textline import TextSetter
    from notes_engine.pdf.untyped import Style

_Proven = TypeVar("_Proven")

_MARGIN = 0.02
"""CSS pixels that a line of wide values stays short of its room, so that no rounding breaks it."""
_MOST_SETTINGS = 8
_MOST_STYLES = 200
_NEAR = 0.06
"""Part of a line's room within which the widest proven value is found."""

# What the widths of a style's letters depend on.
_FONT = (
    "font_family",
    "font_size",
    "font_style",
    "font_weight",
    "font_stretch",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_caps",
    "font_feature_settings",
    "letter_spacing",
)


class WideWords:
    """Words that are as wide as their slots' lines have room for, or a part of that."""

    def __init__(self, lines: Iterable[Sequence[FlatBox]], slots: frozenset[int], setter: TextSetter) -> None:
        """Take the lines that slots are drawn on, each as its boxes, its own first, as set narrow."""
        self._setter = setter
        self._rooms: dict[int, list[tuple[float, Style]]] = {}
        for line in lines:
            names = [(slot, box.box.style) for box in line for slot, _ in tokens_in(box.text or "") if slot in slots]
            room = _room(line)
            for slot, style in names:
                narrow = setter.one_line(NARROW, style).width
                self._rooms.setdefault(slot, []).append((room / len(names) + narrow - _MARGIN, style))

    def words(self, parts: Mapping[int, float]) -> dict[int, str]:
        """Return a word for each slot; `parts` tells how much of its room it takes, if not all."""
        return {slot: self._word(slot, parts.get(slot, 1)) for slot in self._rooms}

    def _word(self, slot: int, part: float) -> str:
        places = [(letters_of(style, self._setter), room, style) for room, style in self._rooms[slot]]
        rooms = [(letters, round(room * part if part else letters.wide, 3), style) for letters, room, style in places]
        words = sorted({letters.widest(room) for letters, room, _ in rooms}, key=len)
        fitting = [
            word for word in words if all(self._setter.one_line(word, style).width <= room for _, room, style in rooms)
        ]
        return fitting[-1] if fitting else words[0]

    def widest_proven(self, proven: Callable[[Mapping[int, str]], _Proven]) -> _Proven:
        """Return what `proven` makes of the widest words that it takes; it raises ReflowError for wider ones.

        Something may stand on a line that takes a part of its room. Where all of the room is too much, a single letter
        tells whether the slot can be stamped at all, and then the middle between what is proven and what is not is
        tried.

        Raises:
            ReflowError: of a slot that takes no wide word at all.
        """
        parts: dict[int, float] = {}
        proven_parts: dict[int, float] = {}
        refused: dict[int, float] = {}
        best: _Proven | None = None
        settings = 0
        while True:
            settings += 1
            try:
                best = proven(self.words(parts))
            except ReflowError as reflow:
                if settings >= _MOST_SETTINGS and best is not None:
                    return best
                if settings > 2 * _MOST_SETTINGS or any(not self._can_shrink(slot, parts) for slot in reflow.slots):
                    raise
                refused.update((slot, parts.get(slot, 1)) for slot in reflow.slots)
                parts.update((slot, _between(proven_parts.get(slot), refused[slot])) for slot in reflow.slots)
                continue
            proven_parts = {slot: parts[slot] for slot in refused}
            wider = {slot: high for slot, high in refused.items() if high - proven_parts[slot] > _NEAR}
            if not wider or settings >= _MOST_SETTINGS:
                return best
            parts.update((slot, _between(proven_parts[slot], high)) for slot, high in wider.items())

    def _can_shrink(self, slot: int, parts: Mapping[int, float]) -> bool:
        return slot in self._rooms and parts.get(slot, 1) > 0


def letters_of(style: Style, setter: TextSetter) -> Letters:
    """Return the letters of a style."""
    key = tuple(style[name] for name in _FONT)
    known = setter.letters
    if key not in known:
        if len(known) > _MOST_STYLES:
            known.clear()
        known[key] = Letters(lambda text: setter.one_line(text, style).width, far_pairs(style, setter))
    return known[key]


def _between(low: float | None, high: float) -> float:
    return 0 if low is None else (low + high) / 2


def _room(line: Sequence[FlatBox]) -> float:
    """Return how much wider a line may become, as far as its block and what floats beside it tell."""
    first = line[0]
    return float(first.block.width - first.box.width) if first.block is not None else 0.0
