"""Limits: past one, a formula error like any other, and nothing hangs or overflows."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from notes_engine.errors import FormulaError, FormulaEvaluationError, FormulaSyntaxError
from notes_engine.formula import Context, compile_condition, compile_label, explain
from notes_engine.formula.checker import Checker
from notes_engine.formula.compiler import Compiler
from notes_engine.orders import TagValues

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXT = Context(date(2024, 1, 31))


def test_a_source_of_16_kib_is_read_and_a_longer_one_is_not() -> None:
    assert compile_label("x" * 16384).evaluate(TagValues(None), CONTEXT) == "x" * 16384
    for source in ("x" * 16385, "é" * 8193):
        with pytest.raises(FormulaSyntaxError, match="longer than 16 KiB"):
            compile_label(source)
    with pytest.raises(FormulaSyntaxError, match="longer than 16 KiB"):
        compile_condition("[Source] = '" + "x" * 16384 + "'")


@pytest.mark.parametrize(("opening", "closing"), [("abs[", "]"), ("(", ")"), ("-(", ")")])
def test_nesting_is_64_deep_and_no_deeper(prints: Callable[..., str], opening: str, closing: str) -> None:
    assert prints(opening * 64 + "1" + closing * 64) == "1"
    with pytest.raises(FormulaSyntaxError, match="nested more than 64"):
        prints(opening * 65 + "1" + closing * 65)


def test_evals_text_counts_towards_the_same_nesting(prints: Callable[..., str]) -> None:
    def nested(levels: int) -> str:
        return "abs[" * 60 + "eval['" + "abs[" * levels + "1" + "]" * levels + "']" + "]" * 60

    assert prints(nested(3)) == "1"
    with pytest.raises(FormulaSyntaxError, match="nested more than 64"):
        prints(nested(4))


@pytest.mark.parametrize("formula", ["(" * 16000, "abs[" * 4000, "-" * 16000 + "1", "1" + "]" * 16000, "eval['" * 2000])
def test_what_is_never_closed_is_no_recursion(prints: Callable[..., str], formula: str) -> None:
    with pytest.raises(FormulaSyntaxError):
        prints(formula)


@pytest.mark.parametrize("operator", ["+", "-", "*", "=", "^"])
def test_a_long_row_of_operators_is_one_flat_operation(prints: Callable[..., str], operator: str) -> None:
    assert prints(operator.join(["1"] * 2000))


def test_a_long_row_of_conditions(prints: Callable[..., str]) -> None:
    countries = " or ".join(f"[{{cCountry}}] = 'X{i}'" for i in range(600))
    assert prints(f"{countries} or [{{cCountry}}] = 'France'") == "true"


def test_the_steps_of_a_label_are_bounded(prints: Callable[..., str]) -> None:
    with pytest.raises(FormulaSyntaxError, match="more than 4096 steps"):
        prints("+".join(["1"] * 5000))


def test_operators_within_brackets_are_bounded_whatever_the_stack() -> None:
    level = "iif[false or true and 1 <> 1 + 1 * 1 ^ -"

    def source(levels: int) -> str:
        return "EVAL{BEGIN}" + level * levels + "1" + ", 1, 2]" * levels + "{END}"

    label = compile_label(source(20))
    assert label.evaluate(TagValues(None), CONTEXT) == "1"
    assert explain(label, TagValues(None), CONTEXT).value == "1"
    with pytest.raises(FormulaSyntaxError, match="nested too deep"):
        compile_label(source(60))


def test_a_stack_that_is_full_already_is_a_formula_error(monkeypatch: pytest.MonkeyPatch) -> None:
    # Filling the stack for real can take the interpreter down under a tracer; each stage runs out once instead.
    def full(*_: object) -> None:
        raise RecursionError

    label = compile_label("EVAL{BEGIN}len[[{Source}]] + 1{END}")
    with monkeypatch.context() as patch:
        patch.setattr(TagValues, "__missing__", full)
        with pytest.raises(FormulaEvaluationError, match="nested too deep"):
            label.evaluate(TagValues(None), CONTEXT)
    for stage in (Checker, Compiler):
        with monkeypatch.context() as patch:
            patch.setattr(stage, "formula", full)
            with pytest.raises(FormulaSyntaxError, match="nested too deep"):
                compile_label(label.source)


@pytest.mark.parametrize(
    "formula",
    [
        "lpad['', 'x', 999999999]",
        "rpad['', 'x', 999999999]",
        "lpad['', 'é', 40000]",
        "replace[lpad['', 'x', 60000], 'x', 'yy']",
        "replace[lpad['', 'x', 60000], 'x', 'é']",
        "a := lpad['', 'x', 60000]; concat[a, a]",
        "a := lpad['', 'x', 60000]; join[a, 'b', 'c', 'd']",
        "ucase[lpad['', 'ß', 30000]] = lcase[ucase[lpad['', 'İ', 30000]]]",
        "9^9^9^9",
        "10^64",
        "2^99999999999999999999",
        "1.0000001^99999999999999999999",
    ],
)
def test_nothing_blows_up(prints: Callable[..., str], formula: str) -> None:
    start = time.perf_counter()
    with pytest.raises(FormulaEvaluationError):
        prints(formula)
    assert time.perf_counter() - start < 1


def test_a_padding_of_nothing_is_nothing(prints: Callable[..., str]) -> None:
    assert prints("lpad['a', '', 10^30]") == "a"


def test_a_field_past_64_kib_is_an_error_wherever_it_is_used() -> None:
    values = TagValues(None, overrides={"Town": "x" * 65537, "Region": "é" * 32769, "Company": "é" * 32768})
    for label in ("[{Town}]", "EVAL{BEGIN}len[[{Town}]]{END}", "EVAL{BEGIN}left[[{Region}], 1]{END}"):
        with pytest.raises(FormulaEvaluationError, match="longer than 64 KiB"):
            compile_label(label).evaluate(values, CONTEXT)
    assert compile_label("EVAL{BEGIN}len[[{Company}]]{END}").evaluate(values, CONTEXT) == "32768"
    with pytest.raises(FormulaEvaluationError, match="longer than 64 KiB"):
        compile_label("[{Company}] [{Company}]").evaluate(values, CONTEXT)


@pytest.mark.parametrize("digits", ["9" * 65, "0." + "1" * 64, "-" + "9" * 65])
def test_a_number_has_so_many_digits(prints: Callable[..., str], digits: str) -> None:
    with pytest.raises(FormulaError, match="more than 64 digits"):
        prints(digits)
    assert prints("9" * 64) == "9" * 64
