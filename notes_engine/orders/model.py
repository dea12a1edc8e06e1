"""What an order is, whatever file it came from: immutable, amounts as Decimal, times aware.

Text is kept exactly as the export has it: it is hostile until the notes room escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


def first_written(*texts: str) -> str:
    """Return the first text that is not only white space, exactly as it stands; empty when none is."""
    for text in texts:
        if text and not text.isspace():
            return text
    return ""


@quick_init
@dataclass(frozen=True, slots=True)
class Source:
    """Where an order was read: the file as the user named it, and the place inside it."""

    file: str
    where: str = ""
    """`row 17` (CSV and Excel count the header as row 1; Parquet has none), `line 3` (NDJSON), `Data[4]` (JSON)."""

    def __str__(self) -> str:
        return f"{self.file} {self.where}".rstrip()


@quick_init
@dataclass(frozen=True, slots=True)
class Address:
    """One postal address, as exported. Every field may be empty."""

    full_name: str = ""
    company: str = ""
    address1: str = ""
    address2: str = ""
    address3: str = ""
    town: str = ""
    region: str = ""
    post_code: str = ""
    country: str = ""
    """The country as the export writes it: a name (Linnworks) or an ISO code (Back Market)."""
    country_code: str = ""
    """ISO 3166-1 alpha-2 in capitals, only where the export itself has one."""
    email: str = ""
    phone: str = ""
    continent: str = ""
    country_id: str = ""
    """Linnworks' own id of the country (a UUID)."""

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to deliver to: no street, no town, no postcode, whoever and whatever country."""
        return not self.address1.strip() and not first_written(self.address2, self.address3, self.town, self.post_code)

    @property
    def is_blank(self) -> bool:
        """True when it says nothing but a country at most; a billing address may be a name alone."""
        return self.is_empty and not first_written(self.full_name, self.company)


@quick_init
@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order. Amounts are tax included, for the whole quantity, as the export gives them."""

    item_number: str = ""
    sku: str = ""
    title: str = ""
    channel_sku: str = ""
    channel_title: str = ""
    quantity: int = 1
    line_total: Decimal | None = None
    """`CostIncTax`, `Line total`, or Back Market's line `price`. None where the export has none (composite parts)."""
    line_total_ex_tax: Decimal | None = None
    tax: Decimal | None = None
    tax_rate: Decimal | None = None
    """Percent: `20` is 20 %."""
    discount: Decimal | None = None
    """Percent, as Linnworks has it."""
    unit_cost: Decimal | None = None
    grade: int | None = None
    """Back Market's condition: 9 Premium, 10 Excellent, 11 Good, 12 Fair."""
    imei: str = ""
    serial_number: str = ""
    bin_rack: str = ""
    barcode: str = ""
    weight: Decimal | None = None
    is_service: bool = False
    row_id: str = ""
    item_name: str = ""
    """The stock item's own name, where the export has it beside the title."""
    price_per_unit: Decimal | None = None
    """Linnworks' `PricePerUnit` as exported; `tax_cost_inclusive` says whether tax is in it. Never printed as price."""
    tax_cost_inclusive: bool | None = None
    discount_value: Decimal | None = None
    additional: tuple[tuple[str, str], ...] = ()
    """Linnworks' `AdditionalInfo` as (property, value)."""
    parent_sku: str = ""
    """Of a composite's part: the composite's SKU."""
    parent_item_number: str = ""
    parts: tuple[OrderLine, ...] = ()
    """The composite's parts, printed under it."""

    @property
    def unit_price(self) -> Decimal | None:
        """Line total ÷ quantity, unrounded; None without an amount or with quantity 0."""
        return None if self.line_total is None or self.quantity == 0 else self.line_total / self.quantity

    def shipped(self, quantity: int) -> OrderLine:
        """Return the line with only `quantity` of its items, its amount in proportion."""
        if quantity == self.quantity:
            return self
        total = None if self.line_total is None else self.line_total * quantity / self.quantity
        return replace(self, quantity=quantity, line_total=total)


