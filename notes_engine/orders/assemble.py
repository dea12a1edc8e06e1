"""Rows to an `Order`: the one assembler of every tabular export."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from notes_engine.orders.columns import LINE_COLUMNS, ORDER_COLUMNS
from notes_engine.orders.composites import gather
from notes_engine.orders.dates import bad_date, read_date
from notes_engine.orders.flags import Payment, all_say, read_flag, read_held, read_paid, read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.model import Address, Order, OrderLine, Source, first_written
from notes_engine.orders.numbers import as_quantity, read_number
from notes_engine.orders.part_shipped import Shipped, keep_shipped, shipped_of
from notes_engine.orders.plain_rows import PlainRows
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from notes_engine.orders.settings import OrderSettings
    from notes_engine.orders.table import Row, Table

Cells = tuple[str, ...]


def _getter(indices: Sequence[int]) -> Callable[[Sequence[str]], Cells]:
    if len(indices) > 1:
        return itemgetter(*indices)
    return lambda cells: tuple(cells[index] for index in indices)


class Assembler:
    """Builds orders from the rows of one file."""

    def __init__(self, table: Table, settings: OrderSettings) -> None:
        """Find the columns once for all rows."""
        self._at = table.columns.at
        self._headers = table.columns.headers
        self._has_address = table.columns.has_delivery_address
        self._has_billing = "billing.address1" in self._at
        self._comma = table.decimal_comma
        self._settings = settings
        self._zone = settings.zone
        self._addresses = {which: self._address_cells(which) for which in ("delivery", "billing")}
        wanted = {name.strip().casefold(): name for name in settings.extended}
        headers = enumerate(header.strip().casefold() for header in table.columns.headers)
        self._extended_at = [(wanted[key], index) for index, key in headers if key in wanted]
        self._also = table.columns.also
        own = [index for field, index in self._at.items() if field in ORDER_COLUMNS]
        self._order_columns = [*own, *chain(*self._also.values())]
        self._order_cells = _getter(self._order_columns)
        self._plain = PlainRows(table, settings)
        self._line_cells = _getter([self._at[field] for field in self._at if field in LINE_COLUMNS])

    def _address_cells(self, which: str) -> tuple[tuple[str, ...], Callable[[Sequence[str]], Cells]]:
        """Return the names of the address's fields that the export has, and what takes their cells from a row."""
        fields = [field for field in self._at if field.startswith(f"{which}.")]
        return tuple(field.partition(".")[2] for field in fields), _getter([self._at[field] for field in fields])

    def line_cells(self, row: Row) -> Cells:
        """Return what the row says about its item: two rows that say the same are one row twice."""
        return self._line_cells(row.cells)

    def is_part(self, row: Row) -> bool:
        """True when the row is a composite's part: its parent's amount counts."""
        return bool(self._cell(row, "parent_sku").strip() or self._cell(row, "parent_item_number").strip())

    def line_total(self, row: Row) -> Decimal | None:
        """Return the row's amount, None where it has none or it cannot be read."""
        try:
            return self._number(row, "line_total")
        except RefusalError:
            return None

    def charges(self, row: Row) -> tuple[Decimal | None, Decimal | None]:
        """Return (order total, shipping) of the row's order; None where missing or unreadable."""
        try:
            return self._number(row, "total"), self._number(row, "postage_cost")
        except RefusalError:
            return None, None

    def reference(self, row: Row) -> str:
        """Return what a reject calls the order: its channel reference, else its reference number, else its number."""
        return first_written(
            *(self._cell(row, name) for name in ("secondary_reference", "reference_num", "num_order_id"))
        )

    def order(self, rows: Sequence[Row], place: Source) -> Order:
        """Return the order of these rows; raises RefusalError."""
        if self._alike(rows) and (order := self._plain.order(rows, place)) is not None:
            return order
        return self._carefully(rows, place)

    def _carefully(self, rows: Sequence[Row], place: Source) -> Order:
        row = self._one_order(rows)
        lines, warnings, part_shipped = self._lines(rows)
        number, date, text = self._number, self._date, self._cell
        order_id = text(row, "order_id").strip()
        processed_at = date(row, "processed_at")
        payment, paid_at = self._payment(row)
        if payment.warning:
            warnings.append(payment.warning)
        return Order(
            order_id=order_id,
            source_place=place,
            num_order_id=text(row, "num_order_id").strip() or (order_id if order_id.isdigit() else ""),
            reference_num=text(row, "reference_num"),
            secondary_reference=text(row, "secondary_reference"),
            external_reference=text(row, "external_reference"),
            source=text(row, "source"),
            sub_source=text(row, "sub_source"),
            site_code=text(row, "site_code"),
            account_name=text(row, "account_name"),
            status=text(row, "status").strip(),
            is_paid=payment.is_paid,
            processed=processed_at is not None,
            part_shipped=part_shipped,
            received_at=date(row, "received_at"),
            created_at=date(row, "created_at"),
            paid_at=date(row, "paid_at") or paid_at,
            processed_at=processed_at,
            despatch_by=date(row, "despatch_by"),
            vendor=text(row, "vendor"),
            postal_service_name=text(row, "postal_service_name"),
            postal_service_code=text(row, "postal_service_code"),
            postal_service_tag=text(row, "postal_service_tag"),
            tracking_number=text(row, "tracking_number"),
            tracking_url=text(row, "tracking_url"),
            package_category=text(row, "package_category"),
            package_type=text(row, "package_type"),
            item_weight=number(row, "item_weight"),
            total_weight=number(row, "total_weight"),
            channel_buyer_name=text(row, "channel_buyer_name"),
            delivery=self._address(row, "delivery") if self._has_address else self._country(row),
            has_address_columns=self._has_address,
            billing=self._address(row, "billing") if self._has_billing else None,
            currency=text(row, "currency").strip().upper(),
            subtotal=number(row, "subtotal"),
            postage_cost=number(row, "postage_cost"),
            postage_cost_ex_tax=number(row, "postage_cost_ex_tax"),
            tax=number(row, "tax"),
            total=number(row, "total"),
            total_discount=number(row, "total_discount"),
            country_tax_rate=number(row, "country_tax_rate"),
            payment_method=text(row, "payment_method"),
            tax_id=text(row, "tax_id"),
            location=text(row, "location"),
            marker=text(row, "marker"),
            hold_or_cancel=self._held(row, "on_hold"),
            is_parked=self._held(row, "parked"),
            folders=tuple(filter(None, (text(row, "folder"),))),
            notes=tuple(filter(str.strip, (text(row, "notes"),))) if self._settings.csv_notes else (),
            lines=lines,
            extended=self._extended(row),
            warnings=tuple(warnings),
        )

    def _alike(self, rows: Sequence[Row]) -> bool:
        if len(rows) == 1:
            return True
        first = self._order_cells(rows[0].cells)
        return all(self._order_cells(row.cells) == first for row in rows[1:])

    def _one_order(self, rows: Sequence[Row]) -> Row:
        """Return one row with the order's fields; raises RefusalError when the rows contradict each other.

        An empty cell contradicts nothing: some exports write the order's fields on its first row only.
        """
        if self._alike(rows):
            return rows[0]
        cells = list(rows[0].cells)
        for row in rows[1:]:
            for index in self._order_columns:
                mine, other = cells[index].strip(), row.cells[index].strip()
                if other and mine and mine != other:
                    raise RefusalError(
                        "contradiction",
                        f"the order's rows contradict each other in the column {self._headers[index].strip()!r}",
                        f"Compare {rows[0].where} with {row.where}, and export the order again.",
                    )
                if not mine:
                    cells[index] = row.cells[index]
        return rows[0]._replace(cells=cells)

    def _lines(self, rows: Sequence[Row]) -> tuple[tuple[OrderLine, ...], list[str], bool]:
        rows = self._with_items(rows)
        items = [self._item(row) for row in rows]
        lines, own, parts, warnings = gather(items)
        if "shipped_quantity" not in self._at:
            return lines, warnings, False
        counts = [self._number(row, "shipped_quantity") for row in rows]
        quantities = [item.quantity for item in items]
        whole = [shipped_of(index, quantities, counts, parts) for index in own]
        shipped = [Shipped(line, count) for line, count in zip(lines, whole, strict=True)]
        partly = any(item.count for item in shipped) and any(item.count != item.line.quantity for item in shipped)
        part_shipped, lines, more = keep_shipped(shipped, partly=partly)
        return lines, warnings + more, part_shipped

    def _with_items(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the rows that hold an item: an order without any is exported as one row without one."""
        kept = [row for row in rows if any(self._cell(row, field).strip() for field in ("sku", "title", "quantity"))]
        if kept and len(kept) < len(rows):
            empty = next(row for row in rows if row not in kept)
            raise RefusalError(
                "broken-row", "a row of the order holds no item", "Export the order again.", where=empty.where
            )
        return kept

    def _item(self, row: Row) -> OrderLine:
        text, number = self._cell, self._number
        try:
            quantity = as_quantity(number(row, "quantity"))
        except RefusalError as refusal:
            refusal.where = refusal.where or self._spot(row, "quantity")
            raise
        return OrderLine(
            item_number=text(row, "item_number"),
            sku=text(row, "sku"),
            title=text(row, "title") or text(row, "channel_title"),
            channel_sku=text(row, "channel_sku"),
            channel_title=text(row, "channel_title"),
            quantity=quantity,
            line_total=number(row, "line_total"),
            line_total_ex_tax=number(row, "line_total_ex_tax"),
            tax=number(row, "line_tax"),
            tax_rate=number(row, "tax_rate"),
            discount=number(row, "discount"),
            unit_cost=number(row, "unit_cost"),
            grade=read_grade(text(row, "grade")),
            imei=text(row, "imei"),
            serial_number=text(row, "serial_number"),
            bin_rack=text(row, "bin_rack"),
            barcode=text(row, "barcode"),
            weight=number(row, "weight"),
            is_service=read_flag(text(row, "is_service")) or False,
            parent_sku=text(row, "parent_sku").strip(),
            parent_item_number=text(row, "parent_item_number").strip(),
        )

    def _address(self, row: Row, which: str) -> Address:
        names, cells = self._addresses[which]
        return Address(**dict(zip(names, cells(row.cells), strict=True)))

    def _country(self, row: Row) -> Address | None:
        """Return the delivery country of an export without addresses: tags, conditions and the market need it."""
        country, code = self._cell(row, "delivery.country"), self._cell(row, "delivery.country_code")
        return Address(country=country, country_code=code) if first_written(country, code) else None

    def _extended(self, row: Row) -> tuple[tuple[str, str], ...]:
        """Columns of the extended properties that the settings declare, under their own names."""
        return tuple((name, row.cells[index]) for name, index in self._extended_at)

    def _cell(self, row: Row, field: str) -> str:
        index = self._at.get(field)
        return "" if index is None else row.cells[index]

    def _payment(self, row: Row) -> tuple[Payment, datetime | None]:
        names = (self._header("paid"), self._header("status"))
        try:
            payment, paid_at = read_paid(self._cell(row, "paid"), self._cell(row, "status"), self._zone, names)
            further = [index for field in ("paid", "status") for index in self._also.get(field, ())]
            said = [read_status(row.cells[index], self._headers[index].strip()) for index in further]
            payment = all_say(payment, *said)
            return payment, paid_at if payment.is_paid else None
        except RefusalError as refusal:
            refusal.where = row.where
            raise

    def _held(self, row: Row, field: str) -> bool:
        indices = (*((self._at[field],) if field in self._at else ()), *self._also.get(field, ()))
        return any(self._says_held(row, index) for index in indices)

    def _says_held(self, row: Row, index: int) -> bool:
        header = self._headers[index].strip()
        try:
            return read_held(row.cells[index], header)
        except RefusalError as refusal:
            refusal.where = f"{row.where}, column {header}"
            raise

    def _header(self, field: str) -> str:
        index = self._at.get(field)
        return "" if index is None else self._headers[index].strip()

    def _number(self, row: Row, field: str) -> Decimal | None:
        index = self._at.get(field)
        if index is None or not (text := row.cells[index]):
            return None
        try:
            return read_number(text, decimal_comma=self._comma)
        except RefusalError as refusal:
            refusal.where = self._spot(row, field)
            raise

    def _date(self, row: Row, field: str) -> datetime | None:
        index = self._at.get(field)
        if index is None or not (text := row.cells[index]):
            return None
        try:
            return read_date(text, self._zone)
        except RefusalError:
            refusal = bad_date(self._header(field))
            refusal.where = self._spot(row, field)
            raise refusal from None

    def _spot(self, row: Row, field: str) -> str:
        return f"{row.where}, column {self._header(field)}"
