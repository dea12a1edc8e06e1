"""Back Market's orders that are plain: the same `Order` as `backmarket_json` makes, in a third of its time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notes_engine.orders.backmarket_json import (
    LINE_STATES,
    MARKET,
    SOURCE,
    STATES,
    UNPAID_STATES,
    StatedLine,
    printed_lines,
)
from notes_engine.orders.flags import whole_number
from notes_engine.orders.model import Address, Order, OrderLine, Source
from notes_engine.orders.plain_json import NotPlainError, Texts, block, blocks, moment, numbers, quantity, text
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings

    Values = dict[str, Any]

_TOP = Texts(
    *("country_code", "shipper_display", "shipper", "tracking_number", "tracking_url", "currency", "payment_method"),
)
_TOP_NUMBERS = ("price", "shipping_price", "sales_taxes")
_TOP_DATES = ("date_creation", "date_payment", "date_shipping", "expected_dispatch_date")
_DELIVERY, _BILLING = ("shipping_address", "shippingAddress"), ("billing_address", "billingAddress")
_ADDRESS = Texts("first_name", "last_name", "street", "street2", "city", "postal_code", "country", "email", "phone")
_LINE = Texts("listing", "product", "imei", "serial_number")
_LINE_NUMBERS = ("price", "sales_taxes", "condition")
_GRADES = (9, 10, 11, 12)


def plain_order(value: Values, place: Source, settings: OrderSettings) -> Order | None:
    """Return the order; None when it is not plain, or will be refused: `backmarket_json.read_order` then tells."""
    try:
        return _order(value, place, settings)
    except (NotPlainError, RefusalError):
        return None


def _order(value: Values, place: Source, settings: OrderSettings) -> Order:
    country_code, shipper_display, shipper, number, url, currency, payment_method = _TOP.of(value)
    order_id, state = text(value.get("order_id")).strip(), whole_number(text(value.get("state")))
    market = country_code.strip().casefold().replace("_", "-")
    if state and state not in STATES:
        raise NotPlainError
    part_shipped, lines, warnings = printed_lines([_line(item) for item in blocks(value, "orderlines")])
    price, shipping, tax = numbers(value, _TOP_NUMBERS)
    created_at, paid_at, shipped_at, despatch_by = map(moment, map(value.get, _TOP_DATES))
    delivery, billing = _address(value, _DELIVERY), _address(value, _BILLING)
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
        received_at=created_at,
        paid_at=paid_at,
        shipped_at=shipped_at,
        despatch_by=despatch_by,
        vendor=shipper_display or shipper,
        tracking_number=number,
        tracking_url=url,
        channel_buyer_name=delivery.full_name if delivery else "",
        delivery=delivery,
        has_address_columns=delivery is not None,
        billing=None if billing is None or billing.is_blank else billing,
        currency=currency.strip().upper(),
        subtotal=price,
        postage_cost=shipping,
        tax=tax,
        total=None if price is None else price + (shipping or Decimal(0)),
        payment_method=payment_method,
        tax_id=_customer_id(value),
        lines=lines,
        warnings=tuple(warnings),
    )


def _line(item: Values) -> StatedLine:
    sku, title, imei, serial_number = _LINE.of(item)
    total, tax, condition = numbers(item, _LINE_NUMBERS)
    state = whole_number(text(item.get("state")))
    if state and state not in LINE_STATES:
        raise NotPlainError
    line = OrderLine(
        item_number=text(item.get("id")),
        sku=sku,
        title=title,
        channel_sku=sku,
        channel_title=title,
        quantity=quantity(item.get("quantity")),
        line_total=total,
        tax=tax,
        grade=int(condition) if condition in _GRADES and condition is not None else None,
        imei=imei,
        serial_number=serial_number,
    )
    return StatedLine(line, state)


def _customer_id(value: Values) -> str:
    for key in (*_BILLING, *_DELIVERY):
        if address := block(value, key):
            number = _either(address, "customer_id_number", "customerIdNumber")
            if number:
                return number
    return ""


def _either(values: Values, key: str, other: str) -> str:
    return text(values.get(key)) or text(values.get(other))


def _address(value: Values, keys: tuple[str, str]) -> Address | None:
    """Return the address under the first of the keys that is there."""
    key = keys[0] if keys[0] in value else keys[1]
    if key not in value:
        return None
    address = block(value, key)
    first_name, last_name, street, street2, town, post_code, country, email, phone = _ADDRESS.of(address)
    names = (first_name or text(address.get("firstName")), last_name or text(address.get("lastName")))
    country = country or _either(address, "countryCode", "country_code")
    return Address(
        full_name=" ".join([name for name in names if name.strip()]),
        company=text(address.get("company")),
        address1=street,
        address2=street2,
        town=town,
        region=_either(address, "state_or_province", "stateOrProvince"),
        post_code=post_code or text(address.get("postalCode")),
        country=country,
        country_code=country.strip().upper() if len(country.strip()) == len("FR") else "",
        email=email,
        phone=phone,
    )
