"""Rows of a table that are plain: the same `Order` as `Assembler` makes of them, in a third of its time.

Which cells make which field is found once for the file. Nothing is refused here: rows that are not plain, and those
that will be refused, are left to the assembler, which looks at one cell after the other and knows what to say.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import UTC
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS
from notes_engine.orders.composites import gather
from notes_engine.orders.dates import parse_date
from notes_engine.orders.flags import Payment, all_say, read_flag, read_held, read_paid, read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.model import Address, Order, OrderLine, Source, first_written
from notes_engine.orders.numbers import as_quantity, parse_number
from notes_engine.orders.quick_init import quick_maker
from notes_engine.orders.refusal import RefusalError
from notes_engine.orders.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from notes_engine.orders.settings import OrderSettings
    from notes_engine.orders.table import Row, Table

    Values = tuple[Any, ...]
    Taken = Callable[[Values], Values]

_make_order, _make_line, _make_address = quick_maker(Order), quick_maker(OrderLine), quick_maker(Address)
_NUMBER, _MOMENT = "Decimal | None", "datetime | None"
_RENAMED = {"tax": "line_tax"}
"""Fields of a line that the columns call otherwise."""


def _places(kind: type[Any], *names: str) -> list[int]:
    own = [field.name for field in fields(kind)]
    return [own.index(name) for name in names]


_ORDER_ID, _PLACE, _NUM_ORDER_ID, _STATUS, _PROCESSED, _PAID_AT, _PROCESSED_AT, _CURRENCY = _places(
    Order, "order_id", "source_place", "num_order_id", "status", "processed", "paid_at", "processed_at", "currency"
)
_DELIVERY, _HAS_ADDRESS, _BILLING, _HELD, _PARKED, _IS_PAID, _FOLDERS, _NOTES, _LINES, _EXTENDED, _WARNINGS = _places(
    *(Order, "delivery", "has_address_columns", "billing", "hold_or_cancel", "is_parked", "is_paid", "folders"),
    *("notes", "lines", "extended", "warnings"),
)
_SKU, _TITLE, _CHANNEL_TITLE, _QUANTITY, _GRADE, _IS_SERVICE, _PARENT_SKU, _PARENT_NUMBER = _places(
    *(OrderLine, "sku", "title", "channel_title", "quantity", "grade", "is_service", "parent_sku"),
    "parent_item_number",
)
"""Where the fields stand that are no plain text, number or date."""


class _State(NamedTuple):
    """What the cells of an order's state say together."""

    payment: Payment
    paid_at: datetime | None
    on_hold: bool
    is_parked: bool


class _NotPlainError(Exception):
    """The rows need the assembler."""


