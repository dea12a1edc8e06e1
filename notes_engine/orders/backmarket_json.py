"""Back Market's API orders: one object to one `Order`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notes_engine.orders.flags import whole_number
from notes_engine.orders.json_fields import Fields
from notes_engine.orders.model import Address, Order, OrderLine, Source
from notes_engine.orders.numbers import as_quantity
from notes_engine.orders.quick_init import quick_init
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings

SOURCE = "BACKMARKET"
"""The name that Linnworks gives the channel, so that printing conditions hold for both exports."""
MARKET = re.compile(r"[a-z]{2}-[a-z]{2}", re.ASCII)
"""A market's code, language and country. One that is not in Back Market's specification yet is the order's own too."""
UNPAID_STATES = frozenset({"0", "8", "10"})
"""Order states: 0 new, 8 not paid, 10 pending."""
STATES = UNPAID_STATES | {"1", "2", "3", "9"}
"""Order states: 1 paid, 3 to ship, 9 processed; 2 is tolerated, it is a line's "accepted" (our decision)."""
_CANCELLED, _REFUNDED = "4", "5"
_SHIPPED, _RETURNED = "3", "6"
"""Line states: 4 cancelled, 5 refunded before shipping: never shipped. 6 was refunded after shipping: it was in the
parcel, so it stays on the note (our decision)."""
LINE_STATES = frozenset("0123456")
"""Line states: 0 new, 1 paid, 2 accepted, 3 shipped, and those above."""


def is_ours(value: dict[str, Any]) -> bool:
    """True for an object with the keys of a Back Market order."""
    return "orderlines" in value or "order_id" in value


def identify(value: dict[str, Any], settings: OrderSettings) -> tuple[str, str]:
    """Return (order id, reference) for a reject, as far as they can be read; empty texts where not."""
    order_id = Fields(value, "").name("order_id").strip()
    return order_id, f"{settings.prefix}{order_id}" if order_id else ""


@quick_init
@dataclass(frozen=True, slots=True)
class StatedLine:
    """A line, and its state as a plain whole number."""

    line: OrderLine
    state: str


def read_order(value: dict[str, Any], place: Source, settings: OrderSettings) -> Order:
    """Return the order; raises RefusalError. Dates without offset are UTC (`expected_dispatch_date` has none)."""
    top = Fields(value, place.where)
    order_id = top.text("order_id").strip()
    text, number = top.text, top.number
    part_shipped, lines, warnings = printed_lines([_line(block) for block in top.blocks("orderlines")])
    state = whole_number(text("state"))
    if state and state not in STATES:
        raise top.at(_unknown_state(), "state")
    price, shipping = number("price"), number("shipping_price")
    delivery = _address(top, "shipping_address", "shippingAddress")
    billing = _address(top, "billing_address", "billingAddress")
    market = text("country_code").strip().casefold().replace("_", "-")
    shipped_at = top.date("date_shipping", zone=UTC)
    return Order(
        order_id=order_id,
        source_place=place,
        secondary_reference=f"{settings.prefix}{order_id}" if order_id else "",
        source=SOURCE,
        market=market if MARKET.fullmatch(market) else "",
        status=state,
        is_paid=None if not state else state not in UNPAID_STATES,
        processed=shipped_at is not None,
        part_shipped=part_shipped,
        received_at=top.date("date_creation", zone=UTC),
        paid_at=top.date("date_payment", zone=UTC),
        shipped_at=shipped_at,
        despatch_by=top.date("expected_dispatch_date", zone=UTC),
        vendor=text("shipper_display", "shipper"),
        tracking_number=text("tracking_number"),
        tracking_url=text("tracking_url"),
        channel_buyer_name=delivery.full_name if delivery else "",
        delivery=delivery,
        has_address_columns=delivery is not None,
        billing=None if billing is None or billing.is_blank else billing,
        currency=text("currency").strip().upper(),
        subtotal=price,
        postage_cost=shipping,
        tax=number("sales_taxes"),
        total=None if price is None else price + (shipping or Decimal(0)),
        payment_method=text("payment_method"),
        tax_id=_customer_id(top),
        lines=lines,
        warnings=tuple(warnings),
    )


def printed_lines(all_lines: list[StatedLine]) -> tuple[bool, tuple[OrderLine, ...], list[str]]:
    """Return (part-shipped?, the lines in the parcel, warnings); raises RefusalError when none is left of several."""
    alive = [item for item in all_lines if item.state not in (_CANCELLED, _REFUNDED)]
    if all_lines and not alive:
        raise RefusalError(
            "cancelled",
            "all lines of the order are cancelled or refunded",
            "Send nothing; there is nothing to print for it.",
        )
    warnings = []
    if len(alive) < len(all_lines):
        warnings.append("cancelled or refunded lines are left off; the total is the whole order's, as exported")
    gone = [item for item in alive if item.state in (_SHIPPED, _RETURNED)]
    part_shipped = 0 < len(gone) < len(alive)
    if part_shipped:
        warnings.append("part-shipped: only what was shipped is printed; the total is the whole order's")
        alive = gone
    return part_shipped, tuple(item.line for item in alive), warnings


def _line(block: Fields) -> StatedLine:
    text, number = block.text, block.number
    try:
        quantity = as_quantity(number("quantity"))
    except RefusalError as refusal:
        raise block.at(refusal, "quantity") from None
    condition = number("condition")
    line = OrderLine(
        item_number=text("id"),
        sku=text("listing"),
        title=text("product"),
        channel_sku=text("listing"),
        channel_title=text("product"),
        quantity=quantity,
        line_total=number("price"),
        tax=number("sales_taxes"),
        grade=int(condition) if condition in (9, 10, 11, 12) else None,
        imei=text("imei"),
        serial_number=text("serial_number"),
    )
    state = whole_number(text("state"))
    if state and state not in LINE_STATES:
        raise block.at(_unknown_state(), "state")
    return StatedLine(line, state)


def _unknown_state() -> RefusalError:
    return RefusalError(
        "broken-row",
        "the field state holds a state that Back Market does not have",
        "Download the order again, as the API gives it.",
    )


def _customer_id(top: Fields) -> str:
    for key in ("billing_address", "billingAddress", "shipping_address", "shippingAddress"):
        if number := top.block(key).text("customer_id_number", "customerIdNumber"):
            return number
    return ""


def _address(top: Fields, *keys: str) -> Address | None:
    """Return the address; None where no such key exists. snake_case as really returned, camelCase as specified."""
    key = next((key for key in keys if key in top.values), None)
    if key is None:
        return None
    text = top.block(key).text
    names = (text("first_name", "firstName"), text("last_name", "lastName"))
    country = text("country", "countryCode", "country_code")
    return Address(
        full_name=" ".join(name for name in names if name.strip()),
        company=text("company"),
        address1=text("street"),
        address2=text("street2"),
        town=text("city"),
        region=text("state_or_province", "stateOrProvince"),
        post_code=text("postal_code", "postalCode"),
        country=country,
        country_code=country.strip().upper() if len(country.strip()) == len("FR") else "",
        email=text("email"),
        phone=text("phone"),
    )
