"""Precedence: a flat row of operands and operators becomes operations, the tightest operators first."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula import nodes
from notes_engine.formula.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.formula.nodes import Node

OPERATORS: Mapping[str, nodes.Operator] = MappingProxyType(
    {operator: operator for operator in nodes.RANKS} | {"!=": "<>"}
)
"""Each operator as it may be written, in small letters, and what it is called in the tree."""


def ranked(operands: Sequence[Node], operators: Sequence[nodes.Sign]) -> Node:
    """Return the tree of `operands` with `operators` between them (one fewer).

    Operators of one rank associate to the left, `^` included, so they make one flat operation.
    """
    if not operators:
        return operands[0]
    loosest = min(nodes.RANKS[sign.operator] for sign in operators)
    groups: list[Node] = []
    signs: list[nodes.Sign] = []
    start = 0
    for i, sign in enumerate(operators):
        if nodes.RANKS[sign.operator] == loosest:
            groups.append(ranked(operands[start : i + 1], operators[start:i]))
            signs.append(sign)
            start = i + 1
    groups.append(ranked(operands[start:], operators[start:]))
    steps = tuple(
        nodes.Step(sign.operator, operand, sign.span) for sign, operand in zip(signs, groups[1:], strict=True)
    )
    return nodes.Operation(groups[0], steps, Span(groups[0].span.start, groups[-1].span.end))
