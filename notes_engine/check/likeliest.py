"""Which orders' pages a check draws: those whose texts are likeliest not to fit, box by box and language by language.

Drawing a page takes about a hundred times as long as reading its order, so of many orders only some are drawn.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notes_engine.notes import Locale
    from notes_engine.orders import Address, Order, OrderLine

MOST_DRAWN = 200
"""Orders whose pages are drawn, of any number; it takes about 0.1 s each."""
EACH = 6
"""Orders kept of each box and language."""
_ADDRESS_LINE = 40
"""Letters of middling width that fit a line of the address window, about; only to rank orders by."""
_MANY_LINES = 80
"""Lines from which a longer table is no likelier not to fit."""
_WIDE = dict.fromkeys("mwMWQ@%&—", 1.5) | dict.fromkeys("fijlrtI.,:;'’|!()[]- ", 0.5)
_BREAKS = re.compile(r"[\s-]+")


class Drawable(NamedTuple):
    """An order whose note can be made."""

    number: int
    """In the order of reading."""
    order: Order
    locale: Locale


@dataclass(slots=True)
class Likeliest:
    """Keeps the orders to draw while all are read. Memory does not grow with their number."""

    most: int
    each: int = EACH
    orders: int = 0
    first: list[Drawable] = field(default_factory=list)
    widest: dict[tuple[Locale, str], list[tuple[float, int, Drawable]]] = field(default_factory=dict)

    def add(self, order: Order, locale: Locale, number: str) -> Drawable:
        """Look at an order, whose `number` is as printed, and return it as it may be drawn."""
        self.orders += 1
        drawable = Drawable(self.orders, order, locale)
        if len(self.first) < self.most:
            self.first.append(drawable)
        for box, width in measures(order, number):
            if not width:
                continue
            heap = self.widest.setdefault((locale, box), [])
            entry = (width, -drawable.number, drawable)  # of two alike the first stays
            if len(heap) < self.each:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
        return drawable

    def chosen(self, also: Iterable[Drawable] = ()) -> list[Drawable]:
        """Return the orders to draw, in the order of reading: all when they are few.

        Else those of `also`, then the widest of every box, the second widest of every box, and so on, then the first.
        """
        if self.orders <= self.most:
            return self.first
        ranked = [sorted(heap, reverse=True) for _, heap in sorted(self.widest.items())]
        wide = (heap[rank][2] for rank in range(self.each) for heap in ranked if rank < len(heap))
        found: dict[int, Drawable] = {}
        for drawable in (*also, *wide, *self.first):
            if len(found) == self.most:
                break
            found[drawable.number] = drawable
        return [found[number] for number in sorted(found)]


def measures(order: Order, number: str) -> Iterator[tuple[str, float]]:
    """Yield (box, how much an order puts into it): what stands on one line, or the widest word where lines break."""
    yield "number", width(number)
    for name, address in (("delivery", order.delivery), ("billing", order.billing)):
        if address is not None:
            written = _address_lines(address)
            yield f"{name} height", sum(1 + width(text) // _ADDRESS_LINE for text in written)
            yield f"{name} word", max(map(_word, written), default=0)
    yield "carrier", max(_word(order.vendor or order.postal_service_name), _word(order.tracking_number))
    amounts = (order.total, order.postage_cost, *(line.line_total for line in order.lines))
    yield "amount", max((len(format(amount, "f")) for amount in amounts if amount is not None), default=0)
    yield "note word", max(map(_word, order.notes), default=0)
    yield "note length", sum(map(len, order.notes))
    items = tuple(_all_lines(order.lines))
    yield "lines", min(len(items), _MANY_LINES)
    yield "title word", max((_word(item.title or item.sku) for item in items), default=0)
    yield "title length", max((len(item.title) for item in items), default=0)
    yield "SKU", max((_word(item.sku) for item in items), default=0)
    yield "IMEI", max((_word(text) for item in items for text in (item.imei, item.serial_number)), default=0)
    yield "quantity", max((len(str(item.quantity)) for item in items), default=0)


def width(text: str) -> float:
    """Return about how many letters of middling width the text is as wide as."""
    if text.isascii():
        return sum(_WIDE.get(char, 1.0) for char in text)
    return sum(2.0 if east_asian_width(char) in "WF" else _WIDE.get(char, 1.0) for char in text)


def _word(text: str) -> float:
    """Return the width of the widest part that no line break can divide."""
    return max(map(width, _BREAKS.split(text)), default=0.0)


def _address_lines(address: Address) -> list[str]:
    town = f"{address.post_code} {address.town} {address.region}".strip()
    texts = (address.company, address.full_name, address.address1, address.address2, address.address3, town)
    return [text for text in (*texts, address.country) if text.strip()]


def _all_lines(lines: Iterable[OrderLine]) -> Iterator[OrderLine]:
    for line in lines:
        yield line
        yield from line.parts
