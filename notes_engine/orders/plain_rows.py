"""Rows of a table that are plain: the same `Order` as `Assembler` makes of them, in a third of its time.

Which cells make which field is found once for the file. Nothing is refused here: rows that are not plain, and those
that will be refused, are left to the assembler, which looks at one cell after the other and knows what to say.
"""

from __future__ import annotations

from datetime import UTC
from operator import itemgetter
from typing import TYPE_CHECKING

from notes_engine.orders.composites import gather
from notes_engine.orders.dates import read_date
from notes_engine.orders.flags import Payment, all_say, read_flag, read_held, read_paid, read_status
from notes_engine.orders.grades import read_grade
from notes_engine.orders.model import Address, Order, OrderLine, Source, first_written
from notes_engine.orders.numbers import as_quantity, read_number
from notes_engine.orders.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from notes_engine.orders.settings import OrderSettings
    from notes_engine.orders.table import Row, Table

    Cells = tuple[str, ...]
    Taken = Callable[[Cells], Cells]

_TEXTS = (
    *("order_id", "num_order_id", "reference_num", "secondary_reference", "external_reference", "source", "sub_source"),
    *("site_code", "account_name", "status", "vendor", "postal_service_name", "postal_service_code"),
    *("postal_service_tag", "tracking_number", "tracking_url", "package_category", "package_type"),
    *("channel_buyer_name", "currency", "payment_method", "tax_id", "location", "marker", "folder", "notes", "paid"),
)
_NUMBERS = (
    *("item_weight", "total_weight", "subtotal", "postage_cost", "postage_cost_ex_tax", "tax", "total"),
    *("total_discount", "country_tax_rate"),
)
_DATES = ("received_at", "created_at", "paid_at", "processed_at", "despatch_by")
_LINE_TEXTS = (
    *("item_number", "sku", "title", "channel_sku", "channel_title", "grade", "imei", "serial_number", "bin_rack"),
    *("barcode", "is_service", "parent_sku", "parent_item_number", "quantity", "shipped_quantity"),
)
_LINE_NUMBERS = ("line_total", "line_total_ex_tax", "line_tax", "tax_rate", "discount", "unit_cost", "weight")
_ADDRESS = (
    *("full_name", "company", "address1", "address2", "address3", "town", "region", "post_code", "country"),
    *("country_code", "email", "phone", "continent", "country_id"),
)
"""In the order of the fields of `Address`."""
_FEW_DIGITS = 8


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
        self._comma = table.decimal_comma
        self._zone: tzinfo = UTC if settings.time_zone == "UTC" else settings.zone
        self._with_notes = settings.csv_notes
        self._texts, self._numbers, self._dates = map(self._taken, (_TEXTS, _NUMBERS, _DATES))
        self._line_texts, self._line_numbers = map(self._taken, (_LINE_TEXTS, _LINE_NUMBERS))
        self._delivery = self._taken([f"delivery.{field}" for field in _ADDRESS])
        self._billing = self._taken([f"billing.{field}" for field in _ADDRESS])
        self._on_hold, self._parked = (
            [index for index in (columns.at.get(field), *columns.also.get(field, ())) if index is not None]
            for field in ("on_hold", "parked")
        )
        self._states = [index for field in ("paid", "status") for index in columns.also.get(field, ())]
        wanted = {name.strip().casefold(): name for name in settings.extended}
        folded = enumerate(header.strip().casefold() for header in columns.headers)
        self._extended = [(wanted[key], index) for index, key in folded if key in wanted]

    def order(self, rows: Sequence[Row], place: Source) -> Order | None:
        """Return the order of these rows, which agree about the order; None when they are not plain."""
        try:
            return self._order(rows, place)
        except (_NotPlainError, RefusalError):
            return None

    def _taken(self, fields: Sequence[str]) -> Taken:
        """Return what takes these fields' cells from a row's; a field without a column is the empty cell at the end."""
        return itemgetter(*(self._at.get(field, self._width) for field in fields))

    def _cells(self, row: Row) -> Cells:
        cells = (*row.cells, "")
        if len(cells) != self._width + 1:
            raise _NotPlainError
        return cells

    def _order(self, rows: Sequence[Row], place: Source) -> Order:
        cells = self._cells(rows[0])
        own_id, own_number, *texts = self._texts(cells)
        reference_num, secondary_reference, external_reference, source, sub_source, site_code, account, *texts = texts
        status, vendor, service, service_code, service_tag, tracking_number, tracking_url, *texts = texts
        category, package, buyer, currency, method, tax_id, location, marker, folder, notes, paid = texts
        item_weight, total_weight, subtotal, cost, cost_ex_tax, tax, total, discount, tax_rate = self._read(
            self._numbers(cells)
        )
        received_at, created_at, paid_at, processed_at, despatch_by = [
            read_date(text, self._zone) if text else None for text in self._dates(cells)
        ]
        order_id = own_id.strip()
        payment, paid_on = self._payment(cells, paid, status)
        lines, warnings = self._lines(rows)
        if payment.warning:
            warnings.append(payment.warning)
        return Order(
            order_id=order_id,
            source_place=place,
            num_order_id=own_number.strip() or (order_id if order_id.isdigit() else ""),
            reference_num=reference_num,
            secondary_reference=secondary_reference,
            external_reference=external_reference,
            source=source,
            sub_source=sub_source,
            site_code=site_code,
            account_name=account,
            status=status.strip(),
            processed=processed_at is not None,
            received_at=received_at,
            paid_at=paid_at or paid_on,
            processed_at=processed_at,
            despatch_by=despatch_by,
            vendor=vendor,
            postal_service_name=service,
            postal_service_code=service_code,
            postal_service_tag=service_tag,
            tracking_number=tracking_number,
            tracking_url=tracking_url,
            package_category=category,
            package_type=package,
            item_weight=item_weight,
            total_weight=total_weight,
            channel_buyer_name=buyer,
            delivery=self._address(cells),
            has_address_columns=self._has_address,
            billing=Address(*self._billing(cells)) if self._has_billing else None,
            currency=currency.strip().upper(),
            subtotal=subtotal,
            postage_cost=cost,
            postage_cost_ex_tax=cost_ex_tax,
            tax=tax,
            total=total,
            total_discount=discount,
            country_tax_rate=tax_rate,
            payment_method=method,
            tax_id=tax_id,
            location=location,
            marker=marker,
            hold_or_cancel=self._held(cells, self._on_hold),
            is_parked=self._held(cells, self._parked),
            is_paid=payment.is_paid,
            created_at=created_at,
            folders=(folder,) if folder else (),
            notes=(notes,) if self._with_notes and notes.strip() else (),
            lines=lines,
            extended=tuple([(name, cells[index]) for name, index in self._extended]),
            warnings=tuple(warnings),
        )

    def _lines(self, rows: Sequence[Row]) -> tuple[tuple[OrderLine, ...], list[str]]:
        lines = [self._line(self._cells(row)) for row in rows]
        for line in lines:
            if line.parent_sku or line.parent_item_number:
                gathered = gather(lines)
                return gathered.lines, gathered.warnings
        return tuple(lines), []

    def _line(self, cells: Cells) -> OrderLine:
        number, sku, title, channel_sku, channel_title, grade, imei, serial_number, *texts = self._line_texts(cells)
        rack, barcode, is_service, parent_sku, parent_number, quantity, shipped = texts
        if (shipped and read_number(shipped, decimal_comma=self._comma)) or not first_written(sku, title, quantity):
            raise _NotPlainError  # the assembler knows what was shipped, and what a row without an item means
        total, total_ex_tax, tax, tax_rate, discount, unit_cost, weight = self._read(self._line_numbers(cells))
        return OrderLine(
            item_number=number,
            sku=sku,
            title=title or channel_title,
            channel_sku=channel_sku,
            channel_title=channel_title,
            quantity=self._quantity(quantity),
            line_total=total,
            line_total_ex_tax=total_ex_tax,
            tax=tax,
            tax_rate=tax_rate,
            discount=discount,
            unit_cost=unit_cost,
            grade=read_grade(grade) if grade else None,
            imei=imei,
            serial_number=serial_number,
            bin_rack=rack,
            barcode=barcode,
            weight=weight,
            is_service=(read_flag(is_service) or False) if is_service else False,
            parent_sku=parent_sku.strip(),
            parent_item_number=parent_number.strip(),
        )

    def _read(self, texts: Cells) -> list[Decimal | None]:
        return [read_number(text, decimal_comma=self._comma) if text else None for text in texts]

    def _quantity(self, text: str) -> int:
        if len(text) <= _FEW_DIGITS and text.isascii() and text.isdigit() and (count := int(text)):
            return count
        return as_quantity(read_number(text, decimal_comma=self._comma))

    def _address(self, cells: Cells) -> Address | None:
        address = Address(*self._delivery(cells))
        if self._has_address:
            return address
        country, code = address.country, address.country_code
        return Address(country=country, country_code=code) if first_written(country, code) else None

    def _payment(self, cells: Cells, paid: str, status: str) -> tuple[Payment, datetime | None]:
        payment, paid_on = read_paid(paid, status, self._zone, ("", ""))
        if self._states:
            payment = all_say(payment, *[read_status(cells[index], "") for index in self._states])
        return payment, paid_on if payment.is_paid else None

    def _held(self, cells: Cells, columns: Sequence[int]) -> bool:
        return any(read_held(cells[index], "") for index in columns)
