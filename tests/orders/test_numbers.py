from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_engine.orders.numbers import as_quantity, bounded, read_number
from notes_engine.orders.refusal import RefusalError


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("12.50", "12.50"), (" 7 ", "7"), ("-1.5", "-1.5"), ("+3", "3"), ("12.", "12"), (".5", "0.5"), ("007", "7")],
)
def test_a_plain_number_is_exact(text: str, wanted: str) -> None:
    assert read_number(text) == Decimal(wanted)


def test_no_text_is_no_number() -> None:
    assert read_number("  ") is None


def test_a_decimal_comma_counts_only_where_a_comma_is_no_delimiter() -> None:
    assert read_number("12,50", decimal_comma=True) == Decimal("12.50")
    assert read_number("33,3333", decimal_comma=True) == Decimal("33.3333")
    with pytest.raises(RefusalError, match="number"):
        read_number("12,50")


@pytest.mark.parametrize(
    "text", ["1,234.56", "1.234,56", "12,500", "1 234", "€5", "5 EUR", "1e5", "NaN", "Infinity", "--5", "٣", "9" * 16]
)
def test_what_two_countries_read_differently_is_refused(text: str) -> None:
    with pytest.raises(RefusalError) as caught:
        read_number(text, decimal_comma=True)
    assert caught.value.code == "bad-number"


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "1E+999999", "1E-999999", "1E15", "0E-99"])
def test_a_monster_is_refused(text: str) -> None:
    with pytest.raises(RefusalError):
        bounded(Decimal(text))


@pytest.mark.parametrize(("text", "wanted"), [("1E+2", "100"), ("19.989999999999998", "19.989999999999998")])
def test_a_number_of_json_stays_what_it_is(text: str, wanted: str) -> None:
    assert bounded(Decimal(text)) == Decimal(wanted)


def test_a_zero_with_an_exponent_is_zero() -> None:
    assert str(bounded(Decimal("0E+5"))) == "0"


@pytest.mark.parametrize("number", [Decimal(1), Decimal("2.0"), Decimal("1E+1")])
def test_a_quantity_is_whole(number: Decimal) -> None:
    assert as_quantity(number) == int(number)


@pytest.mark.parametrize("number", [None, Decimal(0), Decimal(-1), Decimal("1.5"), Decimal("1E+12")])
def test_no_other_quantity_is_accepted(number: Decimal | None) -> None:
    with pytest.raises(RefusalError, match="quantity"):
        as_quantity(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_an_amount_written_plainly_is_read_back(number: Decimal) -> None:
    assert read_number(format(number, "f")) == number
