"""What a label is evaluated with beside an order's values: its market's day, time zone and forms of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.formula import Context
from notes_engine.notes.filters import format_bare
from notes_engine.notes.markets import cldr_locale, time_zone

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from notes_engine.notes.markets import Locale
    from notes_engine.notes.settings import Markets


@dataclass(frozen=True, slots=True)
class LabelSetting:
    """Where and when a label is evaluated."""

    zone: tzinfo
    context: Context


def label_setting(
    market: str | None, locale: Locale, markets: Markets, *, currency: str, now: datetime
) -> LabelSetting:
    """Return the setting of labels in a market's notes in a locale: as in notes that are printed at `now`."""
    zone = time_zone(market, markets.time_zones, default=markets.time_zone)
    forms = format_bare(cldr_locale(market, locale), currency)
    return LabelSetting(zone, Context(now=now.astimezone(zone).date(), format_bare=forms))
