"""A forme: what is known of one skeleton, and the plates that were made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.pdf.press.skeleton import Skeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.pdf.press.plate import Plate
    from notes_engine.pdf.press.stamping import Stamper

_ELSEWHERE = "it stands in an attribute, a style sheet or a form"
Rows = tuple[tuple[int, int], ...]
"""Slots whose values break into lines, and into how many."""
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
    """What is known of one skeleton."""

    skeleton: Skeleton
    kinds: dict[int, str]
    baked: dict[int, str]
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
    """Those of them that WeasyPrint laid out in this process."""

    @classmethod
    def of(cls, skeleton: str, *, may_keep: bool) -> Forme:
        """Return a forme of which nothing is known but what its slots stand in."""
        parsed = Skeleton(skeleton)
        kinds = dict(parsed.kinds)
        return cls(
            parsed, kinds, {slot: _ELSEWHERE for slot, kind in kinds.items() if kind == "baked"}, may_keep=may_keep
        )

    @classmethod
    def from_record(cls, skeleton: str, record: FormeRecord) -> Forme:
        """Return a forme that was kept."""
        return cls(Skeleton(skeleton), dict(record.kinds), dict(record.baked), refused=record.refused, is_settled=True)

    def record(self) -> FormeRecord:
        """Return what is kept of it."""
        return FormeRecord(self.kinds, self.baked, self.refused)

    def baked_values(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return what of an order's values stands in its plate."""
        return tuple([values[slot] for slot in self.baked]) if self.baked else ()
