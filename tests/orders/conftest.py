"""Exports made up in the test: invented orders in every format, and a reader that splits what comes out."""

from __future__ import annotations

import copy
import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from notes_engine.orders import Order, OrderSettings, Reject, read_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

ADDRESS = {
    "FullName": "Ada Esempio",
    "Company": "",
    "Address1": "Via d’Esempio 1",
    "Address2": "Scala B",
    "Address3": "",
    "Town": "Roma",
    "Region": "RM",
    "PostCode": "00100",
    "Country": "Italy",
    "EmailAddress": "ada@example.invalid",
    "PhoneNumber": "0000000000",
}
LINNWORKS: dict[str, Any] = {
    "OrderId": "11111111-aaaa-4bbb-8ccc-000000000001",
    "NumOrderId": 100001,
    "Processed": True,
    "ProcessedDateTime": "2026-03-02T16:00:00Z",
    "PaidDateTime": "2026-03-01T09:20:00Z",
    "GeneralInfo": {
        "Status": 1,
        "ReferenceNum": "205894893",
        "SecondaryReference": "bm-205894893",
        "ReceivedDate": "2026-03-01T09:15:02.1234567Z",
        "Source": "BACKMARKET",
        "SubSource": "Back Market IT",
        "HoldOrCancel": False,
        "IsParked": False,
        "DespatchByDate": "0001-01-01T00:00:00Z",
    },
    "ShippingInfo": {"Vendor": "UPS", "PostalServiceName": "UPS Standard", "TrackingNumber": "1Z"},
    "CustomerInfo": {"ChannelBuyerName": "Ada", "Address": ADDRESS, "BillingAddress": dict(ADDRESS)},
    "TotalsInfo": {"TotalCharge": 103.99, "PostageCost": 4.0, "Tax": 0.0, "Currency": "EUR"},
    "Items": [
        {"ItemNumber": "1", "SKU": "PHONE-A", "Title": "Example Phone 64GB", "Quantity": 2, "CostIncTax": 99.99},
    ],
    "ExtendedProperties": [{"Name": "Gift", "Value": "yes", "Type": "Order"}],
    "Notes": [],
}
BACKMARKET: dict[str, Any] = {
    "order_id": 90000001,
    "state": 1,
    "country_code": "it-it",
    "currency": "EUR",
    "price": "458.00",
    "shipping_price": "5.99",
    "date_creation": "2026-03-01T09:15:02+01:00",
    "date_payment": "2026-03-01T09:15:02+01:00",
    "date_shipping": None,
    "expected_dispatch_date": "2026-03-02T23:00:00",
    "shipper": "UPS",
    "shipper_display": "UPS",
    "tracking_number": "",
    "tracking_url": "",
    "shipping_address": {
        "company": None,
        "first_name": "Ada",
        "last_name": "Esempio",
        "street": "Via d’Esempio 1",
        "street2": "",
        "postal_code": "00100",
        "country": "IT",
        "city": "Roma",
        "phone": "0000000000",
        "email": "alias@example.invalid",
        "customer_id_number": None,
    },
    "billing_address": {},
    "orderlines": [
        {
            "id": 80000001,
            "state": 1,
            "price": "458.00",
            "quantity": 2,
            "listing": "SKU-A",
            "product": "Example Phone 64GB - Nero",
            "imei": "",
            "serial_number": "",
            "condition": 10,
        }
    ],
}
ROW = {
    "Order Id": "100001",
    "Reference number": "205894893",
    "Channel reference": "bm-205894893",
    "Received date": "2026-03-01 09:15:02",
    "Shipping cost": "4.00",
    "Order total": "103.99",
    "Currency": "EUR",
    "Paid": "yes",
    "On hold": "no",
    "Shipping customer name": "Ada Esempio",
    "Shipping address 1": "Via d’Esempio 1",
    "Shipping town": "Roma",
    "Shipping post code": "00100",
    "Shipping country": "Italy",
    "SKU": "PHONE-A",
    "Item title": "Example Phone 64GB",
    "Item number": "1",
    "Quantity": "2",
    "Line total": "99.99",
}


def nested(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy with changes: `GeneralInfo__Status=0` reaches inside, a list's items by number."""
    built = copy.deepcopy(base)
    for path, value in changes.items():
        *parents, last = path.split("__")
        at: Any = built
        for parent in parents:
            at = at[int(parent)] if parent.isdigit() else at[parent]
        key: Any = int(last) if last.isdigit() else last
        if value is ...:
            del at[key]
        else:
            at[key] = value
    return built


class MakeJson(Protocol):
    def __call__(self, **changes: Any) -> dict[str, Any]: ...


@pytest.fixture
def linnworks() -> MakeJson:
    """Make one Linnworks order: `linnworks(GeneralInfo__Status=0)`; `...` takes a key out."""
    return lambda **changes: nested(LINNWORKS, changes)


@pytest.fixture
def backmarket() -> MakeJson:
    """Make one Back Market order, likewise."""
    return lambda **changes: nested(BACKMARKET, changes)


@pytest.fixture
def row() -> Callable[..., dict[str, str]]:
    """Make one row of a CSV export: `row(Quantity="3")`, with `_` for the spaces of a header."""

    def make(**changes: str | None) -> dict[str, str]:
        built = dict(ROW)
        for name, value in changes.items():
            header = name.replace("_", " ")
            if value is None:
                del built[header]
            else:
                built[header] = value
        return built

    return make


@dataclass
class Read:
    """What a reader gave."""

    orders: list[Order] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def order(self) -> Order:
        """The only order; fails when there is another, or a reject."""
        assert self.rejects == []
        assert len(self.orders) == 1
        return self.orders[0]

    @property
    def reject(self) -> Reject:
        """The only reject; fails when there is another, or an order."""
        assert self.orders == []
        assert len(self.rejects) == 1
        return self.rejects[0]

    @property
    def codes(self) -> list[str]:
        """The codes of the rejects."""
        return [reject.code for reject in self.rejects]


class ReadBytes(Protocol):
    def __call__(self, data: object, *more: object, format: str | None = None, **settings: Any) -> Read: ...


@pytest.fixture
def read(tmp_path: Path) -> ReadBytes:
    """Write bytes (or an object as JSON) to a file each, read them as orders, return what came out."""

    def run(data: object, *more: object, format: str | None = None, **settings: Any) -> Read:
        paths = []
        for number, content in enumerate((data, *more)):
            path = tmp_path / f"export-{number}"
            path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
            paths.append(path)
        found = Read()
        for item in read_orders(*paths, settings=OrderSettings(**settings), format=format):
            if isinstance(item, Order):
                found.orders.append(item)
            else:
                found.rejects.append(item)
        return found

    return run


class MakeCsv(Protocol):
    def __call__(self, rows: Iterable[dict[str, str]], *, encoding: str = "utf-8", **options: Any) -> bytes: ...


@pytest.fixture
def as_csv() -> MakeCsv:
    """Write rows as a CSV file; options are the csv module's."""

    def make(rows: Iterable[dict[str, str]], *, encoding: str = "utf-8", **options: Any) -> bytes:
        text = io.StringIO(newline="")
        rows = list(rows)
        writer = csv.DictWriter(text, list(rows[0]), **options)
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode(encoding)

    return make
