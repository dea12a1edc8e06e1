"""Linnworks' JSON orders (`GetOrdersById`, `GetOpenOrders`): one object to one `Order`.

Source of the names: Linnworks' public API specification, `OrderDetails` and `OpenOrder`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from notes_engine.orders.flags import read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.json_fields import Fields
from notes_engine.orders.model import Address, Order, OrderLine, OrderNote, Source, first_written
from notes_engine.orders.numbers import as_quantity
from notes_engine.orders.part_shipped import Shipped, keep_shipped
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.settings import OrderSettings


def is_ours(value: dict[str, Any]) -> bool:
    """True for an object with the keys of a Linnworks order."""
    return "GeneralInfo" in value or "NumOrderId" in value or "OrderId" in value


def identify(value: dict[str, Any], settings: OrderSettings) -> tuple[str, str]:
    """Return (order id, reference) for a reject, as far as they can be read; empty texts where not."""
    top, block = Fields(value, ""), value.get("GeneralInfo")
    general = Fields(block if isinstance(block, dict) else {}, "")
    number = top.name("NumOrderId")
    key = next((key for key in ("OrderId", "pkOrderID", "NumOrderId") if value.get(key) not in (None, "")), "OrderId")
    order_id = top.name(key)
    return order_id, first_written(general.name("SecondaryReference"), general.name("ReferenceNum"), number)


def read_order(value: dict[str, Any], place: Source, settings: OrderSettings) -> Order:
    """Return the order; raises RefusalError when a field cannot be read. Dates without offset are UTC."""
    top = Fields(value, place.where)
    general, shipping, totals = top.block("GeneralInfo"), top.block("ShippingInfo"), top.block("TotalsInfo")
    customer = top.block("CustomerInfo")
    delivery = _address(customer, "Address")
    status = general.text("Status")
    try:
        payment = read_status(status, "Status")
    except RefusalError as refusal:
        raise general.at(refusal, "Status") from None
    paid_at = top.date("PaidDateTime", zone=UTC)
    number = top.text("NumOrderId")
    notes = printed_notes(top)
    part_shipped, lines, warnings = _lines(top, partly=bool(general.flag("PartShipped")))
    if payment.warning:
        warnings.append(payment.warning)
    postage = [block.number("PostageCost") for block in (totals, shipping)]
    postage_ex_tax = [block.number("PostageCostExTax") for block in (totals, shipping)]
    return Order(
        order_id=first_written(top.text("OrderId"), top.text("pkOrderID"), number),
        source_place=place,
        num_order_id=number,
        reference_num=general.text("ReferenceNum"),
        secondary_reference=general.text("SecondaryReference"),
        external_reference=general.text("ExternalReferenceNum"),
        source=general.text("Source"),
        sub_source=general.text("SubSource"),
        site_code=general.text("SiteCode"),
        status=status,
        is_paid=payment.is_paid,
        processed=bool(top.flag("Processed")),
        part_shipped=part_shipped,
        received_at=general.date("ReceivedDate", zone=UTC),
        paid_at=paid_at,
        processed_at=top.date("ProcessedDateTime", zone=UTC),
        despatch_by=general.date("DespatchByDate", zone=UTC),
        vendor=shipping.text("Vendor"),
        postal_service_name=shipping.text("PostalServiceName"),
        postal_service_code=shipping.text("PostalServiceCode"),
        tracking_number=shipping.text("TrackingNumber"),
        package_category=shipping.text("PackageCategory"),
        package_type=shipping.text("PackageType"),
        item_weight=shipping.number("ItemWeight"),
        total_weight=shipping.number("TotalWeight"),
        channel_buyer_name=customer.text("ChannelBuyerName"),
        delivery=delivery,
        has_address_columns=delivery is not None,
        billing=_address(customer, "BillingAddress"),
        currency=totals.text("Currency").strip().upper(),
        subtotal=totals.number("Subtotal"),
        postage_cost=postage[0] if postage[0] is not None else postage[1],
        postage_cost_ex_tax=postage_ex_tax[0] if postage_ex_tax[0] is not None else postage_ex_tax[1],
        tax=totals.number("Tax"),
        total=totals.number("TotalCharge"),
        total_discount=totals.number("TotalDiscount"),
        country_tax_rate=totals.number("CountryTaxRate"),
        conversion_rate=totals.number("ConversionRate"),
        payment_method=totals.text("PaymentMethod"),
        tax_id=top.text("TaxId") or top.block("TaxInfo").text("TaxNumber"),
        location=general.text("Location"),
        location_id=top.text("FulfilmentLocationId"),
        marker=general.text("Marker"),
        hold_or_cancel=bool(general.flag("HoldOrCancel")),
        is_parked=bool(general.flag("IsParked")),
        folders=top.texts("FolderName"),
        identifiers=tuple(name for item in general.blocks("Identifiers") if (name := item.text("Name", "Tag"))),
        num_items=general.number("NumItems"),
        label_printed=general.flag("LabelPrinted"),
        invoice_printed=general.flag("InvoicePrinted"),
        pick_list_printed=general.flag("PickListPrinted"),
        notes=tuple(note.text("Note") for note in notes),
        first_note=read_note(notes[0]) if notes else None,
        lines=lines,
        extended=tuple((item.text("Name"), item.text("Value")) for item in top.blocks("ExtendedProperties")),
        warnings=tuple(warnings),
    )


def printed_notes(top: Fields) -> list[Fields]:
    """Return the order's notes that are printed; raises RefusalError."""
    # A note that does not say that the buyer may read it is the shop's own.
    return [note for note in top.blocks("Notes") if note.flag("Internal") is False and note.text("Note").strip()]


