"""Exports with two columns of one state, such as `Status` and `nStatus`: neither is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.orders.conftest import MakeCsv, ReadBytes

    MakeRow = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    "further", [{"nStatus": "0"}, {"Order status": "unpaid"}, {"nStatus": "1", "Order status": "0"}]
)
@pytest.mark.parametrize("status", ["PAID", "shipped", ""])
def test_one_column_that_says_unpaid_is_enough(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow, status: str, further: dict[str, str]
) -> None:
    cells = {**row(Paid="2026-03-01", Status=status), **further}
    assert read(as_csv([cells])).reject.code == "unpaid"
    allowed = read(as_csv([cells]), allow=["unpaid"]).order
    assert (allowed.is_paid, allowed.paid_at) == (False, None)


@pytest.mark.parametrize("further", ["HoldOrCancel", "Is parked"])
def test_one_column_that_says_held_is_enough(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, further: str) -> None:
    cells = {**row(On_hold="no", Parked="no"), further: "yes"}
    assert read(as_csv([cells])).reject.code == "held"
    assert not read(as_csv([{**cells, further: "no"}])).rejects


def test_a_further_column_that_is_not_understood_refuses_its_order(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    reject = read(as_csv([{**row(On_hold="no"), "HoldOrCancel": "maybe"}])).reject
    assert (reject.code, reject.source_place.where) == ("broken-row", "row 2, column HoldOrCancel")


def test_rows_that_differ_in_a_further_column_contradict_each_other(
    read: ReadBytes, as_csv: MakeCsv, row: MakeRow
) -> None:
    rows = [{**row(Status="PAID", SKU=sku), "nStatus": status} for sku, status in (("A", "1"), ("B", "0"))]
    reject = read(as_csv(rows)).reject
    assert reject.code == "contradiction"
    assert "'nStatus'" in reject.reason


def test_a_column_that_the_settings_name_counts_alone(read: ReadBytes, as_csv: MakeCsv, row: MakeRow) -> None:
    cells = {**row(Status="0"), "My payment": "paid"}
    assert read(as_csv([cells])).reject.code == "unpaid"
    assert read(as_csv([cells]), columns={"My payment": "Status"}).order.is_paid
    passed_over = {**row(Status="PAID"), "nStatus": "0"}
    assert read(as_csv([passed_over]), columns={"nStatus": ""}).order.is_paid


@pytest.mark.parametrize("word", ["VERDADERO", "VERO", "WAHR", "VRAI"])
def test_the_words_of_spreadsheets(read: ReadBytes, as_csv: MakeCsv, row: MakeRow, word: str) -> None:
    assert read(as_csv([row(Paid=word)])).order.is_paid
