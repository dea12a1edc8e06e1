"""What a reader must find in each file: the printable orders with their values, the refused ones with their codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sample_orders.backmarket_json import paid_in_all
from sample_orders.flat_rows import table_order_id
from sample_orders.refused import TABLES, code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sample_orders.shape import Item, SampleOrder

SAYS_WHAT_WAS_SHIPPED = ("linnworks-json", "excel", "parquet")
Json = dict[str, Any]


def expected_json(files: Mapping[str, tuple[str, Sequence[SampleOrder]]]) -> bytes:
    """Return samples/expected.json for files by path, each with its format and its orders in the file's order."""
    common: Json = {}
    for form, orders in files.values():
        for order in orders:
            if not order.flaw:
                common.setdefault(order.reference, _values(order, form, plain=True))
    found = {path: _file(form, orders, common) for path, (form, orders) in files.items()}
    parts = ",\n".join(f'"{name}": {_one_a_line(value)}' for name, value in (("orders", common), ("files", found)))
    return f"{{\n{parts}\n}}\n".encode()


def _one_a_line(values: Json) -> str:
    lines = ",\n".join(f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in values.items())
    return f"{{\n{lines}\n}}"


def _file(form: str, orders: Sequence[SampleOrder], common: Json) -> Json:
    printable = [order for order in orders if not order.flaw]
    refused = [order for order in orders if order.flaw]
    own = {order.reference: _values(order, form) for order in printable}
    return {
        "format": form,
        "printable": {order.reference: _order_id(order, form) for order in printable},
        "differs": {
            reference: {name: value for name, value in values.items() if value != common[reference][name]}
            for reference, values in own.items()
            if values != common[reference]
        },
        "rejects": [_reject(order, form) for order in refused],
    }


def _order_id(order: SampleOrder, form: str) -> str:
    if form == "linnworks-json":
        return order.order_id
    return str(order.number if form == "backmarket-json" else table_order_id(order))


def _reject(order: SampleOrder, form: str) -> Json:
    order_id = "" if order.flaw in ("not-an-order", "no-order-id") else _order_id(order, form)
    # A reference is known where the order could be read so far, and Back Market's is made from the order id.
    nameless = order.flaw in ("not-an-order", "no-reference")
    stray = form in TABLES and order.flaw in ("no-order-id", "broken")
    reference = "" if nameless or stray or (form == "backmarket-json" and not order_id) else order.reference
    return {"order_id": order_id, "reference": reference, "code": code(order.flaw, form)}


def _values(order: SampleOrder, form: str, *, plain: bool = False) -> Json:
    partly = order.part_shipped and form in SAYS_WHAT_WAS_SHIPPED and not plain
    items = [(item, _quantity(item, partly=partly)) for item in order.kept]
    total = paid_in_all(order) if form == "backmarket-json" and not plain else order.total
    return {
        "name": order.buyer.full_name,
        "town": order.buyer.town,
        "post_code": order.buyer.post_code,
        "received": order.received.isoformat(),
        "currency": order.currency,
        "total": str(total),
        "shipping": str(order.shipping),
        "tracking": order.tracking,
        "lines": [
            [
                item.sku or "",
                item.title,
                quantity,
                str(item.total * quantity / item.quantity),
                []
                if form == "backmarket-json"
                else [[p.sku, p.quantity * quantity // item.quantity] for p in item.parts],
            ]
            for item, quantity in items
            if quantity
        ],
    }


def _quantity(item: Item, *, partly: bool) -> int:
    return item.shipped if partly and item.shipped is not None else item.quantity
