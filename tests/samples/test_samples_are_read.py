"""The readers find in every sample file exactly the orders, values and rejects that the generator put there."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from notes_engine.orders import Order, Reject, read_orders

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "orders/linnworks.json",
    "orders/linnworks-processed.csv",
    "orders/linnworks-open.csv",
    "orders/linnworks.xlsx",
    "orders/linnworks.parquet",
    "orders/backmarket.json",
    "orders/prefix-bmfr.json",
    "orders/no-prefix.json",
    "rejects/processed-without-addresses.csv",
)
Found = tuple[dict[str, Order], list[Reject]]


@pytest.fixture(scope="module", params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def read(samples: Path, name: str) -> Found:
    """Return the file's orders by reference, and its rejects."""
    results = list(read_orders(samples / name))
    orders = [result for result in results if isinstance(result, Order)]
    assert len({order.reference for order in orders}) == len(orders), "each reference once"
    rejects = [result for result in results if isinstance(result, Reject)]
    return {order.reference: order for order in orders}, rejects


def values(order: Order) -> dict[str, Any]:
    """Return the order in the words of expected.json."""
    assert order.delivery is not None
    assert order.received_at is not None
    return {
        "name": order.delivery.full_name,
        "town": order.delivery.town,
        "post_code": order.delivery.post_code,
        "received": order.received_at,
        "currency": order.currency,
        "total": order.total,
        "shipping": order.postage_cost,
        "tracking": order.tracking_number,
        "lines": [
            [line.sku, line.title, line.quantity, line.line_total, [[part.sku, part.quantity] for part in line.parts]]
            for line in order.lines
        ],
    }


def as_read(name: str, value: Any) -> Any:
    """Return a value of expected.json as `values` gives it."""
    if name in ("total", "shipping"):
        return Decimal(value)
    if name == "lines":
        return [[sku, title, quantity, Decimal(total), parts] for sku, title, quantity, total, parts in value]
    return value


def test_exactly_the_printable_orders_are_read(read: Found, expected: dict[str, Any], name: str) -> None:
    orders, _ = read
    assert {order.reference: order.order_id for order in orders.values()} == expected["files"][name]["printable"]


def test_every_other_order_is_refused_for_its_own_reason(read: Found, expected: dict[str, Any], name: str) -> None:
    _, rejects = read
    found = Counter((reject.code, reject.order_id, reject.reference) for reject in rejects)
    assert found == Counter(
        (reject["code"], reject["order_id"], reject["reference"]) for reject in expected["files"][name]["rejects"]
    )


def test_values_agree_across_the_formats(read: Found, expected: dict[str, Any], name: str) -> None:
    orders, _ = read
    file = expected["files"][name]
    for reference, order in orders.items():
        wanted = expected["orders"][reference] | file["differs"].get(reference, {})
        found = values(order)
        found["received"] = found["received"].isoformat()
        assert found == {key: as_read(key, value) for key, value in wanted.items()}, reference


def test_only_the_odd_orders_come_with_warnings(read: Found, name: str) -> None:
    """A total that its parts do not make; a part shipment, where the export says so; a line cancelled on its way."""
    orders, _ = read
    warned = {order.reference for order in orders.values() if order.warnings}
    if name not in FILES[:6]:
        assert warned == set()
        return
    odd = {"bm-205830010"}
    if name.endswith(".csv"):
        assert warned == odd
    elif name == "orders/backmarket.json":
        assert warned == odd | {"bm-205840009"}
    else:
        assert warned == odd | {"bm-205820004"}
