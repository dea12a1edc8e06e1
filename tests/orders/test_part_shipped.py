from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.orders.conftest import MakeJson, ReadBytes

LINE: dict[str, Any] = {"SKU": "A", "Title": "A", "Quantity": 4, "CostIncTax": 40.0, "Cost": 32.0, "Tax": 8.0}


def part(sku: str, quantity: int, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"SKU": sku, "Title": sku, "Quantity": quantity, "CompositeSubItems": list(parts)}


def test_only_the_quantity_shipped_with_its_amount(read: ReadBytes, linnworks: MakeJson) -> None:
    items = [{**LINE, "PartShippedQty": 1}, {**LINE, "SKU": "B", "PartShippedQty": 0}, {**LINE, "SKU": "C"}]
    order = read(linnworks(GeneralInfo__PartShipped=True, Items=items)).order
    assert order.part_shipped
    line = order.lines[0]
    assert [line.sku for line in order.lines] == ["A"]
    assert (line.quantity, line.line_total) == (1, Decimal(10))
    assert (line.line_total_ex_tax, line.tax) == (Decimal(8), Decimal(2))
    assert order.total == Decimal("103.99"), "the total stays the export's"
    assert "part-shipped" in order.warnings[0]


def test_the_mark_may_stand_on_a_line(read: ReadBytes, linnworks: MakeJson) -> None:
    assert read(linnworks(Items=[{**LINE, "PartShipped": True, "PartShippedQty": 2}])).order.lines[0].quantity == 2


def test_counts_without_a_mark_say_nothing(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(Items__0__PartShippedQty=0)).order
    assert (order.part_shipped, order.lines[0].quantity) == (False, 2)


def test_a_count_between_nothing_and_all_needs_no_mark(read: ReadBytes, linnworks: MakeJson) -> None:
    items = [{**LINE, "PartShippedQty": 1}, {**LINE, "SKU": "B", "PartShippedQty": 0}]
    order = read(linnworks(Items=items)).order
    assert [(line.sku, line.quantity) for line in order.lines] == [("A", 1)]
    assert order.part_shipped
    assert "part-shipped" in order.warnings[0]
    assert not read(linnworks(Items=[{**LINE, "PartShippedQty": 4}])).order.part_shipped


def test_a_mark_without_counts_is_a_warning(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(GeneralInfo__PartShipped=True)).order
    assert (order.part_shipped, order.lines[0].quantity) == (True, 2)
    assert "does not say which" in order.warnings[0]


def test_a_mark_on_an_order_shipped_whole(read: ReadBytes, linnworks: MakeJson) -> None:
    order = read(linnworks(GeneralInfo__PartShipped=True, Items__0__PartShippedQty=2)).order
    assert order.warnings == ()


@pytest.mark.parametrize("count", [5, -1, 0.5])
def test_an_impossible_count(read: ReadBytes, linnworks: MakeJson, count: float) -> None:
    items = [{**LINE, "PartShippedQty": count, "PartShipped": True}]
    assert read(linnworks(Items=items)).reject.code == "bad-number"


class TestComposites:
    def bundle(self, shipped: int, *parts: dict[str, Any]) -> dict[str, Any]:
        return {**LINE, "PartShipped": True, "PartShippedQty": shipped, "CompositeSubItems": list(parts)}

    def test_carry_their_parts_in_proportion(self, read: ReadBytes, linnworks: MakeJson) -> None:
        parts = (part("PAD", 8, part("CELL", 16)), part("BOX", 4))
        line = read(linnworks(Items=[self.bundle(1, *parts)])).order.lines[0]
        assert [(inner.sku, inner.quantity) for inner in line.parts] == [("PAD", 2), ("BOX", 1)]
        assert line.parts[0].parts[0].quantity == 4

    def test_whose_parts_do_not_divide_are_refused(self, read: ReadBytes, linnworks: MakeJson) -> None:
        assert read(linnworks(Items=[self.bundle(1, part("BOX", 6))])).reject.code == "part-shipped"
        assert read(linnworks(Items=[self.bundle(1, part("BOX", 2))])).reject.code == "part-shipped"
