"""Tags of the order itself: references, channel, state, dates, shipping, amounts, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.tag import Tag

if TYPE_CHECKING:
    from notes_engine.orders.model import Order

IDENTITY_TAGS = (
    Tag(
        "SecondaryReference",
        "The channel's order number, with the prefix that the seller's settings put before it.",
        ("ChannelReference", "Channel reference"),
        order_value=lambda order: order.secondary_reference,
    ),
    Tag(
        "ReferenceNum",
        "The order's reference number.",
        ("Reference number", "ReferenceNumber", "Reference"),
        order_value=lambda order: order.reference_num,
    ),
    Tag(
        "ExternalReference",
        "The reference number that another system gave the order.",
        ("ExternalReferenceNum", "External reference"),
        order_value=lambda order: order.external_reference,
    ),
    Tag(
        "pkOrderID",
        "The export's own id of the order.",
        ("OrderId", "Order Id", "order_id"),
        order_value=lambda order: order.order_id,
    ),
    Tag(
        "nOrderId",
        "Linnworks' short number of the order.",
        ("NumOrderId", "OrderNumber", "Order number"),
        order_value=lambda order: order.num_order_id,
    ),
    Tag("Source", "The channel's name, such as BACKMARKET.", order_value=lambda order: order.source),
    Tag("SubSource", "The channel's account or market.", ("Sub source",), order_value=lambda order: order.sub_source),
    Tag("SiteCode", "The channel's site.", ("Site code",), order_value=lambda order: order.site_code),
    Tag("AccountName", "The channel's account.", ("Account name",), order_value=lambda order: order.account_name),
    Tag(
        "Market",
        "The market the order was placed on, such as fr-fr, where the export says it (Back Market).",
        ("country_code",),
        order_value=lambda order: order.market,
    ),
    Tag(
        "TaxId",
        "The buyer's tax number.",
        ("Tax Id", "TaxNumber", "Tax number", "customer_id_number"),
        order_value=lambda order: order.tax_id,
    ),
)

STATE_TAGS = (
    Tag(
        "nStatus",
        "The order's status: 0 unpaid, 1 paid, 2 return, 3 pending, 4 resend (Linnworks), or the export's own word.",
        ("Status", "OrderStatus", "Order status"),
        order_value=lambda order: order.status,
    ),
    Tag(
        "Paid",
        "Whether the order is paid, where the export says it.",
        ("IsPaid",),
        "flag",
        order_value=lambda order: order.is_paid,
    ),
    Tag("Processed", "Whether the order is processed.", kind="flag", order_value=lambda order: order.processed),
    Tag(
        "PartShipped",
        "Whether only a part of the order was shipped.",
        ("Part shipped",),
        "flag",
        order_value=lambda order: order.part_shipped,
    ),
    Tag(
        "HoldOrCancel",
        "Whether the order is on hold or cancelled.",
        ("On hold", "OnHold"),
        "flag",
        order_value=lambda order: order.hold_or_cancel,
    ),
    Tag("IsParked", "Whether the order is parked.", ("Parked",), "flag", order_value=lambda order: order.is_parked),
    Tag("Marker", "The number of the order's marker.", order_value=lambda order: order.marker),
    Tag(
        "FolderName",
        "The folders the order is in.",
        ("Folder",),
        order_value=lambda order: ", ".join(order.folders),
    ),
    Tag("Identifiers", "The order's identifiers.", order_value=lambda order: ", ".join(order.identifiers)),
    Tag(
        "FulfilmentLocationName",
        "The location that ships the order.",
        ("Location", "Fulfillment location", "Fulfilment location", "FulfillmentLocation"),
        order_value=lambda order: order.location,
    ),
    Tag("FulfilmentLocationId", "Linnworks' id of that location.", order_value=lambda order: order.location_id),
    Tag(
        "NumItems",
        "The number of items that Linnworks counts.",
        kind="number",
        order_value=lambda order: order.num_items,
    ),
    Tag("LabelPrinted", "Whether a label was printed.", kind="flag", order_value=lambda order: order.label_printed),
    Tag(
        "InvoicePrinted",
        "Whether an invoice was printed.",
        kind="flag",
        order_value=lambda order: order.invoice_printed,
    ),
    Tag(
        "PickListPrinted",
        "Whether a pick list was printed.",
        kind="flag",
        order_value=lambda order: order.pick_list_printed,
    ),
)

DATE_TAGS = (
    Tag(
        "ReceivedDate",
        "The day the order was placed.",
        ("dReceivedDate", "Received date", "date_creation"),
        "date",
        order_value=lambda order: order.received_at,
    ),
    Tag(
        "PaidDateTime",
        "The day of the payment.",
        ("dPaidOn", "PaidOn", "Paid date", "date_payment"),
        "date",
        order_value=lambda order: order.paid_at,
    ),
    Tag(
        "ProcessedDateTime",
        "The day the order was processed.",
        ("dProcessedOn", "ProcessedDate", "Processed date"),
        "date",
        order_value=lambda order: order.processed_at,
    ),
    Tag(
        "ShippedDate",
        "The day of shipping, where the export says it (Back Market).",
        ("date_shipping",),
        "date",
        order_value=lambda order: order.shipped_at,
    ),
    Tag(
        "DespatchByDate",
        "The day by which the order is to be dispatched.",
        ("DespatchBy", "DispatchBy", "Dispatch By", "Despatch By", "expected_dispatch_date"),
        "date",
        order_value=lambda order: order.despatch_by,
    ),
    Tag(
        "CreatedDate",
        "The day the order came into the seller's system.",
        ("Created Date",),
        "date",
        order_value=lambda order: order.created_at,
    ),
)

SHIPPING_TAGS = (
    Tag(
        "PostalServiceName",
        "The shipping service.",
        ("ShippingMethod", "Shipping service name", "ShippingServiceName"),
        order_value=lambda order: order.postal_service_name,
    ),
    Tag(
        "PostalServiceCode",
        "The shipping service's code.",
        ("Shipping service code", "ShippingServiceCode"),
        order_value=lambda order: order.postal_service_code,
    ),
    Tag(
        "PostalServiceTag",
        "The shipping service's tag.",
        ("Shipping service tag", "ShippingServiceTag"),
        order_value=lambda order: order.postal_service_tag,
    ),
    Tag(
        "Vendor",
        "The carrier.",
        ("ShippingVendor", "Shipping service vendor", "ShippingServiceVendor", "Carrier", "shipper"),
        order_value=lambda order: order.vendor,
    ),
    Tag(
        "PostalTrackingNumber",
        "The parcel's tracking number.",
        ("TrackingNumber", "Tracking number", "tracking_number"),
        order_value=lambda order: order.tracking_number,
    ),
    Tag(
        "TrackingUrl",
        "The parcel's tracking page.",
        ("tracking_url", "Tracking URL"),
        order_value=lambda order: order.tracking_url,
    ),
    Tag(
        "PackageCategory",
        "The packaging group.",
        ("Packaging group", "PackagingGroup"),
        order_value=lambda order: order.package_category,
    ),
    Tag("PackageType", "The packaging type.", ("Package type",), order_value=lambda order: order.package_type),
    Tag("ItemWeight", "The items' weight.", ("Item weight",), "number", order_value=lambda order: order.item_weight),
    Tag(
        "TotalWeight", "The parcel's weight.", ("Total weight",), "number", order_value=lambda order: order.total_weight
    ),
)

AMOUNT_TAGS = (
    Tag(
        "TotalCharge",
        "What the buyer paid, shipping and tax included.",
        ("fTotalCharge", "Order total", "OrderTotal"),
        "money",
        order_value=lambda order: order.total,
    ),
    Tag("Subtotal", "The lines' sum, as exported.", kind="money", order_value=lambda order: order.subtotal),
    Tag(
        "PostageCost",
        "Shipping, tax included.",
        ("fPostageCost", "Shipping cost", "ShippingCost", "shipping_price"),
        "money",
        order_value=lambda order: order.postage_cost,
    ),
    Tag(
        "PostageCostExTax",
        "Shipping without tax.",
        ("Shipping cost excluding tax",),
        "money",
        order_value=lambda order: order.postage_cost_ex_tax,
    ),
    Tag(
        "Tax",
        "The order's tax; a line's own is LineTax.",
        ("fTax", "Order tax", "OrderTax", "sales_taxes"),
        "money",
        order_value=lambda order: order.tax,
    ),
    Tag(
        "TotalDiscount",
        "The order's discount.",
        ("Order discount",),
        "money",
        order_value=lambda order: order.total_discount,
    ),
    Tag(
        "CountryTaxRate",
        "The country's tax rate in percent; a line's own is TaxRate.",
        ("Country tax rate",),
        "number",
        order_value=lambda order: order.country_tax_rate,
    ),
    Tag(
        "ConversionRate",
        "The currency's rate that Linnworks used.",
        kind="number",
        order_value=lambda order: order.conversion_rate,
    ),
    Tag("Currency", "The currency's code, such as EUR.", ("cCurrency",), order_value=lambda order: order.currency),
    Tag(
        "PaymentMethod",
        "How the buyer paid.",
        ("Payment method", "payment_method"),
        order_value=lambda order: order.payment_method,
    ),
)


def _internal(order: Order) -> bool | None:
    return None if order.first_note is None else False


NOTE_TAGS = (
    Tag(
        "OrderNotes",
        "The order's notes that are not internal, one a line.",
        ("Notes", "Note", "Order Notes"),
        order_value=lambda order: "\n".join(order.notes),
    ),
    Tag(
        "NoteDate",
        "The day of the first of these notes.",
        kind="date",
        order_value=lambda order: order.first_note.written_at if order.first_note else None,
    ),
    Tag(
        "CreatedBy",
        "Who wrote the first of these notes.",
        order_value=lambda order: order.first_note.created_by if order.first_note else None,
    ),
    Tag(
        "OrderNoteId",
        "Linnworks' id of the first of these notes.",
        order_value=lambda order: order.first_note.note_id if order.first_note else None,
    ),
    Tag(
        "NoteTypeId",
        "The type of the first of these notes.",
        order_value=lambda order: order.first_note.type_id if order.first_note else None,
    ),
    Tag("Internal", "False where there is a note: internal notes are never read.", kind="flag", order_value=_internal),
    Tag(
        "ExtendedProperties",
        "All extended properties as `name: value`, one a line; each is a tag of its own once the settings declare it.",
        order_value=lambda order: "\n".join(f"{name}: {value}" for name, value in order.extended),
    ),
)

ORDER_TAGS: tuple[Tag, ...] = (
    *IDENTITY_TAGS,
    *STATE_TAGS,
    *DATE_TAGS,
    *SHIPPING_TAGS,
    *AMOUNT_TAGS,
    *NOTE_TAGS,
)
