"""Yes and no, paid and not paid, in the words and numbers of exports; what is not understood is never guessed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notes_engine.orders.dates import read_date
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_WHOLE = re.compile(r"([+-]?)0*(\d{1,15})(?:[.,]0*)?", re.ASCII)
"""A whole number, also as data frames write it (`0.0`)."""
_SHORT = 40
"""Characters of a text that is remembered: an export has few words for its states."""
_YES = frozenset(
    {"yes", "y", "true", "t", "1", "on", "x", "oui", "vrai", "ja", "wahr", "sì", "si", "vero", "sí", "verdadero"}
)
_NO = frozenset({"no", "n", "false", "f", "0", "off", "non", "faux", "nein", "falsch", "falso"})
_HELD = frozenset({*_YES, "held", "hold", "on hold", "parked", "cancelled", "canceled"})
_NOT_HELD = frozenset({*_NO, "not held", "not on hold", "not parked", "none"})


class Payment(NamedTuple):
    """What a status says."""

    is_paid: bool | None
    """None: it is about something else, such as the parcel."""
    warning: str = ""


_UNPAID, _PAID, _SILENT = Payment(False), Payment(True), Payment(None)
_RETURN = Payment(True, "the order's status is return")
_PENDING = Payment(True, "the order's payment is pending")
_STATUSES = {
    **dict.fromkeys((*_NO, "unpaid", "not paid", "notpaid", "awaiting payment", "payment required"), _UNPAID),
    **dict.fromkeys(("non payé", "non payée", "impayé", "unbezahlt", "nicht bezahlt", "non pagato"), _UNPAID),
    **dict.fromkeys(("no pagado", "impagado"), _UNPAID),
    **dict.fromkeys((*_YES, "paid", "payé", "payée", "bezahlt", "pagato", "pagado", "4", "resend"), _PAID),
    **dict.fromkeys(("2", "return", "returned"), _RETURN),
    **dict.fromkeys(("3", "pending", "payment pending"), _PENDING),
    **dict.fromkeys(("open", "new", "processed", "shipped", "dispatched", "despatched", "completed"), _SILENT),
}
"""Linnworks: 0 unpaid, 1 paid, 2 return, 3 pending, 4 resend (its specification); the words are our decision."""


def whole_number(text: str) -> str:
    """Return the text as the plain whole number it is (`10` for `10.0`); any other text stripped, as it stands."""
    text = text.strip()
    if len(text) == 1:
        return text
    match = _WHOLE.fullmatch(text)
    if match is None:
        return text
    sign, digits = match.groups()
    return f"-{digits}" if sign == "-" and digits != "0" else digits


def read_flag(text: str) -> bool | None:
    """Return what the cell says, None where it is empty or says something else."""
    word = _word(text)
    return True if word in _YES else False if word in _NO else None


def read_held(text: str, column: str) -> bool:
    """Return whether the order is held, by its cell; raises RefusalError for a filled cell that says neither."""
    word = _word(text)
    if word in _HELD:
        return True
    if not word or word in _NOT_HELD:
        return False
    raise _unclear(column, "Write yes or no in it, and export the order again.")


def read_status(text: str, field: str) -> Payment:
    """Return what the status says; raises RefusalError for one that is not understood, empty excepted."""
    word = _word(text)
    if not word:
        return _SILENT
    if word not in _STATUSES:
        raise _unclear(field, "Write paid or unpaid in it, or leave it out of the export, and export the order again.")
    return _STATUSES[word]


def read_paid(paid: str, status: str, zone: tzinfo, names: tuple[str, str]) -> tuple[Payment, datetime | None]:
    """Return (what the export says, the day of payment) from the columns `Paid` and `Status`, called `names`.

    Either column saying "unpaid" counts; a date in `Paid` is the day of payment. Raises RefusalError (`broken-row`)
    for a cell that is not understood.
    """
    paid_at = None
    said = [read_status(status, names[1])]
    try:
        paid_at = read_date(paid, zone)
    except RefusalError:
        said.insert(0, read_status(paid, names[0]))
    else:
        said.insert(0, Payment(True) if paid_at else _SILENT)
    payment = all_say(*said)
    return payment, paid_at if payment.is_paid else None


def all_say(*said: Payment) -> Payment:
    """Return what several columns say together: paid when none of those that tell says "unpaid"."""
    warning = next((item.warning for item in said if item.warning), "")
    answers = [item.is_paid for item in said if item.is_paid is not None]
    return Payment(all(answers), warning) if answers else _SILENT


def _word(text: str) -> str:
    """Return the text without capitals; `_`, hyphens and white space are one space, a whole number is plain."""
    return _known_word(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    if _WHOLE.fullmatch(text.strip()):
        return whole_number(text)
    return re.sub(r"[\s_-]+", " ", text).strip().casefold() or text.strip()


_known_word = lru_cache(maxsize=1024)(_folded)


def _unclear(field: str, hint: str) -> RefusalError:
    return RefusalError("broken-row", f"the field {field} holds a word or number that is not understood", hint)
