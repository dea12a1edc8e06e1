"""What a template sees: plain immutable data, text cleaned, amounts and dates still typed.

A template formats them with the filters of `environment.py`: `{{ order.total | money }}`, `{{ order.placed | day }}`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from notes_engine.errors import RenderError
from notes_engine.notes.addresses import AddressBlock, layout
from notes_engine.notes.dates import dispatch_date
from notes_engine.notes.links import safe_link, tracking_link, tracking_pattern
from notes_engine.notes.typography import clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from notes_engine.notes.placeholders import Fact
    from notes_engine.orders import Address, Order, OrderLine


MOST_LINES = 1000
"""Lines of one order, parts included, that a note takes; beyond, the order is refused."""

_MOST = {"name": 200, "title": 1000, "note": 4000}
"""Characters that a field of each kind may have. Real titles have 110 and names 60; what is far longer is no field."""


def fitting(text: str, what: str, kind: Literal["name", "title", "note"] = "name", *, multiline: bool = False) -> str:
    """Return an order's value, cleaned for the page; `what` names the field in the error, never its text.

    Raises:
        RenderError: it is longer than any note can hold.
    """
    if len(text) > _MOST[kind]:
        raise RenderError(
            f"{what} has {len(text):,} characters; a note holds at most {_MOST[kind]:,}",
            hint="shorten it in the order and export again",
        )
    return clean_text(text, multiline=multiline)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the order. Amounts are tax included; None where the export has none."""

    key: int
    """Counts the order's lines and parts; labels find their line by it."""
    sku: str
    title: str
    quantity: int
    unit_price: Decimal | None
    total: Decimal | None
    grade: int | None
    imei: str
    serial_number: str
    bin_rack: str
    parts: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order. Texts that the export lacks are empty, dates and amounts None."""

    reference: str
    number: str
    """The order number as the order-number label prints it."""
    placed: datetime | None
    paid: datetime | None
    dispatch: datetime | None
    dispatched: bool
    """True: `dispatch` is when it was dispatched; False: the day it is to be dispatched by."""
    carrier: str
    tracking_number: str
    tracking_url: str | None
    """An http(s) address, or None: nothing else ever becomes a link."""
    delivery: AddressBlock | None
    billing: AddressBlock | None
    """None when there is none, or when it says the same as the delivery address."""
    lines: tuple[LineView, ...]
    has_amounts: bool
    items: Decimal | None
    """The sum of the lines; None unless every line has an amount."""
    shipping: Decimal | None
    adds_up: bool
    """True when lines and shipping make the total: only then may a note print the sum of the lines beside it."""
    tax: Decimal | None
    total: Decimal | None
    currency: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyView:
    """The seller's facts. `name` and `live_since` print as facts that can be counted."""

    name: Fact
    live_since: Fact
    address: tuple[str, ...]
    email: str
    phone: str
    website: str
    vat_id: str
    registration: str
    logo: str | None
    """The picture's address, as `src` takes it."""


@dataclass(frozen=True, slots=True)
class TermsView:
    """What the buyer is promised: days to change their mind, months of commercial warranty."""

    days: int
    months: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """The note itself: its language, where the address window is, whether it is a draft."""

    locale: str
    language: str
    market: str
    window: str
    """`din-5008-b`, `la-poste` or `none`."""
    draft: bool
    title: str
    """The document's title: what it is, and the order number."""
    direction: str
    """`ltr` or `rtl`."""


def view_lines(lines: Sequence[OrderLine]) -> tuple[tuple[LineView, ...], dict[int, OrderLine]]:
    """Return the lines as templates see them, and from each one's key to the order's line.

    Raises:
        RenderError: there are too many of them, or a text in one is too long.
    """
    by_key: dict[int, OrderLine] = {}

    def one(line: OrderLine) -> LineView:
        key = len(by_key)
        if key == MOST_LINES:
            raise RenderError(
                f"the order has more than {MOST_LINES:,} lines",
                hint="split the order, or print it from the shop's system",
            )
        by_key[key] = line
        which = f"of line {key + 1}"
        return LineView(
            key=key,
            sku=fitting(line.sku or line.channel_sku, f"the SKU {which}"),
            title=fitting(line.title or line.channel_title, f"the title {which}", "title"),
            quantity=line.quantity,
            unit_price=line.unit_price,
            total=line.line_total,
            grade=line.grade,
            imei=fitting(line.imei, f"the imei {which}"),
            serial_number=fitting(line.serial_number, f"the serial number {which}"),
            bin_rack=fitting(line.bin_rack, f"the bin rack {which}"),
            parts=tuple(one(part) for part in line.parts),
        )

    try:
        return tuple(one(line) for line in lines), by_key
    except RecursionError:
        raise RenderError("a composite has parts in parts in parts without end", hint="split the composite") from None


def view_order(
    order: Order,
    lines: tuple[LineView, ...],
    number: str,
    language: str,
    home: str | None,
    tracking: Mapping[str, str],
) -> OrderView:
    """Return the order as templates see it.

    `home` is the seller's country, left out of addresses; `tracking` the settings' carriers with the pattern of their
    links, for an order that brought none.
    """
    dispatch, kind = dispatch_date(order) or (None, "")
    items = _sum([line.total for line in lines])
    # A billing address may be a name alone; a delivery address that leads nowhere is none.
    given = None if order.delivery is None or order.delivery.is_empty else order.delivery
    delivery = _block(given, "delivery", language, home)
    billing = _block(order.billing, "billing", language, home)
    return OrderView(
        reference=fitting(order.reference, "the reference"),
        number=number,
        placed=order.received_at,
        paid=order.paid_at,
        dispatch=dispatch,
        dispatched=kind == "dispatched",
        carrier=fitting(order.vendor or order.postal_service_name, "the carrier"),
        tracking_number=fitting(order.tracking_number, "the tracking number"),
        tracking_url=safe_link(order.tracking_url) or _tracking_url(order, tracking),
        delivery=delivery,
        billing=None if billing is None or (delivery and billing.all_lines == delivery.all_lines) else billing,
        lines=lines,
        has_amounts=any(line.total is not None for line in lines),
        items=items,
        shipping=order.postage_cost,
        adds_up=_adds_up(items, order, len(lines)),
        tax=order.tax,
        total=order.total,
        currency=order.currency,
        notes=tuple(
            text
            for text in (fitting(note, "a note on the order", "note", multiline=True) for note in order.notes)
            if text.strip()
        ),
    )


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, start=Decimal(0)) if known and len(known) == len(amounts) else None


def _adds_up(items: Decimal | None, order: Order, lines: int) -> bool:
    """True within a cent a line, the same tolerance with which readers warn."""
    if items is None or order.postage_cost is None or order.total is None:
        return False
    return abs(items + order.postage_cost - order.total) <= Decimal("0.01") * lines


def _tracking_url(order: Order, tracking: Mapping[str, str]) -> str | None:
    number = clean_text(order.tracking_number).strip()
    pattern = tracking_pattern((order.vendor, order.postal_service_name), tracking)
    return tracking_link(pattern, number) if pattern and number else None


def _block(address: Address | None, what: str, language: str, home: str | None) -> AddressBlock | None:
    if address is None or address.is_blank:
        return None
    for field in fields(address):
        fitting(getattr(address, field.name), f"the {field.name.replace('_', ' ')} of the {what} address")
    return layout(address, language=language, home=home)
