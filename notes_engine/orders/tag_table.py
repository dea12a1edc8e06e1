"""The table itself: each tag's canonical name, its other names, its meaning, and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders.model import Address, Order, OrderLine

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


def _address(part: Callable[[Address], str], which: Literal["delivery", "billing"]) -> Callable[[Order], Value]:
    def value(order: Order) -> Value:
        address: Address | None = getattr(order, which)
        return None if address is None else part(address)

    return value


TAGS: tuple[Tag, ...] = (
    Tag(
        "SecondaryReference",
        "The channel's order number, with the prefix the seller's settings put before it.",
        ("ChannelReference", "Channel reference"),
        order_value=lambda order: order.secondary_reference,
    ),
    Tag("Source", "The channel's name, such as BACKMARKET.", order_value=lambda order: order.source),
    Tag("SubSource", "The channel's account or market.", order_value=lambda order: order.sub_source),
    Tag(
        "cCountry",
        "The delivery country, as the export writes it.",
        ("Country", "Shipping country"),
        order_value=_address(lambda address: address.country, "delivery"),
    ),
    Tag(
        "ReceivedDate",
        "The day the order was placed.",
        ("dReceivedDate", "Received date"),
        kind="date",
        order_value=lambda order: order.received_at,
    ),
    Tag(
        "TotalCharge",
        "What the buyer paid, shipping and tax included.",
        ("fTotalCharge", "Order total"),
        kind="money",
        order_value=lambda order: order.total,
    ),
    Tag("SKU", "The line's stock keeping unit.", scope="line", line_value=lambda line: line.sku),
    Tag(
        "Quantity", "The line's quantity.", kind="number", scope="line", line_value=lambda line: Decimal(line.quantity)
    ),
)
