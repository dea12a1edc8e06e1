"""Linnworks' JSON orders that are plain: the same `Order` as `linnworks_json` makes, in a quarter of its time."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from notes_engine.orders.flags import read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.json_fields import Fields
from notes_engine.orders.linnworks_json import printed_notes, read_note, squeezed
from notes_engine.orders.model import Address, Order, OrderLine, Source, first_written
from notes_engine.orders.plain_json import (
    NotPlainError,
    Texts,
    block,
    blocks,
    flags,
    moment,
    number,
    numbers,
    quantity,
    text,
)
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings

    Values = dict[str, Any]

_TOP_DATES = ("PaidDateTime", "ProcessedDateTime")
_GENERAL = Texts("ReferenceNum", "SecondaryReference", "ExternalReferenceNum", "Source", "SubSource")
_GENERAL_DATES = ("ReceivedDate", "DespatchByDate")
_GENERAL_FLAGS = ("PartShipped", "HoldOrCancel", "IsParked", "LabelPrinted", "InvoicePrinted", "PickListPrinted")
_SHIPPING = Texts("Vendor", "PostalServiceName", "TrackingNumber", "PackageCategory", "PackageType")
_SHIPPING_NUMBERS = ("ItemWeight", "TotalWeight", "PostageCost", "PostageCostExTax")
_TOTALS_NUMBERS = (
    *("Subtotal", "PostageCost", "PostageCostExTax", "Tax", "TotalCharge", "TotalDiscount", "CountryTaxRate"),
    "ConversionRate",
)
_ADDRESS = Texts(
    *("FullName", "Company", "Address1", "Address2", "Address3", "Town", "Region", "PostCode", "Country"),
    *("EmailAddress", "PhoneNumber", "Continent", "CountryId"),
)
_LINE = Texts("ItemNumber", "SKU", "Title", "ItemName", "ChannelTitle", "ChannelSKU", "BarcodeNumber", "RowId")
_LINE_NUMBERS = (
    *("CostIncTax", "Cost", "Tax", "TaxRate", "PricePerUnit", "UnitCost", "Discount", "DiscountValue", "Weight"),
)
_LINE_FLAGS = ("TaxCostInclusive", "IsService", "PartShipped")
_NAME_VALUE, _PROPERTY_VALUE = Texts("Name", "Value"), Texts("Property", "Value")


def plain_order(value: Values, place: Source, settings: OrderSettings) -> Order | None:
    """Return the order; None when it is not plain, or will be refused: `linnworks_json.read_order` then tells."""
    try:
        return _order(value, place)
    except (NotPlainError, RefusalError, RecursionError):
        return None


def _order(value: Values, place: Source) -> Order:
    general, shipping, totals = block(value, "GeneralInfo"), block(value, "ShippingInfo"), block(value, "TotalsInfo")
    customer = block(value, "CustomerInfo")
    order_id, other_id = text(value.get("OrderId")), text(value.get("pkOrderID"))
    reference_num, secondary_reference, external_reference, source, sub_source = _GENERAL.of(general)
    vendor, service, tracking_number, category, package_type = _SHIPPING.of(shipping)
    partly, on_hold, parked, label_printed, invoice_printed, pick_list_printed = flags(general, _GENERAL_FLAGS)
    (processed,) = flags(value, ("Processed",))
    received_at, despatch_by = map(moment, map(general.get, _GENERAL_DATES))
    paid_at, processed_at = map(moment, map(value.get, _TOP_DATES))
    item_weight, total_weight, shipping_cost, shipping_cost_ex_tax = numbers(shipping, _SHIPPING_NUMBERS)
    subtotal, cost, cost_ex_tax, tax, total, discount, tax_rate, conversion_rate = numbers(totals, _TOTALS_NUMBERS)
    order_number, status = text(value.get("NumOrderId")), text(general.get("Status"))
    payment = read_status(status, "Status")
    delivery = _address(customer, "Address")
    notes = printed_notes(Fields(value, "")) if blocks(value, "Notes") else []
    lines = [_line(item) for item in blocks(value, "Items")]
    if partly or any(part for _, part in lines):
        raise NotPlainError  # which items were shipped is not for this module
    return Order(
        order_id=order_id if order_id.strip() else first_written(other_id, order_number),
        source_place=place,
        num_order_id=order_number,
        reference_num=reference_num,
        secondary_reference=secondary_reference,
        external_reference=external_reference,
        source=source,
        sub_source=sub_source,
        site_code=text(general.get("SiteCode")),
        status=status,
        is_paid=payment.is_paid,
        processed=bool(processed),
        received_at=received_at,
        paid_at=paid_at,
        processed_at=processed_at,
        despatch_by=despatch_by,
        vendor=vendor,
        postal_service_name=service,
        postal_service_code=text(shipping.get("PostalServiceCode")),
        tracking_number=tracking_number,
        package_category=category,
        package_type=package_type,
        item_weight=item_weight,
        total_weight=total_weight,
        channel_buyer_name=text(customer.get("ChannelBuyerName")),
        delivery=delivery,
        has_address_columns=delivery is not None,
        billing=_address(customer, "BillingAddress"),
        currency=text(totals.get("Currency")).strip().upper(),
        subtotal=subtotal,
        postage_cost=cost if cost is not None else shipping_cost,
        postage_cost_ex_tax=cost_ex_tax if cost_ex_tax is not None else shipping_cost_ex_tax,
        tax=tax,
        total=total,
        total_discount=discount,
        country_tax_rate=tax_rate,
        conversion_rate=conversion_rate,
        payment_method=text(totals.get("PaymentMethod")),
        tax_id=text(value.get("TaxId")) or text(block(value, "TaxInfo").get("TaxNumber")),
        location=text(general.get("Location")),
        location_id=text(value.get("FulfilmentLocationId")),
        marker=text(general.get("Marker")),
        hold_or_cancel=bool(on_hold),
        is_parked=bool(parked),
        folders=_folders(value.get("FolderName")),
        identifiers=tuple([name for item in blocks(general, "Identifiers") if (name := _first(item, "Name", "Tag"))]),
        num_items=number(general.get("NumItems")),
        label_printed=label_printed,
        invoice_printed=invoice_printed,
        pick_list_printed=pick_list_printed,
        notes=tuple([note.text("Note") for note in notes]),
        first_note=read_note(notes[0]) if notes else None,
        lines=tuple([line for line, _ in lines]),
        extended=_pairs(value, "ExtendedProperties", _NAME_VALUE),
        warnings=(payment.warning,) if payment.warning else (),
    )


def _address(customer: Values, key: str) -> Address | None:
    if key not in customer:
        return None
    full_name, company, *where, country, email, phone, continent, country_id = _ADDRESS.of(block(customer, key))
    address1, address2, address3, town, region, post_code = where
    return Address(
        *(full_name, company, address1, address2, address3, town, region, post_code, country, ""),
        *(email, phone, continent, country_id),
    )


def _line(item: Values) -> tuple[OrderLine, bool]:
    """Return the line, and whether the export says that only a part of it was shipped."""
    item_number, sku, own_title, name, channel_title, channel_sku, barcode, row_id = _LINE.of(item)
    total, total_ex_tax, tax, tax_rate, per_unit, unit_cost, discount, discount_value, weight = numbers(
        item, _LINE_NUMBERS
    )
    shipped = number(item.get("PartShippedQty"))
    inclusive, is_service, partly = flags(item, _LINE_FLAGS)
    count = quantity(item.get("Quantity"))
    pairs = _pairs(item, "AdditionalInfo", _PROPERTY_VALUE)
    extra = {_squeezed(name): value for name, value in pairs}
    racks = [own for inner in blocks(item, "BinRacks") if (own := text(inner.get("BinRack")))]
    parts = tuple([_part(inner, sku, item_number) for inner in blocks(item, "CompositeSubItems")])
    line = OrderLine(
        item_number=item_number,
        sku=sku,
        title=own_title or text(item.get("ItemTitle")) or name or channel_title,
        channel_sku=channel_sku,
        channel_title=channel_title,
        quantity=count,
        line_total=total,
        line_total_ex_tax=total_ex_tax,
        tax=tax,
        tax_rate=tax_rate,
        discount=discount,
        unit_cost=unit_cost,
        grade=read_grade(extra.get("grade") or extra.get("condition") or ""),
        imei=extra.get("imei", ""),
        serial_number=extra.get("serialnumber") or extra.get("serial", ""),
        bin_rack=text(item.get("BinRack")) or ", ".join(racks),
        barcode=barcode,
        weight=weight,
        is_service=bool(is_service),
        row_id=row_id,
        item_name=name,
        price_per_unit=per_unit,
        tax_cost_inclusive=inclusive,
        discount_value=discount_value,
        additional=pairs,
        parts=parts,
    )
    return line, bool(partly or (shipped and 0 < shipped < count))


def _part(item: Values, sku: str, item_number: str) -> OrderLine:
    """A composite's part: the parent's amount counts, so a zero amount of the part is no amount."""
    line, _ = _line(item)
    return replace(line, line_total=line.line_total or None, parent_sku=sku, parent_item_number=item_number)


def _pairs(values: Values, key: str, names: Texts) -> tuple[tuple[str, str], ...]:
    return tuple([(name, value) for name, value in map(names.of, blocks(values, key))])


def _squeezed(name: str) -> str:
    return _known_squeezed(name) if len(name) <= _SHORT else squeezed(name)


_SHORT = 40
_known_squeezed = lru_cache(maxsize=1024)(squeezed)
"""An export has few properties, and each line has them again."""


def _first(item: Values, key: str, other: str) -> str:
    return text(item.get(key)) or text(item.get(other))


def _folders(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if type(value) is not list:
        raise NotPlainError
    return tuple([name for item in value if (name := text(item))])
