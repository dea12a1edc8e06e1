"""What a tabular export lacks: columns that a note needs, often there under a name of the seller's own.

Found once for a file, from its headers. Linnworks' processed export has, as it comes, columns for the state, the
amounts and the items, and none for the delivery address; sellers take columns out and rename them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.orders.model import Remark
from notes_engine.orders.near_columns import SURE, how_to_map, mapping_of, near_header, own_header

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.orders.columns import Columns
    from notes_engine.orders.model import Order
    from notes_engine.orders.settings import OrderSettings

_ADDRESS = (("full_name", "company"), ("address1",), ("town",), ("post_code",), ("country", "country_code"))
"""Fields of an address without which it is none: one of each group has a column. A cell may be empty."""
_SIGNS = ("full_name", "address1", "address2", "address3", "region", "post_code")
"""Fields whose columns only an export with addresses has: `Shipping country` and `Billing town` are in any export."""
_REFERENCES = ("secondary_reference", "reference_num", "num_order_id")
_AMOUNTS = ("line_total", "total", "postage_cost", "tax", "subtotal", "line_total_ex_tax", "line_tax")
_PRINTED = (
    *("secondary_reference", "received_at", "paid_at", "processed_at", "despatch_by", "source", "sub_source"),
    *("postage_cost", "tax", "vendor", "postal_service_name", "tracking_number"),
    *(f"delivery.{field}" for field in ("full_name", "company", "address1", "address2", "address3", "region")),
    *("sku", "title", "shipped_quantity", "grade", "imei", "serial_number", "parent_sku", "parent_item_number"),
)
"""Fields that change a note but need not be there: a column of a name like theirs is probably theirs."""

NO_ADDRESS_HINT = (
    "Add the columns Shipping customer name, Shipping address 1, Shipping address 2, Shipping address 3, "
    "Shipping town, Shipping region, Shipping post code and Shipping country to the export; "
    "or set allow_no_address = true under [orders]."
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one export lacks. JSON has no columns and lacks nothing."""

    unknown: tuple[str, ...] = ()
    """Headers that are not known."""
    no_address_hint: str = NO_ADDRESS_HINT
    """What to do about an export without any address columns."""
    part_of_address: Remark | None = None
    """Why every order is refused although there are address columns: one that no address can do without is missing."""
    reference: Remark | None = None
    currency: Remark | None = None
    payment: Remark | None = None
    """Nothing says which orders are paid."""
    hold: Remark | None = None
    """Nothing says which orders are on hold."""
    always: tuple[Remark, ...] = ()
    """Remarks about every order that gets a note."""

    def remarks(self, order: Order) -> tuple[Remark, ...]:
        """Return the remarks that concern the order: one with a day of payment is paid, a processed one not held."""
        payment = (self.payment,) if self.payment and order.paid_at is None else ()
        hold = (self.hold,) if self.hold and not order.processed else ()
        return (*payment, *hold, *self.always)


def lacking(columns: Columns, settings: OrderSettings) -> Lacking:
    """Return what the file with these columns lacks."""
    unknown = columns.unknown
    lost = _lost(columns, "delivery")
    no_payment = not columns.has("paid", "status") and "unpaid" not in settings.allow
    no_hold = not columns.has("on_hold", "parked") and "held" not in settings.allow
    renamed = how_to_map([f"delivery.{group[0]}" for group in _ADDRESS], unknown)
    return Lacking(
        unknown=unknown,
        no_address_hint=f"{NO_ADDRESS_HINT} {renamed}",
        part_of_address=_half_address(lost, unknown),
        reference=_missing(columns, _REFERENCES, "the order has no reference"),
        currency=_missing(columns, ("currency",), "its amounts are in no currency"),
        payment=_state(("paid", "status"), "paid", "unpaid", unknown) if no_payment else None,
        hold=_state(("on_hold",), "on hold", "held", unknown) if no_hold else None,
        always=tuple(_always(columns)),
    )


def _lost(columns: Columns, which: str) -> list[str]:
    """Return the fields of an address that have no column although the export has a part of the address."""
    if not columns.has(*(f"{which}.{field}" for field in _SIGNS)):
        return []
    groups = [[f"{which}.{field}" for field in group] for group in _ADDRESS]
    return [group[0] for group in groups if not columns.has(*group)]


def _half_address(lost: Sequence[str], unknown: Sequence[str]) -> Remark | None:
    if not lost:
        return None
    hint = f"Add {'it' if len(lost) == 1 else 'them'} to the export; cells may be empty. {how_to_map(lost, unknown)}"
    return Remark("missing-column", f"the export has address columns, but {_no_columns(lost)}", hint)


def _missing(columns: Columns, fields: Sequence[str], so: str) -> Remark | None:
    """Return the remark about the first field when the file has a column for none of them."""
    if columns.has(*fields):
        return None
    hint = f"Add it to the export. {how_to_map(fields[:1], columns.unknown)}"
    return Remark("missing-column", f"the export has {_no_columns(fields[:1])}: {so}", hint)


def _state(fields: Sequence[str], what: str, lifted: str, unknown: Sequence[str]) -> Remark:
    return Remark(
        "no-status-column",
        f"the export does not say which orders are {what}: it has {_no_columns(fields)}",
        f'Add {" or ".join(map(own_header, fields))} to the export, or put "{lifted}" into allow under [orders]. '
        f"{how_to_map(fields, unknown)}",
    )


def _always(columns: Columns) -> Iterator[Remark]:
    if columns.has(*_AMOUNTS) and (lost := [field for field in ("line_total", "total") if not columns.has(field)]):
        which = "it" if len(lost) == 1 else "them"
        yield Remark(
            "no-amount-columns",
            f"the export has amounts, but {_no_columns(lost)}: notes are printed without {which}",
            f"Add {which} to the export. {how_to_map(lost, columns.unknown)}",
        )
    if not columns.has("title", "channel_title"):
        yield Remark(
            "no-title-column",
            f"the export has {_no_columns(['title'])}: notes name the items by their SKU alone",
            f"Add the column. {how_to_map(['title'], columns.unknown)}",
        )
    if lost := _lost(columns, "billing"):
        yield Remark(
            "incomplete-billing",
            f"the export has a part of the billing address, but {_no_columns(lost)}",
            f"Add the column{'s' * (len(lost) > 1)}. {how_to_map(lost, columns.unknown)}",
        )
    for field in _PRINTED:
        if columns.has(field) or (field == "title" and not columns.has("channel_title")):
            continue
        if header := near_header(field, columns.unknown, SURE):
            yield Remark(
                "unknown-column",
                f"the export has {_no_columns([field])}, but a column {header!r} that we do not know",
                f"Write under [orders.columns] in notes.toml: {mapping_of(header, field)}; "
                f'or = "" when it is something else',
            )


def _no_columns(fields: Sequence[str]) -> str:
    names = [repr(own_header(field)) for field in fields]
    return f"no column{'s' * (len(names) > 1)} {', '.join(names)}"
