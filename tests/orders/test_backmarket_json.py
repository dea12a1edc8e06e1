from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.orders.conftest import MakeJson, ReadBytes

LINE: dict[str, Any] = {"id": 1, "state": 1, "price": "10.00", "quantity": 1, "listing": "B", "product": "Case"}


def test_an_order_is_read_whole(read: ReadBytes, backmarket: MakeJson) -> None:
    order = read({"count": 1, "next": None, "previous": None, "results": [backmarket()]}).order
    assert (order.order_id, order.secondary_reference, order.source) == ("90000001", "bm-90000001", "BACKMARKET")
    assert order.market == "it-it"
    assert (order.subtotal, order.postage_cost, order.total) == (Decimal("458.00"), Decimal("5.99"), Decimal("463.99"))
    assert order.received_at == datetime(2026, 3, 1, 8, 15, 2, tzinfo=UTC)
    assert order.despatch_by == datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert not order.processed
    assert order.delivery is not None
    assert (order.delivery.full_name, order.delivery.address1) == ("Ada Esempio", "Via d’Esempio 1")
    assert (order.delivery.country, order.delivery.country_code) == ("IT", "IT")
    assert order.billing is None
    assert order.warnings == ()
    line = order.lines[0]
    assert (line.sku, line.quantity, line.line_total, line.unit_price) == ("SKU-A", 2, Decimal("458.00"), Decimal(229))
    assert line.grade == 10


def test_the_prefix_is_the_settings(read: ReadBytes, backmarket: MakeJson) -> None:
    assert read([backmarket()], prefix="bmFR").order.reference == "bmFR90000001"
    assert read(backmarket(), prefix="").order.reference == "90000001"


@pytest.mark.parametrize(("code", "market"), [("FR-FR", "fr-fr"), ("fr_be", "fr-be"), ("FR", ""), (None, "")])
def test_only_a_known_market_is_one(read: ReadBytes, backmarket: MakeJson, code: str | None, market: str) -> None:
    assert read(backmarket(country_code=code)).order.market == market


def test_the_specifications_camel_case_addresses_are_read_too(read: ReadBytes, backmarket: MakeJson) -> None:
    address = {"firstName": "Ada", "lastName": "Esempio", "street": "Via 1", "postalCode": "00100", "city": "Roma"}
    order = read(
        backmarket(
            shipping_address=...,
            shippingAddress={**address, "countryCode": "IT", "customerIdNumber": "X1"},
            billing_address=...,
            billingAddress=address,
        )
    ).order
    assert order.delivery is not None
    assert (order.delivery.full_name, order.delivery.post_code) == ("Ada Esempio", "00100")
    assert order.billing is not None
    assert order.tax_id == "X1"


@pytest.mark.parametrize("state", [0, 8, 10])
def test_an_unpaid_state_is_refused_unless_allowed(read: ReadBytes, backmarket: MakeJson, state: int) -> None:
    assert read(backmarket(state=state)).reject.code == "unpaid"
    assert read(backmarket(state=state), allow=["unpaid"]).order.is_paid is False


def test_a_missing_state_says_nothing(read: ReadBytes, backmarket: MakeJson) -> None:
    assert read(backmarket(state=...)).order.is_paid is None


@pytest.mark.parametrize("state", [4, 5])
def test_cancelled_lines_are_left_off(read: ReadBytes, backmarket: MakeJson, state: int) -> None:
    order = read(backmarket(price="468.00", orderlines=[backmarket()["orderlines"][0], {**LINE, "state": state}])).order
    assert [line.sku for line in order.lines] == ["SKU-A"]
    assert order.total == Decimal("473.99"), "the total stays the export's"
    assert "left off" in order.warnings[0]
    assert "do not add up" in order.warnings[1]


def test_an_order_of_cancelled_lines_is_refused(read: ReadBytes, backmarket: MakeJson) -> None:
    reject = read(backmarket(orderlines=[{**LINE, "state": 4}, {**LINE, "state": 5}])).reject
    assert (reject.code, reject.order_id, reject.reference) == ("cancelled", "90000001", "bm-90000001")


