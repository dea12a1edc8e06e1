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
    from notes_engine.formula.nodes import Formula, Node

Frame = list[Value]
Closure = Callable[[TagValues, Frame], Value]
Observe = Callable[["Node", Closure], Closure]
"""Wraps each node's closure, to see the values on the way (`explain`)."""


class Compiler:
    """Compiles one formula: it knows the frame's place of each variable."""

    def __init__(self, observe: Observe | None = None) -> None:
        """`observe` wraps every node's closure as it is made."""
        self._observe = observe
        self._places: dict[str, int] = {}

    @property
    def inlines(self) -> bool:
        """False while every part must be seen."""
        return self._observe is None

    def formula(self, formula: Formula) -> Closure:
        """Return what computes the formula; only the day in the frame it is given matters."""
        assignments: list[tuple[int, Closure]] = []
        for assignment in formula.assignments:
            closure = self.node(assignment.value)
            place = self._places.setdefault(assignment.name.casefold(), len(self._places) + 1)
            assignments.append((place, closure))
        result = self.node(formula.result)
        if not assignments:
            return result
        size = len(self._places)

        def run(values: TagValues, frame: Frame) -> Value:
            own: Frame = [frame[0], *(None,) * size]
            for place, closure in assignments:
                own[place] = closure(values, own)
            return result(values, own)

        return run

    def node(self, node: Node) -> Closure:
        """Return the closure of one node."""
        match node:
            case nodes.TagNode():
                closure = compile_tag(node)
            case nodes.Call():
                closure = compile_call(self, node)
            case nodes.Operation():
                closure = compile_operation(self, node)
            case nodes.Negative():
                closure = compile_negative(self, node)
            case nodes.Eval():
                # Variables of its own: a new compiler.
                closure = Compiler(self._observe).formula(node.formula)
            case nodes.Variable():
                closure = _variable(self._places[node.name.casefold()])
            case nodes.Null():
                closure = _constant(None)
            case nodes.Text() | nodes.Number() | nodes.Boolean():
                closure = _constant(node.value)
        return closure if self._observe is None else self._observe(node, closure)


def _constant(value: Value) -> Closure:
    return lambda values, frame: value


def _variable(place: int) -> Closure:
    return lambda values, frame: frame[place]
