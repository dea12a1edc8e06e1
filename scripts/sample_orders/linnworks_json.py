"""Linnworks JSON: the list of `OrderDetails` that `GetOrdersById` answers with, every field of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sample_orders.catalogue import CONTINENTS, COUNTRY_NAMES
from sample_orders.shape import uid
from sample_orders.trade import HABITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sample_orders.shape import Item, Person, SampleOrder

Json = dict[str, Any]
NO_DATE = "0001-01-01T00:00:00Z"
NO_ID = "00000000-0000-0000-0000-000000000000"


def linnworks_json(orders: Sequence[SampleOrder]) -> bytes:
    """Return the whole file; an order flawed as `not-an-order` is a text where an object should stand."""
    found = ["this is not an order" if order.flaw == "not-an-order" else _order(order) for order in orders]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _moment(value: datetime | None) -> str:
    return NO_DATE if value is None else value.strftime("%Y-%m-%dT%H:%M:%SZ")


def _number(value: Decimal) -> float:
    # JSON has one kind of number; amounts of a few places come back from it digit for digit.
    return float(value)


def _order(order: SampleOrder) -> Json:
    processed = order.despatched is not None and not order.part_shipped
    details: Json = {
        "OrderId": order.order_id,
        "NumOrderId": order.num_order_id,
        "Processed": processed,
        "ProcessedDateTime": _moment(order.despatched if processed else None),
        "FulfilmentLocationId": NO_ID,
        "GeneralInfo": _general(order),
        "ShippingInfo": _shipping(order),
        "CustomerInfo": {
            "ChannelBuyerName": order.buyer.full_name,
            "Address": _address(order.buyer, order.number),
            "BillingAddress": _address(order.billing or order.buyer, order.number),
        },
        "TotalsInfo": _totals(order),
        "ExtendedProperties": [
            {"RowId": uid("property", order.number, name), "Name": name, "Value": value, "Type": "Order"}
            for name, value in order.extended
        ],
        "FolderName": ["Ready to pack"] if not processed else [],
        "Items": [_item(order, item, str(place)) for place, item in enumerate(order.kept, 1)],
        "Notes": _notes(order),
        "PaidDateTime": _moment(order.paid),
        "TaxId": "",
    }
    _spoil(details, order.flaw)
    return details


def _spoil(details: Json, flaw: str) -> None:
    general = details["GeneralInfo"]
    if flaw == "no-order-id":
        details.update(OrderId=None, NumOrderId=None)
    elif flaw == "no-reference":
        details["NumOrderId"] = None
        general.update(ReferenceNum="", SecondaryReference=None, ExternalReferenceNum="")
    elif flaw == "bad-number":
        details["TotalsInfo"]["TotalCharge"] = "one hundred"
    elif flaw == "bad-date":
        general["ReceivedDate"] = "2026-02-30T10:00:00Z"
    elif flaw == "unpaid":
        general["Status"] = 0
    elif flaw == "on-hold":
        general["HoldOrCancel"] = True
    elif flaw == "broken":
        details["Items"] = "not a list"
    elif flaw == "parked":
        general["IsParked"] = True
    elif flaw == "merged":
        general["ReferenceNum"] = "MERGED"


def _general(order: SampleOrder) -> Json:
    return {
        "Status": 1,
        "LabelPrinted": order.despatched is not None,
        "LabelError": "",
        "InvoicePrinted": False,
        "InvoicePrintError": "",
        "PickListPrinted": False,
        "PickListPrintError": "",
        "IsRuleRun": True,
        "Notes": len(order.notes) + len(order.internal_notes),
        "PartShipped": order.part_shipped,
        "Marker": 0,
        "IsParked": False,
        "Identifiers": [],
        "ReferenceNum": str(order.number),
        "SecondaryReference": order.reference,
        "ExternalReferenceNum": "",
        "ReceivedDate": _moment(order.received),
        "Source": "BACKMARKET",
        "SubSource": HABITS[order.market].sub_source if order.sub_source is None else order.sub_source,
        "SiteCode": "",
        "HoldOrCancel": False,
        "DespatchByDate": _moment(order.due),
        "HasScheduledDelivery": False,
        "Location": NO_ID,
        "NumItems": sum(item.quantity for item in order.kept),
        "PickwaveIds": [],
        "StockAllocationType": None,
    }


def _shipping(order: SampleOrder) -> Json:
    weight = sum((item.weight * item.quantity for item in order.kept), Decimal(0))
    return {
        "Vendor": order.carrier,
        "PostalServiceId": uid("service", order.service) if order.service else NO_ID,
        "PostalServiceName": order.service or "Default",
        "TotalWeight": _number(weight),
        "ItemWeight": _number(weight),
        "PackageCategoryId": NO_ID,
        "PackageCategory": "Default",
        "PackageTypeId": NO_ID,
        "PackageType": "Default",
        "PostageCost": _number(order.shipping),
        "PostageCostExTax": _number(order.ex_tax(order.shipping)),
        "TrackingNumber": order.tracking,
        "ManualAdjust": False,
    }


def _address(person: Person, number: int) -> Json:
    return {
        "EmailAddress": f"order-{number}@example.invalid" if person.email is None else person.email,
        "Address1": person.street,
        "Address2": person.street2,
        "Address3": person.street3,
        "Town": person.town,
        "Region": person.region,
        "PostCode": person.post_code,
        "Country": person.country_name or COUNTRY_NAMES[person.country],
        "Continent": CONTINENTS.get(person.country, "Europe"),
        "FullName": person.full_name,
        "Company": person.company,
        "PhoneNumber": person.phone,
        "CountryId": uid("country", person.country),
    }


def _totals(order: SampleOrder) -> Json:
    return {
        "Subtotal": _number(order.subtotal),
        "PostageCost": _number(order.shipping),
        "PostageCostExTax": _number(order.ex_tax(order.shipping)),
        "Tax": _number(order.total - order.ex_tax(order.total)),
        "TotalCharge": _number(order.total),
        "PaymentMethod": order.payment,
        "PaymentMethodId": NO_ID,
        "ProfitMargin": 0.0,
        "TotalDiscount": _number(sum((_discount(item) for item in order.kept), Decimal(0))),
        "Currency": order.currency,
        "CountryTaxRate": float(order.tax_rate),
        "ConversionRate": 1.0,
    }


def _discount(item: Item) -> Decimal:
    """What was taken off the line: its discount counts from the price before it."""
    return (item.total * item.discount / (100 - item.discount)).quantize(Decimal("0.01"))


def _notes(order: SampleOrder) -> list[Json]:
    return [
        {
            "OrderNoteId": uid("note", order.number, text),
            "OrderId": order.order_id,
            "NoteDate": _moment(order.received),
            "Internal": internal,
            "Note": text,
            "CreatedBy": "sample-shop",
            "NoteTypeId": None,
        }
        for internal, texts in ((False, order.notes), (True, order.internal_notes))
        for text in texts
    ]


def _item(order: SampleOrder, item: Item, number: str) -> Json:
    without_tax = order.ex_tax(item.total)
    options = {"Condition": str(item.grade or ""), "IMEI": item.imei, "Serial Number": item.serial}
    return {
        "ItemId": uid("article", item.sku),
        "ItemNumber": number,
        "SKU": item.sku,
        "ItemSource": "BACKMARKET",
        "Title": item.title,
        "Quantity": item.quantity,
        "CategoryName": "Default",
        "CompositeAvailablity": None,
        "StockLevelsSpecified": False,
        "OnOrder": 0,
        "InOrderBook": 0,
        "Level": 0,
        "MinimumLevel": 0,
        "AvailableStock": 0,
        "PricePerUnit": _number(item.unit),
        "UnitCost": 0.0,
        "DespatchStockUnitCost": 0.0,
        "Discount": _number(item.discount),
        "Tax": _number(item.total - without_tax),
        "TaxRate": float(order.tax_rate),
        "Cost": _number(without_tax),
        "CostIncTax": _number(item.total),
        "CompositeSubItems": [_item(order, part, f"{number}.{place}") for place, part in enumerate(item.parts, 1)],
        "IsService": False,
        "SalesTax": 0.0,
        "TaxCostInclusive": True,
        "PartShipped": item.shipped is not None,
        "Weight": _number(item.weight),
        "BarcodeNumber": item.barcode,
        "Market": 0,
        "ChannelSKU": item.sku,
        "ChannelTitle": item.title,
        "DiscountValue": _number(_discount(item)),
        "HasImage": False,
        "ImageId": None,
        "AdditionalInfo": [
            {"pkOptionId": uid("option", order.number, number, name), "Property": name, "Value": value}
            for name, value in options.items()
            if value
        ],
        "StockLevelIndicator": 0,
        "ShippingCost": 0.0,
        "PartShippedQty": item.shipped if item.shipped is not None else item.quantity if order.part_shipped else 0,
        "ItemName": item.title,
        "BatchNumberScanRequired": False,
        "SerialNumberScanRequired": False,
        "BinRack": item.bin,
        "BinRacks": [{"Quantity": item.quantity, "BinRack": item.bin, "Location": NO_ID, "BatchId": None}]
        if item.bin
        else [],
        "InventoryTrackingType": 0,
        "isBatchedStockItem": False,
        "IsWarehouseManaged": False,
        "IsUnlinked": item.sku is None,
        "StockItemIntId": 0,
        "AddedDate": _moment(order.received),
        "RowId": uid("row", order.number, number),
        "OrderId": order.order_id,
        "StockItemId": uid("article", item.sku),
    }
