"""Laws of numbers and comparison."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from notes_engine.formula.numbers import (
    add,
    compare_numbers,
    divide,
    exact_number,
    multiply,
    number_text,
    power,
    remainder,
    subtract,
)
from notes_engine.formula.values import compare, is_equal

exact = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4)
nonzero = exact.filter(bool)
values = st.one_of(
    st.none(), st.booleans(), exact, st.dates(), st.text(max_size=6), st.sampled_from(["10", "10.0", "1.31.2024", "x"])
)


@given(exact)
def test_an_exact_number_reads_back_as_it_prints(number: Decimal) -> None:
    text = number_text(number)
    assert exact_number(text) == number
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", text)
    assert text != "-0"


@given(exact, nonzero)
def test_what_is_divided_multiplies_back(a: Decimal, b: Decimal) -> None:
    back = multiply(divide(a, b), b)
    assert compare_numbers(back, a) == 0
    assert number_text(back) == number_text(a)
    assert subtract(a, back) == 0


@given(exact, nonzero)
def test_the_remainder_is_smaller_and_has_the_left_sides_sign(a: Decimal, b: Decimal) -> None:
    rest = remainder(a, b)
    assert abs(rest) < abs(b)
    assert rest == 0 or (rest < 0) == (a < 0)


@given(exact, exact)
def test_addition_is_exact_and_undone(a: Decimal, b: Decimal) -> None:
    assert subtract(add(a, b), b) == a


@given(nonzero, nonzero)
def test_a_non_ending_number_prints_at_most_15_digits(a: Decimal, b: Decimal) -> None:
    text = number_text(divide(a, multiply(b, Decimal(3))))
    digits = text.replace(".", "").lstrip("-0")
    assert len(digits) <= 15 or exact_number(text) == divide(a, multiply(b, Decimal(3)))
    assert "E" not in text.upper()


@given(nonzero, st.integers(0, 6))
def test_a_whole_power_is_repeated_multiplication(a: Decimal, n: int) -> None:
    product = Decimal(1)
    for _ in range(n):
        product = multiply(product, a)
    assert power(a, Decimal(n)) == product


@given(values, values)
def test_comparison_has_two_sides(a: object, b: object) -> None:
    assert compare(a, b) == -compare(b, a)  # type: ignore[arg-type]  # all are values
    assert is_equal(a, b) == (compare(a, b) == 0)  # type: ignore[arg-type]
    assert is_equal(a, a)  # type: ignore[arg-type]


@given(st.text(alphabet="0123456789.-+eE _", max_size=8))
def test_what_reads_as_a_number_is_digits_one_point_and_a_sign(text: str) -> None:
    assert (exact_number(text) is not None) == bool(re.fullmatch(r"-?([0-9]+\.)?[0-9]+|-?\.[0-9]+", text))
