# ruff: noqa: DTZ001  spreadsheets and data frames hold times without a zone
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.orders.cells import CellError, cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("007", "007"),
        (True, "true"),
        (False, "false"),
        (12, "12"),
        (205894893.0, "205894893"),
        (12.3, "12.3"),
        (1e-7, "0.0000001"),
        (float("nan"), ""),
        (float("inf"), "inf"),
        (Decimal("1.50"), "1.50"),
        (Decimal("NaN"), "NaN"),
        (datetime(2026, 3, 1, 9, 59, 59, 999999), "2026-03-01 10:00:00"),
        (date(2026, 3, 1), "2026-03-01"),
        (time(10, 0), "10:00:00"),
        (timedelta(hours=1), "1:00:00"),
        (b"caf\xc3\xa9", "café"),
    ],
)
def test_a_cell_is_the_text_of_a_csv(value: object, text: str) -> None:
    assert cell_text(value, integers_are_exact=False) == text


@pytest.mark.parametrize("value", ["#REF!", 10**15, -(10**15), 1e15, b"\xff", [1], {"a": 1}])
def test_what_would_have_to_be_invented_is_an_error(value: object) -> None:
    with pytest.raises(CellError):
        cell_text(value, integers_are_exact=False)


def test_a_long_integer_is_exact_outside_of_spreadsheets() -> None:
    assert cell_text(10**18, integers_are_exact=True) == "1000000000000000000"


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_a_float_is_written_plainly_and_reads_back(value: float) -> None:
    text = cell_text(value, integers_are_exact=False)
    assert "e" not in text.lower()
    assert float(text) == value
