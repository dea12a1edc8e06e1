"""Back Market JSON: one page of the seller API's order list, with the keys of its real answers."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sample_orders.trade import HABITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sample_orders.shape import Item, Person, SampleOrder

Json = dict[str, Any]
NEW, PAID, TO_SHIP, NOT_PAID, PROCESSED, PENDING = 0, 1, 3, 8, 9, 10
LINE_PAID, LINE_ACCEPTED, LINE_SHIPPED = 1, 2, 3
STATES = {"unpaid": NEW, "not-paid": NOT_PAID, "pending": PENDING, "all-cancelled": PROCESSED}


def backmarket_json(orders: Sequence[SampleOrder]) -> bytes:
    """Return the page; an order flawed as `not-an-order` is a text where an object should stand."""
    results = ["this is not an order" if order.flaw == "not-an-order" else _order(order) for order in orders]
    page = {"count": len(results), "next": None, "previous": None, "results": results}
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


def paid_in_all(order: SampleOrder) -> Decimal:
    """Return what this export says that the buyer paid: cancelled lines are still part of an order's price."""
    return sum((item.total for item in order.items), Decimal(0)) + order.off_by + order.shipping


def _moment(value: datetime | None, market: str) -> str | None:
    return None if value is None else value.astimezone(ZoneInfo(HABITS[market].zone)).isoformat()


def _order(order: SampleOrder) -> Json:
    market = order.market
    state = STATES.get(order.flaw, PROCESSED if order.despatched else TO_SHIP if order.number % 2 else PAID)
    found: Json = {
        "order_id": order.number,
        "state": state,
        "date_creation": _moment(order.received, market),
        "date_modification": _moment(order.received + timedelta(minutes=5), market),
        "date_payment": _moment(order.paid, market),
        "date_shipping": _moment(order.despatched, market),
        "date_bill_provided": None,
        # The one date without an offset, and in UTC.
        "expected_dispatch_date": None if order.due is None else order.due.strftime("%Y-%m-%dT%H:%M:%S"),
        "country_code": market,
        "currency": order.currency,
        "price": str(paid_in_all(order) - order.shipping),
        "shipping_price": str(order.shipping),
        "sales_taxes": "0.00",
        "payment_method": order.payment,
        "installment_payment": False,
        "paypal_reference": None,
        "psp_reference": f"SAMPLE{order.number}",
        "is_backship": False,
        "shipper": order.carrier,
        "shipper_display": order.carrier,
        "tracking_number": order.tracking,
        "tracking_url": order.tracking_url,
        "delivery_note": None,
        "shipping_address": _address(order.buyer, order.number),
        "billing_address": _address(order.billing or order.buyer, order.number),
        "orderlines": [_line(order, item, place, state) for place, item in enumerate(order.items, 1)],
    }
    if order.flaw == "no-order-id":
        found["order_id"] = None
    elif order.flaw == "broken":
        found["orderlines"] = "not a list"
    elif order.flaw == "bad-number":
        found["price"] = "one hundred"
    elif order.flaw == "bad-date":
        found["date_creation"] = "2026-02-30T10:00:00+01:00"
    return found


def _address(person: Person, number: int) -> Json:
    found: Json = {
        "company": person.company or None,
        "first_name": person.first,
        "last_name": person.last,
        "street": person.street,
        "street2": ", ".join(part for part in (person.street2, person.street3) if part),
        "postal_code": person.post_code,
        "country": person.country,
        "city": person.town,
        "phone": person.phone,
        "email": f"order-{number}@example.invalid" if person.email is None else person.email,
        "customer_id_number": None,
    }
    if person.country == "US":
        found["state_or_province"] = person.region
    return found


def _line(order: SampleOrder, item: Item, place: int, state: int) -> Json:
    usual = {PROCESSED: LINE_SHIPPED, TO_SHIP: LINE_ACCEPTED}.get(state, LINE_PAID)
    return {
        "id": order.number * 100 + place,
        "date_creation": _moment(order.received, order.market),
        "state": usual if item.gone is None else item.gone,
        "price": str(item.total),
        "quantity": item.quantity,
        "shipping_price": str(order.shipping if place == 1 else Decimal("0.00")),
        "shipping_delay": 48,
        "shipper": order.carrier,
        "currency": order.currency,
        "return_reason": 0,
        "return_message": "",
        "listing": item.sku or "",
        "listing_id": order.number % 10_000 + place,
        "product": item.title,
        "product_id": 42,
        "brand": "Example",
        "backcare": False,
        "backcare_price": 0,
        "orderline_fee": str((item.total / 10).quantize(Decimal("0.01"))),
        "sales_taxes": "0.00",
        "imei": item.imei,
        "serial_number": item.serial,
        "condition": item.grade,
    }
