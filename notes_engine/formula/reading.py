"""How an argument is read, by what its function wants."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from notes_engine.formula.values import read_boolean, read_date_value, read_number, read_text, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notes_engine.formula.functions.signature import Want
    from notes_engine.orders import Value


def _as_it_is(value: Value) -> Value:
    return value


READERS: Mapping[Want, Callable[[Value], Any]] = MappingProxyType(
    {
        "any": _as_it_is,
        "text": read_text,
        "number": read_number,
        "whole": read_whole,
        "date": read_date_value,
        "boolean": read_boolean,
    }
)
