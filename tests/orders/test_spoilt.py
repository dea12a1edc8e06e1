"""CSV files that a spreadsheet has saved: what it lost is never printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, ReadBytes

    MakeRow = Callable[..., dict[str, str]]


@pytest.mark.parametrize("cell", ["3.5678E+14", "3,56780E+14", "2E+11", "#NAME?", "#N/A", "#¿NOMBRE?", "########"])
@pytest.mark.parametrize("column", ["Channel_reference", "SKU", "Shipping_address_1", "Tracking_number", "IMEI"])
def test_a_spoilt_cell_refuses_its_order(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, column: str, cell: str
) -> None:
    reject = read(as_csv([row(**{column: cell})], delimiter=";")).reject
    assert (reject.code, reject.order_id) == ("broken-row", "100001")
    assert repr(column.replace("_", " ")) in reject.reason


def test_a_spoilt_order_id_is_a_row_of_no_order(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    found = read(as_csv([row(Order_Id="1.23457E+12"), row(Order_Id="1.23457E+12", SKU="PHONE-B")]))
    assert (found.orders, found.codes) == ([], ["broken-row", "broken-row"])


@pytest.mark.parametrize("title", ["LTE+ 64GB", "#1 Phone", "E+12", "12E+1", "# 5", "#NAME", "13E+05", "1e+12", "##"])
def test_what_only_looks_alike_is_text(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, title: str) -> None:
    assert read(as_csv([row(Item_title=title)])).order.lines[0].title == title


def test_columns_that_are_not_printed_refuse_nothing(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    cells = {**row(Barcode="4.00638E+12", Shipping_phone_number="3.36123E+10"), "Colour": "#N/A"}
    assert read(as_csv([cells])).order.lines[0].barcode == "4.00638E+12"
