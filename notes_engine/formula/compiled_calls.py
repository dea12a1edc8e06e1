"""Closures of calls: the arguments are read as the function wants them, then it is applied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from notes_engine.formula import nodes
from notes_engine.formula.compiled_tags import SURELY_FITS, tag_key
from notes_engine.formula.failures import Failure, Unfit
from notes_engine.formula.functions import find_function
from notes_engine.formula.reading import READERS
from notes_engine.formula.values import kind_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notes_engine.formula.compiler import Closure, Compiler, Frame
    from notes_engine.formula.reading import Reader
    from notes_engine.orders import TagValues, Value


def compile_call(compiler: Compiler, node: nodes.Call) -> Closure:
    """Return what computes a call; the checker has found its function, and as many arguments as it takes."""
    function = find_function(node.name)
    if function is None:
        raise AssertionError(f"not checked: {node.name}")
    # Loops and not comprehensions, here and in compiled_operations: deep formulas need every frame of the stack.
    closures: list[Closure] = []
    for argument in node.arguments:
        closures.append(compiler.node(argument))
    if function.name == "iif":
        return _iif(node, *closures)
    if function.name == "now":
        return lambda values, frame: frame[0]
    if function.apply is None:
        raise AssertionError(f"not checked: {node.name}")
    readers = [READERS[want] for want in function.wants(len(closures))]
    computed = [i for i, argument in enumerate(node.arguments) if not isinstance(argument, nodes.Text)]
    if compiler.inlines and len(computed) == 1:
        return _of_one(node, function.apply, computed[0], closures[computed[0]], readers)
    return _of_many(node, function.apply, closures, readers)


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


def _of_one(
    node: nodes.Call, apply: Callable[..., Value], place: int, closure: Closure, readers: Sequence[Reader]
) -> Closure:
    """All other arguments are literal texts, as in most labels: `replace[x, "bm-", ""]`. They are read once."""
    before = [reader.read(_literal(node, i)) for i, reader in enumerate(readers[:place])]
    after = [reader.read(_literal(node, place + 1 + i)) for i, reader in enumerate(readers[place + 1 :])]
    bound = partial(apply, *before) if before else apply
    read, passes = readers[place]

    def run(values: TagValues, frame: Frame) -> Value:
        given = closure(values, frame)
        try:
            return bound(given if given.__class__ is passes else read(given), *after)
        except Unfit as unfit:
            raise _located(node, unfit, {place: given}, readers) from None

    argument = node.arguments[place]
    if passes is str and isinstance(argument, nodes.TagNode) and not argument.as_number:
        return _of_tag(tag_key(argument.name), bound, after, run)
    return run


def _of_tag(key: str, bound: Callable[..., Value], after: Sequence[object], otherwise: Closure) -> Closure:
    """`_of_one` of a tag, the quick way for a text of ordinary length; all else goes the `otherwise` way."""

    def run(values: TagValues, frame: Frame) -> Value:
        given = values[key]
        if isinstance(given, str) and len(given) <= SURELY_FITS:
            try:
                return bound(given, *after)
            except Unfit:
                # The other way fails again, and says where.
                return otherwise(values, frame)
        return otherwise(values, frame)

    return run


def _literal(node: nodes.Call, i: int) -> str:
    argument = node.arguments[i]
    if not isinstance(argument, nodes.Text):
        raise TypeError(argument)
    return argument.value


def _of_many(
    node: nodes.Call, apply: Callable[..., Value], closures: Sequence[Closure], readers: Sequence[Reader]
) -> Closure:
    reads = [reader.read for reader in readers]

    def run(values: TagValues, frame: Frame) -> Value:
        given: list[Value] = []
        for closure in closures:
            given.append(closure(values, frame))
        try:
            return apply(*[read(value) for read, value in zip(reads, given, strict=True)])
        except Unfit as unfit:
            raise _located(node, unfit, dict(enumerate(given)), readers) from None

    return run


def _located(node: nodes.Call, unfit: Unfit, given: dict[int, Any], readers: Sequence[Reader]) -> Failure:
    """Return the failure at the argument that could not be read, or at the whole call."""
    function = find_function(node.name)
    for i, value in given.items():
        try:
            readers[i].read(value)
        except Unfit as reason:
            hint = (function and function.unfit_hint) or reason.hint
            return Failure(node.arguments[i].span, Unfit(f"`{node.name}`: {reason.what}", hint))
    return Failure(node.span, Unfit(f"`{node.name}`: {unfit.what}", unfit.hint))
