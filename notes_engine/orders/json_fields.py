"""Typed reading of one JSON object's fields: the value, or a RefusalError that names the field's JSON path."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notes_engine.orders.cells import decimal_text
from notes_engine.orders.dates import bad_date, read_date
from notes_engine.orders.json_stream import join_path
from notes_engine.orders.numbers import bad_number, bounded, read_number
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

_FEW = 15
"""Digits before and after the point within which a number needs no closer look."""
_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}


class Fields:
    """One JSON object and its path. A missing key and `null` are the same: empty."""

    __slots__ = ("path", "values")

    def __init__(self, values: dict[str, Any], path: str) -> None:
        """Keep the object and where it stands."""
        self.values = values
        self.path = path

    def text(self, *keys: str) -> str:
        """Return the first non-empty text under one of the keys, exactly as it stands; numbers read as text.

        A whole number is a plain one, `205894893` for 205894893.0, as in the cells of spreadsheets.
        """
        get = self.values.get
        for key in keys:
            value = get(key)
            if value is None or value == "":
                continue
            if type(value) is str:
                return value
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
            if isinstance(value, Decimal):
                return decimal_text(self._number(key, value))
            raise self._wrong(key, value, "text")
        return ""

    def name(self, key: str) -> str:
        """Return the text under the key, to name the object in a reject; empty where there is none."""
        try:
            return self.text(key)
        except RefusalError:
            return ""

    def number(self, *keys: str) -> Decimal | None:
        """Return the first number under one of the keys (a JSON number, or text that is one), or None."""
        for key in keys:
            value = self.values.get(key)
            if type(value) is Decimal and value.is_finite() and -_FEW < value.adjusted() < _FEW:
                return value  # nearly always; the checks below cost more than the rest of the reading
            if value is None or value == "":
                continue
            return self._number(key, value)
        return None

    def _number(self, key: str, value: object) -> Decimal:
        try:
            if isinstance(value, Decimal):
                return bounded(value)
            if isinstance(value, int) and not isinstance(value, bool):
                return bounded(Decimal(value))
            if isinstance(value, str):
                number = read_number(value)
                if number is not None:
                    return number
        except RefusalError as refusal:
            refusal.where = join_path(self.path, key)
            raise
        if isinstance(value, str):
            raise self.at(bad_number(), key)
        raise self._wrong(key, value, "a number")

    def date(self, *keys: str, zone: tzinfo) -> datetime | None:
        """Return the first date under one of the keys as aware UTC, or None; without an offset it is in `zone`."""
        for key in keys:
            value = self.values.get(key)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                raise self.at(bad_date(key), key)
            try:
                return read_date(value, zone)
            except RefusalError:
                raise self.at(bad_date(key), key) from None
        return None

    def flag(self, key: str) -> bool | None:
        """Return true or false, None where the export does not say."""
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        if value in (0, 1):
            return bool(value)
        if isinstance(value, str) and value.strip().casefold() in ("true", "false", ""):
            return value.strip().casefold() == "true" if value.strip() else None
        raise self._wrong(key, value, "true or false")

    def block(self, key: str) -> Fields:
        """Return the object under the key; an empty one where it is missing."""
        value = self.values.get(key)
        if value is None:
            return Fields({}, join_path(self.path, key))
        if not isinstance(value, dict):
            raise self._wrong(key, value, "an object")
        return Fields(value, join_path(self.path, key))

    def blocks(self, key: str) -> Iterator[Fields]:
        """Yield the objects of the list under the key; none where it is missing."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise self._wrong(key, value, "a list")
        path = join_path(self.path, key)
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                raise self._wrong(f"{key}[{index}]", item, "an object")
            yield Fields(item, f"{path}[{index}]")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the non-empty texts of the list under the key."""
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._wrong(key, value, "a list")
        items = Fields({f"{key}[{index}]": item for index, item in enumerate(value)}, self.path)
        return tuple(text for name in items.values if (text := items.text(name)))

    def at(self, refusal: RefusalError, key: str) -> RefusalError:
        """Return the refusal, placed at a field of this object."""
        refusal.where = join_path(self.path, key)
        return refusal

    def _wrong(self, key: str, value: object, wanted: str) -> RefusalError:
        held = _KINDS.get(type(value), "a number")
        reason = f"the field {key} holds {held} where {wanted} is expected"
        return self.at(RefusalError("broken-row", reason, "Export the order again, as the channel gives it."), key)