@quick_init
@dataclass(frozen=True, slots=True)
class OrderNote:
    """What Linnworks keeps beside the text of an order note."""

    note_id: str = ""
    written_at: datetime | None = None
    created_by: str = ""
    type_id: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd about a whole export: a short code, what it is, what to do."""

    code: str
    what: str
    hint: str


@quick_init
@dataclass(frozen=True, slots=True)
class Order:
    """One order that gets a note."""

    order_id: str
    """The export's own id: Linnworks' `pkOrderID`/`OrderId`, Back Market's `order_id`; the CSV's `Order Id`."""
    source_place: Source
    num_order_id: str = ""
    reference_num: str = ""
    secondary_reference: str = ""
    """Exactly as read, prefix included."""
    external_reference: str = ""
    source: str = ""
    sub_source: str = ""
    site_code: str = ""
    account_name: str = ""
    market: str = ""
    """A Back Market market code such as `fr-fr`, only where the export itself says it (Back Market JSON)."""
    status: str = ""
    processed: bool = False
    part_shipped: bool = False
    received_at: datetime | None = None
    paid_at: datetime | None = None
    processed_at: datetime | None = None
    shipped_at: datetime | None = None
    despatch_by: datetime | None = None
    vendor: str = ""
    """The carrier."""
    postal_service_name: str = ""
    postal_service_code: str = ""
    postal_service_tag: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    package_category: str = ""
    package_type: str = ""
    item_weight: Decimal | None = None
    total_weight: Decimal | None = None
    channel_buyer_name: str = ""
    delivery: Address | None = None
    """None: the export has no address columns and no country (only with `allow_no_address`)."""
    has_address_columns: bool = True
    """False: the export has no address columns; `delivery` then holds the country at most."""
    billing: Address | None = None
    currency: str = ""
    """ISO 4217 in capitals."""
    subtotal: Decimal | None = None
    postage_cost: Decimal | None = None
    """Shipping, tax included."""
    postage_cost_ex_tax: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    """The grand total the buyer paid: `TotalCharge`, `Order total`, or `price + shipping_price`."""
    total_discount: Decimal | None = None
    country_tax_rate: Decimal | None = None
    payment_method: str = ""
    tax_id: str = ""
    location: str = ""
    marker: str = ""
    hold_or_cancel: bool = False
    is_parked: bool = False
    is_paid: bool | None = None
    """None where the export does not say."""
    created_at: datetime | None = None
    """When the order came into the seller's system (the CSV's `Created Date`)."""
    conversion_rate: Decimal | None = None
    folders: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    location_id: str = ""
    num_items: Decimal | None = None
    label_printed: bool | None = None
    invoice_printed: bool | None = None
    pick_list_printed: bool | None = None
    notes: tuple[str, ...] = ()
    """Only those that are not internal."""
    first_note: OrderNote | None = None
    """Who wrote the first of them, and when."""
    lines: tuple[OrderLine, ...] = ()
    extended: tuple[tuple[str, str], ...] = ()
    """Extended properties as (name, value), in the export's order."""
    warnings: tuple[str, ...] = ()
    """What was odd but printable, in the user's words."""
    export_remarks: tuple[Remark, ...] = ()
    """What is odd about the export it came from, such as a column that is missing; likewise printable."""

    @property
    def reference(self) -> str:
        """SecondaryReference exactly as read; else ReferenceNum, else NumOrderId. Only spaces count as missing."""
        return (
            self.secondary_reference
            if self.secondary_reference.strip()
            else first_written(self.reference_num, self.num_order_id)
        )


RejectKind = Literal["refused", "failed"]


@quick_init
@dataclass(frozen=True, slots=True)
class Reject:
    """An order that gets no note, and why."""

    source_place: Source
    reason: str
    hint: str
    code: str
    """A short name of the reason for programs and tests: `unpaid`, `no-lines`, `duplicate`, …"""
    order_id: str = ""
    reference: str = ""
    kind: RejectKind = "refused"
    """`refused`: the order is bad; `failed`: our own fault."""

    def as_dict(self) -> dict[str, str]:
        """Return the line of rejects.jsonl."""
        return {
            "order_id": self.order_id,
            "reference": self.reference,
            "kind": self.kind,
            "where": str(self.source_place),
            "reason": self.reason,
            "hint": self.hint,
        }
