"""Sine and cosine in decimal: the same digits on every machine, and no float's rounding in them."""

from __future__ import annotations

import decimal
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from notes_engine.formula.limits import WHOLE_DIGITS
from notes_engine.formula.numbers import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = 100 + WHOLE_DIGITS
"""Enough that an angle as large as a number may be keeps a hundred digits once whole turns are taken off."""


@cache
def _work() -> decimal.Context:
    return decimal.Context(prec=_DIGITS + 10, rounding=decimal.ROUND_HALF_EVEN, traps=[decimal.InvalidOperation])


@cache
def _turn() -> Decimal:
    """Return 2π, by Machin's formula: π = 16·atan(1/5) - 4·atan(1/239)."""
    work = _work()

    def arctangent_of_inverse(n: int) -> Decimal:
        power = total = work.divide(Decimal(1), Decimal(n))
        square, k = Decimal(n * n), 1
        while power:
            power = work.divide(power.copy_negate(), square)
            k += 2
            term = work.divide(power, Decimal(k))
            if term.adjusted() < -work.prec:
                break
            total = work.add(total, term)
        return total

    quarter = work.subtract(work.multiply(Decimal(4), arctangent_of_inverse(5)), arctangent_of_inverse(239))
    return work.multiply(Decimal(8), quarter)


def _series(first: Callable[[Decimal], Decimal], k: int, angle: Decimal) -> Decimal:
    """Sum the alternating Taylor series that begins with `first`, whose next factorial step is k·(k+1)."""
    work = _work()
    angle = work.remainder(angle, _turn())
    square = work.multiply(angle, angle)
    term = total = first(angle)
    while term and term.adjusted() > -work.prec:
        term = work.divide(work.multiply(term.copy_negate(), square), Decimal(k * (k + 1)))
        total = work.add(total, term)
        k += 2
    return CONTEXT.plus(total)


def sine(angle: Decimal) -> Decimal:
    """Return the sine of an angle in radians."""
    return _series(lambda reduced: reduced, 2, angle)


def cosine(angle: Decimal) -> Decimal:
    """Return the cosine of an angle in radians."""
    return _series(lambda _: Decimal(1), 1, angle)
