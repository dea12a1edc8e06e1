"""An expression of a template, written down again from its syntax tree: to tell an author which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from notes_engine.notes.marking import MARK_FILTER
from notes_engine.notes.printing import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}
_LOOSE = (nodes.BinExpr, nodes.Not, nodes.CondExpr, nodes.Compare, nodes.Concat)
"""Kinds of expressions that stand in brackets inside others."""


def written(node: nodes.Node | None) -> str:  # noqa: PLR0911, PLR0912  one case a kind of expression
    """Return the expression as a template would write it; what is of no known kind is `…`."""
    match node:
        case nodes.Filter(name=name, node=inner) if name in (MARK_FILTER, TOGETHER):
            return " ~ ".join(map(_tight, inner.items)) if isinstance(inner, nodes.List) else written(inner)
        case nodes.Name():
            return str(node.name)
        case nodes.TemplateData():
            return repr(node.data)
        case nodes.Const():
            constants = {None: "none", True: "true", False: "false"}
            is_word = node.value is None or isinstance(node.value, bool)
            return constants[node.value] if is_word else repr(node.value)
        case nodes.Getattr():
            return f"{_tight(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{_tight(node.node)}[{written(node.arg)}]"
        case nodes.Slice():
            return ":".join("" if part is None else written(part) for part in (node.start, node.stop))
        case nodes.Call():
            return f"{_tight(node.node)}({_arguments(node)})"
        case nodes.Filter():
            arguments = _arguments(node)
            return f"{_tight(node.node)} | {node.name}" + (f"({arguments})" if arguments else "")
        case nodes.Test():
            arguments = _arguments(node)
            return f"{_tight(node.node)} is {node.name}" + (f"({arguments})" if arguments else "")
        case nodes.Compare():
            return " ".join((_tight(node.expr), *(f"{_SIGNS[op.op]} {_tight(op.expr)}" for op in node.ops)))
        case nodes.CondExpr():
            otherwise = f" else {_tight(node.expr2)}" if node.expr2 is not None else ""
            return f"{_tight(node.expr1)} if {written(node.test)}{otherwise}"
        case nodes.Concat():
            return " ~ ".join(map(_tight, node.nodes))
        case nodes.BinExpr():
            return f"{_tight(node.left)} {node.operator} {_tight(node.right)}"
        case nodes.UnaryExpr():
            return (
                f"{node.operator} {_tight(node.node)}" if node.operator == "not" else node.operator + _tight(node.node)
            )
        case nodes.List():
            return f"[{_listed(node.items)}]"
        case nodes.Tuple():
            return f"({_listed(node.items)})"
        case nodes.Dict():
            return "{" + ", ".join(f"{written(pair.key)}: {written(pair.value)}" for pair in node.items) + "}"
        case nodes.Keyword():
            return f"{node.key}={written(node.value)}"
        case _:
            return "…"


def _tight(node: nodes.Node | None) -> str:
    text = written(node)
    return f"({text})" if isinstance(node, _LOOSE) else text


def _listed(items: Iterable[nodes.Node]) -> str:
    return ", ".join(map(written, items))


def _arguments(node: nodes.Call | nodes.Filter | nodes.Test) -> str:
    return _listed((*node.args, *node.kwargs))
