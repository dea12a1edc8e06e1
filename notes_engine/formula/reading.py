"""How an argument is read, by what its function wants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from notes_engine.formula.values import read_boolean, read_date_value, read_number, read_text, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notes_engine.formula.functions.signature import Want
    from notes_engine.orders import Value


def _as_it_is(value: Value) -> Value:
    return value


class Reader(NamedTuple):
    """Reads a value for a function. A value whose class is `passes` needs no reading."""

    read: Callable[[Value], Any]
    passes: type | None


READERS: Mapping[Want, Reader] = MappingProxyType(
    {
        "any": Reader(_as_it_is, None),
        "text": Reader(read_text, str),
        "number": Reader(read_number, Decimal),
        "whole": Reader(read_whole, None),
        "date": Reader(read_date_value, date),
        "boolean": Reader(read_boolean, bool),
    }
)