def read_note(note: Fields) -> OrderNote:
    """Return who wrote the note, and when; raises RefusalError."""
    return OrderNote(
        note_id=note.text("OrderNoteId"),
        written_at=note.date("NoteDate", zone=UTC),
        created_by=note.text("CreatedBy"),
        type_id=note.text("NoteTypeId"),
    )


def _address(customer: Fields, key: str) -> Address | None:
    """Return the address; None where the export has no such block at all; an empty one where it is null or empty."""
    if key not in customer.values:
        return None
    block = customer.block(key)
    text = block.text
    return Address(
        full_name=text("FullName"),
        company=text("Company"),
        address1=text("Address1"),
        address2=text("Address2"),
        address3=text("Address3"),
        town=text("Town"),
        region=text("Region"),
        post_code=text("PostCode"),
        country=text("Country"),
        email=text("EmailAddress"),
        phone=text("PhoneNumber"),
        continent=text("Continent"),
        country_id=text("CountryId"),
    )


def _lines(top: Fields, *, partly: bool) -> tuple[bool, tuple[OrderLine, ...], list[str]]:
    shipped = [_shipped(item) for item in top.blocks("Items")]
    return keep_shipped(shipped, partly=partly)


def _shipped(item: Fields) -> Shipped:
    """One item with what of it was shipped; a count between 0 and the quantity speaks without a flag, 0 does not."""
    line, count = _line(item), item.number("PartShippedQty")
    partly = bool(item.flag("PartShipped")) or (count is not None and 0 < count < line.quantity)
    return Shipped(line, count, partly=partly)


def _line(item: Fields) -> OrderLine:
    text, number = item.text, item.number
    pairs = tuple((info.text("Property"), info.text("Value")) for info in item.blocks("AdditionalInfo"))
    extra = {squeezed(name): value for name, value in pairs}
    racks = ", ".join(rack for block in item.blocks("BinRacks") if (rack := block.text("BinRack")))
    try:
        quantity = as_quantity(number("Quantity"))
    except RefusalError as refusal:
        raise item.at(refusal, "Quantity") from None
    return OrderLine(
        item_number=text("ItemNumber"),
        sku=text("SKU"),
        title=text("Title", "ItemTitle", "ItemName", "ChannelTitle"),
        item_name=text("ItemName"),
        channel_sku=text("ChannelSKU"),
        channel_title=text("ChannelTitle"),
        quantity=quantity,
        line_total=number("CostIncTax"),
        line_total_ex_tax=number("Cost"),
        tax=number("Tax"),
        tax_rate=number("TaxRate"),
        tax_cost_inclusive=item.flag("TaxCostInclusive"),
        price_per_unit=number("PricePerUnit"),
        unit_cost=number("UnitCost"),
        discount=number("Discount"),
        discount_value=number("DiscountValue"),
        grade=read_grade(extra.get("grade") or extra.get("condition") or ""),
        imei=extra.get("imei", ""),
        serial_number=extra.get("serialnumber") or extra.get("serial", ""),
        bin_rack=text("BinRack") or racks,
        barcode=text("BarcodeNumber"),
        weight=number("Weight"),
        is_service=bool(item.flag("IsService")),
        row_id=text("RowId"),
        additional=pairs,
        parts=tuple(_part(_line(part), item) for part in item.blocks("CompositeSubItems")),
    )


def squeezed(name: str) -> str:
    """Return the name of a property as it is looked for: without capitals, spaces and underscores."""
    return name.replace(" ", "").replace("_", "").casefold()


def _part(line: OrderLine, parent: Fields) -> OrderLine:
    """A composite's part: the parent's amount counts, so a zero amount of the part is no amount."""
    sku, number = parent.text("SKU"), parent.text("ItemNumber")
    return replace(line, line_total=line.line_total or None, parent_sku=sku, parent_item_number=number)
