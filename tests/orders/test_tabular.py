"""Rows of one order find each other wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.orders import Order, OrderSettings
from notes_engine.orders.columns import locate
from notes_engine.orders.table import Row, Table
from notes_engine.orders.tabular import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, ReadBytes

    MakeRow = Callable[..., dict[str, str]]


def skus(order: Order) -> list[str]:
    return [line.sku for line in order.lines]


def test_lines_next_to_each_other(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(SKU="A", Line_total="50.00"), row(SKU="B", Line_total="49.99"), row(Order_Id="2")]
    found = read(as_csv(rows))
    assert [skus(order) for order in found.orders] == [["A", "B"], ["PHONE-A"]]


def test_lines_scattered_by_a_sort_on_sku(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [
        row(SKU="A", Line_total="50.00"),
        row(Order_Id="2", SKU="A"),
        row(Order_Id="3", SKU="A"),
        row(SKU="B", Line_total="49.99"),
        row(Order_Id="3", SKU="C"),
    ]
    found = read(as_csv(rows))
    assert {order.order_id: skus(order) for order in found.orders} == {
        "100001": ["A", "B"],
        "2": ["A"],
        "3": ["A", "C"],
    }
    assert found.rejects == []


def test_an_export_pasted_twice_is_read_once(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(SKU="A", Line_total="50.00"), row(SKU="B", Line_total="49.99"), row(Order_Id="2")]
    found = read(as_csv(rows + rows))
    assert [skus(order) for order in found.orders] == [["A", "B"], ["PHONE-A"]]
    assert [(reject.code, reject.source_place.where) for reject in found.rejects] == [
        ("duplicate", "row 5"),
        ("duplicate", "row 7"),
    ]
    assert "row 2" in found.rejects[0].reason


def test_a_sorted_export_pasted_twice(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(SKU="A", Line_total="50.00"), row(Order_Id="2"), row(SKU="B", Line_total="49.99")]
    found = read(as_csv([*rows, row(Order_Id="3"), *rows]))
    assert {order.order_id: skus(order) for order in found.orders}["100001"] == ["A", "B"]
    assert found.codes.count("duplicate") == 3


def test_two_lines_that_are_alike_stay_two_when_the_total_says_so(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    rows = [row(Order_total="203.98"), row(Order_Id="2"), row(Order_total="203.98")]
    found = read(as_csv(rows))
    assert {order.order_id: len(order.lines) for order in found.orders} == {"100001": 2, "2": 1}
    assert found.rejects == []


def test_rows_pasted_next_to_their_copies(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    found = read(as_csv([row(), row()]))
    assert len(found.orders[0].lines) == 1
    assert found.codes == ["duplicate"]
    kept = read(as_csv([row(Order_total="203.98"), row(Order_total="203.98")])).order
    assert len(kept.lines) == 2
    unsure = read(as_csv([row(Order_total=""), row(Order_total="")])).order
    assert len(unsure.lines) == 2, "without a total nothing says that they are copies"


def test_amounts_that_cannot_be_read_decide_nothing(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    assert read(as_csv([row(Order_total="x"), row(Order_total="x")])).reject.code == "bad-number"
    assert read(as_csv([row(Line_total="x"), row(Line_total="x")])).reject.code == "bad-number"


@pytest.mark.parametrize("column", ["Order total", "Shipping town", "Currency", "Channel reference"])
def test_rows_that_contradict_each_other(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, column: str) -> None:
    found = read(as_csv([row(), {**row(SKU="B"), column: "7"}, row(Order_Id="2")]))
    assert [order.order_id for order in found.orders] == ["2"]
    assert found.codes == ["contradiction"]
    assert column in found.rejects[0].reason
    assert "row 2 with row 3" in found.rejects[0].hint


def test_an_empty_cell_contradicts_nothing(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    rows = [row(Shipping_town="", Line_total="50.00"), row(SKU="B", Order_total="", Line_total="49.99")]
    order = read(as_csv(rows)).order
    assert order.delivery is not None
    assert order.delivery.town == "Roma"
    assert order.total == Decimal("103.99")


def test_a_row_without_an_item_among_others(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    reject = read(as_csv([row(), row(SKU="", Item_title="", Quantity="")])).reject
    assert (reject.code, reject.source_place.where) == ("broken-row", "row 3")


class TestComposites:
    def part(self, row: MakeRow, sku: str, parent: str, number: str = "", **changes: str) -> dict[str, str]:
        own = {"Composite parent SKU": parent, "Composite parent order item number": number}
        return {**row(SKU=sku, Item_number="", Line_total="0", **changes), **own}

    def whole(self, row: MakeRow, **changes: str) -> dict[str, str]:
        return {**row(**changes), "Composite parent SKU": "", "Composite parent order item number": ""}

    def test_parts_go_under_their_parent_wherever_it_stands(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        rows = [
            self.part(row, "PAD", "phone-a"),
            self.whole(row, Order_Id="2"),
            self.whole(row),
            self.part(row, "CELL", "PAD"),
        ]
        order = next(order for order in read(as_csv(rows)).orders if order.order_id == "100001")
        assert skus(order) == ["PHONE-A"]
        assert [(part.sku, part.line_total) for part in order.lines[0].parts] == [("PAD", None)]
        assert order.lines[0].parts[0].parts[0].sku == "CELL"
        assert order.warnings == ()

    def test_the_item_number_tells_two_composites_of_one_sku_apart(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        rows = [
            self.whole(row, Item_number="1", Line_total="50.00"),
            self.whole(row, Item_number="2", Line_total="49.99"),
            self.part(row, "A", "PHONE-A", "2"),
            self.part(row, "B", "PHONE-A", "1"),
            self.part(row, "C", "PHONE-A", "9"),
            self.part(row, "D", "", "1"),
        ]
        order = read(as_csv(rows)).order
        assert [[part.sku for part in line.parts] for line in order.lines] == [["B", "D"], ["A", "C"]]

    def test_a_part_without_its_parent_stays_with_a_warning(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow
    ) -> None:
        rows = [self.whole(row), self.part(row, "A", "GONE"), self.part(row, "B", "", "7")]
        order = read(as_csv(rows)).order
        assert skus(order) == ["PHONE-A", "A", "B"]
        assert sum("parent" in warning for warning in order.warnings) == 1

    def test_parts_that_name_each_other(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        rows = [self.part(row, "A", "B"), self.part(row, "B", "A"), self.part(row, "C", "C"), self.part(row, "D", "A")]
        order = read(as_csv(rows)).order
        assert sorted(line.sku for line in order.lines for line in (line, *line.parts)) == ["A", "B", "C", "D"]


class TestPartShipped:
    @pytest.mark.parametrize(("shipped", "kept"), [("1", 1), ("2", 2), ("", 2)])
    def test_only_the_quantity_shipped(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, shipped: str, kept: int
    ) -> None:
        order = read(as_csv([{**row(), "Shipped quantity": shipped}])).order
        assert order.lines[0].quantity == kept
        assert order.part_shipped is (kept == 1)

    def test_nothing_shipped_yet_is_no_part(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        order = read(as_csv([{**row(), "Shipped quantity": "0"}])).order
        assert (order.lines[0].quantity, order.part_shipped) == (2, False)

    def test_a_line_not_shipped_is_left_off(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        rows = [{**row(), "Shipped quantity": "2"}, {**row(SKU="B"), "Shipped quantity": "0"}]
        order = read(as_csv(rows)).order
        assert skus(order) == ["PHONE-A"]
        assert "part-shipped" in order.warnings[0]

    def composite(self, row: MakeRow, whole: str, *parts: tuple[str, str]) -> list[dict[str, str]]:
        """A composite of 2 with its shipped quantity, and parts as (quantity, shipped quantity)."""
        top = {**row(), "Shipped quantity": whole, "Composite parent SKU": ""}
        under = [
            {
                **row(SKU=f"P{index}", Item_number="", Line_total="0", Quantity=quantity),
                "Shipped quantity": shipped,
                "Composite parent SKU": "PHONE-A",
            }
            for index, (quantity, shipped) in enumerate(parts)
        ]
        return [top, *under]

    @pytest.mark.parametrize("whole", ["", "1"])
    def test_a_composite_counted_by_its_parts(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, whole: str) -> None:
        order = read(as_csv(self.composite(row, whole, ("4", "2"), ("2", "1")))).order
        (line,) = order.lines
        assert (line.quantity, [part.quantity for part in line.parts]) == (1, [2, 1])
        assert order.part_shipped

    @pytest.mark.parametrize(
        ("whole", "parts"),
        [
            ("", [("4", "2"), ("2", "2")]),
            ("", [("4", "2"), ("2", "")]),
            ("", [("4", "1"), ("4", "1")]),
        ],
    )
    def test_parts_that_contradict_each_other_are_refused(
        self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, whole: str, parts: list[tuple[str, str]]
    ) -> None:
        assert read(as_csv(self.composite(row, whole, *parts))).reject.code == "part-shipped"

    def test_the_composites_own_count_comes_first(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
        line = read(as_csv(self.composite(row, "1", ("4", "4"), ("2", "")))).order.lines[0]
        assert (line.quantity, [part.quantity for part in line.parts]) == (1, [2, 1])

    @pytest.mark.parametrize("whole", ["1", ""])
    def test_zeros_of_parts_say_nothing_else(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, whole: str) -> None:
        order = read(as_csv(self.composite(row, whole, ("4", "0"), ("2", "0")))).order
        assert (order.lines[0].quantity, order.part_shipped) == ((1, True) if whole else (2, False))

    @pytest.mark.parametrize("count", ["3", "-1", "0.5"])
    def test_an_impossible_count(self, read: ReadBytes, as_csv: MakeCsv, row: MakeRow, count: str) -> None:
        assert read(as_csv([{**row(), "Shipped quantity": count}])).reject.code == "bad-number"


@settings(max_examples=60)
@given(st.data())
def test_no_line_is_ever_lost_or_shifted(data: st.DataObject) -> None:
    """Law: whatever the order of the rows, each order has exactly its rows as lines."""
    lines = data.draw(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 9)), max_size=25))
    rows = [(order, f"{order}{number}", str(count)) for number, (order, count) in enumerate(lines)]
    columns, _ = locate(["Order Id", "SKU", "Quantity"], {})
    numbered = [Row(number, number, cells) for number, cells in enumerate(rows, start=2)]
    table = Table(columns, lambda: iter(numbered), decimal_comma=False)
    found = list(read_table(table, "made", OrderSettings()))
    assert all(isinstance(item, Order) for item in found)
    orders = [item for item in found if isinstance(item, Order)]
    assert len({order.order_id for order in orders}) == len(orders)
    wanted: dict[str, list[tuple[str, int]]] = {}
    for order, sku, count in rows:
        wanted.setdefault(order, []).append((sku, int(count)))
    assert {order.order_id: [(line.sku, line.quantity) for line in order.lines] for order in orders} == wanted
