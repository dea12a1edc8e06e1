"""Marking a template: which of the expressions that it prints may give a mark instead of their value.

A mark stands for an order value from where it is printed to where the note's pages are made. It must arrive there as it
was printed: whatever a template captures (a macro, a `set` block, a `filter` block) and then looks into, filters or
compares is rendered with its values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, nodes, pass_context

from notes_engine.notes.in_progress import NOTE, NoteInProgress
from notes_engine.notes.printing import printed
from notes_engine.notes.sameness import OF_COMPANY, SAME_OF_NOTE, TEXTS, switches_escaping
from notes_engine.notes.trees import every, within

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from notes_engine.notes.marks import Marks

MARK_FILTER = "a mark"
"""The name of the filter that marks: not an identifier, so no template can use it."""

REST_FILTER = "marking rests"
"""The name of the filter that stops and resumes marking."""

_SAME_FOR_ALL = OF_COMPANY | TEXTS

_CAPTURING = frozenset(("super", "self", "loop", "caller"))


def mark_outputs(tree: nodes.Template) -> bool:
    """Let what a template prints go through the filter `MARK_FILTER`, and marking rest where it has to.

    Returns False when what other templates print is captured and looked into here, or printed as it is: then no note of
    this environment can be marked.
    """
    unsafe = _unsafe_names(tree)
    if unsafe & (_CAPTURING | _imported(tree)) or switches_escaping(tree):
        return False
    _mark_within(tree, _same_variables(tree), _printable_captures(tree))
    for capture in every(tree, (nodes.Macro, nodes.AssignBlock, nodes.FilterBlock, nodes.CallBlock)):
        if _rests(capture, unsafe):
            capture.body = [_switch(rest=True), *capture.body, _switch(rest=False)]  # type: ignore[attr-defined]
    if tree.environment is not None:
        tree.set_environment(tree.environment)
    return True


def _switch(*, rest: bool) -> nodes.Output:
    return nodes.Output([nodes.Filter(nodes.Const(rest), REST_FILTER, [], [], None, None)])


def is_label(node: nodes.Node) -> bool:
    """Return whether a node prints a label."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.ExtensionAttribute)
        and node.node.name == "print_label"
    )


def _marked(child: nodes.Expr, same: frozenset[str], captures: frozenset[str]) -> nodes.Expr:
    if is_choice(child) or _is_capture(child, captures):
        return child
    if is_label(child):
        child.args.append(nodes.Const(True))  # type: ignore[attr-defined]  # a call, as is_label says
        return child
    if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in TEXTS:
        shown = [*child.args, *(keyword.value for keyword in child.kwargs if keyword.key == "num")]
        for keyword in child.kwargs:
            if keyword.key != "num" and not _is_same(keyword.value, same):
                keyword.value = _through_filter(keyword.value)
        # A number that chooses the wording, or a text that is looked up, is printed as it is.
        return child if all(_is_same(each, same) for each in shown) else _through_filter(child)
    return child if _is_same(child, same) else _through_filter(child)


def is_choice(node: nodes.Expr | None) -> bool:
    """Return whether an expression gives a text of the template, or one of several: that is no order value."""
    if isinstance(node, nodes.CondExpr):
        return is_choice(node.expr1) and is_choice(node.expr2)
    return node is None or isinstance(node, (nodes.TemplateData, nodes.Const))


def _is_capture(node: nodes.Expr, captures: frozenset[str]) -> bool:
    """Return whether an expression gives what was printed, and marked, elsewhere."""
    if isinstance(node, nodes.Call):
        if isinstance(node.node, nodes.Getattr):  # self.block()
            return isinstance(node.node.node, nodes.Name) and node.node.node.name == "self"
        return isinstance(node.node, nodes.Name) and node.node.name in captures
    return isinstance(node, nodes.Name) and node.name in captures - _CAPTURING


def _printable_captures(tree: nodes.Template) -> frozenset[str]:
    """Return the names that only ever stand for what was captured."""
    others = {name.name for assign in every(tree, nodes.Assign) for name in within(assign.target, nodes.Name)}
    arguments = {name.name for name in every(tree, nodes.Name) if name.ctx == "param"}
    targets = {name.name for loop in every(tree, nodes.For) for name in within(loop.target, nodes.Name)}
    return frozenset(_captures(tree) - _imported(tree) - others - arguments - targets)


