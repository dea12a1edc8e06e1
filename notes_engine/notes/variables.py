"""Finding variables, filters and tests that do not exist in templates, before any order is read."""

from __future__ import annotations

import difflib
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import meta, nodes

from notes_engine.errors import Place, TemplateError
from notes_engine.notes.addresses import AddressBlock
from notes_engine.notes.label_source import source_line
from notes_engine.notes.placeholders import Fact
from notes_engine.notes.trees import every
from notes_engine.notes.view import CompanyView, LineView, NoteView, OrderView, TermsView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notes_engine.notes.environment import LabelEnvironment

CONTEXT: Mapping[str, type] = {"order": OrderView, "company": CompanyView, "terms": TermsView, "note": NoteView}
"""What every template is given, by name."""

_INNER: Mapping[tuple[type, str], type] = {
    (OrderView, "delivery"): AddressBlock,
    (OrderView, "billing"): AddressBlock,
    (CompanyView, "name"): Fact,
    (CompanyView, "live_since"): Fact,
}
_ITEMS: Mapping[tuple[type, str], type] = {(OrderView, "lines"): LineView, (LineView, "parts"): LineView}

_MOST_SOURCES = 100
_UNDECLARED: dict[str, frozenset[str]] = {}


def known_names(kind: type) -> list[str]:
    """Return the names that a template may ask of a `kind`."""
    if not is_dataclass(kind):
        return []
    return [*(field.name for field in fields(kind)), *(name for name, of in vars(kind).items() if _is_property(of))]


def _is_property(of: object) -> bool:
    return isinstance(of, property)


def unknown_variables(environment: LabelEnvironment, template: str) -> Iterator[TemplateError]:
    """Yield an error for each name in the template (and those it extends or includes) that does not exist.

    Variables are followed through attributes and through loops over the order's lines; what a macro is given is not.
    A name that any template of the chain gives a value counts as known in the others: an included template sees what
    stands around it, and a block may see what its parent sets.
    """
    trees = {name: environment.tree_of(name) for name in environment.chain(template)}
    given = {
        name: {node.name for node in every(tree, nodes.Name) if node.ctx != "load"} for name, tree in trees.items()
    }
    for name, tree in trees.items():
        file = environment.source_of(name)[1]
        if wrong := list(_filters(tree, environment, file)):
            yield from wrong
            continue  # Jinja's analysis of the variables stops at a filter it does not know
        # A block marked `scoped` sees the loops around it, in its own template too.
        is_scoped = any(block.scoped for block in every(tree, nodes.Block))
        elsewhere = set().union(*(names for other, names in given.items() if other != name or is_scoped))
        own = {found for other in trees.values() for found in _own_names(other)}
        known = {*CONTEXT, *environment.globals, *own, *elsewhere}
        for unknown in sorted(_undeclared(environment.source_of(name)[0], tree) - known):
            node = next((found for found in every(tree, nodes.Name) if found.name == unknown), None)
            yield _error(unknown, unknown, list(CONTEXT), file, node.lineno if node else None)
        yield from _attributes(tree, dict(CONTEXT), file)


def _undeclared(source: str, tree: nodes.Template) -> frozenset[str]:
    """Return the variables that a template reads and does not set; the five languages share most of their source."""
    found = _UNDECLARED.get(source)
    if found is None:
        if len(_UNDECLARED) >= _MOST_SOURCES:
            _UNDECLARED.clear()
        found = _UNDECLARED[source] = frozenset(meta.find_undeclared_variables(tree))
    return found


def _filters(tree: nodes.Template, environment: LabelEnvironment, file: str) -> Iterator[TemplateError]:
    """Yield an error for each filter and test that does not exist, also where no order may ever come by."""
    for node in every(tree, (nodes.Filter, nodes.Test)):
        what, known = ("filter", environment.filters) if isinstance(node, nodes.Filter) else ("test", environment.tests)
        name: str = getattr(node, "name")  # noqa: B009  # both have it, their common base has not
        if name not in known:
            yield _error(name, name, list(known), file, node.lineno, what)


def _own_names(tree: nodes.Template) -> Iterator[str]:
    """Yield what a template defines at its top level, or sets under a condition.

    Its blocks see the first, what comes after in the condition the second, though Jinja's analysis does not say so.
    """
    conditional = (node for condition in every(tree, nodes.If) for node in condition.iter_child_nodes())
    for node in (*tree.body, *conditional):
        if isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            yield from (found.name for found in _names(node.target))


def _names(target: nodes.Node) -> list[nodes.Name]:
    return [target] if isinstance(target, nodes.Name) else every(target, nodes.Name)


def _attributes(node: nodes.Node, known: dict[str, type], file: str) -> Iterator[TemplateError]:
    if isinstance(node, nodes.Getattr):
        owner = _kind(node.node, known)
        if owner is not None and node.attr not in known_names(owner):
            whole = f"{_dotted(node.node)}.{node.attr}"
            yield _error(whole, node.attr, known_names(owner), file, node.lineno)
            return
    if isinstance(node, nodes.For):
        yield from _attributes(node.iter, known, file)
        inner = dict(known)
        for target in _names(node.target):
            inner.pop(target.name, None)
        item = _item(node.iter, known)
        if item is not None and isinstance(node.target, nodes.Name):
            inner[node.target.name] = item
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _attributes(child, inner, file)
        return
    if isinstance(node, nodes.Macro):
        known = {name: kind for name, kind in known.items() if name not in {argument.name for argument in node.args}}
    for child in node.iter_child_nodes():
        yield from _attributes(child, known, file)


def _kind(node: nodes.Node, known: Mapping[str, type]) -> type | None:
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        owner = _kind(node.node, known)
        return None if owner is None else _INNER.get((owner, node.attr))
    return None


def _item(node: nodes.Node, known: Mapping[str, type]) -> type | None:
    if isinstance(node, nodes.Getattr):
        owner = _kind(node.node, known)
        return None if owner is None else _ITEMS.get((owner, node.attr))
    return None


def _dotted(node: nodes.Node) -> str:
    return f"{_dotted(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else getattr(node, "name", "…")


def _error(
    whole: str, name: str, candidates: list[str], file: str, line: int | None, kind: str = "variable"
) -> TemplateError:
    source: Any = source_line(file, line) if line else None
    column = source.find(name) + 1 if source and name in source else None
    near = difflib.get_close_matches(name, candidates, n=1)
    many = "docs/templates.md lists them" if kind != "variable" else f"there are: {', '.join(candidates)}"
    hint = f"did you mean {near[0]!r}?" if near else many
    return TemplateError(
        f"unknown {kind} {whole!r}", place=Place(file, line, column, len(name), source if column else None), hint=hint
    )
