"""Closures of tags: the field's value, checked to be one the language can hold."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from notes_engine.formula import limits
from notes_engine.formula.failures import Failure, Unfit
from notes_engine.formula.numbers import sound
from notes_engine.formula.values import fits_text, kind_word, read_number
from notes_engine.orders import find_tag

if TYPE_CHECKING:
    from notes_engine.formula.compiler import Closure, Frame
    from notes_engine.formula.nodes import TagNode
    from notes_engine.orders import TagValues, Value

SURELY_FITS = limits.TEXT_BYTES // 4
"""A text of so many characters is within the limit, whatever they are."""


def tag_key(name: str) -> str:
    """Return the name under which `TagValues` holds the tag: a known one's, or an extended property's."""
    tag = find_tag(name)
    return tag.key if tag else name.strip().casefold()


def compile_tag(node: TagNode) -> Closure:
    """Return what reads the tag from an order's values."""
    key, span = tag_key(node.name), node.span
    if node.as_number:
        return _number_closure(node, key)

    def read(values: TagValues, _: Frame) -> Value:
        value = values[key]
        if isinstance(value, str) and len(value) <= SURELY_FITS:
            return value
        try:
            return _fitting(value)
        except Unfit as unfit:
            raise Failure(span, unfit) from None

    return read


def _fitting(value: Value) -> Value:
    if isinstance(value, str):
        return fits_text(value)
    if isinstance(value, Decimal):
        return sound(value)
    return value


def _number_closure(node: TagNode, key: str) -> Closure:
    def read(values: TagValues, _: Frame) -> Value:
        value = values[key]
        if value is None:
            return None
        try:
            return sound(read_number(value))
        except Unfit as unfit:
            hint = f"`{node.name}` holds {kind_word(value)} that does not read as a number"
            raise Failure(node.span, Unfit(unfit.what, unfit.hint or hint)) from None

    return read
