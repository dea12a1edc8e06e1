"""The neutral shape of an invented order: what all export formats are written from.

Amounts are `Decimal`, tax included; times are aware and in UTC.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

NAMESPACE = uuid.UUID("00000000-0000-4000-8000-00000000cafe")
YEAR = 2026
GRADE_LETTERS = {9: "P", 10: "A", 11: "B", 12: "C"}


def uid(*parts: object) -> str:
    """Return a UUID that depends on `parts` alone, so that every run writes the same."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts)))


def at(text: str) -> datetime:
    """Return the instant of `MM-DD HH:MM[:SS]` in 2026, UTC."""
    return datetime.fromisoformat(f"{YEAR}-{text.replace(' ', 'T')}").replace(tzinfo=UTC)


def cents(value: Decimal) -> Decimal:
    """Round to two places, halves up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer's address. `country` is an ISO code; `country_name` replaces the usual English name of it."""

    first: str
    last: str
    street: str
    post_code: str
    town: str
    country: str
    company: str = ""
    street2: str = ""
    street3: str = ""
    region: str = ""
    country_name: str = ""
    phone: str = "0000000000"
    email: str | None = None
    """None: an alias made from the order's number, as the marketplace makes one."""

    @property
    def full_name(self) -> str:
        """Both names, as Linnworks joins them."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of an order; `total` is for the whole quantity, tax included."""

    sku: str | None
    title: str
    total: Decimal
    quantity: int = 1
    grade: int | None = 10
    imei: str = ""
    serial: str = ""
    numbered: str = ""
    """`imei` or `serial`: which number the item gets once its order is known."""
    bin: str = ""
    barcode: str = ""
    weight: Decimal = Decimal("0.25")
    discount: Decimal = Decimal(0)
    """Percent, already taken off `total`."""
    shipped: int | None = None
    """How many left the house, in a part-shipped order; None: all of them."""
    gone: int | None = None
    """Back Market's line state 4 or 5: cancelled or refunded. Such lines exist in Back Market's export only."""
    parts: tuple[Item, ...] = ()

    @property
    def unit(self) -> Decimal:
        """The price of one, to four places."""
        return (self.total / self.quantity).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOrder:
    """One invented order."""

    number: int
    """Back Market's order id; the reference is the prefix and this."""
    market: str
    buyer: Person
    items: tuple[Item, ...]
    received: datetime
    paid: datetime | None
    despatched: datetime | None = None
    due: datetime | None = None
    billing: Person | None = None
    """None: billed to the buyer's own address."""
    shipping: Decimal = Decimal(0)
    currency: str = "EUR"
    tax_rate: int = 0
    carrier: str = ""
    service: str = ""
    tracking: str = ""
    tracking_url: str = ""
    payment: str = "CARD"
    prefix: str = "bm-"
    sub_source: str | None = None
    """None: the usual name of the market's account."""
    notes: tuple[str, ...] = ()
    internal_notes: tuple[str, ...] = ()
    extended: tuple[tuple[str, str], ...] = ()
    off_by: Decimal = Decimal(0)
    """Added to the order's total: a channel's own rounding, or a voucher that no line knows of."""
    flaw: str = ""
    """What is wrong with it: one of the names in `refused.py`; empty for a printable order."""

    @property
    def reference(self) -> str:
        """What Linnworks calls SecondaryReference and `Channel reference`."""
        return f"{self.prefix}{self.number}"

    @property
    def order_id(self) -> str:
        """Linnworks' own id of the order."""
        return uid("order", self.number)

    @property
    def num_order_id(self) -> int:
        """The number that Linnworks shows for the order, and that its table exports call `Order Id`."""
        return self.number - 205_000_000

    @property
    def kept(self) -> tuple[Item, ...]:
        """The lines that were not cancelled: all that a Linnworks export shows."""
        return tuple(item for item in self.items if item.gone is None)

    @property
    def subtotal(self) -> Decimal:
        """The kept lines together, tax included."""
        return sum((item.total for item in self.kept), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What the buyer paid for the kept lines and the shipping."""
        return self.subtotal + self.shipping + self.off_by

    @property
    def part_shipped(self) -> bool:
        """True when some of it is still in the house."""
        return any(item.shipped is not None for item in self.items)

    def ex_tax(self, amount: Decimal) -> Decimal:
        """Take the order's tax out of `amount`; to the cent."""
        return cents(amount * 100 / (100 + self.tax_rate))


def fake_imei(serial: int) -> str:
    """Return an IMEI with a right check digit in the range kept for test equipment (it begins with 00)."""
    body = f"00101000{serial % 1_000_000:06d}"
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(body))
    check = -sum(number // 10 + number % 10 for number in doubled) % 10
    return f"{body}{check}"


def numbered(order: SampleOrder) -> SampleOrder:
    """Give each single phone its IMEI and each other single machine its serial number."""

    def number(place: int, item: Item) -> Item:
        serial = order.number % 10_000 * 100 + place
        if item.quantity != 1 or not item.numbered:
            return item
        if item.numbered == "imei":
            return replace(item, imei=fake_imei(serial))
        return replace(item, serial=f"EXSN{serial:06d}")

    return replace(order, items=tuple(number(place, item) for place, item in enumerate(order.items)))
