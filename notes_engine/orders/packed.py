"""An order as bytes and back, quickly, for another process of the same program on the same machine: never input.

An order of plain values is a marshalled list of its fields, numbers and moments as their texts, and takes a sixth of
pickle's time. Whatever is not as the readers make it (another time zone, a subclass) is pickled, and comes back too.
"""

from __future__ import annotations

import marshal
import pickle
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from notes_engine.orders.model import Address, Order, OrderLine, OrderNote, Remark, Source

if TYPE_CHECKING:
    from collections.abc import Callable

_MARSHALLED, _PICKLED = b"m", b"p"


class _UnusualError(Exception):
    """A value that only pickle keeps as it is."""


def pack_order(order: Order) -> bytes:
    """Return the order as bytes, from which `unpack_order` makes an equal one."""
    try:
        return _MARSHALLED + marshal.dumps(_order_list(order))
    except (_UnusualError, ValueError):  # ValueError: marshal does not know the type of a value, or it is too deep
        return _PICKLED + pickle.dumps(order, protocol=pickle.HIGHEST_PROTOCOL)


def unpack_order(packed: bytes) -> Order:
    """Return the order that `pack_order` packed; raises TypeError when the bytes are no order's.

    Only for bytes that this program wrote itself, where no one else writes: both formats believe what they read.
    """
    kind, content = packed[:1], packed[1:]
    if kind == _MARSHALLED:
        try:
            return _order(marshal.loads(content))  # noqa: S302  # see the docstring
        except (ValueError, EOFError, LookupError, ArithmeticError) as error:
            raise TypeError("the bytes are no order") from error
    order = pickle.loads(content) if kind == _PICKLED else None  # noqa: S301  # see the docstring
    if not isinstance(order, Order):
        raise TypeError("the bytes are no order")
    return order


def _named(kind: type[Any], annotation: str) -> tuple[int, ...]:
    return tuple(index for index, field in enumerate(fields(kind)) if field.type == annotation)


def _index(kind: type[Any], name: str) -> int:
    return [field.name for field in fields(kind)].index(name)


def _getter(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


_NUMBER, _MOMENT = "Decimal | None", "datetime | None"
_ORDER, _LINE, _ADDRESS, _NOTE = map(_getter, (Order, OrderLine, Address, OrderNote))
_ORDER_NUMBERS, _ORDER_MOMENTS = _named(Order, _NUMBER), _named(Order, _MOMENT)
_LINE_NUMBERS, _NOTE_MOMENTS = _named(OrderLine, _NUMBER), _named(OrderNote, _MOMENT)
_PARTS = _index(OrderLine, "parts")
_PLACE, _DELIVERY, _BILLING, _FIRST_NOTE, _LINES, _REMARKS = (
    _index(Order, name) for name in ("source_place", "delivery", "billing", "first_note", "lines", "export_remarks")
)


def _order_list(order: Order) -> list[Any]:
    values = _fields(order, Order, _ORDER)
    _write_numbers(values, _ORDER_NUMBERS)
    _write_moments(values, _ORDER_MOMENTS)
    place = values[_PLACE]
    if type(place) is not Source:
        raise _UnusualError
    values[_PLACE] = (place.file, place.where)
    if values[_DELIVERY] is not None:
        values[_DELIVERY] = _fields(values[_DELIVERY], Address, _ADDRESS)
    if values[_BILLING] is not None:
        values[_BILLING] = _fields(values[_BILLING], Address, _ADDRESS)
    if values[_FIRST_NOTE] is not None:
        note = values[_FIRST_NOTE] = _fields(values[_FIRST_NOTE], OrderNote, _NOTE)
        _write_moments(note, _NOTE_MOMENTS)
    values[_LINES] = [_line_list(line) for line in _tuple(values[_LINES])]
    if values[_REMARKS]:
        values[_REMARKS] = tuple([_remark_tuple(remark) for remark in _tuple(values[_REMARKS])])
    return values


def _order(values: list[Any]) -> Order:
    _read_numbers(values, _ORDER_NUMBERS)
    _read_moments(values, _ORDER_MOMENTS)
    values[_PLACE] = Source(*values[_PLACE])
    if values[_DELIVERY] is not None:
        values[_DELIVERY] = Address(*values[_DELIVERY])
    if values[_BILLING] is not None:
        values[_BILLING] = Address(*values[_BILLING])
    if values[_FIRST_NOTE] is not None:
        _read_moments(values[_FIRST_NOTE], _NOTE_MOMENTS)
        values[_FIRST_NOTE] = OrderNote(*values[_FIRST_NOTE])
    values[_LINES] = tuple([_line(line) for line in values[_LINES]])
    if values[_REMARKS]:
        values[_REMARKS] = _remarks(values[_REMARKS])
    return Order(*values)


def _line_list(line: object) -> list[Any]:
    values = _fields(line, OrderLine, _LINE)
    _write_numbers(values, _LINE_NUMBERS)
    if values[_PARTS]:
        values[_PARTS] = [_line_list(part) for part in _tuple(values[_PARTS])]
    return values


def _line(values: list[Any]) -> OrderLine:
    _read_numbers(values, _LINE_NUMBERS)
    if values[_PARTS]:
        values[_PARTS] = tuple([_line(part) for part in values[_PARTS]])
    return OrderLine(*values)


def _remark_tuple(remark: object) -> tuple[str, str, str]:
    if type(remark) is not Remark:
        raise _UnusualError
    return remark.code, remark.what, remark.hint


@lru_cache(maxsize=64)
def _remarks(packed: tuple[tuple[str, str, str], ...]) -> tuple[Remark, ...]:
    """All orders of an export have the same remarks."""
    return tuple([Remark(*remark) for remark in packed])


def _fields(value: object, kind: type[Any], take: Callable[[Any], tuple[Any, ...]]) -> list[Any]:
    if type(value) is not kind:
        raise _UnusualError
    return [*take(value)]


def _tuple(value: object) -> tuple[Any, ...]:
    if type(value) is not tuple:
        raise _UnusualError
    return value


def _write_numbers(values: list[Any], indices: tuple[int, ...]) -> None:
    for index in indices:
        number = values[index]
        if number is not None:
            if type(number) is not Decimal:
                raise _UnusualError
            values[index] = str(number)


def _read_numbers(values: list[Any], indices: tuple[int, ...]) -> None:
    for index in indices:
        text = values[index]
        if text is not None:
            values[index] = _number(text)


def _write_moments(values: list[Any], indices: tuple[int, ...]) -> None:
    for index in indices:
        moment = values[index]
        if moment is not None:
            if type(moment) is not datetime or moment.tzinfo is not UTC or moment.fold:
                raise _UnusualError
            values[index] = moment.isoformat()


def _read_moments(values: list[Any], indices: tuple[int, ...]) -> None:
    for index in indices:
        text = values[index]
        if text is not None:
            values[index] = datetime.fromisoformat(text)


@lru_cache(maxsize=16_384)
def _number(text: str) -> Decimal:
    """Prices and weights repeat. The text is exact: `12.30` and `12.3` stay two numbers."""
    return Decimal(text)
