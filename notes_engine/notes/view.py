"""What a template sees: plain immutable data, text cleaned, amounts and dates still typed.

A template formats them with the filters of `environment.py`: `{{ order.total | money }}`, `{{ order.placed | day }}`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from notes_engine.errors import RenderError
from notes_engine.notes.addresses import AddressBlock, AddressFinding, is_same_layout, layout
from notes_engine.notes.dates import dispatch_date
from notes_engine.notes.links import safe_link, tracking_link, tracking_pattern
from notes_engine.notes.typography import clean_text
from notes_engine.orders import Address
from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from notes_engine.notes.placeholders import Fact
    from notes_engine.orders import Order, OrderLine


MOST_LINES = 1000
"""Lines of one order, parts included, that a note takes; beyond, the order is refused."""

_CENT = Decimal("0.01")

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


def _fit(texts: Sequence[str]) -> bool:
    """Return whether values are sure to be clean, and short enough for a field of any kind."""
    together = "".join(texts)
    return len(together) <= _MOST["name"] and together.isprintable()


def _fitting_texts(texts: tuple[str, str, str, str, str], line: int) -> tuple[str, ...]:
    sku, title, *others = texts
    names = ("imei", "serial number", "bin rack")
    return (
        fitting(sku, f"the SKU of line {line}"),
        fitting(title, f"the title of line {line}", "title"),
        *(fitting(text, f"the {name} of line {line}") for text, name in zip(others, names, strict=True)),
    )


@quick_init
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


@quick_init
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


@quick_init
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
        texts = (
            line.sku or line.channel_sku,
            line.title or line.channel_title,
            line.imei,
            line.serial_number,
            line.bin_rack,
        )
        sku, title, imei, serial_number, bin_rack = texts if _fit(texts) else _fitting_texts(texts, key + 1)
        return LineView(
            key=key,
            sku=sku,
            title=title,
            quantity=line.quantity,
            unit_price=line.unit_price,
            total=line.line_total,
            grade=line.grade,
            imei=imei,
            serial_number=serial_number,
            bin_rack=bin_rack,
            parts=tuple(one(part) for part in line.parts) if line.parts else (),
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
) -> tuple[OrderView, tuple[AddressFinding, ...]]:
    """Return the order as templates see it, and what is odd about its addresses.

    `home` is the seller's country, left out of addresses; `tracking` the settings' carriers with the pattern of their
    links, for an order that brought none.
    """
    dispatch, kind = dispatch_date(order) or (None, "")
    items = _sum([line.total for line in lines])
    # A billing address may be a name alone; a delivery address that leads nowhere is none.
    given = None if order.delivery is None or order.delivery.is_empty else order.delivery
    delivery = _block(given, "delivery", language, home)
    billing = _block(order.billing, "billing", language, home, (given, delivery))
    findings = (*(delivery.findings if delivery else ()), *(billing.findings if billing else ()))
    view = OrderView(
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
        billing=None if billing is delivery or _says_the_same(billing, delivery) else billing,
        lines=lines,
        has_amounts=items is not None or any(line.total is not None for line in lines),
        items=items,
        shipping=order.postage_cost,
        adds_up=_adds_up(items, order, len(lines)),
        tax=order.tax,
        total=order.total,
        currency=order.currency,
        notes=_notes(order.notes) if order.notes else (),
    )
    return view, findings


def texts_of(order: OrderView) -> str:
    """Return every text of an order that a template can print, one after the other."""
    texts = [order.reference, order.number, order.carrier, order.tracking_number, order.currency, *order.notes]
    if order.tracking_url:
        texts.append(order.tracking_url)
    for block in (order.delivery, order.billing):
        if block is not None:
            texts += block.all_lines
    waiting = [*order.lines]
    for line in waiting:
        texts += (line.sku, line.title, line.imei, line.serial_number, line.bin_rack)
        waiting += line.parts
    return "".join(texts)


def _notes(notes: Sequence[str]) -> tuple[str, ...]:
    cleaned = (fitting(note, "a note on the order", "note", multiline=True) for note in notes)
    return tuple(text for text in cleaned if text.strip())


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, start=Decimal(0)) if known and len(known) == len(amounts) else None


def _adds_up(items: Decimal | None, order: Order, lines: int) -> bool:
    """True within a cent a line, the same tolerance with which readers warn."""
    if items is None or order.postage_cost is None or order.total is None:
        return False
    return abs(items + order.postage_cost - order.total) <= _CENT * lines


def _tracking_url(order: Order, tracking: Mapping[str, str]) -> str | None:
    if not tracking:
        return None
    number = clean_text(order.tracking_number).strip()
    pattern = tracking_pattern((order.vendor, order.postal_service_name), tracking)
    return tracking_link(pattern, number) if pattern and number else None


_ADDRESS_FIELDS = tuple(field.name for field in fields(Address))
_address_texts = attrgetter(*_ADDRESS_FIELDS)


def _says_the_same(billing: AddressBlock | None, delivery: AddressBlock | None) -> bool:
    return billing is not None and delivery is not None and billing.all_lines == delivery.all_lines


def _block(
    address: Address | None,
    what: str,
    language: str,
    home: str | None,
    known: tuple[Address | None, AddressBlock | None] = (None, None),
) -> AddressBlock | None:
    """Return an address laid out, None where there is none; `known` is one with its block, which may serve again."""
    if address is None or address.is_blank:
        return None
    texts: tuple[str, ...] = _address_texts(address)
    if len("".join(texts)) > _MOST["name"] < max(map(len, texts)):
        for name, text in zip(_ADDRESS_FIELDS, texts, strict=True):
            fitting(text, f"the {name.replace('_', ' ')} of the {what} address")
    other, block = known
    if other is not None and block is not None and is_same_layout(address, other, language=language, home=home):
        return block
    return layout(address, language=language, home=home)
