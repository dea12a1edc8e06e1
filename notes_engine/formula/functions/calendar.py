"""Functions of dates: calendar days, printed `M.d.yyyy`."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from notes_engine.formula.failures import Unfit
from notes_engine.formula.functions.signature import Example, Function, Parameter
from notes_engine.formula.kinds import Kind

_DATE = Parameter("date", "date")
_DATES = Parameter("date", "date", repeated=True)
_WEEK = 7
_BUSINESS_WEEK = 5
_MONTHS = 12
INTERVALS = frozenset("ymdb")
"""What `dateadd` counts: years, months, days, business days."""


def _date(month: int, day: int, year: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise Unfit(
            "there is no such day", "`date` takes month, day, year, in this order: `date[12, 31, 2024]`"
        ) from None


def _dateadd(day: date, interval: str, count: int) -> date:
    try:
        match interval.lower():
            case "y":
                return _months_later(day, _MONTHS * count)
            case "m":
                return _months_later(day, count)
            case "d":
                return day + timedelta(days=count)
            case "b":
                return _business_days_later(day, count)
    except (ValueError, OverflowError):
        raise Unfit("the date would be before the year 1 or after 9999") from None
    raise Unfit(
        "there is no such interval", "it counts in `y` (years), `m` (months), `d` (days) or `b` (business days)"
    )


def _months_later(day: date, count: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + count, _MONTHS)
    if not 1 <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _business_days_later(day: date, count: int) -> date:
    """Count days that are no Saturday and no Sunday, without walking through them."""
    if count == 0:
        return day
    step = 1 if count > 0 else -1
    weekday = day.weekday()
    if weekday >= _BUSINESS_WEEK:
        # From a weekend, counting forward starts after its Friday, counting backward before its Monday.
        day = day - timedelta(days=weekday - 4) if step > 0 else day + timedelta(days=_WEEK - weekday)
    weeks, rest = divmod(abs(count), _BUSINESS_WEEK)
    day += timedelta(days=step * weeks * _WEEK)
    for _ in range(rest):
        day += timedelta(days=step)
        while day.weekday() >= _BUSINESS_WEEK:
            day += timedelta(days=step)
    return day


DATE = Function(
    "date",
    (Parameter("month", "whole"), Parameter("day", "whole"), Parameter("year", "whole")),
    Kind.DATE,
    "That calendar day.",
    (Example("date[1, 31, 2024]", "1.31.2024"),),
    "upstream",
    apply=_date,
)
NOW = Function(
    "now",
    (),
    Kind.DATE,
    "The day the batch started, in the market's time zone. A note that uses it is not reproducible.",
    (),
    "upstream",
    "One instant for the whole batch; `SOURCE_DATE_EPOCH` sets it.",
)
DAY = Function(
    "day",
    (_DATE,),
    Kind.NUMBER,
    "The day of the month.",
    (Example("day[date[1, 31, 2024]]", "31"),),
    "upstream",
    apply=lambda day: Decimal(day.day),
)
MONTH = Function(
    "month",
    (_DATE,),
    Kind.NUMBER,
    "The month, from 1.",
    (Example("month[date[1, 31, 2024]]", "1"),),
    "upstream",
    apply=lambda day: Decimal(day.month),
)
YEAR = Function(
    "year",
    (_DATE,),
    Kind.NUMBER,
    "The year.",
    (Example("year[date[1, 31, 2024]]", "2024"),),
    "upstream",
    apply=lambda day: Decimal(day.year),
)
DATEADD = Function(
    "dateadd",
    (_DATE, Parameter("interval", "text"), Parameter("count", "whole")),
    Kind.DATE,
    "The date `count` intervals later (earlier if negative): `y` years, `m` months, `d` days, `b` business days.",
    (
        Example('dateadd[date[1, 31, 2024], "m", 1]', "2.29.2024"),
        Example('dateadd[date[5, 3, 2024], "b", 1]', "5.6.2024"),
        Example('dateadd[date[5, 3, 2024], "d", -3]', "4.30.2024"),
    ),
    "upstream",
    "Business days are Monday to Friday, without regard to holidays. A day that a month lacks becomes its last.",
    _dateadd,
)
DATEMAX = Function(
    "datemax",
    (_DATES,),
    Kind.DATE,
    "The latest of the dates.",
    (Example("datemax[date[1, 31, 2024], date[12, 1, 2023]]", "1.31.2024"),),
    "upstream",
    apply=lambda *days: max(days),
)
DATEMIN = Function(
    "datemin",
    (_DATES,),
    Kind.DATE,
    "The earliest of the dates.",
    (Example("datemin[date[1, 31, 2024], date[12, 1, 2023]]", "12.1.2023"),),
    "upstream",
    apply=lambda *days: min(days),
)

FUNCTIONS = (DATE, NOW, DAY, MONTH, YEAR, DATEADD, DATEMAX, DATEMIN)
