"""Money and numbers as the markets write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

import pytest
from babel import numbers
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_engine.errors import RenderError
from notes_engine.notes import money
from notes_engine.notes.money import format_money, format_number, format_percent
from notes_engine.notes.runtime import _GROUPED

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALES = ("fr_FR", "fr_BE", "de_DE", "de_AT", "it_IT", "es_ES", "en_GB", "en_IE")
DIGITS = {"EUR": 2, "GBP": 2, "JPY": 0, "TND": 3, "SEK": 2, "PLN": 2}


@pytest.mark.parametrize(
    ("locale", "printed"),
    [
        ("fr_FR", "1\u202f234,50\u00a0€"),
        ("fr_BE", "1\u202f234,50\u00a0€"),
        ("de_DE", "1.234,50\u00a0€"),
        ("de_AT", "€\u00a01.234,50"),
        ("it_IT", "1.234,50\u00a0€"),
        ("es_ES", "1.234,50\u00a0€"),
        ("en_GB", "€1,234.50"),
        ("en_IE", "€1,234.50"),
    ],
)
def test_the_same_amount_in_each_market(locale: str, printed: str) -> None:
    assert format_money(Decimal("1234.5"), "EUR", locale) == printed


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("0.125", "EUR", "0,13\u00a0€"),
        ("0.135", "EUR", "0,14\u00a0€"),
        ("-0.125", "EUR", "-0,13\u00a0€"),
        ("2.675", "EUR", "2,68\u00a0€"),
        ("0", "EUR", "0,00\u00a0€"),
        ("-0.001", "EUR", "0,00\u00a0€"),
        ("2.5", "JPY", "3\u00a0¥"),
        ("1.0005", "TND", "1,001\u00a0TND"),
        ("9.995", " eur ", "10,00\u00a0€"),
    ],
)
def test_rounded_half_up_to_the_currencys_digits(amount: str, currency: str, printed: str) -> None:
    assert format_money(Decimal(amount), currency, "de_DE") == printed


@pytest.mark.parametrize(
    ("currency", "printed"),
    [("GBP", "£12.00"), ("SEK", "SEK\u00a012.00"), ("PLN", "PLN\u00a012.00"), ("USD", "US$12.00")],
)
def test_a_symbol_of_letters_keeps_its_distance(currency: str, printed: str) -> None:
    assert format_money(Decimal(12), currency, "en_GB") == printed


@pytest.mark.parametrize(
    ("currency", "printed"),
    [
        ("ABC", "ABC\u00a01.234,50"),
        ("XXX", "XXX\u00a01.234,50"),
        ("", "1.234,50"),
        (" ", "1.234,50"),
        ("<b>\u202e", "<b>\u00a01.234,50"),
        ("€uro\n", "€uro\u00a01.234,50"),
        ("E" * 1_000_000, "EEEEEEEEEEE…\u00a01.234,50"),
    ],
)
def test_an_unknown_code_is_printed_before_the_amount(currency: str, printed: str) -> None:
    assert format_money(Decimal("1234.5"), currency, "it_IT") == printed


def test_a_huge_amount_keeps_every_digit() -> None:
    amount = Decimal("1234567890123456789012345678901.25")
    assert format_money(amount, "EUR", "en_GB") == "€1,234,567,890,123,456,789,012,345,678,901.25"


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+31", "1E+999999"])
def test_what_is_no_amount_refuses_the_order(amount: str) -> None:
    value = Decimal(amount)
    attempts: tuple[Callable[[], str], ...] = (
        lambda: format_money(value, "EUR", "fr_FR"),
        lambda: format_money(value, "???", "fr_FR"),
        lambda: format_number(value, "fr_FR"),
        lambda: format_percent(value, "fr_FR"),
    )
    for attempt in attempts:
        with pytest.raises(RenderError) as caught:
            attempt()
        assert caught.value.hint


def test_an_amount_next_to_nothing_is_zero() -> None:
    assert format_money(Decimal("1E-999999"), "EUR", "en_GB") == "€0.00"


AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=5)


@given(AMOUNTS, st.sampled_from(sorted(DIGITS)), st.sampled_from(LOCALES))
@settings(max_examples=100, deadline=None)
def test_reading_printed_money_gives_the_rounded_amount(amount: Decimal, currency: str, locale: str) -> None:
    rounded = amount.quantize(Decimal(1).scaleb(-DIGITS[currency]), ROUND_HALF_UP, Context(prec=60))
    assert _read(format_money(amount, currency, locale), locale) == rounded


@given(
    st.decimals(min_value=-10, max_value=10**9, places=4),
    st.sampled_from([*sorted(DIGITS), "USD", "CHF", "INR"]),
    st.sampled_from([*LOCALES, "en_US", "pt_PT", "sk_SK", "sv_SE", "ja_JP", "de_CH", "hi_IN", "ar_EG"]),
)
@settings(max_examples=200, deadline=None)
def test_amounts_are_written_as_babel_writes_them(amount: Decimal, currency: str, locale: str) -> None:
    assert format_money(amount, currency, locale) == money._as_babel_writes(amount, currency, locale)


def test_a_market_has_a_style_of_its_own_but_for_one_that_groups_otherwise() -> None:
    assert all(money._style("EUR", locale) for locale in LOCALES)
    assert money._style("INR", "hi_IN") is None
    assert format_money(Decimal(1234567), "INR", "hi_IN") == "₹12,34,567.00"


def _read(printed: str, locale: str) -> Decimal:
    point = numbers.get_decimal_symbol(locale)
    return Decimal(re.sub(rf"[^0-9{re.escape(point)}-]", "", printed).replace(point, "."))


@pytest.mark.parametrize("locale", [*LOCALES, "en_US", "pt_PT", "sk_SK", "sv_SE", "ja_JP", "el_GR", "nl_NL"])
def test_small_whole_numbers_are_written_the_same_everywhere(locale: str) -> None:
    assert [format_number(Decimal(number), locale) for number in range(_GROUPED)] == list(map(str, range(_GROUPED)))


@pytest.mark.parametrize(
    ("value", "locale", "printed"),
    [
        ("0.350", "fr_FR", "0,35"),
        ("1234.5", "de_DE", "1.234,5"),
        ("1E+3", "en_GB", "1,000"),
        ("0.0000005", "en_GB", "0.000001"),
        ("-0.0000001", "en_GB", "0"),
        ("12.000", "it_IT", "12"),
    ],
)
def test_a_number_prints_without_trailing_zeros(value: str, locale: str, printed: str) -> None:
    assert format_number(Decimal(value), locale) == printed


@pytest.mark.parametrize(
    ("percent", "locale", "printed"),
    [
        ("20", "fr_FR", "20\u00a0%"),
        ("5.5", "de_DE", "5,5\u00a0%"),
        ("20.00", "en_GB", "20%"),
        ("5.555", "it_IT", "5,56%"),
        ("0", "es_ES", "0\u00a0%"),
        ("100", "en_GB", "100%"),
    ],
)
def test_a_percentage(percent: str, locale: str, printed: str) -> None:
    assert format_percent(Decimal(percent), locale) == printed
