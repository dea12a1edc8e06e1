"""Closures of operators: a row of one rank, from the left."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula import nodes
from notes_engine.formula.failures import Failure, Unfit
from notes_engine.formula.numbers import add, divide, multiply, power, remainder, subtract
from notes_engine.formula.values import compare, is_equal, kind_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notes_engine.formula.compiler import Closure, Compiler, Frame
    from notes_engine.formula.nodes import Operator
    from notes_engine.formula.source import Span
    from notes_engine.orders import TagValues, Value

_ARITHMETIC: Mapping[Operator, Callable[[Decimal, Decimal], Decimal]] = MappingProxyType(
    {"+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder, "^": power}
)
_COMPARISONS: Mapping[Operator, Callable[[Value, Value], bool]] = MappingProxyType(
    {
        "=": is_equal,
        "<>": lambda left, right: not is_equal(left, right),
        "<": lambda left, right: compare(left, right) < 0,
        "<=": lambda left, right: compare(left, right) <= 0,
        ">": lambda left, right: compare(left, right) > 0,
        ">=": lambda left, right: compare(left, right) >= 0,
    }
)


def compile_operation(compiler: Compiler, node: nodes.Operation) -> Closure:
    """Return what computes a row of operators of one rank."""
    operator = node.steps[0].operator
    first = compiler.node(node.first)
    steps: list[tuple[nodes.Step, Closure]] = []
    for step in node.steps:
        steps.append((step, compiler.node(step.operand)))
    if operator in ("and", "or"):
        return _connective(node, first, steps, until=operator == "or")
    if operator in _COMPARISONS:
        return _comparison(first, steps)
    return _arithmetic(node, first, steps)


def _connective(
    node: nodes.Operation, first: Closure, steps: list[tuple[nodes.Step, Closure]], *, until: bool
) -> Closure:
    """`and` stops at the first false, `or` at the first true: what follows is not evaluated."""
    closures = [(first, node.first.span), *((closure, step.operand.span) for step, closure in steps)]

    def run(values: TagValues, frame: Frame) -> Value:
        for closure, span in closures:
            value = closure(values, frame)
            if value is until:
                return until
            if value is not (not until):
                raise Failure(span, _not_boolean(node.steps[0].operator, value))
        return not until

    return run


def _not_boolean(operator: Operator, value: Value) -> Unfit:
    return Unfit(f"`{operator}` stands between conditions, this is {kind_word(value)}", 'compare it: `x = "…"`')


def _comparison(first: Closure, steps: list[tuple[nodes.Step, Closure]]) -> Closure:
    if len(steps) == 1:
        compared, second = _COMPARISONS[steps[0][0].operator], steps[0][1]
        return lambda values, frame: compared(first(values, frame), second(values, frame))

    def run(values: TagValues, frame: Frame) -> Value:
        value = first(values, frame)
        for step, closure in steps:
            value = _COMPARISONS[step.operator](value, closure(values, frame))
        return value

    return run


def _arithmetic(node: nodes.Operation, first: Closure, steps: list[tuple[nodes.Step, Closure]]) -> Closure:
    computed = [(step, closure, _ARITHMETIC[step.operator]) for step, closure in steps]

    def run(values: TagValues, frame: Frame) -> Value:
        value = _number(first(values, frame), node.first, node.steps[0].operator)
        for step, closure, compute in computed:
            right = _number(closure(values, frame), step.operand, step.operator)
            try:
                value = compute(value, right)
            except Unfit as unfit:
                raise Failure(step.span, unfit) from None
        return value

    return run


def _number(value: Value, operand: nodes.Node, operator: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise Failure(operand.span, _not_number(value, operand, operator))


def _not_number(value: Value, operand: nodes.Node, operator: str) -> Unfit:
    what = f"`{operator}` computes with numbers, this is {kind_word(value)}"
    if value is None:
        return Unfit(what, "ask first: `iif[isnullorempty[x], …, …]`")
    if operator == "+" and isinstance(value, str):
        return Unfit(f"`+` adds numbers, it never joins texts, and this is {kind_word(value)}", "write `concat[a, b]`")
    if isinstance(operand, nodes.TagNode) and isinstance(value, str):
        return Unfit(what, f"write `N[{{{operand.name}}}]` for the field as a number")
    return Unfit(what)


def compile_negative(compiler: Compiler, node: nodes.Negative) -> Closure:
    """Return what changes the sign of a number."""
    operand = compiler.node(node.operand)
    span: Span = node.operand.span

    def run(values: TagValues, frame: Frame) -> Value:
        value = operand(values, frame)
        if not isinstance(value, Decimal):
            raise Failure(span, _not_number(value, node.operand, "-"))
        return value.copy_negate()

    return run
