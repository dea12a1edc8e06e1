"""Composites in tabular exports: rows that are parts of another row's item find their parent, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.orders.model import OrderLine

ORPHAN = "a composite's part names a parent that is not in the order: it is printed as a line of its own"


@dataclass(frozen=True, slots=True)
class Item:
    """A row's line and the parent it names (empty texts: none)."""

    line: OrderLine
    parent_sku: str = ""
    parent_number: str = ""

    @property
    def is_part(self) -> bool:
        """True when the row names a parent."""
        return bool(self.parent_sku or self.parent_number)


def gather(items: Sequence[Item]) -> tuple[tuple[OrderLine, ...], list[str]]:
    """Return (the lines with their parts under them, warnings), in the order of the rows.

    A part whose parent is missing stays a line of its own, with a warning; so do parts that name each other.
    """
    if not any(item.is_part for item in items):
        return tuple(item.line for item in items), []
    parents = [_parent(items, index) for index in range(len(items))]
    warnings: list[str] = []
    for index, item in enumerate(items):
        if item.is_part and (parents[index] is None or _circular(parents, index)):
            parents[index] = None
            if ORPHAN not in warnings:
                warnings.append(ORPHAN)
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        if parent is not None:
            children.setdefault(parent, []).append(index)

    def built(index: int) -> OrderLine:
        line = items[index].line
        if parents[index] is not None and not line.line_total:
            line = replace(line, line_total=None)  # the parent's amount counts
        parts = children.get(index)
        return replace(line, parts=tuple(built(part) for part in parts)) if parts else line

    return tuple(built(index) for index, parent in enumerate(parents) if parent is None), warnings


def _parent(items: Sequence[Item], index: int) -> int | None:
    """The row that a part names: by the parent's item number where there is one, else by SKU, nearest above first."""
    part = items[index]
    if not part.is_part:
        return None
    others = [other for other in range(len(items)) if other != index]
    if part.parent_number:
        found = [other for other in others if items[other].line.item_number.strip() == part.parent_number]
        same = [other for other in found if items[other].line.sku.strip().casefold() == part.parent_sku.casefold()]
        if same or found:
            return (same or found)[0]
    if not part.parent_sku:
        return None
    named = [other for other in others if items[other].line.sku.strip().casefold() == part.parent_sku.casefold()]
    above = [other for other in named if other < index]
    return above[-1] if above else named[0] if named else None


def _circular(parents: Sequence[int | None], index: int) -> bool:
    seen = {index}
    at = parents[index]
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = parents[at]
    return False
