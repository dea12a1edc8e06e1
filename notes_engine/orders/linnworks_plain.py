"""Linnworks' JSON orders that are plain: the same `Order` as `linnworks_json` makes, in a quarter of its time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from notes_engine.orders.flags import read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.json_fields import Fields
from notes_engine.orders.linnworks_json import printed_notes, read_note
from notes_engine.orders.model import Address, Order, OrderLine, Source, first_written
from notes_engine.orders.plain_json import NotPlainError, block, blocks, flags, moment, numbers, quantity, text, texts
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings

    Values = dict[str, Any]

_TOP = ("OrderId", "pkOrderID", "TaxId", "FulfilmentLocationId")
_TOP_DATES = ("PaidDateTime", "ProcessedDateTime")
_GENERAL = (
    *("ReferenceNum", "SecondaryReference", "ExternalReferenceNum", "Source", "SubSource", "SiteCode"),
    "Location",
)
_GENERAL_DATES = ("ReceivedDate", "DespatchByDate")
_GENERAL_FLAGS = ("PartShipped", "HoldOrCancel", "IsParked", "LabelPrinted", "InvoicePrinted", "PickListPrinted")
_SHIPPING = (*("Vendor", "PostalServiceName", "PostalServiceCode", "TrackingNumber", "PackageCategory", "PackageType"),)
_SHIPPING_NUMBERS = ("ItemWeight", "TotalWeight", "PostageCost", "PostageCostExTax")
_TOTALS_NUMBERS = (
    *("Subtotal", "PostageCost", "PostageCostExTax", "Tax", "TotalCharge", "TotalDiscount", "CountryTaxRate"),
    "ConversionRate",
)
_ADDRESS = (
    *("FullName", "Company", "Address1", "Address2", "Address3", "Town", "Region", "PostCode", "Country"),
    *(None, "EmailAddress", "PhoneNumber", "Continent", "CountryId"),
)
"""In the order of the fields of `Address`; Linnworks has no code of the country."""
_LINE = (
    *("ItemNumber", "SKU", "Title", "ItemTitle", "ItemName", "ChannelTitle", "ChannelSKU", "BinRack", "BarcodeNumber"),
    "RowId",
)
_LINE_NUMBERS = (
    *("CostIncTax", "Cost", "Tax", "TaxRate", "PricePerUnit", "UnitCost", "Discount", "DiscountValue", "Weight"),
    "PartShippedQty",
)
_LINE_FLAGS = ("TaxCostInclusive", "IsService", "PartShipped")


def plain_order(value: Values, place: Source, settings: OrderSettings) -> Order | None:
    """Return the order; None when it is not plain, or will be refused: `linnworks_json.read_order` then tells."""
    try:
        return _order(value, place)
    except (NotPlainError, RefusalError, RecursionError):
        return None


def _order(value: Values, place: Source) -> Order:
    general, shipping, totals = block(value, "GeneralInfo"), block(value, "ShippingInfo"), block(value, "TotalsInfo")
    customer = block(value, "CustomerInfo")
    order_id, other_id, tax_id, location_id = texts(value, _TOP)
    reference_num, secondary_reference, external_reference, source, sub_source, site_code, location = texts(
        general, _GENERAL
    )
    vendor, service, service_code, tracking_number, category, package_type = texts(shipping, _SHIPPING)
    partly, on_hold, parked, label_printed, invoice_printed, pick_list_printed = flags(general, _GENERAL_FLAGS)
    (processed,) = flags(value, ("Processed",))
    received_at, despatch_by = map(moment, map(general.get, _GENERAL_DATES))
    paid_at, processed_at = map(moment, map(value.get, _TOP_DATES))
    item_weight, total_weight, shipping_cost, shipping_cost_ex_tax = numbers(shipping, _SHIPPING_NUMBERS)
    subtotal, cost, cost_ex_tax, tax, total, discount, tax_rate, conversion_rate = numbers(totals, _TOTALS_NUMBERS)
    number, status = text(value.get("NumOrderId")), text(general.get("Status"))
    payment = read_status(status, "Status")
    delivery = _address(customer, "Address")
    notes = printed_notes(Fields(value, "")) if blocks(value, "Notes") else []
    lines = [_line(item) for item in blocks(value, "Items")]
    if partly or any(part for _, part in lines):
        raise NotPlainError  # which items were shipped is not for this module
    return Order(
        order_id=order_id if order_id.strip() else first_written(other_id, number),
        source_place=place,
        num_order_id=number,
        reference_num=reference_num,
        secondary_reference=secondary_reference,
        external_reference=external_reference,
        source=source,
        sub_source=sub_source,
        site_code=site_code,
        status=status,
        is_paid=payment.is_paid,
        processed=bool(processed),
        received_at=received_at,
        paid_at=paid_at,
        processed_at=processed_at,
        despatch_by=despatch_by,
        vendor=vendor,
        postal_service_name=service,
        postal_service_code=service_code,
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
        tax_id=tax_id or text(block(value, "TaxInfo").get("TaxNumber")),
        location=location,
        location_id=location_id,
        marker=text(general.get("Marker")),
        hold_or_cancel=bool(on_hold),
        is_parked=bool(parked),
        folders=_folders(value.get("FolderName")),
        identifiers=tuple([name for item in blocks(general, "Identifiers") if (name := _first(item, "Name", "Tag"))]),
        num_items=numbers(general, ("NumItems",))[0],
        label_printed=label_printed,
        invoice_printed=invoice_printed,
        pick_list_printed=pick_list_printed,
        notes=tuple([note.text("Note") for note in notes]),
        first_note=read_note(notes[0]) if notes else None,
        lines=tuple([line for line, _ in lines]),
        extended=_pairs(value, "ExtendedProperties", ("Name", "Value")),
        warnings=(payment.warning,) if payment.warning else (),
    )


def _address(customer: Values, key: str) -> Address | None:
    if key not in customer:
        return None
    return Address(*texts(block(customer, key), _ADDRESS))


def _line(item: Values) -> tuple[OrderLine, bool]:
    """Return the line, and whether the export says that only a part of it was shipped."""
    number, sku, own_title, item_title, name, channel_title, channel_sku, rack, barcode, row_id = texts(item, _LINE)
    total, total_ex_tax, tax, tax_rate, per_unit, unit_cost, discount, discount_value, weight, shipped = numbers(
        item, _LINE_NUMBERS
    )
    inclusive, is_service, partly = flags(item, _LINE_FLAGS)
    count = quantity(item.get("Quantity"))
    pairs = _pairs(item, "AdditionalInfo", ("Property", "Value"))
    extra = {name.replace(" ", "").replace("_", "").casefold(): value for name, value in pairs}
    racks = [own for inner in blocks(item, "BinRacks") if (own := text(inner.get("BinRack")))]
    parts = tuple([_part(inner, sku, number) for inner in blocks(item, "CompositeSubItems")])
    line = OrderLine(
        item_number=number,
        sku=sku,
        title=own_title or item_title or name or channel_title,
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
        bin_rack=rack or ", ".join(racks),
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


def _part(item: Values, sku: str, number: str) -> OrderLine:
    """A composite's part: the parent's amount counts, so a zero amount of the part is no amount."""
    line, _ = _line(item)
    return replace(line, line_total=line.line_total or None, parent_sku=sku, parent_item_number=number)


def _pairs(values: Values, key: str, names: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    first, second = names
    return tuple([(text(item.get(first)), text(item.get(second))) for item in blocks(values, key)])


def _first(item: Values, key: str, other: str) -> str:
    return text(item.get(key)) or text(item.get(other))


def _folders(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if type(value) is not list:
        raise NotPlainError
    return tuple([name for item in value if (name := text(item))])
