"""Operators, comparison and printing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from notes_engine.errors import FormulaEvaluationError, FormulaSyntaxError


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("1+2*3^2", "19"),
        ("(1+2)*3", "9"),
        ("2^3^2", "64"),
        ("10-4-3", "3"),
        ("100/10/5", "2"),
        ("7%4*2", "6"),
        ("-7%4", "-3"),
        ("5-3", "2"),
        ("5 - -3", "8"),
        ("-2^2", "4"),
        ("-(2^2)", "-4"),
        ("-len['abc']", "-3"),
        ("-(-(5))", "5"),
        ("1 + 1 = 2 and 2 > 1 or false", "true"),
        ("true or true and false", "true"),
        ("(true or true) and false", "false"),
        ("1 < 2 = true", "true"),
        ("1 <> 2", "true"),
        ("1 != 1", "false"),
        ("TRUE And Not[False]", "true"),
        ("NULL", ""),
        (".5", "0.5"),
        ("007", "7"),
        ("0.1+0.2", "0.3"),
        ("1/3", "0.333333333333333"),
        ("2/3", "0.666666666666667"),
        ("1/3*3", "1"),
        ("(5/3*3)%5", "0"),
        ("(4/3*3)%2", "0"),
        ("(10/3*3)%5", "0"),
        ("2/3 % (1/3)", "0"),
        ("-7/3 % (2/3)", "-0.333333333333333"),
        ("1/3*16.5", "5.5"),
        ("round[1/3*16.5, 0]", "6"),
        ("left['abc', 1/3*3]", "a"),
        ("4^(1/3*1.5)", "2"),
        ("sqrt[2]*sqrt[2] % 2", "0"),
        ("(1/3 + 10^60 - 10^60)*3", "1"),
        ("mid[1/3*3, 2/3*3, 3]", "2"),
        ("1/3*3 = 1", "true"),
        ("1 - 1/3*3", "0"),
        ("1/8", "0.125"),
        ("1/1024", "0.0009765625"),
        ("-1/3", "-0.333333333333333"),
        ("100", "100"),
        ("1200.50", "1200.5"),
        ("0*-1", "0"),
        ("10^50", "1" + "0" * 50),
        ("2^100", "1267650600228229401496703205376"),
        ("2^-2", "0.25"),
        ("2^0.5", "1.4142135623731"),
        ("4^0.5", "2"),
        ("0^0", "1"),
        ("0^2", "0"),
        ("(-8)^3", "-512"),
        ("0.1^20", "0." + "0" * 19 + "1"),
        ("N[{Gift}] + 1", "6"),
        ("N [{Gift}] + 1", "6"),
        ("n\r\n\t[{ Gift }] + 1", "6"),
        ("n[{TotalCharge}] * 2", "499.8"),
        ("[{TotalCharge}] % 1", "0.9"),
        ("N[{SubSource}]", ""),
        ("[{ReceivedDate}]", "1.30.2024"),
        ("a := 5; a", "5"),
        ("a := 5; A := a + 1; b := a * 2; b;", "12"),
        ("len := 'x'; len[len]", "1"),
        ("eval['1 + 1']", "2"),
        ("EVAL[\"concat['a,]', len['x']]\"]", "a,]1"),
        ("eval[\"eval['2*2']\"] + 1", "5"),
        ("eval['[{Source}]']", "BACKMARKET"),
        ("eval['a := 2; a']", "2"),
        ("concat['a', 1/2, true, null, [{ReceivedDate}]]", "a0.5true1.30.2024"),
    ],
)
def test_computes_and_prints(prints: Callable[..., str], formula: str, text: str) -> None:
    assert prints(formula) == text


@pytest.mark.parametrize(
    ("formula", "holds"),
    [
        ('"10" = 10.0', True),
        ('"10" = "10.00"', True),
        ('"007" = 7', True),
        ('" 10" = 10', False),
        ('"1e1" = 10', False),
        ('"10" < "9"', False),
        ('"10" < "9x"', True),
        ('"a" = "A"', False),
        ('"B" < "a"', True),
        ('"1.31.2024" = date[1, 31, 2024]', True),
        ('"12.1.2023" < "1.31.2024"', True),
        ('"13.1.2023" < "2.1.2024"', True),
        ('[{ReceivedDate}] < "1.31.2024"', True),
        ("[{ReceivedDate}] <> date[1, 31, 2024]", True),
        ("true = true", True),
        ("true <> false", True),
        ('true = "true"', True),
        ('null = ""', True),
        ("[{SubSource}] = null", True),
        ("1 >= 1", True),
        ("1 <= 0", False),
        ('"' + "9" * 120 + '1" = "' + "9" * 120 + '2"', False),
        ('"x1" = "x2"', False),
        ('"1" = "x2"', False),
        ("date[1,31,2024] = 5", False),
    ],
)
def test_compares(prints: Callable[..., str], formula: str, holds: bool) -> None:
    assert prints(formula) == ("true" if holds else "false")


@pytest.mark.parametrize(
    "formula",
    [
        "iif[true, 1, 1/0]",
        "iif[false, 1/0, 1]",
        "iif[false and 1/0 = 1, 2, 1]",
        "iif[true or 1/0 = 1, 1, 2]",
        "iif[true, 1, left['', 5]]",
    ],
)
def test_only_what_is_needed_is_evaluated(prints: Callable[..., str], formula: str) -> None:
    assert prints(formula) == "1"


@pytest.mark.parametrize(
    ("formula", "what", "marked"),
    [
        ("1 + 2 / (3 - 3)", "division by zero", "/"),
        ("1 % 0", "division by zero", "%"),
        ("0 ^ -1", "division by zero: 0 to a negative power", "^"),
        ("(-8) ^ 0.5", "a negative number has no such root", "^"),
        ("9^9^9^9", "the number is too large or too small: at most 64 digits stand before its point", "^"),
        ("10^60 * 10^60", "the number is too large or too small: at most 64 digits stand before its point", "*"),
        ("1 / 3 / 10^60 / 10^60 / 10^60 / 10^60", "the number is too large or too small: at most 64", "/"),
        ("10^60 % 0.1^150", "the number is too large or too small: at most 64 digits stand before its point", "%"),
        ("N[{Source}]", "expected a number, found a text", "N[{Source}]"),
        ("5 + iif[true, null, 1]", "`+` computes with numbers, this is null", "iif[true, null, 1]"),
        ("5 + iif[true, 'a', 1]", "`+` adds numbers, it never joins texts, and this is a text", "iif[true, 'a', 1]"),
        ("5 - iif[true, 'a', 1]", "`-` computes with numbers, this is a text", "iif[true, 'a', 1]"),
        ("-iif[true, 'a', 1]", "`-` computes with numbers, this is a text", "iif[true, 'a', 1]"),
        ("[{TotalCharge}] + 1", "`+` computes with numbers, this is null", "[{TotalCharge}]"),
        ("true and iif[true, 'a', true]", "`and` stands between conditions, this is a text", "iif[true, 'a', true]"),
        ("iif[[{Processed}], 1, 2]", "`iif` wants true or false first, this is null", "[{Processed}]"),
    ],
)
def test_a_value_that_does_not_fit_is_marked(
    failure: Callable[..., FormulaEvaluationError], formula: str, what: str, marked: str
) -> None:
    error = failure(formula, TotalCharge=None)
    assert error.what.startswith(what)
    place = error.place
    assert place is not None
    assert place.source is not None
    assert place.column is not None
    assert place.source[place.column - 1 : place.column - 1 + place.length].startswith(marked)


def test_a_text_field_is_named_with_its_fix(failure: Callable[..., FormulaEvaluationError]) -> None:
    # The table says a number, the export holds a text.
    error = failure("[{TotalCharge}] * 2", TotalCharge="many")
    assert error.hint == "write `N[{TotalCharge}]` for the field as a number"


def test_an_error_never_shows_the_buyers_value(failure: Callable[..., FormulaEvaluationError]) -> None:
    for formula in ("N[{cFullName}]", "left[[{cFullName}], 99]", "round[[{cFullName}], 0]", "day[[{cFullName}]]"):
        assert "Duchamp" not in str(failure(formula, cFullName="Marie Duchamp"))


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-999999")]
)
def test_a_number_that_no_note_can_print_is_an_error(
    failure: Callable[..., FormulaEvaluationError], value: Decimal
) -> None:
    assert failure("[{TotalCharge}]", TotalCharge=value)
    assert failure("N[{TotalCharge}] = 1", TotalCharge=value)


def test_a_date_that_carries_a_time_is_its_day(prints: Callable[..., str]) -> None:
    noon = datetime(2024, 1, 31, 12)  # noqa: DTZ001  what no reader gives, and a caller may
    assert prints("[{ReceivedDate}] = date[1,31,2024]", ReceivedDate=noon) == "true"
    assert prints("day[[{ReceivedDate}]]", ReceivedDate=noon) == "31"
    assert prints("[{ReceivedDate}]", ReceivedDate=date(987, 1, 2)) == "1.2.0987"


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ('"a" + "b"', "`+` adds numbers, it never joins texts"),
        ('1 + "5"', "`+` adds numbers, it never joins texts"),
        ("[{cFullName}] + [{Town}]", "`+` adds numbers, it never joins texts"),
        ("[{Gift}] + 1", "`+` adds numbers, it never joins texts"),
        ("concat['a', 'b'] + 'c'", "`+` adds numbers, it never joins texts"),
        ("true + 1", "`+` computes with numbers, this is true or false"),
        ("[{Source}] * 2", "`*` computes with numbers, this is a text"),
        ("1 - 'a'", "`-` computes with numbers, this is a text"),
        ("-'a'", "a sign stands before numbers, this is a text"),
        ("null - 1", "`-` computes with numbers, this is null"),
        ("[{Source}] and true", "`and` stands between conditions, this is a text"),
        ("1 or true", "`or` stands between conditions, this is a number"),
        ("iif[1, 2, 3]", "`iif` wants true or false here, this is a number"),
        ("not[[{Source}]]", "`not` wants true or false here, this is a text"),
        ("N[{ReceivedDate}]", "`ReceivedDate` is a date, never a number"),
    ],
)
def test_what_can_never_fit_is_found_before_any_order(
    mistake: Callable[..., FormulaSyntaxError], formula: str, what: str
) -> None:
    error = mistake(formula)
    assert error.what == what
    assert error.hint


def test_the_fix_for_joining_names_concat_and_the_number_form(mistake: Callable[..., FormulaSyntaxError]) -> None:
    assert (
        mistake("[{Gift}] + 1").hint == "write `concat[a, b]` to join texts, or `N[{Gift}]` for the field as a number"
    )
    assert mistake("2 * [{Source}]").hint == "write `N[{Source}]` for the field as a number"


def test_the_median_of_a_text_is_told_of_substring(failure: Callable[..., FormulaEvaluationError]) -> None:
    for formula in ("mid[[{Source}], 1, 2]", "mid[trim['abc'], 1, 2]"):
        assert "write `substring[text, start, count]`" in str(failure(formula).hint)
