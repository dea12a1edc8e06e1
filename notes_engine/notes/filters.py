"""The filters of a template: how the note's market writes amounts, dates and numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context

from notes_engine.notes.dates import format_calendar_day, format_day
from notes_engine.notes.in_progress import note_of
from notes_engine.notes.money import format_money, format_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jinja2.runtime import Context

    from notes_engine.orders import Tag, Value


@pass_context
def money(context: Context, amount: Decimal | None) -> str:
    """Return an amount in the order's currency, rounded half up to its digits; nothing for None."""
    note = note_of(context)
    return "" if amount is None else format_money(amount, note.currency, note.cldr_locale)


@pass_context
def day(context: Context, moment: datetime | None) -> str:
    """Return the calendar day of a moment in the market's time zone; nothing for None."""
    note = note_of(context)
    return "" if moment is None else format_day(moment, note.zone, note.cldr_locale)


@pass_context
def number(context: Context, value: Decimal | int) -> str:
    """Return a number with the market's separators."""
    return format_number(Decimal(value), note_of(context).cldr_locale)


FILTERS: dict[str, Callable[..., Any]] = {"money": money, "day": day, "number": number}


def format_bare(cldr_locale: str, currency: str) -> Callable[[Tag, Value], str]:
    """Return how a market prints a bare tag of an amount, a number or a date, outside any formula."""

    def formatted(tag: Tag, value: Value) -> str:
        if isinstance(value, date):
            return format_calendar_day(value, cldr_locale)
        if isinstance(value, Decimal):
            return (
                format_money(value, currency, cldr_locale) if tag.kind == "money" else format_number(value, cldr_locale)
            )
        return str(value)

    return formatted
