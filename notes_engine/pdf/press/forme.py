"""A forme: what is known of one skeleton, and the plates that were made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from notes_engine.notes.marks import MARKS, index_of
from notes_engine.pdf.press.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.stamping import Stamper

ELSEWHERE = "it stands in an attribute, a style sheet or a form"
Rows = tuple[tuple[int, int], ...]
"""Slots whose values break into several lines, and into how many."""
PlateKey = tuple[tuple[str, ...], Rows]
"""What notes of one skeleton that share a plate have in common beside it: the baked values, and the broken lines."""


@dataclass(frozen=True, slots=True)
class FormeRecord:
    """What is kept of a forme on disk."""

    kinds: dict[int, str]
    """Slot → what it stands in: `text`, `string` or `baked`."""
    baked: dict[int, str]
    """Slot → why its value stays in the plate."""
    refused: str
    """Why no plate can be made of it at all."""


@dataclass(slots=True)
class Forme:
    """What is known of one skeleton. It follows from the skeleton alone, so that every process knows the same."""

    skeleton: Skeleton
    kinds: dict[int, str]
    baked: dict[int, str] = field(default_factory=dict)
    """Slots in drawn text whose values stay in the plate, and why. They are found while it is settled, once."""
    refused: str = ""
    rounds: int = 0
    """How often slots were baked."""
    is_settled: bool = False
    """A plate was made, or none can be: it is known what reflows."""
    may_keep: bool = True
    """Nothing of an order stands in the skeleton itself."""
    casts: dict[PlateKey, Stamper | str] = field(default_factory=dict)
    """The plates that were made or found, or why there is none."""
    plates: dict[PlateKey, Plate] = field(default_factory=dict)
    """Those of them that WeasyPrint laid out for the notes that are being stamped."""

    @classmethod
    def of(cls, skeleton: str, *, may_keep: bool, is_looked_into: bool = False) -> Forme:
        """Return a forme of which nothing is known but what its slots stand in."""
        parsed = Skeleton(skeleton, is_looked_into)
        return cls(parsed, dict(parsed.kinds), may_keep=may_keep)

    @classmethod
    def from_record(cls, skeleton: str, record: FormeRecord) -> Forme:
        """Return a forme that was kept."""
        return cls(Skeleton(skeleton), dict(record.kinds), dict(record.baked), refused=record.refused, is_settled=True)

    def record(self) -> FormeRecord:
        """Return what is kept of it."""
        return FormeRecord(self.kinds, self.baked, self.refused)

    @property
    def fixed(self) -> frozenset[int]:
        """The slots that stand in no drawn text and no string: notes that differ in one have skeletons of their own."""
        return frozenset(slot for slot, kind in self.kinds.items() if kind == "baked")

    def with_fixed(self, values: Sequence[str]) -> str:
        """Return the skeleton with an order's values in the fixed slots, as the note has them."""
        fixed = self.fixed
        return MARKS.sub(
            lambda mark: escape(values[slot]) if (slot := index_of(mark[0])) in fixed else mark[0], self.skeleton.html
        )

    def baked_values(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return what of an order's values stands in its plate, each with its slot."""
        return tuple([f"{slot} {values[slot]}" for slot in self.baked]) if self.baked else ()
