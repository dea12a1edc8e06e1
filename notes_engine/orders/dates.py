"""Dates as exports write them, to aware UTC datetimes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from notes_engine.orders.refusal import RefusalError
from notes_engine.visible import LONGEST_NAME, clip, visible

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,12}))?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?)?", re.ASCII
)
_NO_DATE_YEARS = ("0001", "9999")
"""`0001-01-01T00:00:00Z` means "no date" (Linnworks); 9999, .NET's other end of time, is read alike (our decision)."""
_SECONDS = len("YYYY-MM-DD HH:MM:SS")
"""The usual forms of tables, and of JSON with a `Z`, told by their signs; the rest `fromisoformat` checks itself."""
_SHORT = 40
"""Characters of a text that is remembered: any date is shorter."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
"""No marketplace order is older or younger; it also keeps every zone's arithmetic away from the ends of time."""


def read_date(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment as aware UTC, None for "no date"; a date without offset is meant in `zone`.

    Accepted: `YYYY-MM-DD`, with `T` or a space and `HH:MM[:SS[.fraction]]`, with `Z` or an offset. Digits of a
    fraction beyond microseconds are dropped. Raises RefusalError (`bad-date`) for anything else: `03/04/2026` is the
    third of April in one country and the fourth of March in another, so it is never guessed.
    """
    return _known_date(text, zone) if len(text) <= _SHORT else parse_date(text, zone)


def parse_date(text: str, zone: tzinfo) -> datetime | None:
    """Return what `read_date` returns, without remembering it: for those who remember it themselves."""
    text = text.strip()
    if not text or text[:4] in _NO_DATE_YEARS:
        return None
    signs, length = text[4::3], len(text)
    try:
        if length == _SECONDS and signs in ("-- ::", "--T::"):
            moment = datetime.fromisoformat(text + "Z" if zone is UTC else text)
        elif length == _SECONDS + 1 and signs == "--T::Z":
            moment = datetime.fromisoformat(text)
        else:
            moment = datetime.fromisoformat(_plain(text))
    except ValueError:
        raise bad_date() from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise bad_date()
    if moment.tzinfo is UTC:
        return moment
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _plain(text: str) -> str:
    """Return the date in the one form that `fromisoformat` is asked for; raises RefusalError for any other text."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise bad_date()
    day, clock, fraction, offset = match.groups()
    plain = f"{day}T{clock or '00:00'}"
    if fraction and len(clock) > len("HH:MM"):
        plain += f".{fraction[:6]:0<6}"
    return plain + (offset.upper() if offset else "")


# Days without a clock, "no date", and the moments at which a whole batch was processed come again and again.
_known_date = lru_cache(maxsize=4096)(parse_date)


def bad_date(column: str = "") -> RefusalError:
    """Return the refusal of a date in another form, or one that does not exist; `column` is its header or JSON key."""
    return RefusalError(
        "bad-date",
        f"the date in {visible(clip(column, LONGEST_NAME))} cannot be read" if column else "a date cannot be read",
        "Dates must read YYYY-MM-DD, with or without HH:MM:SS after it; in a spreadsheet, format the column that way.",
    )
