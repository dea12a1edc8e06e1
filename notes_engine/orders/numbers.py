"""Numbers as exports write them, to Decimal; nothing ambiguous is guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from notes_engine.orders.refusal import RefusalError

_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,30})?|[+-]?\.\d{1,30}", re.ASCII)
# Three digits after a comma could be thousands; any other number of them cannot.
_DECIMAL_COMMA = re.compile(r"-?\d{1,15},(?:\d{1,2}|\d{4,30})", re.ASCII)
_SHORT = 40
"""Characters of a text that is remembered."""
_LARGEST = 15
"""Digits before the point: far more than any price, and far fewer than a number made to exhaust memory."""
_SMALLEST = -30
_MOST_PIECES = 10**9


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Return the number, None for an empty cell; raises RefusalError (`bad-number`).

    `12,50` is read only with `decimal_comma` (the delimiter is not a comma); `1,234.56` never: it is a thousand
    in one country and an accident in the next.
    """
    return _known_number(text, decimal_comma) if len(text) <= _SHORT else parse_number(text, decimal_comma)


def parse_number(text: str, decimal_comma: bool) -> Decimal | None:
    """Return what `read_number` returns, without remembering it: for those who remember it themselves."""
    text = text.strip()
    if not text:
        return None
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if decimal_comma and _DECIMAL_COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise bad_number()


_known_number = lru_cache(maxsize=16_384)(parse_number)
"""Prices, rates and weights come again and again."""


def bounded(number: Decimal) -> Decimal:
    """Return the number as it is, unless it is NaN, infinite, or too long to be an amount (`bad-number`)."""
    if not number.is_finite() or (number and number.adjusted() >= _LARGEST):
        raise bad_number()
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < _SMALLEST:
        raise bad_number()
    return number + 0 if number.is_zero() and isinstance(exponent, int) and exponent > 0 else number


def as_quantity(number: Decimal | None) -> int:
    """Return a quantity: a whole number from 1; anything else is a `bad-number`."""
    if number is None or number < 1 or number >= _MOST_PIECES or number != number.to_integral_value():
        raise RefusalError(
            "bad-number",
            "a quantity is not a whole number from 1",
            "Mend the quantity in the order and export it again.",
        )
    return int(number)


def bad_number() -> RefusalError:
    """Return the refusal of a number in another form."""
    return RefusalError(
        "bad-number",
        "a number cannot be read",
        "Numbers must be plain, with a point for the decimals and nothing between the thousands, such as 1234.56.",
    )
