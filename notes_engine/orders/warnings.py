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
    for line in order.lines:
        if not (line.title.strip() or line.sku.strip()):
            yield "a line has neither a title nor a SKU"
            break
    if order.delivery is None or not order.has_address_columns:
        return  # the note itself says that it has no address field
    address = order.delivery
    if not (address.full_name.strip() or address.company.strip()):
        yield "the delivery address has no name"
    if not address.address1.strip() and not first_written(address.address2, address.address3):
        yield "the delivery address has no street"
    if not (address.town.strip() or address.post_code.strip()):
        yield "the delivery address has neither a town nor a postcode"
    if _lost_zero(address):
        yield "the postcode is too short for its country: a spreadsheet may have dropped a leading zero"


def _lost_zero(address: Address) -> bool:
    code = address.post_code.strip()
    if len(code) >= _POSTCODE_DIGITS or not (code.isascii() and code.isdigit()):
        return False
    return (address.country_code or address.country).strip().casefold() in _FIVE_DIGITS
