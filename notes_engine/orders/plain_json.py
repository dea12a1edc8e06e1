"""Fields of JSON objects that hold what they should, many at a time; anything else is left to the careful reading.

Nothing is refused here: `NotPlainError` says that the order must be read field by field (`json_fields.Fields`), which
knows every form that a field may have, and the words for what is wrong. So the two must agree only on plain orders, and
they do because each rule here is one of theirs. The numbers of the JSON must be known to be plain (`Element.plain`).
"""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

from notes_engine.orders.dates import read_date
from notes_engine.orders.numbers import as_quantity, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    Values = dict[str, Any]
    Keys = tuple[str, ...]

_NUMBER_OR_NOTHING, _FLAG_OR_NOTHING = {Decimal, NoneType}, {bool, NoneType}


class NotPlainError(Exception):
    """A field holds something that needs the careful reading."""


class Texts:
    """Takes the texts under certain keys, empty where there is none; whole numbers as text."""

    __slots__ = ("_keys", "_take")

    def __init__(self, *keys: str) -> None:
        """Two keys and more."""
        self._keys = keys
        self._take = itemgetter(*keys)

    def of(self, values: Values) -> tuple[str, ...]:
        """Return them in the order of the keys."""
        try:
            found: tuple[str, ...] = self._take(values)
            "".join(found)  # which only texts can be: the quickest way to ask all of them
        except (KeyError, TypeError):
            return tuple([text(value) for value in map(values.get, self._keys)])
        return found


def text(value: object) -> str:
    """Return one value as a text, empty for none; raises NotPlainError."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    raise NotPlainError


def numbers(values: Values, keys: Keys) -> Sequence[Decimal | None]:
    """Return the numbers under the keys, None where there is none."""
    found = [*map(values.get, keys)]
    if {*map(type, found)} <= _NUMBER_OR_NOTHING:
        return found
    return [*map(number, found)]


def number(value: object) -> Decimal | None:
    """Return one value as `numbers` does: a JSON number, or text that is one."""
    if value is None or type(value) is Decimal:
        return value
    if type(value) is int:
        return Decimal(value)
    if type(value) is not str:
        raise NotPlainError
    if not value:
        return None
    read = read_number(value)
    if read is None:
        raise NotPlainError
    return read


def quantity(value: object) -> int:
    """Return a line's quantity, a whole number from 1."""
    return as_quantity(number(value))


def moment(value: object) -> datetime | None:
    """Return a date as aware UTC, None where there is none; without an offset it is UTC."""
    if value is None or value == "":
        return None
    if type(value) is not str:
        raise NotPlainError
    return read_date(value, UTC)


def flags(values: Values, keys: Keys) -> Sequence[bool | None]:
    """Return the flags under the keys, None where there is none."""
    found = [*map(values.get, keys)]
    if {*map(type, found)} <= _FLAG_OR_NOTHING:
        return found
    raise NotPlainError


def block(values: Values, key: str) -> Values:
    """Return the object under the key; an empty one where there is none."""
    found = values.get(key)
    if found is None:
        return {}
    if type(found) is not dict:
        raise NotPlainError
    return found


def blocks(values: Values, key: str) -> Sequence[Values]:
    """Return the objects of the list under the key; none where there is none."""
    found = values.get(key)
    if found is None:
        return ()
    if type(found) is not list:
        raise NotPlainError
    for item in found:
        if type(item) is not dict:
            raise NotPlainError
    return found
