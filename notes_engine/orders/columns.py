"""The columns of tabular exports: which header means which field, whatever its capitals, spaces and underscores."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENOUGH_KNOWN = 2
"""Known headers from which a first row is an export's header row."""
_SEPARATORS = re.compile(r"[\s_\-./\u00a0\ufeff]+")


def folded(header: str) -> str:
    """Return the header without capitals, spaces, underscores, hyphens, dots: accounts differ in all of them."""
    return _SEPARATORS.sub("", header).casefold()


def _address(prefix: str, *words: str) -> dict[str, tuple[str, ...]]:
    """Columns of one address. Attested: name, address 1..3, town; the others by analogy (our decision)."""
    first = words[0]

    def names(*endings: str) -> tuple[str, ...]:
        return tuple(f"{word} {ending}" for ending in endings for word in words)

    return {
        f"{prefix}.full_name": names("customer name", "full name", "name"),
        f"{prefix}.company": names("company", "customer company", "company name"),
        f"{prefix}.address1": names("address 1", "address line 1", "address", "street"),
        f"{prefix}.address2": names("address 2", "address line 2", "street 2"),
        f"{prefix}.address3": names("address 3", "address line 3", "street 3"),
        f"{prefix}.town": names("town", "city"),
        f"{prefix}.region": names("region", "state", "county", "province"),
        f"{prefix}.post_code": names("post code", "zip code", "zip", "postal code"),
        f"{prefix}.country": names("country", "country name"),
        f"{prefix}.country_code": names("country code"),
        f"{prefix}.email": (f"{first} email address", f"{first} email"),
        f"{prefix}.phone": (f"{first} phone number", f"{first} phone"),
    }


ORDER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "order_id": ("Order Id", "pkOrderID"),
    "num_order_id": ("nOrderId", "NumOrderId", "Order number"),
    "reference_num": ("Reference number", "Reference", "ReferenceNum"),
    "external_reference": ("External reference", "ExternalReferenceNum"),
    "secondary_reference": ("Channel reference", "Secondary reference", "Channel reference number"),
    "received_at": ("Received date", "dReceivedDate"),
    "processed_at": ("Processed date", "dProcessedOn", "Processed on"),
    "created_at": ("Created Date",),
    "paid_at": ("Paid date", "Paid on", "dPaidOn", "Payment date"),
    "despatch_by": ("Dispatch By", "Despatch By", "Dispatch by date", "Despatch by date"),
    "postage_cost": ("Shipping cost", "fPostageCost", "Postage cost"),
    "postage_cost_ex_tax": ("Shipping cost excluding tax", "PostageCostExTax"),
    "tax": ("Order tax", "fTax"),
    "total": ("Order total", "fTotalCharge", "TotalCharge"),
    "subtotal": ("Subtotal", "Order subtotal"),
    "total_discount": ("Order discount", "TotalDiscount"),
    "country_tax_rate": ("Country tax rate",),
    "currency": ("Currency", "cCurrency"),
    "paid": ("Paid",),
    "status": ("Status", "nStatus", "Order status"),
    "source": ("Source",),
    "sub_source": ("SubSource",),
    "site_code": ("Site code",),
    "account_name": ("Account name",),
    "postal_service_name": ("Shipping service name", "Postal service name", "Shipping service"),
    "postal_service_code": ("Shipping service code", "Postal service code"),
    "postal_service_tag": ("Shipping service tag",),
    "vendor": ("Shipping service vendor", "Vendor", "Shipping vendor"),
    "package_category": ("Packaging group", "Package category"),
    "package_type": ("Package type", "Packaging type"),
    "tracking_number": ("Tracking number", "Postal tracking number"),
    "tracking_url": ("Tracking URL", "Tracking link"),
    "item_weight": ("Item weight",),
    "total_weight": ("Total weight", "Order weight"),
    "channel_buyer_name": ("Channel buyer name", "Buyer name"),
    "marker": ("Marker",),
    "payment_method": ("Payment method",),
    "on_hold": ("On hold", "HoldOrCancel"),
    "parked": ("Parked", "Is parked"),
    "location": ("Fulfillment location", "Fulfilment location", "Fulfilment location name", "Location"),
    "notes": ("Order Notes", "Notes"),
    "tax_id": ("Tax Id", "Tax number"),
    "folder": ("Folder", "Folder name"),
    **_address("delivery", "Shipping", "Delivery"),
    **_address("billing", "Billing"),
}
"""Field of the order → the headers that may hold it, the export's own first."""

_CUSTOMER: Mapping[str, tuple[str, ...]] = {
    "delivery.company": ("Customer company",),
    "delivery.email": ("Customer email address", "Customer email"),
    "delivery.phone": ("Customer buyer phone number", "Customer phone number", "Buyer phone number"),
    "delivery.post_code": ("Post code", "Zip code"),
}
"""Open orders add columns of the customer; the delivery address is theirs."""

