"""Composites in tabular exports: rows that are parts of another row's item find their parent, wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.orders.model import OrderLine

ORPHAN = "a composite's part names a parent that is not in the order: it is printed as a line of its own"


class Gathered(NamedTuple):
    """An order's rows as lines with their parts under them. A row is named by its index in the order."""

    lines: tuple[OrderLine, ...]
    rows: tuple[int, ...]
    """The row of each line."""
    parts: Mapping[int, Sequence[int]]
    """The row of a composite → the rows of its parts."""
    warnings: list[str]


def gather(lines: Sequence[OrderLine]) -> Gathered:
    """Return the lines of an order's rows, parts under their parents; both keep the order of the rows.

    A part whose parent is missing becomes a line of its own, with one warning; so do parts that name each other.
    """
    if not any(_is_part(line) for line in lines):
        return Gathered(tuple(lines), tuple(range(len(lines))), {}, [])
    parents = [_parent(lines, index) for index in range(len(lines))]
    warnings: list[str] = []
    for index, line in enumerate(lines):
        if _is_part(line) and (parents[index] is None or _circular(parents, index)):
            parents[index] = None
            warnings = [ORPHAN]
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parents):
        if parent is not None:
            children.setdefault(parent, []).append(index)
    own = tuple(index for index, parent in enumerate(parents) if parent is None)
    return Gathered(tuple(_with_parts(lines, index, children) for index in own), own, children, warnings)


def _with_parts(lines: Sequence[OrderLine], index: int, children: Mapping[int, Sequence[int]]) -> OrderLine:
    parts = tuple(_with_parts(lines, child, children) for child in children.get(index, ()))
    # The parent's amount counts, so a zero amount of the part is no amount.
    return replace(lines[index], parts=tuple(replace(part, line_total=part.line_total or None) for part in parts))


def _is_part(line: OrderLine) -> bool:
    return bool(line.parent_sku or line.parent_item_number)


def _parent(lines: Sequence[OrderLine], index: int) -> int | None:
    """The row that a part names: by the parent's item number where there is one, else by SKU, nearest above first."""
    part = lines[index]
    if not _is_part(part):
        return None
    others = [other for other in range(len(lines)) if other != index]
    if part.parent_item_number:
        found = [other for other in others if lines[other].item_number.strip() == part.parent_item_number]
        same = [other for other in found if lines[other].sku.strip().casefold() == part.parent_sku.casefold()]
        if same or found:
            return (same or found)[0]
    if not part.parent_sku:
        return None
    named = [other for other in others if lines[other].sku.strip().casefold() == part.parent_sku.casefold()]
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
