"""Laws over random formulas: what is printed parses back, a second evaluator agrees, and nothing but errors of ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from notes_engine.errors import FormulaError, FormulaEvaluationError, FormulaSyntaxError
from notes_engine.formula import Context, check_label, compile_condition, compile_label, explain, nodes
from notes_engine.formula.functions import LIBRARY
from notes_engine.formula.label_parser import parse_label
from notes_engine.formula.printer import label_source
from notes_engine.formula.source import Span
from notes_engine.orders import TagValues
from tests.formula import naive_formulas as naive

if TYPE_CHECKING:
    from notes_engine.formula.nodes import Node
    from notes_engine.orders import Value

HERE = Span(0, 0)
TODAY = date(2024, 1, 31)
TAGS: dict[str, Value] = {
    "SecondaryReference": "bm-205894893",
    "Source": "BACKMARKET",
    "SubSource": None,
    "ReceivedDate": date(2024, 2, 29),
    "TotalCharge": Decimal("249.90"),
    "Gift": "12.50",
}

texts = st.sampled_from(["", "bm-", "-", "1", "10.0", "9", "a", "B", " é ", "1.31.2024", "d", "b", "m", "😀", "true"])
numbers = st.one_of(
    st.integers(-3, 12).map(Decimal), st.sampled_from(["0.5", "-2.5", "100.25", "0.001", "1234567.89"]).map(Decimal)
)
leaves: st.SearchStrategy[Any] = st.one_of(
    texts.map(lambda value: nodes.Text(value, HERE)),
    numbers.map(lambda value: nodes.Number(value, HERE)),
    st.booleans().map(lambda value: nodes.Boolean(value, HERE)),
    st.just(nodes.Null(HERE)),
    st.sampled_from(sorted(TAGS)).map(lambda name: nodes.TagNode(name, HERE)),
    st.sampled_from(["Gift", "TotalCharge", "SubSource"]).map(lambda name: nodes.TagNode(name, HERE, as_number=True)),
    st.just(nodes.Call("now", (), HERE, HERE)),
    st.just(nodes.Variable("x", HERE)),
)


def operations(operands: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    ranks = [["^"], ["*", "/", "%"], ["+", "-"], ["<", "<=", ">", ">=", "<>", "="], ["and"], ["or"]]

    def of_rank(operators: list[Any]) -> st.SearchStrategy[Any]:
        steps = st.lists(
            st.builds(nodes.Step, st.sampled_from(operators), operands, st.just(HERE)), min_size=1, max_size=3
        ).map(tuple)
        return st.builds(nodes.Operation, operands, steps, st.just(HERE))

    return st.sampled_from(ranks).flatmap(of_rank)


def calls(arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def of(name: str) -> st.SearchStrategy[Any]:
        function = LIBRARY[name]
        most = function.fewest + 2 if function.most is None else function.most
        given_ = st.lists(arguments, min_size=function.fewest, max_size=most).map(tuple)
        return st.builds(nodes.Call, st.just(name), given_, st.just(HERE), st.just(HERE))

    return st.sampled_from(sorted([*naive.FUNCTIONS, "iif", "iif"])).flatmap(of)


def negated(node: Node) -> Node:
    # A sign before a plain number is part of it.
    return node if isinstance(node, nodes.Number) else nodes.Negative(node, HERE)


expressions: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: st.one_of(calls(inner), calls(inner), operations(inner), inner.map(negated)),
    max_leaves=8,
)
formulas = st.builds(
    lambda assigned, result: nodes.Formula((nodes.Assignment("x", assigned, HERE),), result, HERE), leaves, expressions
)


def no_variable(node: Any) -> bool:
    return not isinstance(node, nodes.Variable)


@given(st.lists(formulas, max_size=2), st.sampled_from(["", "n° ", "[a] ", "'\"\r\n"]))
def test_what_is_printed_parses_back_to_the_same_tree(trees: list[nodes.Formula], text: str) -> None:
    parts: list[nodes.LabelPart] = [nodes.PlainText(text, HERE)] if text else []
    for tree in trees:
        parts += [tree, nodes.PlainText(" - ", HERE), nodes.TagNode("Source", HERE)]
    label = nodes.LabelTree(tuple(parts), HERE)
    parsed, mistakes = parse_label(label_source(label))
    assert not mistakes
    assert parsed == label


@given(formulas.filter(lambda tree: no_variable(tree.assignments[0].value)))
@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_a_second_evaluator_agrees(tree: nodes.Formula) -> None:
    source = label_source(nodes.LabelTree((tree,), HERE))
    try:
        label = compile_label(source, extended=["Gift"])
    except FormulaSyntaxError:
        assume(False)
    try:
        expected = naive.text_of(naive.value_of(label.tree.parts[0], naive.World(dict(TAGS), TODAY, {})))
    except naive.WrongError:
        with pytest.raises(FormulaEvaluationError):
            label.evaluate(TagValues(None, overrides=TAGS), Context(TODAY))
        return
    except NotImplementedError:
        assume(False)
    try:
        printed = label.evaluate(TagValues(None, overrides=TAGS), Context(TODAY))
    except FormulaEvaluationError as error:
        assert "too large or too small" in error.what  # noqa: PT017  fractions have no limits
        return
    assert printed == expected, source
    assert explain(label, TagValues(None, overrides=TAGS), Context(TODAY)).value == expected


divisors = st.sampled_from([3, 6, 7, 9, 11, 13, 0.3, -7, 19])
rounded_trips = st.builds(
    lambda shape, n, d, k: shape.format(n=n, d=d, k=k),
    st.sampled_from(
        ["({n}/{d}*{d})", "(1/{d}*{n}*{d})", "(5/{d}/{d}*{d}*{n}/5*{d})", "({n}/{d}/{k}*{d}*{k})", "({n}/{d}*{d}*0.5)",
         "({n}/{d}+10^40-10^40)*{d}", "({n}/{d}/{k}*{k})", "({n}/{d})", "(({n}/{d})^2*{d}*{d})",
         "avg[{n},{n},{k}/{d}*{d}]"]
    ),
    st.integers(-40, 40),
    divisors,
    st.sampled_from([3, 7, 49]),
)  # fmt: skip
uses_of_numbers = st.builds(
    lambda shape, x, y, n, d: shape.format(x=x, y=y, n=n, d=d),
    st.sampled_from(
        ["{x} % {n}", "{x} % {y}", "round[{x}, {d}]", "round[{x} % {n}, {d}]", "left['abcdefghij', {x}]",
         "substring['abcdefghij', {x}, {d}]", "lpad['a', 'b', {x}]", "date[{x}, 3, 2024]", "dateadd[now[], 'd', {x}]",
         "{x} = {n}", "{x} < {y}", "{x} = '{n}'", "between[{x}, {n}, {y}]", "mid[{x}, {y}, {n}]", "indexof[{n}, {x}]",
         "numericmax[{x}, {y}] % {n}", "concat[{x}, ' ', {y}]", "{n} ^ ({x} % 5)", "isalldigits[{x}]",
         "iif[{x} > {n}, 1, 2]"]
    ),
    rounded_trips,
    rounded_trips,
    st.integers(-5, 12),
    st.integers(0, 3),
)  # fmt: skip


@given(uses_of_numbers)
@settings(max_examples=200)
def test_what_is_divided_and_multiplied_back_is_the_same_number_wherever_it_is_used(formula: str) -> None:
    label = compile_label(f"EVAL{{BEGIN}}{formula}{{END}}")
    values = TagValues(None, overrides=TAGS)
    try:
        expected = naive.text_of(naive.value_of(label.tree.parts[0], naive.World(dict(TAGS), TODAY, {})))
    except naive.WrongError:
        with pytest.raises(FormulaEvaluationError):
            label.evaluate(values, Context(TODAY))
        return
    except NotImplementedError:
        assume(False)
    assert label.evaluate(values, Context(TODAY)) == expected, formula


fragments = st.sampled_from(
    ["EVAL{BEGIN}", "{END}", "eval{begin}", "[{Source}]", "[{", "}]", "N[{Gift}]", "[", "]", "(", ")", ",", ";", ":=",
     '"', "'", "“", "”", "«", "+", "-", "*", "/", "%", "^", "<", "<=", "<>", "=", "!=", "and", "or", "not", "true",
     "null", "1", "0.5", "99999999999999999999", "x", "x := 1;", "\r\n", "\t", " ", "é", "😀", "\x00", "\u202e",
     "\ud800", "eval['",
     *(f"{name}[" for name in LIBRARY)]
)  # fmt: skip
scraps = st.one_of(st.lists(fragments, max_size=20).map("".join), st.text(max_size=60))


@given(scraps, st.booleans())
@settings(max_examples=300)
def test_arbitrary_text_gives_a_value_or_a_formula_error(scrap: str, inside: bool) -> None:
    source = f"EVAL{{BEGIN}}{scrap}{{END}}" if inside else scrap
    errors = check_label(source, extended=["Gift"])
    for error in errors:
        assert error.place is not None
        assert str(error)
    try:
        label = compile_label(source, extended=["Gift"])
        assert not errors
        assert isinstance(label.evaluate(TagValues(None, overrides=TAGS), Context(TODAY)), str)
    except FormulaSyntaxError as error:
        assert errors[0].what == error.what  # noqa: PT017
    except FormulaEvaluationError as error:
        assert error.place is not None  # noqa: PT017


@given(scraps)
def test_arbitrary_text_is_a_condition_or_a_formula_error(scrap: str) -> None:
    for source in (scrap, f"[Source] = '{scrap}'", f"[Source] = 'a' {scrap}"):
        try:
            assert compile_condition(source).matches(TagValues(None, overrides=TAGS)) in (True, False)
        except FormulaError as error:
            assert str(error)  # noqa: PT017


@given(st.text(max_size=40))
def test_a_value_is_an_atom_whatever_it_holds(value: str) -> None:
    values = TagValues(None, overrides={"Source": value})
    assert compile_label("[{Source}]").evaluate(values, Context(TODAY)) == value
    assert compile_label("EVAL{BEGIN}concat[[{Source}]]{END}").evaluate(values, Context(TODAY)) == value
    assert compile_label("EVAL{BEGIN}len[[{Source}]]{END}").evaluate(values, Context(TODAY)) == str(len(value))
    assert compile_label("EVAL{BEGIN}[{Source}] = [{Source}]{END}").evaluate(values, Context(TODAY)) == "true"
