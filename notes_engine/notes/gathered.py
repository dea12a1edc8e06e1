"""Which statements of a template print little enough to be gathered to one text before it is handed on.

A template is stopped when it has printed far too much, so nothing that may print without end is gathered: what is not
known here is handed on piece by piece, as Jinja does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from notes_engine.notes.marking import is_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_PIECES = 32
"""So many pieces are put together to one text at most: each may be as long as the limit, and all are in memory."""


def is_constant(node: nodes.Node) -> bool:
    """Return whether a node is a text of the template itself."""
    return isinstance(node, (nodes.TemplateData, nodes.Const))


def runs(statements: Iterable[nodes.Node]) -> Iterator[tuple[bool, list[nodes.Node]]]:
    """Yield statements, and expressions that are printed, in runs, each with whether it is gathered to one text."""
    run: list[nodes.Node] = []
    pieces = 0
    for node in statements:
        more = _pieces(node)
        if run and (more is None or pieces + more > MOST_PIECES):
            yield _is_worth_it(run), run
            run, pieces = [], 0
        if more is None:
            yield False, [node]
        else:
            run.append(node)
            pieces += more
    if run:
        yield _is_worth_it(run), run


def needs_tools(statements: Sequence[nodes.Node]) -> bool:
    """Return whether a template's function prints more than labels and its own texts, besides what blocks print."""
    return not all(
        isinstance(node, nodes.Block)
        or (isinstance(node, nodes.Extends) and is_constant(node.template))
        or (isinstance(node, nodes.Output) and all(is_constant(part) or is_label(part) for part in node.nodes))
        for node in statements
    )


def _is_worth_it(run: Sequence[nodes.Node]) -> bool:
    return any(isinstance(node, (nodes.If, nodes.For)) for node in run)


def _pieces(node: nodes.Node) -> int | None:
    """Return how many values a statement prints at most, of a loop each time around; None where that is not known."""
    if isinstance(node, nodes.Expr):
        return 0 if is_constant(node) else 1
    if isinstance(node, nodes.Output):
        return _sum(node.nodes)
    if isinstance(node, nodes.Assign):
        return 0
    if isinstance(node, nodes.If):
        return _sum((*node.body, *node.elif_, *node.else_))
    if isinstance(node, nodes.For):
        # A recursive one prints one text, and Jinja gathers that; others are handed on while they go round.
        return 1 if node.recursive else _sum((*node.body, *node.else_))
    return None


def _sum(within: Iterable[nodes.Node]) -> int | None:
    total = 0
    for node in within:
        more = _pieces(node)
        if more is None:
            return None
        total += more
    return total if total <= MOST_PIECES else None
