"""Business days against counting them one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notes_engine.formula.functions import LIBRARY


def counted(day: date, count: int) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < 5:
            count += -1 if count > 0 else 1
    return day


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(-60, 60))
def test_dateadd_counts_them_without_walking(day: date, count: int) -> None:
    dateadd = LIBRARY["dateadd"].apply
    assert dateadd is not None
    assert dateadd(day, "b", count) == counted(day, count)
