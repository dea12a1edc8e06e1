"""What of a template prints the same for every order of one market: the company's facts, the terms, our own texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from notes_engine.notes.printing import TOGETHER
from notes_engine.notes.trees import every

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = frozenset(("_", "gettext", "ngettext", "pgettext", "npgettext"))
"""The functions that give our own texts."""
OF_COMPANY = frozenset(("company", "terms"))
SAME_OF_NOTE = frozenset(("locale", "language", "window", "draft", "direction"))
"""The parts of `note` that depend on nothing but the market and the settings."""

_GIVEN = OF_COMPANY | TEXTS | {"note"}
_MOST_LOOPS = 2
"""How deep loops may stand in each other whose text is kept: each goes through a handful of the company's facts."""
_PURE = frozenset(
    (
        *("select", "reject", "list", "join", "length", "count", "first", "last", "upper", "lower", "capitalize"),
        *("title", "trim", "safe", "e", "escape", "string", "default", "d"),
        TOGETHER,
    )
)
"""Filters that give the same for the same, and depend on nothing else."""
_COMPOSED = (
    *(
        nodes.TemplateData,
        nodes.Const,
        nodes.Output,
        nodes.If,
        nodes.CondExpr,
        nodes.Compare,
        nodes.Operand,
        nodes.And,
        nodes.Or,
        nodes.Not,
    ),
    *(nodes.Add, nodes.List, nodes.Tuple, nodes.Keyword, nodes.Getitem, nodes.Test),
)
"""Nodes that are the same where their parts are."""


def switches_escaping(tree: nodes.Template) -> bool:
    """Return whether a template may print a text without escaping it, and so give what others print."""
    return bool(every(tree, (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)))


def gives_another_meaning(tree: nodes.Template) -> bool:
    """Return whether a template may make one of the names that we give it stand for something else.

    So it is where it sets, imports or defines one, and where it switches the escaping: then nothing is the same in it,
    nor in what it includes.
    """
    if switches_escaping(tree):
        return True
    given = {node.name for node in every(tree, nodes.Name) if node.ctx != "load"}
    given.update(node.name for node in every(tree, nodes.Macro))
    given.update(node.target for node in every(tree, nodes.Import))
    for node in every(tree, nodes.FromImport):
        given.update(name if isinstance(name, str) else name[1] for name in node.names)
    return bool(given & _GIVEN)


def is_same(node: nodes.Node, also: frozenset[str] = frozenset(), loops: int = 0) -> bool:
    """Return whether a node gives the same for every order of one market, whatever came before it.

    `also` are names that stand for such a thing there, `loops` how many loops stand around it. Only in an environment
    where no template gives our names another meaning.
    """
    if isinstance(node, nodes.Name):
        return node.ctx == "load" and (node.name in also or node.name in OF_COMPANY)
    if isinstance(node, nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "note":
            return node.attr in SAME_OF_NOTE
        return is_same(node.node, also, loops)
    if isinstance(node, (nodes.Call, nodes.Filter)):
        return _is_text_or_filter_same(node, also, loops)
    if isinstance(node, nodes.For):
        return _is_loop_same(node, also, loops)
    return isinstance(node, _COMPOSED) and all(is_same(child, also, loops) for child in node.iter_child_nodes())


def _is_text_or_filter_same(node: nodes.Call | nodes.Filter, also: frozenset[str], loops: int) -> bool:
    if isinstance(node, nodes.Call):
        is_known = isinstance(node.node, nodes.Name) and node.node.name in TEXTS
    else:
        is_known = node.name in _PURE and node.node is not None and is_same(node.node, also, loops)
    options: Any = node
    given: Iterable[nodes.Node] = (*options.args, *options.kwargs)
    is_plain = options.dyn_args is None and options.dyn_kwargs is None
    return is_known and is_plain and all(is_same(part, also, loops) for part in given)


def _is_loop_same(node: nodes.For, also: frozenset[str], loops: int) -> bool:
    if node.recursive or loops == _MOST_LOOPS or isinstance(node.iter, nodes.Const) or not is_same(node.iter, also):
        return False
    targets = {name.name for name in (node.target, *every(node.target, nodes.Name)) if isinstance(name, nodes.Name)}
    inner = also | targets | {"loop"}
    parts = (*node.body, *node.else_, *([] if node.test is None else [node.test]))
    return all(is_same(part, inner, loops + 1) for part in parts)
