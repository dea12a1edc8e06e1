"""`read_orders`: files in, `Order` or `Reject` out, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO

from notes_engine.errors import InputError, Place
from notes_engine.orders.detect import detect_format
from notes_engine.orders.eligibility import check_eligible, is_anonymised
from notes_engine.orders.json_orders import read_backmarket_json, read_linnworks_json
from notes_engine.orders.lacking import Lacking, lacking
from notes_engine.orders.linnworks_csv import read_csv
from notes_engine.orders.model import Order, Reject, Source
from notes_engine.orders.opening import open_orders, shown_name
from notes_engine.orders.refusal import RefusalError
from notes_engine.orders.settings import OrderSettings
from notes_engine.orders.tabular import duplicate
from notes_engine.orders.warnings import odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from notes_engine.orders.columns import Columns

    TableReader = Callable[[BinaryIO, str, OrderSettings, Callable[[Columns], None]], Iterator[Order | Reject]]
    JsonReader = Callable[[BinaryIO, str, OrderSettings], Iterator[Order | Reject]]


def _read_excel(
    stream: BinaryIO, name: str, settings: OrderSettings, found: Callable[[Columns], None]
) -> Iterator[Order | Reject]:
    from notes_engine.orders.excel import read_excel  # noqa: PLC0415  openpyxl takes 0.3 s, which few need

    return read_excel(stream, name, settings, found)


def _read_parquet(
    stream: BinaryIO, name: str, settings: OrderSettings, found: Callable[[Columns], None]
) -> Iterator[Order | Reject]:
    from notes_engine.orders.parquet import read_parquet  # noqa: PLC0415  pyarrow takes 0.1 s, which few need

    return read_parquet(stream, name, settings, found)


_JSON: Mapping[str, JsonReader] = {"linnworks-json": read_linnworks_json, "backmarket-json": read_backmarket_json}
_TABLES: Mapping[str, TableReader] = {"linnworks-csv": read_csv, "excel": _read_excel, "parquet": _read_parquet}
FORMATS: tuple[str, ...] = ("linnworks-json", "linnworks-csv", "excel", "parquet", "backmarket-json")
"""Names for `--format`."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The orders of one marketplace that were read before."""

    places: dict[str, Source] = field(default_factory=dict)
    """Order id → where it was read first."""
    refused: set[str] = field(default_factory=set)
    """Ids of orders that were refused there."""


def read_orders(
    *paths: str | Path,
    settings: OrderSettings | None = None,
    format: str | None = None,
    unknown_columns: Callable[[str, tuple[str, ...]], object] = lambda _file, _headers: None,
) -> Iterator[Order | Reject]:
    """Yield every order of the files, or why it gets no note, in the files' order.

    Files are streamed; `-` is standard input. `format` is one of FORMATS; by default each file's is found from its
    content. An order id that was read before (in any of the files, exactly as written) is refused with the first
    one's place, even when the first was refused itself; ids of Linnworks and of Back Market never meet.
    `unknown_columns` is called with each table's name and those of its headers that are not read, before its orders.
    Raises InputError for a file that cannot be read at all.
    """
    settings = settings or OrderSettings()
    if format is not None and format not in FORMATS:
        raise InputError(f"{format!r} is no format", hint=f"The formats are {', '.join(FORMATS)}.")
    return _all(paths, settings, format, unknown_columns)


def _all(
    paths: tuple[str | Path, ...],
    settings: OrderSettings,
    format: str | None,
    unknown_columns: Callable[[str, tuple[str, ...]], object],
) -> Iterator[Order | Reject]:
    seen = (_Seen(), _Seen())
    for path in paths:
        name = shown_name(path)
        try:
            with open_orders(path) as stream:
                kind = format or detect_format(stream, settings)
                before = seen[kind == "backmarket-json"]
                for item in _judged(stream, name, kind, settings, unknown_columns):
                    yield _once(item, kind, before)
        except InputError as error:
            raise error.at(Place(name)) from error.__cause__


def _readable(items: Iterator[Order | Reject]) -> Iterator[Order | Reject]:
    """Pass the items on; a file of which nothing but its break could be told is no bad order but unreadable."""
    first = next(items, None)
    if first is None:
        return
    second = next(items, None)
    if second is None and isinstance(first, Reject) and first.code == "broken-file":
        raise InputError(first.reason, hint=first.hint)
    yield first
    if second is not None:
        yield second
    yield from items


def _judged(
    stream: BinaryIO,
    name: str,
    kind: str,
    settings: OrderSettings,
    unknown_columns: Callable[[str, tuple[str, ...]], object],
) -> Iterator[Order | Reject]:
    """Yield the orders of one file that get a note, and the rejects of the others."""
    lacks = Lacking()

    def found(columns: Columns) -> None:
        nonlocal lacks
        lacks = lacking(columns, settings)
        unknown_columns(name, columns.unknown)

    read = _JSON[kind](stream, name, settings) if kind in _JSON else _TABLES[kind](stream, name, settings, found)
    for item in _readable(read):
        yield _with_note(item, settings, lacks) if isinstance(item, Order) else item


def _with_note(order: Order, settings: OrderSettings, lacks: Lacking) -> Order | Reject:
    """Return the order with its warnings when it gets a note, the reject when not."""
    try:
        check_eligible(order, settings, lacks)
    except RefusalError as refusal:
        return refusal.as_reject(order.source_place, order_id=order.order_id, reference=order.reference)
    warnings = (*order.warnings, *odd(order))
    remarks = lacks.remarks(order)
    if order.billing is not None and is_anonymised(order.billing):
        warnings = (*warnings, "the billing address is deleted")
        return replace(order, billing=None, warnings=warnings, export_remarks=remarks)
    return replace(order, warnings=warnings, export_remarks=remarks) if warnings or remarks else order


def _once(item: Order | Reject, kind: str, seen: _Seen) -> Order | Reject:
    """Return the item, or the reject of a duplicate when its order was read before: a stale copy never prints."""
    own, place = item.order_id, item.source_place
    refused = isinstance(item, Reject)
    if not own.strip() or (isinstance(item, Reject) and item.code == "duplicate"):
        return item
    first = seen.places.setdefault(own, place)
    if first is place:
        if refused:
            seen.refused.add(own)
        return item
    if refused and kind in _TABLES and first.file == place.file:
        return item  # another broken row of one order: a table has already brought its rows together
    return duplicate(first, refused=own in seen.refused).as_reject(place, order_id=own, reference=item.reference)
