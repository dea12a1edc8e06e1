"""Functions that compute with numbers."""

from __future__ import annotations

import decimal
from decimal import Decimal
from functools import reduce

from notes_engine.formula.failures import Unfit
from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.functions.trigonometry import cosine, sine
from notes_engine.formula.kinds import Kind
from notes_engine.formula.numbers import CONTEXT, add, compare_numbers, divide, settled

_NUMBER = Parameter("number", "number")
_NUMBERS = Parameter("number", "number", repeated=True)
_MOST_DECIMALS = 28
"""What the upstream engine's numbers can round to."""


def _round(number: Decimal, decimals: int) -> Decimal:
    if not 0 <= decimals <= _MOST_DECIMALS:
        raise Unfit(f"a number is rounded to 0 to {_MOST_DECIMALS} decimals")
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=decimal.ROUND_HALF_EVEN, context=CONTEXT)


def _sqrt(number: Decimal) -> Decimal:
    if number < 0:
        raise Unfit("a negative number has no square root")
    return settled(CONTEXT.sqrt(number))


def _average(*numbers: Decimal) -> Decimal:
    return divide(reduce(add, numbers), Decimal(len(numbers)))


def _median(*numbers: Decimal) -> Decimal:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _largest(*numbers: Decimal) -> Decimal:
    return reduce(lambda a, b: b if compare_numbers(b, a) > 0 else a, numbers)


def _smallest(*numbers: Decimal) -> Decimal:
    return reduce(lambda a, b: b if compare_numbers(b, a) < 0 else a, numbers)


ROUND = Function(
    "round",
    (_NUMBER, Parameter("decimals", "whole")),
    Kind.NUMBER,
    "The number rounded to `decimals` decimals, a half to the even digit (banker's rounding).",
    (
        Example("round[2.345, 2]", "2.34"),
        Example("round[50.004, 2]", "50"),
        Example("round[0.5, 1]", "0.5"),
        Example("round[0.4, 0]", "0"),
    ),
    "documented",
    "Trailing zeros are dropped, as Linnworks' samples show. Upstream prints 0.5 as `.5` and a zero as nothing; "
    "here they are `0.5` and `0`.",
    _round,
)
ABS = Function(
    "abs",
    (_NUMBER,),
    Kind.NUMBER,
    "The number without its sign.",
    (Example("abs[-5.5]", "5.5"),),
    "documented",
    apply=Decimal.copy_abs,
)
SQRT = Function(
    "sqrt",
    (_NUMBER,),
    Kind.NUMBER,
    "The square root.",
    (Example("sqrt[144]", "12"), Example("sqrt[2]", "1.4142135623731")),
    "documented",
    "A negative number is an error.",
    _sqrt,
)
SIN = Function(
    "sin",
    (_NUMBER,),
    Kind.NUMBER,
    "The sine of an angle in radians.",
    (Example("sin[0]", "0"), Example("sin[1]", "0.841470984807897")),
    "documented",
    apply=sine,
)
COS = Function(
    "cos",
    (_NUMBER,),
    Kind.NUMBER,
    "The cosine of an angle in radians.",
    (Example("cos[0]", "1"), Example("cos[1]", "0.54030230586814")),
    "documented",
    apply=cosine,
)
AVG = Function(
    "avg",
    (_NUMBERS,),
    Kind.NUMBER,
    "The average of the numbers.",
    (Example("avg[1, 2, 6]", "3"),),
    "documented",
    apply=_average,
)
MID = Function(
    "mid",
    (_NUMBERS,),
    Kind.NUMBER,
    "The median of the numbers: the one in the middle. For a part of a text use `substring`.",
    (Example("mid[9, 1, 2]", "2"), Example("mid[1, 2, 3, 10]", "2.5")),
    "documented",
    "Of an even count of numbers it is the average of the two in the middle (our decision).",
    _median,
    "`mid` is the median of its numbers; for a part of a text write `substring[text, start, count]`, whose positions "
    "start at 0",
)
NUMERICMAX = Function(
    "numericmax",
    (_NUMBERS,),
    Kind.NUMBER,
    "The largest of the numbers.",
    (Example("numericmax[2, 10, 9]", "10"),),
    "documented",
    apply=_largest,
)
NUMERICMIN = Function(
    "numericmin",
    (_NUMBERS,),
    Kind.NUMBER,
    "The smallest of the numbers.",
    (Example("numericmin[2, 10, 9]", "2"),),
    "documented",
    apply=_smallest,
)

FUNCTIONS = (ROUND, ABS, SQRT, SIN, COS, AVG, MID, NUMERICMAX, NUMERICMIN)
