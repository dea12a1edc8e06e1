"""Labels are evaluated on their market's day, in its time zone, with its forms of numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from notes_engine.notes.label_setting import label_setting
from notes_engine.notes.settings import Markets

LATE = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("market", "day", "zone"),
    [
        ("fr-fr", date(2026, 4, 1), "Europe/Paris"),
        ("en-gb", date(2026, 3, 31), "Europe/London"),
        (None, date(2026, 4, 1), "Europe/Paris"),
    ],
)
def test_the_day_and_the_zone_are_the_markets(market: str | None, day: date, zone: str) -> None:
    markets = Markets(time_zone="Europe/Paris")

    setting = label_setting(market, "en", markets, currency="EUR", now=LATE)

    assert str(setting.zone) == zone
    assert setting.context.now == day


def test_a_shops_own_zone_of_a_market_counts() -> None:
    markets = Markets(time_zones={"fr-fr": "America/New_York"})

    setting = label_setting("fr-fr", "fr", markets, currency="EUR", now=LATE)

    assert str(setting.zone) == "America/New_York"
    assert setting.context.now == date(2026, 3, 31)
