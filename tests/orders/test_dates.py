# ruff: noqa: DTZ001  spreadsheets and data frames hold times without a zone
from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.orders.dates import read_date
from notes_engine.orders.refusal import RefusalError

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-03-01T09:15:02Z", datetime(2026, 3, 1, 9, 15, 2, tzinfo=UTC)),
        ("2026-03-01T09:15:02z", datetime(2026, 3, 1, 9, 15, 2, tzinfo=UTC)),
        ("2026-03-01T09:15:02.1234567Z", datetime(2026, 3, 1, 9, 15, 2, 123456, tzinfo=UTC)),
        ("2026-03-01T09:15:02.5+01:00", datetime(2026, 3, 1, 8, 15, 2, 500000, tzinfo=UTC)),
        ("2026-03-01T09:15:02+0100", datetime(2026, 3, 1, 8, 15, 2, tzinfo=UTC)),
        ("2026-03-01T09:15:02+01", datetime(2026, 3, 1, 8, 15, 2, tzinfo=UTC)),
        (" 2026-03-01 09:15:02 ", datetime(2026, 3, 1, 8, 15, 2, tzinfo=UTC)),
        ("2026-03-01 09:15", datetime(2026, 3, 1, 8, 15, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 2, 28, 23, 0, tzinfo=UTC)),
        # 02:30 does not exist on the night the clocks go forward; any reading is fine, a crash is not.
        ("2026-03-29 02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_aware_utc_and_without_an_offset_in_the_given_zone(text: str, wanted: datetime) -> None:
    assert read_date(text, PARIS) == wanted


@pytest.mark.parametrize(
    "text", ["", "  ", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999Z"]
)
def test_the_ends_of_time_mean_no_date(text: str) -> None:
    assert read_date(text, ZoneInfo("Pacific/Kiritimati")) is None


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "3.4.2026",
        "20260301",
        "2026-W09-1",
        "2026-13-01",
        "2026-02-30",
        "2026-03-01T25:00:00",
        "2026-03-01T09:15:02+99:00",
        "2026-03-01T09:15.5Z later",
        "1899-12-30",
        "2999-01-01",
        "0000-01-01",
        "२०२६-०३-०१",
        "soon",
    ],
)
def test_any_other_form_is_refused_with_the_accepted_one(text: str) -> None:
    with pytest.raises(RefusalError) as caught:
        read_date(text, UTC)
    assert caught.value.code == "bad-date"
    assert "YYYY-MM-DD" in caught.value.hint


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2199, 12, 30)), st.timezones())
def test_what_is_written_down_is_read_back(moment: datetime, zone: ZoneInfo) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert read_date(aware.isoformat(), zone) == aware


@given(st.text(max_size=40))
def test_no_text_does_more_than_refuse(text: str) -> None:
    try:
        found = read_date(text, UTC)
    except RefusalError:
        return
    assert found is None or found.tzinfo is UTC


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("012", min_size=count, max_size=count) | st.text("0129W +-٣", min_size=count, max_size=count)


@given(st.just("2026") | digits(4), st.tuples(*[digits(2)] * 5), st.sampled_from([UTC, PARIS]))
def test_the_usual_forms_mean_what_the_others_mean(year: str, parts: tuple[str, ...], zone: tzinfo) -> None:
    month, day, hour, minute, second = parts
    date, clock = f"{year}-{month}-{day}", f"{hour}:{minute}:{second}"

    assert outcome(f"{date}T{clock}Z") == outcome(f"{date} {clock}+00:00")
    for sign in " T":
        assert outcome(f"{date}{sign}{clock}", zone) == outcome(f"{date} {clock}.0", zone)


def outcome(text: str, zone: tzinfo = UTC) -> datetime | str | None:
    try:
        return read_date(text, zone)
    except RefusalError as refusal:
        return refusal.code
