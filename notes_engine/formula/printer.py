"""Prints a syntax tree as source: parsing what it prints gives the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.formula import nodes

if TYPE_CHECKING:
    from notes_engine.formula.nodes import Formula, LabelTree, Node


def label_source(tree: LabelTree) -> str:
    """Return the label's source."""
    printed = []
    for part in tree.parts:
        if isinstance(part, nodes.Formula):
            printed.append(f"EVAL{{BEGIN}}{formula_source(part)}{{END}}")
        else:
            printed.append(part.text if isinstance(part, nodes.PlainText) else node_source(part))
    return "".join(printed)


def formula_source(formula: Formula) -> str:
    """Return the formula's source, without its markers."""
    assignments = [f"{assignment.name} := {node_source(assignment.value)}; " for assignment in formula.assignments]
    return "".join(assignments) + node_source(formula.result)


def node_source(node: Node) -> str:
    """Return an expression's source, with the brackets that it needs and no others."""
    match node:
        case nodes.Text():
            quote = "'" if '"' in node.value else '"'
            source = f"{quote}{node.value}{quote}"
        case nodes.Number():
            source = format(node.value, "f")
        case nodes.Boolean():
            source = "true" if node.value else "false"
        case nodes.Null():
            source = "null"
        case nodes.TagNode():
            source = f"{'N' if node.as_number else ''}[{{{node.name}}}]"
        case nodes.Variable():
            source = node.name
        case nodes.Call():
            source = f"{node.name}[{', '.join(map(node_source, node.arguments))}]"
        case nodes.Eval():
            source = f"eval[{node_source(node.text)}]"
        case nodes.Negative():
            source = f"-{_bracketed(node.operand, isinstance(node.operand, nodes.Negative | nodes.Operation))}"
        case nodes.Operation():
            source = _operation(node)
    return source


def _operation(node: nodes.Operation) -> str:
    rank = nodes.RANKS[node.steps[0].operator]

    def operand(child: Node) -> str:
        looser = isinstance(child, nodes.Operation) and nodes.RANKS[child.steps[0].operator] <= rank
        return _bracketed(child, looser)

    return " ".join([operand(node.first), *(f"{step.operator} {operand(step.operand)}" for step in node.steps)])


def _bracketed(node: Node, needed: bool) -> str:
    source = node_source(node)
    return f"({source})" if needed else source
