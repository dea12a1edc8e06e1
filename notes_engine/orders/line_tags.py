"""Tags of one line: they have a meaning inside the line loop only."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.orders.tag import Kind, Tag, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.orders.model import OrderLine


def _tag(
    name: str, meaning: str, aliases: tuple[str, ...], value: Callable[[OrderLine], Value], kind: Kind = "text"
) -> Tag:
    return Tag(name, meaning, aliases, kind, "line", line_value=value)


def _grade(line: OrderLine) -> Decimal | None:
    return None if line.grade is None else Decimal(line.grade)


LINE_TAGS: tuple[Tag, ...] = (
    _tag("SKU", "The line's stock keeping unit.", ("ItemSKU", "listing"), lambda line: line.sku),
    _tag(
        "ItemTitle",
        "The line's title.",
        ("Title", "Item title", "product"),
        lambda line: line.title,
    ),
    _tag("ItemName", "The stock item's own name.", (), lambda line: line.item_name),
    _tag("ChannelSKU", "The channel's stock keeping unit.", ("Channel SKU",), lambda line: line.channel_sku),
    _tag(
        "ChannelTitle",
        "The title on the channel.",
        ("OriginalTitle", "Original title", "Channel title"),
        lambda line: line.channel_title,
    ),
    _tag("ItemNumber", "The channel's number of the line.", ("Item number",), lambda line: line.item_number),
    _tag("RowId", "Linnworks' id of the line.", (), lambda line: line.row_id),
    _tag("Quantity", "The line's quantity.", ("Qty",), lambda line: Decimal(line.quantity), "number"),
    _tag(
        "UnitPrice",
        "The line's total divided by its quantity, tax included.",
        ("Unit price",),
        lambda line: line.unit_price,
        "money",
    ),
    _tag(
        "CostIncTax",
        "The line's total, tax included.",
        ("LineTotal", "Line total"),
        lambda line: line.line_total,
        "money",
    ),
    _tag(
        "Cost",
        "The line's total without tax.",
        ("LineTotalExTax", "Line total excluding tax"),
        lambda line: line.line_total_ex_tax,
        "money",
    ),
    _tag("LineTax", "The line's tax.", ("Line tax", "ItemTax"), lambda line: line.tax, "money"),
    _tag("TaxRate", "The line's tax rate in percent.", ("Tax rate",), lambda line: line.tax_rate, "number"),
    _tag(
        "TaxCostInclusive",
        "Whether tax is in PricePerUnit.",
        (),
        lambda line: line.tax_cost_inclusive,
        "flag",
    ),
    _tag("PricePerUnit", "Linnworks' own price of one.", (), lambda line: line.price_per_unit, "money"),
    _tag("UnitCost", "What one costs the seller, as exported.", ("Unit cost",), lambda line: line.unit_cost, "money"),
    _tag(
        "Discount",
        "The line's discount in percent.",
        ("LineDiscount", "Line discount"),
        lambda line: line.discount,
        "number",
    ),
    _tag("DiscountValue", "The line's discount as an amount.", (), lambda line: line.discount_value, "money"),
    _tag(
        "Grade",
        "Back Market's grade: 9 Premium, 10 Excellent, 11 Good, 12 Fair.",
        ("Condition",),
        _grade,
        "number",
    ),
    _tag("IMEI", "The device's IMEI.", (), lambda line: line.imei),
    _tag(
        "SerialNumber",
        "The device's serial number.",
        ("Serial number", "serial_number"),
        lambda line: line.serial_number,
    ),
    _tag("BinRack", "Where the item lies.", ("BinRacks", "Bin rack", "Bin"), lambda line: line.bin_rack),
    _tag("BarcodeNumber", "The item's barcode.", ("Barcode",), lambda line: line.barcode),
    _tag("Weight", "The item's weight.", (), lambda line: line.weight, "number"),
    _tag("IsService", "Whether the line is a service.", ("Is service",), lambda line: line.is_service, "flag"),
    _tag(
        "CompositeSubItems",
        "The SKUs of a composite's parts.",
        ("Parts",),
        lambda line: ", ".join(part.sku for part in line.parts),
    ),
    _tag(
        "CompositeParentSKU",
        "Of a composite's part: the composite's SKU.",
        ("Composite parent SKU",),
        lambda line: line.parent_sku,
    ),
    _tag(
        "CompositeParentItemNumber",
        "Of a composite's part: the composite's item number.",
        ("Composite parent order item number",),
        lambda line: line.parent_item_number,
    ),
    _tag(
        "AdditionalInfo",
        "The line's additional information as `property: value`, one a line.",
        (),
        lambda line: "\n".join(f"{name}: {value}" for name, value in line.additional),
    ),
)