def test_a_line_refunded_after_shipping_was_in_the_parcel(read: ReadBytes, backmarket: MakeJson) -> None:
    assert len(read(backmarket(orderlines__0__state=6)).order.lines) == 1


def test_of_a_part_shipped_order_only_what_was_shipped(read: ReadBytes, backmarket: MakeJson) -> None:
    lines = [{**LINE, "state": 3}, {**LINE, "state": 2, "listing": "C"}]
    order = read(backmarket(price="20.00", orderlines=lines)).order
    assert order.part_shipped
    assert [line.sku for line in order.lines] == ["B"]
    assert "part-shipped" in order.warnings[0]


def test_no_lines_is_another_reason(read: ReadBytes, backmarket: MakeJson) -> None:
    assert read(backmarket(orderlines=[])).reject.code == "no-lines"
    assert read([backmarket(orderlines=...), backmarket(order_id=1)]).rejects[0].code == "no-lines"


def test_an_anonymised_buyer_is_refused(read: ReadBytes, backmarket: MakeJson) -> None:
    gone = {"first_name": "Deleted", "last_name": "Deleted", "street": "Deleted", "city": "Deleted", "country": "FR"}
    assert read(backmarket(shipping_address=gone)).reject.code == "anonymised"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"orderlines__0__quantity": "two"}, "bad-number"),
        ({"orderlines__0__quantity": 0}, "bad-number"),
        ({"orderlines__0__condition": "x"}, "bad-number"),
        ({"price": "1.000,00"}, "bad-number"),
        ({"date_payment": "yesterday"}, "bad-date"),
        ({"currency": "€"}, "no-currency"),
        ({"order_id": None}, "no-order-id"),
        ({"order_id": [1]}, "broken-row"),
        ({"shipping_address": None}, "empty-address"),
        ({"shipping_address": ...}, "no-address-columns"),
        ({"shipping_address": "Via 1"}, "broken-row"),
    ],
)
def test_what_cannot_be_right_is_refused(
    read: ReadBytes, backmarket: MakeJson, changes: dict[str, Any], code: str
) -> None:
    assert read(backmarket(**changes)).reject.code == code


def test_shipping_dates_make_an_order_processed(read: ReadBytes, backmarket: MakeJson) -> None:
    order = read(backmarket(date_shipping="2026-03-02T10:00:00+01:00", orderlines__0__state=3)).order
    assert order.processed
    assert order.shipped_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert not order.part_shipped


@pytest.mark.parametrize("state", ["0", 0.0, 8.0, "8", 10.0, "10", "10.0", " 10"])
def test_an_unpaid_state_in_any_way_of_writing(read: ReadBytes, backmarket: MakeJson, state: object) -> None:
    assert read(backmarket(state=state)).reject.code == "unpaid"


@pytest.mark.parametrize("state", [4.0, "4", 5.0, "5", "5.0"])
def test_a_cancelled_line_in_any_way_of_writing(read: ReadBytes, backmarket: MakeJson, state: object) -> None:
    assert read(backmarket(orderlines__0__state=state)).reject.code == "cancelled"


@pytest.mark.parametrize("state", [-1, 11, "abc", 0.5])
def test_an_unknown_state_is_refused(read: ReadBytes, backmarket: MakeJson, state: object) -> None:
    assert read(backmarket(state=state)).reject.source_place.where == "state"
    reject = read(backmarket(orderlines__0__state=state)).reject
    assert (reject.code, reject.source_place.where) == ("broken-row", "orderlines[0].state")


def test_an_order_id_written_with_a_point(read: ReadBytes, backmarket: MakeJson) -> None:
    assert read(backmarket(order_id=90000001.0)).order.reference == "bm-90000001"
    assert read(backmarket(order_id=90000001.0, state=0)).reject.reference == "bm-90000001"
