"""Dates: how a calendar day reads and prints (`M.d.yyyy`)."""

from __future__ import annotations

import re
from datetime import date, datetime

_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def date_text(day: date) -> str:
    """Return the day as `M.d.yyyy`: `1.31.2024`."""
    return f"{day.month}.{day.day}.{day.year:04d}"


def read_date(text: str) -> date | None:
    """Return the day that the whole text reads as (`M.d.yyyy`), or None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plain_date(day: date) -> date:
    """Return the calendar day of a date that may carry a time."""
    return day.date() if isinstance(day, datetime) else day
