"""Numbers: decimal arithmetic in a context of its own, and how a number reads and prints.

No public source settles the digits; these are our decisions. Every operation is exact to 200 digits, far more than
is printed, and what is then an ending number but for its last digits is settled to that number: `1/3*3` is 1, wherever
it goes on to. Numbers stay below 10^64.
"""

from __future__ import annotations

import decimal
import re
from decimal import Decimal

from notes_engine.formula import limits
from notes_engine.formula.failures import Unfit

_DIGITS = 200
"""1/3 + 10^63 - 10^63 still has more of them than an ending number."""
_ENDING_DIGITS = 80
"""A result with more significant digits than this is taken as non-ending: nothing exact in a label comes near it."""
_SETTLED_DIGITS = 64
"""Non-ending results do not come so near to a number of so few digits, unless they should be that number."""
_PRINTED_DIGITS = 15

_TRAPS = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow]
CONTEXT = decimal.Context(
    prec=_DIGITS, rounding=decimal.ROUND_HALF_EVEN, Emin=-200, Emax=200, capitals=1, clamp=0, traps=_TRAPS
)
_ENDING = decimal.Context(prec=_ENDING_DIGITS, rounding=decimal.ROUND_HALF_EVEN)
_PRINTED = decimal.Context(prec=_PRINTED_DIGITS, rounding=decimal.ROUND_HALF_EVEN)

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
ZERO = Decimal(0)
ONE = Decimal(1)


def exact_number(text: str) -> Decimal | None:
    """Return the number that the whole text reads as, with all its digits, or None."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def sound(number: Decimal) -> Decimal:
    """Return `number` if the language can compute with it.

    Raises:
        Unfit: it is infinite, not a number, or has too many digits.
    """
    if not number.is_finite():
        raise Unfit("this value is not a number")
    try:
        CONTEXT.plus(number)
    except decimal.DecimalException:
        raise _too_large() from None
    return _bounded(number)


def _bounded(number: Decimal) -> Decimal:
    if number.adjusted() >= limits.WHOLE_DIGITS and number:
        raise _too_large()
    return number


def _too_large() -> Unfit:
    return Unfit(f"the number is too large or too small: at most {limits.WHOLE_DIGITS} digits stand before its point")


def add(left: Decimal, right: Decimal) -> Decimal:
    """Return the sum."""
    return _difference(CONTEXT.add(left, right), left, right)


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Return the difference."""
    return _difference(CONTEXT.subtract(left, right), left, right)


def _difference(result: Decimal, left: Decimal, right: Decimal) -> Decimal:
    """Return zero for what is left of two non-ending numbers that should be equal, such as 1 - 1/3*3."""
    if result and result.adjusted() < max(left.adjusted(), right.adjusted()) - _ENDING_DIGITS:
        return ZERO
    return _bounded(settled(result))


def settled(result: Decimal) -> Decimal:
    """Return a result of arithmetic without the residue of a division that did not end: 5.000…001 is 5.

    Every operation ends with it, so that no use of a number (`%`, `round`, a count, a comparison) meets a residue.
    """
    if not _is_long(result):
        return result
    near = _ENDING.plus(result).normalize(_ENDING)
    return near if len(near.as_tuple().digits) <= _SETTLED_DIGITS else result


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """Return the product.

    Raises:
        Unfit: too large or too small.
    """
    try:
        return _bounded(settled(CONTEXT.multiply(left, right)))
    except decimal.DecimalException:
        raise _too_large() from None


def divide(left: Decimal, right: Decimal) -> Decimal:
    """Return the quotient.

    Raises:
        Unfit: division by zero, or out of range.
    """
    if not right:
        raise Unfit("division by zero", "test the divisor first: `iif[b = 0, …, a / b]`")
    try:
        return _bounded(settled(CONTEXT.divide(left, right)))
    except decimal.DecimalException:
        raise _too_large() from None


def remainder(left: Decimal, right: Decimal) -> Decimal:
    """Return what is left of the division; its sign is the left side's.

    Raises:
        Unfit: division by zero, or out of range.
    """
    if not right:
        raise Unfit("division by zero", "test the divisor first: `iif[b = 0, …, a % b]`")
    if _is_long(left) or _is_long(right):
        # How often it goes in is settled first: 2/3 % (1/3) is 0, although 0.666…67 is more than twice 0.333…33.
        times = divide(left, right).to_integral_value(decimal.ROUND_DOWN, CONTEXT)
        return subtract(left, multiply(times, right))
    try:
        return CONTEXT.remainder(left, right)
    except decimal.DecimalException:
        raise _too_large() from None


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return base^exponent; 0^0 is 1.

    Raises:
        Unfit: 0 to a negative power, a root of a negative number, or out of range.
    """
    if not base:
        if exponent < 0:
            raise Unfit("division by zero: 0 to a negative power")
        return ZERO if exponent else ONE
    if base < 0 and exponent != exponent.to_integral_value(context=CONTEXT):
        raise Unfit("a negative number has no such root")
    try:
        return _bounded(settled(CONTEXT.power(base, exponent)))
    except decimal.DecimalException:
        raise _too_large() from None


def compare_numbers(left: Decimal, right: Decimal) -> int:
    """Return -1, 0 or 1; what is left between non-ending results does not tell them apart."""
    if left == right:
        return 0
    if _is_long(left) or _is_long(right):
        difference = subtract(left, right)
        return (difference > 0) - (difference < 0)
    return -1 if left < right else 1


def _is_long(number: Decimal) -> bool:
    return len(number.as_tuple().digits) > _ENDING_DIGITS


def number_text(number: Decimal) -> str:
    """Return the number as it prints: `.`, no grouping, no exponent, no trailing zeros; non-ending to 15 digits."""
    text = format(number, "f")
    if len(text) > _ENDING_DIGITS and _is_long(CONTEXT.plus(number).normalize(CONTEXT)):
        text = format(_PRINTED.plus(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