LINE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sku": ("SKU",),
    "title": ("Item title", "Title"),
    "channel_title": ("Original title", "Channel title"),
    "channel_sku": ("Channel SKU",),
    "item_number": ("Item number", "Order item number"),
    "quantity": ("Quantity", "Qty"),
    "shipped_quantity": ("Shipped quantity", "Quantity shipped", "Part shipped quantity", "Part shipped qty"),
    "unit_cost": ("Unit cost",),
    "discount": ("Line discount",),
    "tax_rate": ("Tax rate",),
    "line_tax": ("Line tax",),
    "line_total_ex_tax": ("Line total excluding tax", "Line total ex tax"),
    "line_total": ("Line total", "Line total including tax"),
    "is_service": ("Is service",),
    "parent_sku": ("Composite parent SKU",),
    "parent_item_number": ("Composite parent order item number", "Composite parent item number"),
    "grade": ("Grade", "Condition"),
    "imei": ("IMEI",),
    "serial_number": ("Serial number",),
    "bin_rack": ("Bin rack", "Binrack", "Bin"),
    "barcode": ("Barcode", "Barcode number"),
    "weight": ("Weight", "Unit weight"),
}
"""Field of a line → the headers that may hold it, the export's own first."""


def _names() -> dict[str, tuple[int, str]]:
    names: dict[str, tuple[int, str]] = {}
    for table in (ORDER_COLUMNS, LINE_COLUMNS, _CUSTOMER):
        for meant, headers in table.items():
            for rank, header in enumerate(headers):
                names.setdefault(folded(header), (rank, meant))
    return names


DATES = ("received_at", "processed_at", "created_at", "paid_at", "despatch_by", "paid")
"""Fields whose cells may hold a date."""
STATES = ("paid", "status", "on_hold", "parked")
"""Fields that decide whether there is a note at all: no column of them is passed over for another one."""
NAMES: Mapping[str, tuple[int, str]] = _names()
"""Folded header → (rank, field): where two headers of a file mean one field, the lower rank is the export's own."""


def nearest_column(name: str) -> str | None:
    """Return the export's header most like `name` ("did you mean"), or None."""
    headers = {
        folded(header): header
        for table in (ORDER_COLUMNS, LINE_COLUMNS)
        for names in table.values()
        for header in names
    }
    near = difflib.get_close_matches(folded(name), headers, n=1, cutoff=0.6)
    return headers[near[0]] if near else None


def known_count(headers: Sequence[str], renamed: Mapping[str, str]) -> int:
    """Return how many of the headers are an export's columns, renamed ones included."""
    mapped = {folded(header) for header, column in renamed.items() if column}
    return sum(1 for header in headers if folded(header) in NAMES or folded(header) in mapped)


@dataclass(frozen=True, slots=True)
class Columns:
    """The header row of one file: where each field stands."""

    headers: tuple[str, ...]
    at: Mapping[str, int]
    """Field → index of its column."""
    unknown: tuple[str, ...] = ()
    """Headers that mean nothing here, in the file's order; those the settings pass over are left out."""
    also: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Field of STATES → indices of its further columns, such as `nStatus` beside `Status`: each of them counts."""
    read: frozenset[int] = frozenset()
    """Indices of the columns that are read, those of extended properties among them."""

    def may_hold_dates(self, index: int) -> bool:
        """Return whether a date belongs into the column: a date's own, one of an extended property, an unknown one."""
        return index not in self.at.values() or any(self.at.get(field) == index for field in DATES)

    def has(self, *fields: str) -> bool:
        """Return whether the file has a column for any of the fields."""
        return any(field in self.at for field in fields)

    @property
    def has_delivery_address(self) -> bool:
        """True when the export has the column without which no address can be printed: the street."""
        return "delivery.address1" in self.at


def locate(
    headers: Sequence[str], renamed: Mapping[str, str], extended: Sequence[str] = ()
) -> tuple[Columns, str | None]:
    """Return where each known field stands, and the name of a column that stands twice (None when none does).

    A header that the settings rename wins over one that only happens to have a known name; one that they rename to
    nothing is passed over. `extended` are the names of extended properties: their columns are known too. Of several
    columns of one field the export's own counts, of a state all do, unless the settings name one.
    """
    own = {folded(header): folded(column) for header, column in renamed.items()}
    properties = {name.strip().casefold() for name in extended}
    at: dict[str, int] = {}
    ranks: dict[str, int] = {}
    every: dict[str, list[int]] = {}
    unknown: list[str] = []
    own_names: list[int] = []
    twice: str | None = None
    for index, header in enumerate(headers):
        key = folded(header)
        rank, meant = NAMES.get(own.get(key, key), (0, ""))
        if not meant:
            if header.strip().casefold() in properties:
                own_names.append(index)
            elif key and key not in own:
                unknown.append(header.strip())
            continue
        rank = -1 if key in own else rank
        every.setdefault(meant, []).append(index)
        if meant not in at or rank < ranks[meant]:
            at[meant], ranks[meant] = index, rank
        elif rank == ranks[meant] and key == folded(headers[at[meant]]):
            twice = header.strip()
    also = {
        state: tuple(index for index in every[state] if index != at[state])
        for state in STATES
        if len(every.get(state, ())) > 1 and ranks[state] >= 0
    }
    read = frozenset((*at.values(), *own_names, *chain(*also.values())))
    return Columns(tuple(headers), at, tuple(unknown), also, read), twice
