"""Yes and no as exports write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.orders.dates import read_date
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_YES = frozenset({"yes", "y", "true", "1", "on", "x"})
_NO = frozenset({"no", "n", "false", "0", "off"})
_PAID = frozenset({*_YES, "paid", "resend"})
_UNPAID = frozenset({*_NO, "unpaid", "not paid", "not_paid", "notpaid"})


def read_flag(text: str) -> bool | None:
    """Return what the cell says, None where it is empty or says something else."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def read_paid(paid: str, status: str, zone: tzinfo) -> tuple[bool | None, datetime | None]:
    """Return (is the order paid, when) from the columns `Paid` and `Status`.

    Either column saying "unpaid" counts; a date in `Paid` is the day of payment; a word that is neither (`Processed`)
    says nothing. (None, None): the export does not say.
    """
    words = (paid.strip().casefold(), status.strip().casefold())
    if any(word in _UNPAID for word in words):
        return False, None
    if any(word in _PAID for word in words):
        return True, None
    try:
        paid_at = read_date(paid, zone)
    except RefusalError:
        return None, None
    return (True, paid_at) if paid_at else (None, None)
