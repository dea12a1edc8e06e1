"""Money and other numbers as a market writes them, rounded half up: the only place where an amount is rounded."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale, numbers

from notes_engine.errors import RenderError
from notes_engine.notes.typography import NBSP, clean_text, clip

_LARGEST_EXPONENT = 30
_DIGITS = Context(prec=80)
"""Wide enough for 31 digits before the point and as many as anyone prints after it."""
_LONGEST_CODE = 12
_DECIMALS = 6
"""How many decimals of a plain number are printed at most (a weight of 0.0005 kg is the finest thing seen)."""


def format_money(amount: Decimal, currency: str, cldr_locale: str) -> str:
    """Return `amount` in `currency` (ISO 4217) as the locale writes it: `1 234,50 €`, `€1,234.50`.

    Rounded half up to the currency's digits (CLDR: JPY 0, EUR 2, TND 3). A code that CLDR does not know is printed
    as it is, before the amount with two decimals; without a code the amount stands alone. Raises RenderError for
    what is no amount (NaN, infinity, more than 31 digits before the point).
    """
    if not amount.is_finite() or amount.adjusted() > _LARGEST_EXPONENT:
        raise _no_number()
    return (_in_short_code if len(currency) <= _LONGEST_CODE else _in_any_code)(amount, currency, cldr_locale)


def _in_any_code(amount: Decimal, currency: str, cldr_locale: str) -> str:
    code = currency.strip().upper() if len(currency) <= _LONGEST_CODE else currency
    if _is_currency(code):
        return _money(amount, code, cldr_locale)
    number = _decimal(amount, cldr_locale, 2, 2)
    printed, _ = clip(" ".join(clean_text(currency).split()), _LONGEST_CODE)
    return f"{printed}{NBSP}{number}" if printed else number


# Amounts that are equal print the same, however many zeros they were written with.
_in_short_code = lru_cache(maxsize=16_384)(_in_any_code)


def format_number(value: Decimal, cldr_locale: str) -> str:
    """Return a plain number with the locale's marks, without trailing zeros, rounded half up to six decimals.

    Raises RenderError for what is no number.
    """
    _refuse_what_is_no_number(value)
    return _decimal(value, cldr_locale, 0, _DECIMALS)


def format_percent(percent: Decimal, cldr_locale: str) -> str:
    """Return a percentage, where 20 is 20 %, with at most two decimals: `5,5 %`, `20%`.

    Raises RenderError for what is no number.
    """
    _refuse_what_is_no_number(percent)
    return _percent(percent, cldr_locale)


def _refuse_what_is_no_number(value: Decimal) -> None:
    if not value.is_finite() or value.adjusted() > _LARGEST_EXPONENT:
        raise _no_number()


def _no_number() -> RenderError:
    return RenderError(
        "an amount or number of this order is too large to be one",
        hint="look at the order's amounts and quantities in the export, and correct the one that is damaged",
    )


def _round(value: Decimal, places: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _DIGITS)
    return abs(rounded) if rounded.is_zero() else rounded


def _is_currency(code: str) -> bool:
    return code in _currencies()


@cache
def _currencies() -> frozenset[str]:
    return frozenset(numbers.list_currencies("en")) - {"XXX"}  # XXX is CLDR's "unknown currency"


def _money(amount: Decimal, code: str, cldr_locale: str) -> str:
    style = None if amount.is_signed() else _style(code, cldr_locale)
    if style is None:
        return _as_babel_writes(amount, code, cldr_locale)
    return style.before + style.number(amount) + style.after


def _as_babel_writes(amount: Decimal, code: str, cldr_locale: str) -> str:
    with localcontext(_DIGITS):
        rounded = _round(amount, numbers.get_currency_precision(code))
        return numbers.format_currency(rounded, code, _money_pattern(code, cldr_locale), locale=cldr_locale)


class _Style(NamedTuple):
    """How a locale writes amounts of a currency that are not negative."""

    before: str
    after: str
    quantum: Decimal
    """The smallest amount that is written: 0.01."""
    group: str
    """Between thousands."""
    point: str

    def number(self, amount: Decimal) -> str:
        """Return the amount, rounded, without the currency."""
        text = f"{amount.quantize(self.quantum, ROUND_HALF_UP, _DIGITS):,f}"
        if "," in text:
            whole, point, rest = text.partition(".")
            return whole.replace(",", self.group) + (self.point + rest if point else "")
        return text.replace(".", self.point)


_SAMPLES = tuple(map(Decimal, ("0", "0.125", "1", "12.5", "999.999", "1234", "1234567.895")))


@lru_cache(maxsize=1024)
def _style(code: str, cldr_locale: str) -> _Style | None:
    """Return how a locale writes amounts of a currency, found out from what Babel writes.

    None where it does not group by thousands, or writes small and large amounts differently.
    """
    quantum = Decimal(1).scaleb(-numbers.get_currency_precision(code))
    style = _Style("", "", quantum, numbers.get_group_symbol(cldr_locale), numbers.get_decimal_symbol(cldr_locale))
    written = [_as_babel_writes(amount, code, cldr_locale) for amount in _SAMPLES]
    before, _, after = written[-1].partition(style.number(_SAMPLES[-1]))
    style = style._replace(before=before, after=after)
    expected = [before + style.number(amount) + after for amount in _SAMPLES]
    return style if written == expected else None


@lru_cache(maxsize=1024)
def _money_pattern(code: str, cldr_locale: str) -> str:
    """Return the locale's pattern, with a space between digits and a symbol of letters (`SEK 1,234.50`).

    CLDR asks for that space (currencySpacing); Babel does not put it in.
    """
    pattern: str = Locale.parse(cldr_locale).currency_formats["standard"].pattern
    symbol = numbers.get_currency_symbol(code, cldr_locale)
    if unicodedata.category(symbol[-1])[0] not in "SZ":
        pattern = re.sub("¤(?=[#0])", f"¤{NBSP}", pattern)
    if unicodedata.category(symbol[0])[0] not in "SZ":
        pattern = re.sub("(?<=[#0])¤", f"{NBSP}¤", pattern)
    return pattern


@lru_cache(maxsize=16_384)
def _decimal(value: Decimal, cldr_locale: str, fewest: int, most: int) -> str:
    with localcontext(_DIGITS):
        rounded = _round(value, most)
        pattern = "#,##0" + (f".{'0' * fewest}{'#' * (most - fewest)}" if most else "")
        return numbers.format_decimal(rounded, pattern, locale=cldr_locale)


@lru_cache(maxsize=1024)
def _percent(percent: Decimal, cldr_locale: str) -> str:
    with localcontext(_DIGITS):
        fraction = _round(percent, 2).scaleb(-2).normalize()
        return numbers.format_percent(fraction, locale=cldr_locale, decimal_quantization=False)
