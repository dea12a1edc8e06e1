"""Do an order's amounts add up: lines and shipping against the total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.orders.model import Order

_CENT = Decimal("0.01")
"""Each line may have been rounded by up to a cent by the export (our decision)."""


def fits(parts: Sequence[Decimal | None], shipping: Decimal | None, total: Decimal | None) -> bool | None:
    """Return whether the lines' amounts and shipping make the total, within 0.01 × lines; None when one is unknown."""
    if total is None:
        return None
    whole = shipping or Decimal(0)
    for part in parts:
        if part is None:
            return None
        whole += part
    return whole == total or abs(whole - total) <= _CENT * len(parts)


def adds_up(order: Order) -> bool | None:
    """Return whether the order's lines and shipping make its total; None when an amount is unknown."""
    return fits([line.line_total for line in order.lines], order.postage_cost, order.total)
