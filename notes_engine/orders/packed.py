"""An order as bytes and back, quickly, for another process of the same program on the same machine: never input.

An order of plain values is a marshalled list of its fields, numbers as their texts, and takes an eighth of
pickle's time. Whatever is not as the readers make it (another time zone, a subclass) is pickled, and comes back too.
"""

from __future__ import annotations

import marshal
import pickle
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from notes_engine.orders.model import Address, Order, OrderLine, OrderNote, Remark, Source
from notes_engine.orders.quick_init import quick_maker

if TYPE_CHECKING:
    from collections.abc import Callable

_MARSHALLED, _PICKLED = b"m", b"p"
_VERSION = 2
"""Of marshal's format: the later ones look for objects that come twice, which takes longer than writing them again."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
"""A moment is the days, seconds and microseconds from here: its text would take five times as long to make."""


class _UnusualError(Exception):
    """A value that only pickle keeps as it is."""


def pack_order(order: Order) -> bytes:
    """Return the order as bytes, from which `unpack_order` makes an equal one."""
    try:
        return _MARSHALLED + marshal.dumps(_order_list(order), _VERSION)
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


_make_order, _make_line = quick_maker(Order), quick_maker(OrderLine)
_make_address, _make_place = quick_maker(Address), quick_maker(Source)
_NUMBER, _MOMENT = "Decimal | None", "datetime | None"
_ORDER, _LINE, _ADDRESS, _NOTE = map(_getter, (Order, OrderLine, Address, OrderNote))
_ORDER_NUMBERS, _ORDER_MOMENTS = _named(Order, _NUMBER), _named(Order, _MOMENT)
_LINE_NUMBERS, _NOTE_MOMENTS = _named(OrderLine, _NUMBER), _named(OrderNote, _MOMENT)
_PARTS = _index(OrderLine, "parts")
_PLACE, _FIRST_NOTE, _LINES, _REMARKS = (
    _index(Order, name) for name in ("source_place", "first_note", "lines", "export_remarks")
)
_ADDRESSES = _named(Order, "Address | None")


def _order_list(order: Order) -> list[Any]:
    if type(order) is not Order:
        raise _UnusualError
    values = [*_ORDER(order)]
    for at in _ORDER_NUMBERS:
        if (number := values[at]) is not None:
            if type(number) is not Decimal:
                raise _UnusualError
            values[at] = str(number)
    for at in _ORDER_MOMENTS:
        if (moment := values[at]) is not None:
            values[at] = _moment_tuple(moment)
    place = values[_PLACE]
    if type(place) is not Source:
        raise _UnusualError
    values[_PLACE] = (place.file, place.where)
    for at in _ADDRESSES:
        if (address := values[at]) is not None:
            if type(address) is not Address:
                raise _UnusualError
            values[at] = _ADDRESS(address)
    values[_LINES] = [_line_list(line) for line in _tuple(values[_LINES])]
    if values[_FIRST_NOTE] is not None or values[_REMARKS]:
        values[_FIRST_NOTE] = _note_list(values[_FIRST_NOTE])
        values[_REMARKS] = tuple([_remark_tuple(remark) for remark in _tuple(values[_REMARKS])])
    return values


def _order(values: list[Any]) -> Order:
    for at in _ORDER_NUMBERS:
        if (number := values[at]) is not None:
            values[at] = _number(number)
    for at in _ORDER_MOMENTS:
        if (moment := values[at]) is not None:
            values[at] = _START + timedelta(*moment)
    values[_PLACE] = _make_place(*values[_PLACE])
    for at in _ADDRESSES:
        if (address := values[at]) is not None:
            values[at] = _make_address(*address)
    if (note := values[_FIRST_NOTE]) is not None:
        values[_FIRST_NOTE] = _note(note)
    values[_LINES] = tuple([_line(line) for line in values[_LINES]])
    if values[_REMARKS]:
        values[_REMARKS] = _remarks(values[_REMARKS])
    return _make_order(*values)


def _line_list(line: object) -> list[Any]:
    if type(line) is not OrderLine:
        raise _UnusualError
    values = [*_LINE(line)]
    for at in _LINE_NUMBERS:
        if (number := values[at]) is not None:
            if type(number) is not Decimal:
                raise _UnusualError
            values[at] = str(number)
    if values[_PARTS]:
        values[_PARTS] = [_line_list(part) for part in _tuple(values[_PARTS])]
    return values


def _line(values: list[Any]) -> OrderLine:
    for at in _LINE_NUMBERS:
        if (number := values[at]) is not None:
            values[at] = _number(number)
    if values[_PARTS]:
        values[_PARTS] = tuple([_line(part) for part in values[_PARTS]])
    return _make_line(*values)


def _note_list(note: object) -> list[Any] | None:
    if note is None:
        return None
    if type(note) is not OrderNote:
        raise _UnusualError
    values = [*_NOTE(note)]
    for at in _NOTE_MOMENTS:
        if (moment := values[at]) is not None:
            values[at] = _moment_tuple(moment)
    return values


def _note(values: list[Any]) -> OrderNote:
    for at in _NOTE_MOMENTS:
        if (moment := values[at]) is not None:
            values[at] = _START + timedelta(*moment)
    return OrderNote(*values)


def _moment_tuple(moment: object) -> tuple[int, int, int]:
    if type(moment) is not datetime or moment.tzinfo is not UTC or moment.fold:
        raise _UnusualError
    since = moment - _START
    return since.days, since.seconds, since.microseconds


def _remark_tuple(remark: object) -> tuple[str, str, str]:
    if type(remark) is not Remark:
        raise _UnusualError
    return remark.code, remark.what, remark.hint


@lru_cache(maxsize=64)
def _remarks(packed: tuple[tuple[str, str, str], ...]) -> tuple[Remark, ...]:
    """All orders of an export have the same remarks."""
    return tuple([Remark(*remark) for remark in packed])


def _tuple(value: object) -> tuple[Any, ...]:
    if type(value) is not tuple:
        raise _UnusualError
    return value


@lru_cache(maxsize=16_384)
def _number(text: str) -> Decimal:
    """Prices and weights repeat. The text is exact: `12.30` and `12.3` stay two numbers."""
    return Decimal(text)