def _through_filter(node: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(node, MARK_FILTER, [], [], None, None, lineno=node.lineno)


def _is_same(node: nodes.Node, same: frozenset[str]) -> bool:
    """Return whether an expression gives the same for every order of a batch, as the company's facts do."""
    return all(
        name.name in same or (name.name == "note" and _of_note(node, name) in SAME_OF_NOTE)
        for name in within(node, nodes.Name)
    )


def _of_note(node: nodes.Node, name: nodes.Node) -> str:
    return next((found.attr for found in within(node, nodes.Getattr) if found.node is name), "")


def _same_variables(tree: nodes.Template) -> frozenset[str]:
    """Return the variables that are only ever set to what is the same for every order."""
    assigned = {name.name for assign in every(tree, nodes.Assign) for name in within(assign.target, nodes.Name)}
    other = {
        name.name for capture in every(tree, nodes.AssignBlock) for name in within(capture.target, nodes.Name)
    } | _imported(tree)
    while True:
        same = _SAME_FOR_ALL | (assigned - other)
        found = {
            name.name
            for assign in every(tree, nodes.Assign)
            if not (isinstance(assign.target, nodes.Name) and _is_same(assign.node, same))
            for name in within(assign.target, nodes.Name)
        }
        if found <= other:
            return frozenset(same)
        other |= found


def _mark_within(node: nodes.Node, same: frozenset[str], captures: frozenset[str]) -> None:
    """Mark the outputs in a node; `same` are the names that hold the same for every order there."""
    if isinstance(node, nodes.Output):
        node.nodes = [_marked(child, same, captures) for child in node.nodes]
        return
    inner = same
    if isinstance(node, nodes.For):
        names = frozenset(name.name for name in within(node.target, nodes.Name))
        is_same = node.test is None and _is_same(node.iter, same)
        inner = same | names if is_same else same - names
    elif isinstance(node, (nodes.Macro, nodes.CallBlock)):
        inner = same - {argument.name for argument in node.args}
    elif isinstance(node, nodes.With):
        inner = same - {name.name for target in node.targets for name in within(target, nodes.Name)}
    for child in node.iter_child_nodes():
        _mark_within(child, inner, captures)


def _imported(tree: nodes.Template) -> set[str]:
    found = {node.target for node in every(tree, nodes.Import)}
    for node in every(tree, nodes.FromImport):
        found.update(name if isinstance(name, str) else name[1] for name in node.names)
    return found


def _captures(tree: nodes.Template) -> set[str]:
    """Return the names of what a template captures, or gets captured from elsewhere."""
    found = set(_CAPTURING) | _imported(tree)
    found.update(node.name for node in every(tree, nodes.Macro))
    for node in every(tree, nodes.AssignBlock):
        found.update(name.name for name in within(node.target, nodes.Name))
    return found


def _rests(node: nodes.Node, unsafe: set[str]) -> bool:
    """Return whether what a node captures is rendered with its values."""
    if isinstance(node, nodes.Macro):
        return node.name in unsafe
    if isinstance(node, nodes.AssignBlock):
        names = {name.name for name in within(node.target, nodes.Name)}
        return node.filter is not None or bool(names & unsafe)
    return isinstance(node, (nodes.FilterBlock, nodes.CallBlock))


def _unsafe_names(tree: nodes.Template) -> set[str]:
    """Return the names of captures that are used for more than being printed."""
    captures = _captures(tree)
    found: set[str] = set()

    def visit(node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for printed_part in node.nodes:
                expression(printed_part, safe=True)
        elif isinstance(node, nodes.Expr):
            expression(node, safe=False)
        else:
            for child in node.iter_child_nodes():
                if not (isinstance(node, nodes.If) and child is node.test and isinstance(child, nodes.Name)):
                    visit(child)

    def expression(node: nodes.Node, *, safe: bool) -> None:
        if isinstance(node, nodes.Name):
            if node.ctx == "load" and node.name in captures and not safe:
                found.add(node.name)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            return  # loop.index and the like; what captures is loop(…)
        elif isinstance(node, nodes.Call):
            callee: Any = node.node
            while isinstance(callee, (nodes.Getattr, nodes.Getitem)):
                callee = callee.node
            expression(callee, safe=safe and isinstance(callee, nodes.Name))
            for child in node.iter_child_nodes(exclude=("node",)):
                expression(child, safe=False)
        elif isinstance(node, (nodes.Concat, nodes.CondExpr)):
            for child in node.iter_child_nodes(exclude=("test",)):
                expression(child, safe=safe)
            if isinstance(node, nodes.CondExpr):
                expression(node.test, safe=False)
        else:
            for child in node.iter_child_nodes():
                expression(child, safe=False)

    visit(tree)
    return found


@pass_context
def _mark(context: Context, value: object) -> object:
    """Return the mark of what a template prints, where the note being rendered collects marks."""
    note = context.resolve(NOTE)
    if not isinstance(note, NoteInProgress) or note.marks is None:
        return value
    return mark(value, note.marks)


def mark(value: object, marks: Marks) -> object:
    """Return the mark of a value that prints as a text; what is HTML already is not marked."""
    if hasattr(value, "__html__"):
        marks.holds_values = True  # an escaped value: what captures give does not come here
        return value
    text = printed(value)
    return text if isinstance(text, Undefined) else marks.mark(str(text))


@pass_context
def _rest(context: Context, value: bool) -> str:
    """Let marking rest, or resume it."""
    note = context.resolve(NOTE)
    if isinstance(note, NoteInProgress) and note.marks is not None:
        note.marks.resting += 1 if value else -1
    return ""


MARKING_FILTERS = {MARK_FILTER: _mark, REST_FILTER: _rest}
