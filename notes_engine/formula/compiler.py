"""The compiler: a checked tree becomes closures, one per node. No `exec`, no `eval`.

A closure takes the order's values and a frame: the batch's day at 0, then the formula's variables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from notes_engine.formula import nodes
from notes_engine.formula.compiled_calls import compile_call
from notes_engine.formula.compiled_operations import compile_negative, compile_operation
from notes_engine.formula.compiled_tags import compile_tag
from notes_engine.orders import TagValues, Value

if TYPE_CHECKING:
    from datetime import date

    from notes_engine.formula.nodes import Formula, Node

Frame = list[Value]
Closure = Callable[[TagValues, Frame], Value]
Observe = Callable[["Node", Closure], Closure]
"""Wraps each node's closure, to see the values on the way (`explain`)."""


def _unobserved(_: Node, closure: Closure) -> Closure:
    return closure


class Compiler:
    """Compiles one formula: it knows the frame's place of each variable."""

    def __init__(self, observe: Observe = _unobserved) -> None:
        """`observe` sees every node's closure as it is made."""
        self._observe = observe
        self._places: dict[str, int] = {}

    @property
    def inlines(self) -> bool:
        """False while every part must be seen."""
        return self._observe is _unobserved

    def formula(self, formula: Formula) -> Callable[[TagValues, date], Value]:
        """Return what computes the formula from an order's values and the batch's day."""
        assignments: list[tuple[int, Closure]] = []
        for assignment in formula.assignments:
            closure = self.node(assignment.value)
            place = self._places.setdefault(assignment.name.casefold(), len(self._places) + 1)
            assignments.append((place, closure))
        result = self.node(formula.result)
        if not assignments:
            return lambda values, now: result(values, [now])
        size = len(self._places)

        def run(values: TagValues, now: date) -> Value:
            frame: Frame = [now, *(None,) * size]
            for place, closure in assignments:
                frame[place] = closure(values, frame)
            return result(values, frame)

        return run

    def node(self, node: Node) -> Closure:
        """Return the closure of one node."""
        return self._observe(node, self._node(node))

    def _node(self, node: Node) -> Closure:
        match node:
            case nodes.Text() | nodes.Number() | nodes.Boolean():
                value = node.value
                return lambda values, frame: value
            case nodes.TagNode():
                return compile_tag(node)
            case nodes.Call():
                return compile_call(self, node)
            case nodes.Operation():
                return compile_operation(self, node)
            case nodes.Null():
                return lambda values, frame: None
            case nodes.Variable():
                place = self._places[node.name.casefold()]
                return lambda values, frame: frame[place]
            case nodes.Negative():
                return compile_negative(self, node)
            case nodes.Eval():
                inner = Compiler(self._observe).formula(node.formula)
                return lambda values, frame: inner(values, frame[0])
