"""What a tag is: its names, its meaning, and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders.model import Order, OrderLine

Value = str | Decimal | bool | date | None
"""What a formula computes with: text, a decimal number, a boolean, a calendar day, or null."""

Kind = Literal["text", "number", "money", "date", "flag"]


def _nothing(_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing an order can tell: `[{name}]` or any alias of it."""

    name: str
    """The canonical name, as the documentation writes it."""
    meaning: str
    """One plain sentence for `notes-engine tags`."""
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    scope: Literal["order", "line"] = "order"
    order_value: Callable[[Order], Value | datetime] = _nothing
    line_value: Callable[[OrderLine], Value | datetime] = _nothing

    @property
    def key(self) -> str:
        """The name under which `TagValues` holds the value."""
        return self.name.casefold()
