"""Functions that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.kinds import Kind
from notes_engine.formula.values import compare

if TYPE_CHECKING:
    from notes_engine.orders import Value


def _between(value: Value, low: Value, high: Value) -> bool:
    return compare(value, low) >= 0 and compare(value, high) <= 0


IIF = Function(
    "iif",
    (Parameter("condition", "boolean"), Parameter("then"), Parameter("otherwise")),
    Kind.ANY,
    "`then` if the condition is true, else `otherwise`. Exactly three arguments.",
    (Example('iif[2 > 1, "yes", "no"]', "yes"), Example('iif[1 = 0, 1 / 0, "no"]', "no")),
    "documented",
    "Only the branch that is taken is evaluated; upstream mostly evaluates both.",
)
NOT = Function(
    "not",
    (Parameter("condition", "boolean"),),
    Kind.BOOLEAN,
    "True if the condition is false. There is no `not` without brackets.",
    (Example("not[2 > 1]", "false"),),
    "documented",
    apply=lambda condition: not condition,
)
BETWEEN = Function(
    "between",
    (Parameter("value"), Parameter("low"), Parameter("high")),
    Kind.BOOLEAN,
    "True if the value lies between the two others or equals one of them; compared as `<=` compares.",
    (Example("between[5, 1, 5]", "true"), Example('between["m", "a", "f"]', "false")),
    "documented",
    apply=_between,
)
ISTRUEORNULL = Function(
    "istrueornull",
    (Parameter("value"),),
    Kind.BOOLEAN,
    "True if the value is true or null.",
    (Example("istrueornull[null]", "true"), Example("istrueornull[1 > 2]", "false")),
    "documented",
    "Texts and numbers are neither true nor null.",
    lambda value: value is None or value is True,
)
ISFALSEORNULL = Function(
    "isfalseornull",
    (Parameter("value"),),
    Kind.BOOLEAN,
    "True if the value is false or null.",
    (Example("isfalseornull[null]", "true"), Example("isfalseornull[1 < 2]", "false")),
    "documented",
    "Texts and numbers are neither false nor null.",
    lambda value: value is None or value is False,
)
EVAL = Function(
    "eval",
    (Parameter("formula", "text"),),
    Kind.ANY,
    "The value of a text read as a formula. The text stands there in quotes, never an order's value.",
    (Example("eval[\"concat['a', 1 + 1]\"]", "a2"),),
    "documented",
    "Only a literal text: strangers write the values of orders. It has variables of its own, and counts towards "
    "the same limits.",
)

FUNCTIONS = (IIF, NOT, BETWEEN, ISTRUEORNULL, ISFALSEORNULL, EVAL)
