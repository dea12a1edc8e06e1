"""Closures of calls: the arguments are read as the function wants them, then it is applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notes_engine.formula import nodes
from notes_engine.formula.failures import Failure, Unfit
from notes_engine.formula.functions import find_function
from notes_engine.formula.reading import READERS
from notes_engine.formula.values import kind_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notes_engine.formula.compiler import Closure, Compiler, Frame
    from notes_engine.orders import TagValues, Value

Reader = "Callable[[Value], Any]"


def compile_call(compiler: Compiler, node: nodes.Call) -> Closure:
    """Return what computes a call of a known function with the right number of arguments."""
    function = find_function(node.name)
    if function is None:
        raise AssertionError(f"unchecked formula: no function {node.name}")
    closures = [compiler.node(argument) for argument in node.arguments]
    if function.name == "iif":
        return _iif(node, *closures)
    if function.name == "now":
        return lambda values, frame: frame[0]
    if function.apply is None:
        raise AssertionError(f"unchecked formula: {node.name}")
    readers = [READERS[want] for want in function.wants(len(closures))]
    return _applied(node, function.apply, closures, readers)


def _iif(node: nodes.Call, condition: Closure, then: Closure, otherwise: Closure) -> Closure:
    def run(values: TagValues, frame: Frame) -> Value:
        chosen = condition(values, frame)
        if chosen is True:
            return then(values, frame)
        if chosen is False:
            return otherwise(values, frame)
        what = f"`iif` wants true or false first, this is {kind_word(chosen)}"
        raise Failure(node.arguments[0].span, Unfit(what, 'compare it: `x = "…"`'))

    return run


def _applied(
    node: nodes.Call,
    apply: Callable[..., Value],
    closures: Sequence[Closure],
    readers: Sequence[Callable[[Value], Any]],
) -> Closure:
    match closures, readers:
        case (), _:
            return lambda values, frame: apply()
        case (a,), (read_a,):

            def run(values: TagValues, frame: Frame) -> Value:
                given = a(values, frame)
                try:
                    return apply(read_a(given))
                except Unfit as unfit:
                    raise _located(node, unfit, (given,), readers) from None

            return run
        case (a, b), (read_a, read_b):

            def run(values: TagValues, frame: Frame) -> Value:
                one, two = a(values, frame), b(values, frame)
                try:
                    return apply(read_a(one), read_b(two))
                except Unfit as unfit:
                    raise _located(node, unfit, (one, two), readers) from None

            return run

    def run(values: TagValues, frame: Frame) -> Value:
        given = [closure(values, frame) for closure in closures]
        try:
            return apply(*[read(value) for read, value in zip(readers, given, strict=True)])
        except Unfit as unfit:
            raise _located(node, unfit, given, readers) from None

    return run


def _located(
    node: nodes.Call, unfit: Unfit, given: Sequence[Value], readers: Sequence[Callable[[Value], Any]]
) -> Failure:
    """Return the failure at the argument that could not be read, or at the whole call."""
    for argument, value, read in zip(node.arguments, given, readers, strict=True):
        try:
            read(value)
        except Unfit as reason:
            return Failure(argument.span, Unfit(f"`{node.name}`: {reason.what}", reason.hint))
    return Failure(node.span, Unfit(f"`{node.name}`: {unfit.what}", unfit.hint))
