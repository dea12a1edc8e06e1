"""The rows of the table exports: one per item, the order's fields repeated, parts of a composite under their parent.

Cells are typed here (text, whole number, `Decimal`, `datetime`, flag, None); each writer prints them its own way.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sample_orders.catalogue import COUNTRY_NAMES
from sample_orders.trade import HABITS

if TYPE_CHECKING:
    from sample_orders.shape import Item, Person, SampleOrder

Cell = str | int | bool | Decimal | datetime | None
Row = dict[str, Cell]

PROCESSED_COLUMNS = (
    "Order Id", "Reference number", "External reference", "Channel reference", "Shipping country",
    "Shipping country code", "Billing town", "Received date", "Processed date", "Shipping cost", "Order tax",
    "Order total", "Currency", "Paid", "Status", "Source", "SubSource", "Dispatch By", "Created Date",
    "Shipping service name", "Shipping service tag", "Shipping service code", "Shipping service vendor",
    "Packaging group", "Tracking number", "Channel buyer name", "Marker", "Payment method", "On hold",
    "Fulfillment location", "SKU", "Item title", "Original title", "Channel SKU", "Item number", "Quantity",
    "Unit cost", "Line discount", "Tax rate", "Line tax", "Line total excluding tax", "Line total", "Is service",
    "Composite parent SKU", "Composite parent order item number", "Order Notes", "Tax Id",
)  # fmt: skip
"""The processed-orders export as it comes: without addresses."""

ADDRESS_COLUMNS = (
    "Customer email address", "Customer buyer phone number", "Customer company", "Shipping customer name",
    "Shipping address 1", "Shipping address 2", "Shipping address 3", "Shipping town", "Shipping region",
    "Shipping postcode", "Billing name", "Billing company", "Billing address 1", "Billing address 2",
    "Billing address 3", "Billing region", "Billing postcode", "Billing country name",
)  # fmt: skip
"""What a seller adds to it, so that notes can be printed."""

ITEM_COLUMNS = (
    "Shipped quantity",
    "Bin rack",
    "Barcode",
    "Grade",
    "IMEI",
    "Serial number",
    "Tracking URL",
    "Paid date",
)
"""What the richer tables carry besides."""

OPEN_COLUMNS = tuple(column for column in PROCESSED_COLUMNS if column != "Processed date") + ADDRESS_COLUMNS


def rows(order: SampleOrder) -> list[Row]:
    """Return the rows of one order with every column that any of the tables has."""
    shared = _order_cells(order)
    found: list[Row] = []
    for number, item in enumerate(order.kept, 1):
        found.append(shared | _item_cells(order, item, str(number)))
        for place, part in enumerate(item.parts, 1):
            cells = _item_cells(order, part, f"{number}.{place}")
            parent: Row = {"Composite parent SKU": item.sku, "Composite parent order item number": str(number)}
            # A part has no price of its own.
            amounts: Row = dict.fromkeys(("Unit cost", "Line tax", "Line total excluding tax", "Line total"))
            found.append(shared | cells | parent | amounts)
    if order.flaw == "contradiction":
        found[-1]["Order total"] = order.total + 1
    return found or [shared]


def table_order_id(order: SampleOrder) -> int | str | None:
    """Return the `Order Id` of a table: the number, which would do as a reference, or Linnworks' own long id."""
    if order.flaw == "no-order-id":
        return None
    return order.order_id if order.flaw == "no-reference" else order.num_order_id


def _order_cells(order: SampleOrder) -> Row:
    habits = HABITS[order.market]
    billing = order.billing or order.buyer
    bare = order.flaw == "no-reference"
    tax = order.total - order.ex_tax(order.total)
    cells: Row = {
        "Order Id": table_order_id(order),
        "Reference number": "" if bare else str(order.number),
        "External reference": "",
        "Channel reference": "" if bare else order.reference,
        "Received date": order.received,
        "Processed date": order.despatched,
        "Paid date": order.paid,
        "Dispatch By": order.due,
        "Created Date": order.received,
        "Shipping cost": order.shipping,
        "Order tax": tax,
        "Order total": order.total,
        "Currency": order.currency,
        "Paid": order.flaw != "unpaid",
        "Status": "UNPAID" if order.flaw == "unpaid" else "PAID",
        "Source": "BACKMARKET",
        "SubSource": habits.sub_source if order.sub_source is None else order.sub_source,
        "Shipping service name": order.service,
        "Shipping service vendor": order.carrier,
        "Tracking number": order.tracking,
        "Tracking URL": order.tracking_url,
        "Channel buyer name": order.buyer.full_name,
        "Marker": 0,
        "Payment method": order.payment,
        "On hold": order.flaw == "on-hold",
        "Fulfillment location": "Default",
        "Order Notes": " | ".join(order.notes),
        **_shipping_cells(order.buyer, order.number),
        **_billing_cells(billing),
    }
    if order.flaw == "merged":
        cells["Reference number"] = "MERGED"
    elif order.flaw == "bad-number":
        cells["Order total"] = "one hundred"
    elif order.flaw == "bad-date":
        cells["Received date"] = "2026-02-30 10:00:00"
    return cells


def _country(person: Person) -> str:
    return person.country_name or COUNTRY_NAMES[person.country]


def _shipping_cells(person: Person, number: int) -> Row:
    return {
        "Customer email address": f"order-{number}@example.invalid" if person.email is None else person.email,
        "Customer buyer phone number": person.phone,
        "Customer company": person.company,
        "Shipping customer name": person.full_name,
        "Shipping address 1": person.street,
        "Shipping address 2": person.street2,
        "Shipping address 3": person.street3,
        "Shipping town": person.town,
        "Shipping region": person.region,
        "Shipping postcode": person.post_code,
        "Shipping country": _country(person),
        "Shipping country code": "" if person.country == "XX" else person.country,
    }


def _billing_cells(person: Person) -> Row:
    return {
        "Billing name": person.full_name,
        "Billing company": person.company,
        "Billing address 1": person.street,
        "Billing address 2": person.street2,
        "Billing address 3": person.street3,
        "Billing town": person.town,
        "Billing region": person.region,
        "Billing postcode": person.post_code,
        "Billing country name": _country(person),
    }


def _item_cells(order: SampleOrder, item: Item, number: str) -> Row:
    without_tax = order.ex_tax(item.total)
    return {
        "SKU": item.sku,
        "Item title": item.title,
        "Original title": item.title,
        "Channel SKU": item.sku,
        "Item number": number,
        "Quantity": item.quantity,
        "Shipped quantity": item.shipped if item.shipped is not None else item.quantity if order.part_shipped else None,
        "Unit cost": item.unit,
        "Line discount": item.discount,
        "Tax rate": order.tax_rate,
        "Line tax": item.total - without_tax,
        "Line total excluding tax": without_tax,
        "Line total": item.total,
        "Is service": False,
        "Bin rack": item.bin,
        "Barcode": item.barcode,
        "Grade": item.grade,
        "IMEI": item.imei,
        "Serial number": item.serial,
    }