class PlainRows:
    """Builds orders from the plain rows of one file."""

    def __init__(self, table: Table, settings: OrderSettings) -> None:
        """Find the cells of every field once for all rows."""
        columns = table.columns
        self._at = columns.at
        self._width = len(columns.headers)
        self._has_address = columns.has_delivery_address
        self._has_billing = "billing.address1" in columns.at
        self._zone: tzinfo = UTC if settings.time_zone == "UTC" else settings.zone
        self._with_notes = settings.csv_notes
        self._defaults: list[object] = [""]
        own = {field.name: field.name for field in fields(Order) if field.name in ORDER_COLUMNS}
        del own["notes"]  # they are several, and not always printed
        lines = {field.name: _RENAMED.get(field.name, field.name) for field in fields(OrderLine)}
        lines = {name: column for name, column in lines.items() if column in LINE_COLUMNS}
        self._fields, self._line_fields = self._all(Order, own), self._all(OrderLine, lines)
        self._numbers, self._dates = self._indices(Order, own, _NUMBER), self._indices(Order, own, _MOMENT)
        self._line_numbers = self._indices(OrderLine, lines, _NUMBER)
        self._delivery, self._billing = (
            itemgetter(*[self._index(f"{which}.{field.name}") for field in fields(Address)])
            for which in ("delivery", "billing")
        )
        self._folder, self._notes, *line = map(
            self._index, ("folder", "notes", "quantity", "shipped_quantity", "grade", "is_service")
        )
        self._line_cells = itemgetter(*line)
        held, parked = (
            [index for index in (columns.at.get(field), *columns.also.get(field, ())) if index is not None]
            for field in ("on_hold", "parked")
        )
        states = [index for field in ("paid", "status") for index in columns.also.get(field, ())]
        self._state_cells = itemgetter(*[self._index("paid"), self._index("status"), *held, *parked, *states])
        self._held, self._all_held = len(held), len(held) + len(parked)
        wanted = {name.strip().casefold(): name for name in settings.extended}
        folded = enumerate(header.strip().casefold() for header in columns.headers)
        self._extended = [(wanted[key], index) for index, key in folded if key in wanted]
        self._number: Remembered[str, Decimal | None] = Remembered(
            partial(parse_number, decimal_comma=table.decimal_comma)
        )
        self._date: Remembered[str, datetime | None] = Remembered(partial(parse_date, zone=self._zone))
        self._state: Remembered[tuple[str, ...], _State] = Remembered(self._read_state)
        self._quantity: Remembered[str, int] = Remembered(lambda text: as_quantity(self._number[text]))
        self._grade: Remembered[str, int | None] = Remembered(read_grade)
        self._flag: Remembered[str, bool] = Remembered(lambda text: read_flag(text) or False)

    def order(self, rows: Sequence[Row], place: Source) -> Order | None:
        """Return the order of these rows, which agree about the order; None when they are not plain."""
        try:
            return self._order(rows, place)
        except (_NotPlainError, RefusalError):
            return None

    def _index(self, field: str) -> int:
        """Return where the field's cell stands; a field without a column is the empty cell after the row's own."""
        return self._at.get(field, self._width)

    def _all(self, kind: type[Any], columns: Mapping[str, str]) -> Taken:
        """Return what takes a value for every field of the class from a row's cells: its cell, or its default."""
        indices = []
        for field in fields(kind):
            if columns.get(field.name) in self._at:
                indices.append(self._at[columns[field.name]])
                continue
            default = None if field.default is MISSING else field.default
            if not any(default is other for other in self._defaults):
                self._defaults.append(default)
            indices.append(self._width + next(at for at, other in enumerate(self._defaults) if other is default))
        return itemgetter(*indices)

    def _indices(self, kind: type[Any], columns: Mapping[str, str], type_name: str) -> tuple[int, ...]:
        """Return the places of the class's fields of this type that the file has a column for."""
        every = enumerate(fields(kind))
        return tuple(at for at, field in every if field.type == type_name and columns.get(field.name) in self._at)

    def _cells(self, row: Row) -> Values:
        if len(row.cells) != self._width:
            raise _NotPlainError
        return (*row.cells, *self._defaults)

    def _order(self, rows: Sequence[Row], place: Source) -> Order:
        cells = self._cells(rows[0])
        values = [*self._fields(cells)]
        number, date = self._number, self._date
        for at in self._numbers:
            values[at] = number[values[at]]
        for at in self._dates:
            values[at] = date[values[at]]
        order_id = values[_ORDER_ID] = values[_ORDER_ID].strip()
        values[_PLACE] = place
        values[_NUM_ORDER_ID] = values[_NUM_ORDER_ID].strip() or (order_id if order_id.isdigit() else "")
        values[_STATUS] = values[_STATUS].strip()
        values[_PROCESSED] = values[_PROCESSED_AT] is not None
        values[_CURRENCY] = values[_CURRENCY].strip().upper()
        payment, paid_on, values[_HELD], values[_PARKED] = self._state[self._state_cells(cells)]
        values[_IS_PAID] = payment.is_paid
        values[_PAID_AT] = values[_PAID_AT] or paid_on
        values[_DELIVERY] = self._address(cells)
        values[_HAS_ADDRESS] = self._has_address
        if self._has_billing:
            values[_BILLING] = _make_address(*self._billing(cells))
        if folder := cells[self._folder]:
            values[_FOLDERS] = (folder,)
        if self._with_notes and (notes := cells[self._notes]).strip():
            values[_NOTES] = (notes,)
        if self._extended:
            values[_EXTENDED] = tuple([(name, cells[index]) for name, index in self._extended])
        values[_LINES], warnings = self._lines(cells, rows)
        if payment.warning:
            warnings.append(payment.warning)
        values[_WARNINGS] = tuple(warnings)
        return _make_order(*values)

    def _lines(self, first: Values, rows: Sequence[Row]) -> tuple[tuple[OrderLine, ...], list[str]]:
        lines = [self._line(first), *[self._line(self._cells(row)) for row in rows[1:]]]
        for line in lines:
            if line.parent_sku or line.parent_item_number:
                gathered = gather(lines)
                return gathered.lines, gathered.warnings
        return tuple(lines), []

    def _line(self, cells: Values) -> OrderLine:
        values = [*self._line_fields(cells)]
        number, title = self._number, values[_TITLE]
        quantity, shipped, grade, is_service = self._line_cells(cells)
        if (shipped and number[shipped]) or not first_written(values[_SKU], title, quantity):
            raise _NotPlainError  # the assembler knows what was shipped, and what a row without an item means
        for at in self._line_numbers:
            values[at] = number[values[at]]
        values[_TITLE] = title or values[_CHANNEL_TITLE]
        values[_QUANTITY] = self._quantity[quantity]
        values[_GRADE] = self._grade[grade]
        values[_IS_SERVICE] = self._flag[is_service]
        values[_PARENT_SKU] = values[_PARENT_SKU].strip()
        values[_PARENT_NUMBER] = values[_PARENT_NUMBER].strip()
        return _make_line(*values)

    def _address(self, cells: Values) -> Address | None:
        address = _make_address(*self._delivery(cells))
        if self._has_address:
            return address
        country, code = address.country, address.country_code
        return Address(country=country, country_code=code) if first_written(country, code) else None

    def _read_state(self, cells: tuple[str, ...]) -> _State:
        paid, status, *others = cells
        held, parked, further = others[: self._held], others[self._held : self._all_held], others[self._all_held :]
        payment, paid_on = read_paid(paid, status, self._zone, ("", ""))
        if further:
            payment = all_say(payment, *[read_status(text, "") for text in further])
        on_hold, is_parked = (any(read_held(text, "") for text in texts) for texts in (held, parked))
        return _State(payment, paid_on if payment.is_paid else None, on_hold, is_parked)
