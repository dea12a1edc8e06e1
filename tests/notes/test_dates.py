"""Dates: calendar days in the market's zone and form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.notes.dates import calendar_day, dispatch_date, format_calendar_day, format_day, format_month
from notes_engine.orders.model import Order, Source

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
EVENING = datetime(2026, 3, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "printed"),
    [
        ("fr_FR", "12 mars 2026"),
        ("fr_BE", "12 mars 2026"),
        ("de_DE", "12. März 2026"),
        ("de_AT", "12. März 2026"),
        ("it_IT", "12 marzo 2026"),
        ("es_ES", "12 de marzo de 2026"),
        ("en_GB", "12 March 2026"),
        ("en_IE", "12 March 2026"),
    ],
)
def test_a_day_in_each_market(locale: str, printed: str) -> None:
    assert format_day(NOON, UTC, locale) == format_calendar_day(date(2026, 3, 12), locale) == printed


def test_a_late_evening_is_the_next_day_further_east() -> None:
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert format_day(moment, PARIS, "fr_FR") == "2 mars 2026"
    assert format_day(moment, ZoneInfo("America/New_York"), "en_GB") == "1 March 2026"


def test_the_first_of_a_month_is_as_cldr_has_it() -> None:
    assert format_calendar_day(date(2026, 3, 1), "fr_FR") == "1 mars 2026"


@given(st.datetimes(timezones=st.timezones()), st.timezones())
@settings(max_examples=50, deadline=None)
def test_every_moment_has_a_day_near_it(moment: datetime, zone: ZoneInfo) -> None:
    assert abs(calendar_day(moment, zone) - moment.date()) <= timedelta(days=2)


def test_the_last_moment_of_the_calendar_stays_in_it() -> None:
    assert calendar_day(datetime.max.replace(tzinfo=UTC), timezone(timedelta(hours=2))) == date(9999, 12, 31)


def test_a_naive_moment_is_an_error() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        calendar_day(NOON.replace(tzinfo=None), UTC)


@pytest.mark.parametrize(
    ("locale", "printed"),
    [
        ("fr_FR", "décembre 2018"),
        ("de_DE", "Dezember 2018"),
        ("it_IT", "dicembre 2018"),
        ("es_ES", "diciembre de 2018"),
        ("en_GB", "December 2018"),
    ],
)
def test_a_month_in_each_language(locale: str, printed: str) -> None:
    assert format_month("2018-12", locale) == printed


@pytest.mark.parametrize("month", ["", "2018", "2018-13", "2018-00", "0000-01", "12-2018", "2018-12-01", "２０１８-12"])
def test_what_is_no_month_is_an_error(month: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        format_month(month, "fr_FR")


class TestDispatch:
    def test_the_shipping_date_comes_first(self) -> None:
        order = Order("1", Source("o.json"), processed=True, shipped_at=NOON, processed_at=EVENING, despatch_by=EVENING)
        assert dispatch_date(order) == (NOON, "dispatched")

    def test_a_processed_order_left_when_it_was_processed(self) -> None:
        order = Order("1", Source("o.json"), processed=True, processed_at=NOON, despatch_by=EVENING)
        assert dispatch_date(order) == (NOON, "dispatched")

    def test_an_open_order_has_to_leave_by_a_day(self) -> None:
        order = Order("1", Source("o.json"), processed=False, processed_at=NOON, despatch_by=EVENING)
        assert dispatch_date(order) == (EVENING, "dispatch-by")

    def test_a_processed_order_without_its_date_keeps_the_promise(self) -> None:
        order = Order("1", Source("o.json"), processed=True, despatch_by=EVENING)
        assert dispatch_date(order) == (EVENING, "dispatch-by")

    def test_no_date_at_all(self) -> None:
        assert dispatch_date(Order("1", Source("o.json"))) is None
