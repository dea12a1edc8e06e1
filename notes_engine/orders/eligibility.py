"""Which orders get a note: everything that can be said from the order alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from notes_engine.orders.lacking import Lacking
    from notes_engine.orders.model import Address, Order
    from notes_engine.orders.settings import OrderSettings

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_ANONYMOUS = "deleted"
"""Back Market replaces every address field but the country by the literal `Deleted` when an order gets old."""
_BEGINNINGS = ("d", "D")


def check_eligible(order: Order, settings: OrderSettings, lacks: Lacking) -> None:
    """Return when the order gets a note; raise RefusalError with the reason and what to do when it does not.

    `lacks` is what the order's export lacks.
    """
    _check_identity(order, lacks)
    _check_state(order, settings)
    _check_buyer(order, settings, lacks)
    _check_content(order, lacks)


def _check_identity(order: Order, lacks: Lacking) -> None:
    if not order.order_id.strip():
        raise RefusalError(
            "no-order-id", "the order has no order id", "Export the order again with its order id (Order Id, order_id)."
        )
    if not order.reference:
        if lacks.reference:
            raise RefusalError("missing-column", lacks.reference.what, lacks.reference.hint)
        raise RefusalError(
            "no-reference",
            "the order has no reference: no channel reference, no reference number, no order number",
            "Add the Channel reference column to the export, or fill in the order's reference, and export again.",
        )


def _check_state(order: Order, settings: OrderSettings) -> None:
    if order.reference_num.strip().upper() == "MERGED" and "merged" not in settings.allow:
        raise RefusalError(
            "merged",
            "the order was merged into another one",
            'Print the order it was merged into; to print merged orders too, put "merged" into allow under [orders].',
        )
    if order.is_paid is False and "unpaid" not in settings.allow:
        raise RefusalError(
            "unpaid",
            "the order is not paid",
            'Wait for the payment and export again; to print anyway, put "unpaid" into allow under [orders].',
        )
    if "held" in settings.allow:
        return
    hint = 'Release the order and export again; to print anyway, put "held" into allow under [orders].'
    if order.hold_or_cancel:
        raise RefusalError("held", "the order is on hold or cancelled", hint)
    if order.is_parked:
        raise RefusalError("held", "the order is parked", hint)


def _check_buyer(order: Order, settings: OrderSettings, lacks: Lacking) -> None:
    if order.delivery is None or not order.has_address_columns:
        if _is_anonymous(order.channel_buyer_name):
            raise _anonymised()
        if not settings.allow_no_address:
            _check_address_columns(lacks)
            raise RefusalError("no-address-columns", "the export has no address columns", lacks.no_address_hint)
        return
    _check_address_columns(lacks)
    if is_anonymised(order.delivery):
        raise _anonymised()
    if order.delivery.is_empty:
        raise RefusalError(
            "empty-address",
            "the delivery address is empty: it has no street, no town and no postcode",
            "Fill in the buyer's address in the order and export it again.",
        )


def _check_address_columns(lacks: Lacking) -> None:
    if lacks.part_of_address:
        raise RefusalError("missing-column", lacks.part_of_address.what, lacks.part_of_address.hint)


def _check_content(order: Order, lacks: Lacking) -> None:
    if not order.lines:
        raise RefusalError(
            "no-lines", "the order has no lines", "Check the order's items; an export needs one row, or item, per line."
        )
    if _CURRENCY.fullmatch(order.currency):
        return
    amounts = (order.total, order.subtotal, order.postage_cost, *(line.line_total for line in order.lines))
    if any(amount is not None for amount in amounts):
        if lacks.currency:
            raise RefusalError("missing-column", lacks.currency.what, lacks.currency.hint)
        raise RefusalError(
            "no-currency",
            "the order has amounts but no currency of three letters",
            "Add the Currency column to the export, with codes such as EUR.",
        )


def is_anonymised(address: Address) -> bool:
    """True when the name or the street is the literal `Deleted`."""
    return _is_anonymous(address.full_name) or _is_anonymous(address.address1)


def _is_anonymous(text: str) -> bool:
    if text.lstrip()[:1] not in _BEGINNINGS:
        return False  # nearly always
    return all(word == _ANONYMOUS for word in text.casefold().split())


def _anonymised() -> RefusalError:
    return RefusalError(
        "anonymised",
        "the buyer's data is deleted: the marketplace has made this old order anonymous",
        "Nothing can be printed for it. If the parcel must still go out, take the address from the carrier's label.",
    )
