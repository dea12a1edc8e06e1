"""Functions that look for something."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.formula.failures import Unfit
from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.kinds import Kind
from notes_engine.formula.values import is_equal

if TYPE_CHECKING:
    from notes_engine.orders import Value

_DIGITS = frozenset("0123456789")


def _contains(part: str, text: str, *more: str) -> bool:
    return part in text or any(part in other for other in more)


def _indexof(wanted: Value, *items: Value) -> Decimal:
    return Decimal(next((i for i, item in enumerate(items) if is_equal(wanted, item)), -1))


def _searchstring(text: str, start: int, part: str) -> Decimal:
    if start < 0:
        raise Unfit("a position below zero")
    return Decimal(text.find(part, start))


def _isnullorempty(text: str) -> bool:
    return not text.strip()


def _isalldigits(text: str) -> bool:
    return bool(text) and _DIGITS.issuperset(text)


CONTAINS = Function(
    "contains",
    (Parameter("part", "text"), Parameter("text", "text", repeated=True)),
    Kind.BOOLEAN,
    "True if `part` occurs in any of the texts. Capitals matter.",
    (
        Example('contains["bm-", "bm-205894893"]', "true"),
        Example('contains["BM-", "bm-205894893"]', "false"),
        Example('contains["b", "abc", "xyz"]', "true"),
    ),
    "documented",
    "Two Linnworks pages disagree (part of a text; or one of a list). This rule agrees with Back Market's page, "
    "and with the other one whenever an item equals `part`.",
    _contains,
)
INDEXOF = Function(
    "indexof",
    (Parameter("wanted"), Parameter("item", repeated=True)),
    Kind.NUMBER,
    "The position of `wanted` in the list of the other arguments, from 0; -1 if it is not there.",
    (Example('indexof["b", "a", "b", "c"]', "1"), Example('indexof["x", "a", "b"]', "-1")),
    "documented",
    "Items are compared as `=` compares.",
    _indexof,
)
SEARCHSTRING = Function(
    "searchstring",
    (Parameter("text", "text"), Parameter("start", "whole"), Parameter("part", "text")),
    Kind.NUMBER,
    "The position of `part` in the text, looking from position `start`, from 0; -1 if it is not there.",
    (Example('searchstring["abc", 0, "b"]', "1"), Example('searchstring["abc", 2, "b"]', "-1")),
    "upstream",
    apply=_searchstring,
)
ISNULLOREMPTY = Function(
    "isnullorempty",
    (Parameter("value", "text"),),
    Kind.BOOLEAN,
    "True if the value is null, empty, or white space only.",
    (Example('isnullorempty["  "]', "true"), Example('isnullorempty["a"]', "false")),
    "upstream",
    apply=_isnullorempty,
)
ISALLDIGITS = Function(
    "isalldigits",
    (Parameter("value", "text"),),
    Kind.BOOLEAN,
    "True if the value is one or more digits 0–9 and nothing else.",
    (
        Example('isalldigits["205894893"]', "true"),
        Example('isalldigits["12.5"]', "false"),
        Example('isalldigits[""]', "false"),
    ),
    "documented",
    "Upstream, an empty text counts as all digits; here it does not.",
    _isalldigits,
)

FUNCTIONS = (CONTAINS, INDEXOF, SEARCHSTRING, ISNULLOREMPTY, ISALLDIGITS)
