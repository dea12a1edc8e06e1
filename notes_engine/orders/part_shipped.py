"""Part-shipped orders: only what was shipped is printed, where the export says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.orders.model import OrderLine

PARTLY = "part-shipped: only what was shipped is printed; the total is the whole order's"
_UNSAID = "the order is part-shipped, but the export does not say which items: all are printed"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A line of the whole order, and how many of its items were shipped (None: the export does not say)."""

    line: OrderLine
    count: Decimal | None
    partly: bool = False
    """The export marks this very line as part-shipped."""


def keep_shipped(lines: Sequence[Shipped], *, partly: bool) -> tuple[bool, tuple[OrderLine, ...], list[str]]:
    """Return (part-shipped?, the lines to print, warnings).

    `partly` is the order's own flag. An order without any flag prints whole: Linnworks leaves its counts at 0 then.
    Only a count between 0 and the quantity marks its line like a flag (our decision). In a flagged order a line
    without a count, or with 0, was not shipped; when no line has a count the export does not say, and all lines print
    with a warning. Raises RefusalError for an impossible count.
    """
    whole = tuple(item.line for item in lines)
    if not (partly or any(item.partly for item in lines)):
        return False, whole, []
    if not any(item.count for item in lines):
        return True, whole, [_UNSAID]
    kept = tuple(_cut(item.line, item.count) for item in lines if item.count)
    same = len(kept) == len(whole) and all(now.quantity == line.quantity for now, line in zip(kept, whole, strict=True))
    return True, kept, [] if same else [PARTLY]


def shipped_of(
    row: int, quantities: Sequence[int], counts: Sequence[Decimal | None], parts: Mapping[int, Sequence[int]]
) -> Decimal | None:
    """Return how many of the row's item were shipped, None where the export does not say.

    A composite may be counted by its parts only: 2 of 4 parts that go into 2 composites make one composite; a part
    without a count beside one with a count was not shipped. A count of its own comes before those of its parts.
    Raises RefusalError (`part-shipped`) when the parts contradict each other.
    """
    if counts[row] is not None:
        return counts[row]
    inside = [(part, shipped_of(part, quantities, counts, parts)) for part in parts.get(row, ())]
    if not any(count for _, count in inside):
        return None if all(count is None for _, count in inside) else Decimal(0)
    sets = {(count or Decimal(0)) * quantities[row] / quantities[part] for part, count in inside}
    if len(sets) > 1 or any(each != each.to_integral_value() for each in sets):
        raise RefusalError(
            "part-shipped",
            "the shipped quantities of a composite's parts contradict each other",
            "Split the order in two, one for each parcel, and export both.",
        )
    return sets.pop()


def _cut(line: OrderLine, count: Decimal) -> OrderLine:
    if count < 0 or count != count.to_integral_value() or count > line.quantity:
        raise RefusalError(
            "bad-number",
            "a shipped quantity is not a whole number between 0 and the quantity ordered",
            "Mend the order's part shipment and export it again.",
        )
    shipped = int(count)
    if shipped == line.quantity:
        return line

    def share(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else amount * shipped / line.quantity

    return replace(
        line.shipped(shipped),
        line_total_ex_tax=share(line.line_total_ex_tax),
        tax=share(line.tax),
        discount_value=share(line.discount_value),
        parts=_cut_parts(line, shipped),
    )


def _cut_parts(line: OrderLine, shipped: int) -> tuple[OrderLine, ...]:
    """Composite parts in proportion: of 4 parts under 2 composites, one composite carries 2."""
    parts = []
    for part in line.parts:
        share, rest = divmod(part.quantity * shipped, line.quantity)
        if rest or not share:
            raise RefusalError(
                "part-shipped",
                "the shipped quantity of a composite does not divide its parts",
                "Split the order in two, one for each parcel, and export both.",
            )
        parts.append(
            replace(part.shipped(share), parts=_cut_parts(part, share) if share != part.quantity else part.parts)
        )
    return tuple(parts)
