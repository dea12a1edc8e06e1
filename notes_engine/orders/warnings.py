"""What is odd about an order but does not stop its note, in the user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.amounts import adds_up
from notes_engine.orders.model import first_written

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
    if not all(first_written(line.title, line.sku) for line in order.lines):
        yield "a line has neither a title nor a SKU"
    if order.delivery is None or not order.has_address_columns:
        return  # the note itself says that it has no address field
    address = order.delivery
    if not first_written(address.full_name, address.company):
        yield "the delivery address has no name"
    if not first_written(address.address1, address.address2, address.address3):
        yield "the delivery address has no street"
    if not first_written(address.town, address.post_code):
        yield "the delivery address has neither a town nor a postcode"
    if _lost_zero(address):
        yield "the postcode is too short for its country: a spreadsheet may have dropped a leading zero"


def _lost_zero(address: Address) -> bool:
    code = address.post_code.strip()
    if len(code) >= _POSTCODE_DIGITS or not (code.isascii() and code.isdigit()):
        return False
    return (address.country_code or address.country).strip().casefold() in _FIVE_DIGITS
