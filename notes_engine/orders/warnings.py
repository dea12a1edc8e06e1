"""What is odd about an order but does not stop its note, in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.amounts import adds_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.orders.model import Address, Order

_FIVE_DIGITS = ("fr", "france", "de", "germany", "deutschland", "it", "italy", "italia", "es", "spain", "españa")
"""Countries whose postcodes have five digits and often begin with 0, which spreadsheets drop."""
_POSTCODE_DIGITS = 5


def odd(order: Order) -> Iterator[str]:
    """Yield a warning for each odd thing."""
    if adds_up(order) is False:
        yield "the lines and shipping do not add up to the order's total: the amounts are printed as exported"
    if any(not (line.title.strip() or line.sku.strip()) for line in order.lines):
        yield "a line has neither a title nor a SKU"
    if order.delivery is None:
        yield "the export has no address columns: the note has no address"
        return
    if not (order.delivery.full_name.strip() or order.delivery.company.strip()):
        yield "the delivery address has no name"
    if _lost_zero(order.delivery):
        yield "the postcode is too short for its country: a spreadsheet may have dropped a leading zero"


def _lost_zero(address: Address) -> bool:
    code = address.post_code.strip()
    if not (code.isascii() and code.isdigit()) or len(code) >= _POSTCODE_DIGITS:
        return False
    return (address.country_code or address.country).strip().casefold() in _FIVE_DIGITS
