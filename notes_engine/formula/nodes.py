"""The syntax tree: one frozen class per construct. Spans never count when two trees are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from notes_engine.formula.source import Span

Operator = Literal["^", "*", "/", "%", "+", "-", "<", "<=", ">", ">=", "<>", "=", "and", "or"]

RANKS: dict[Operator, int] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("<", "<=", ">", ">=", "<>", "="), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
    "^": 6,
}
"""How tightly each operator binds: a higher rank binds tighter; one rank associates to the left."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with its sign."""

    value: Decimal
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Boolean:
    """`true` or `false`."""

    value: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Null:
    """`null`."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class TagNode:
    """`[{Name}]`: a field's value, an atom. `as_number` marks `N[{Name}]`."""

    name: str
    span: Span = field(compare=False)
    as_number: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that was assigned before with `:=`."""

    name: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A sign before anything but a plain number, whose sign is part of it."""

    operand: Node
    span: Span = field(compare=False)


class Sign(NamedTuple):
    """An operator where it stands."""

    operator: Operator
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One operator and what stands to its right."""

    operator: Operator
    operand: Node
    span: Span = field(compare=False)
    """The operator's own place."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Operators of one rank in a row, evaluated from the left: `a - b + c` is one operation with two steps.

    A row is flat, so that a long one needs no deep tree.
    """

    first: Node
    steps: tuple[Step, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`name[arguments]`."""

    name: str
    """As written."""
    arguments: tuple[Node, ...]
    span: Span = field(compare=False)
    name_span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Eval:
    """`eval["…"]`, its text already parsed: it is literal, so its tree is known."""

    text: Text
    formula: Formula
    span: Span = field(compare=False)


Node = Text | Number | Boolean | Null | TagNode | Variable | Negative | Operation | Call | Eval


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name := value;`."""

    name: str
    value: Node
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands between `EVAL{BEGIN}` and `{END}`: assignments, then the expression that is printed."""

    assignments: tuple[Assignment, ...]
    result: Node
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class PlainText:
    """Literal text of a label."""

    text: str
    span: Span = field(compare=False)


LabelPart = PlainText | TagNode | Formula


@dataclass(frozen=True, slots=True)
class LabelTree:
    """A label: text, tags and formulas in their order."""

    parts: tuple[LabelPart, ...]
    span: Span = field(compare=False)


def tag_nodes(tree: LabelTree) -> Iterator[TagNode]:
    """Yield every tag of a label, in no particular order."""
    waiting: list[Node | LabelPart] = list(tree.parts)
    while waiting:
        node = waiting.pop()
        match node:
            case TagNode():
                yield node
            case Formula():
                waiting += [node.result, *(assignment.value for assignment in node.assignments)]
            case Eval():
                waiting.append(node.formula)
            case Call():
                waiting += node.arguments
            case Negative():
                waiting.append(node.operand)
            case Operation():
                waiting += [node.first, *(step.operand for step in node.steps)]
            case _:
                pass
