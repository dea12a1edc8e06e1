"""Dates as a note prints them: calendar days in a market's zone, in its CLDR form; and which date is the dispatch."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from babel import dates

if TYPE_CHECKING:
    from datetime import tzinfo

    from notes_engine.orders.model import Order

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Dispatch(NamedTuple):
    """When a parcel left, or has to leave."""

    at: datetime
    kind: Literal["dispatched", "dispatch-by"]


def dispatch_date(order: Order) -> Dispatch | None:
    """Return when the order was dispatched, else by when it has to be, else None (the row is left out).

    `date_shipping`, or the processing date of a processed order, is the dispatch; `DespatchByDate` and
    `expected_dispatch_date` are a promise, and labelled as one.
    """
    if order.shipped_at is not None:
        return Dispatch(order.shipped_at, "dispatched")
    if order.processed and order.processed_at is not None:
        return Dispatch(order.processed_at, "dispatched")
    if order.despatch_by is not None:
        return Dispatch(order.despatch_by, "dispatch-by")
    return None


def calendar_day(value: datetime, zone: tzinfo) -> date:
    """Return the calendar day of an aware moment in `zone`; raises ValueError for a naive one."""
    if value.tzinfo is None:
        raise ValueError("a moment without an offset has no calendar day")
    try:
        return value.astimezone(zone).date()
    except OverflowError:  # the first or last day of the calendar, moved out of it
        return value.date()


def format_day(value: datetime, zone: tzinfo, cldr_locale: str) -> str:
    """Return the calendar day of `value` in `zone`, such as `12 mars 2026` or `12. März 2026`.

    CLDR's long form, as it is: French writes `1 mars 2026` there, not `1er mars`. Raises ValueError for a moment
    without an offset.
    """
    return format_calendar_day(calendar_day(value, zone), cldr_locale)


@lru_cache(maxsize=4096)
def format_calendar_day(day: date, cldr_locale: str) -> str:
    """Return a calendar day in CLDR's long form of `cldr_locale` (`fr_FR`, `de_AT`, …)."""
    return dates.format_date(day, "long", cldr_locale)


@lru_cache(maxsize=256)
def format_month(month: str, cldr_locale: str) -> str:
    """Return `2018-12` as month and year: `décembre 2018`, `Dezember 2018`, `diciembre de 2018`.

    CLDR's form of the skeleton yMMMM. Raises ValueError when `month` is not `YYYY-MM`.
    """
    match = _MONTH.fullmatch(month)
    if match is None or match[1] == "0000":
        raise ValueError("a month is written YYYY-MM, such as 2018-12")
    return dates.format_skeleton("yMMMM", date(int(match[1]), int(match[2]), 1), locale=cldr_locale)
