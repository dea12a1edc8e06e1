"""How a label came to its text: every part of its tree with the value it had on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notes_engine.errors import FormulaEvaluationError
from notes_engine.formula import nodes
from notes_engine.formula.compiled_tags import tag_key
from notes_engine.formula.functions import ORIGINS, find_function
from notes_engine.formula.label import Label
from notes_engine.formula.values import kind_word, value_text
from notes_engine.orders import find_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.formula.compiler import Closure, Frame
    from notes_engine.formula.label import Context
    from notes_engine.formula.nodes import LabelPart, Node
    from notes_engine.orders import TagValues, Value


@dataclass(frozen=True, slots=True)
class Explained:
    """One part of the tree and the value it had."""

    kind: str
    """`label`, `plain text`, `tag`, `formula`, `assignment`, `function`, `operation`, `value`, `variable`."""
    source: str
    """The part as it is written; of an assignment its name alone."""
    evaluated: bool
    """False in a branch that was not taken, and after a failure."""
    value: Value
    """What it came to; null where it was not evaluated."""
    children: tuple[Explained, ...] = ()
    note: str = ""
    """Whose behaviour it is, for a function."""

    @property
    def text(self) -> str:
        """The value as it would print."""
        return value_text(self.value)

    def as_dict(self) -> dict[str, Any]:
        """Return the part for JSON: `value` is the text that would print; a part not evaluated has none."""
        return {
            "kind": self.kind,
            "source": self.source,
            "evaluated": self.evaluated,
            **({"value": self.text, "type": kind_word(self.value)} if self.evaluated else {}),
            **({"note": self.note} if self.note else {}),
            "children": [child.as_dict() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A label's tree with its values, and what it prints or why it does not."""

    tree: Explained
    tags: Mapping[str, Value]
    """Each tag that the label uses, by its name in the table or as the label writes it, and its value."""
    value: str | None
    """The text that the label prints; None where it fails."""
    error: FormulaEvaluationError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation for JSON: `value` is the text that prints, or `error` says why there is none."""
        tags = {name: None if value is None else value_text(value) for name, value in self.tags.items()}
        outcome = {"error": self.error.as_dict()} if self.error else {"value": self.value}
        return {**outcome, "tags": tags, "tree": self.tree.as_dict()}


def explain(label: Label, values: TagValues, context: Context) -> Explanation:
    """Evaluate the label and return every part's value on the way.

    A failing label is explained as far as it came, with its error; nothing is raised.
    """
    seen: dict[int, Value] = {}

    def observe(node: Node, closure: Closure) -> Closure:
        def watched(values: TagValues, frame: Frame) -> Value:
            value = seen[id(node)] = closure(values, frame)
            return value

        return watched

    watched = Label(label.source_text, label.checked, observe)
    printed: list[str | None] = []
    value, error = None, None
    try:
        for _, text in watched.each_part(values, context):
            printed.append(text)
        value = watched.evaluate(values, context)
    except FormulaEvaluationError as failed:
        error = failed
    printed += [None] * (len(label.tree.parts) - len(printed))
    parts = []
    for part, shown in zip(label.tree.parts, printed, strict=True):
        parts.append(_part(_Seen(label.source, seen), part, shown))
    tree = Explained("label", label.source, value is not None, value, tuple(parts))
    return Explanation(tree, _tags(label, values), value, error)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The label's source and the values that its nodes had, by their identity."""

    source: str
    values: Mapping[int, Value]

    def explained(self, kind: str, part: LabelPart | Node, node: Node, below: list[Explained], note: str) -> Explained:
        """Return a part of the tree whose value is the node's."""
        start, end = part.span
        known = id(node) in self.values
        return Explained(kind, self.source[start:end], known, self.values.get(id(node)), tuple(below), note)


def _part(seen: _Seen, part: LabelPart, printed: str | None) -> Explained:
    if isinstance(part, nodes.PlainText):
        return Explained("plain text", part.text, True, part.text)
    if isinstance(part, nodes.TagNode):
        return Explained("tag", seen.source[slice(*part.span)], printed is not None, printed)
    return _formula(seen, part)


def _formula(seen: _Seen, formula: nodes.Formula) -> Explained:
    below = []
    for assignment in formula.assignments:
        value = _node(seen, assignment.value)
        below.append(Explained("assignment", assignment.name, value.evaluated, value.value, (value,)))
    below.append(_node(seen, formula.result))
    return seen.explained("formula", formula, formula.result, below, "")


def _node(seen: _Seen, node: Node) -> Explained:
    kind, parts, note = _shape(node)
    below = []
    # A loop: a comprehension would be one more frame a level of a deep formula.
    for part in parts:
        below.append(_formula(seen, part) if isinstance(part, nodes.Formula) else _node(seen, part))
    return seen.explained(kind, node, node, below, note)


def _shape(node: Node) -> tuple[str, tuple[Node | nodes.Formula, ...], str]:
    """Return the node's kind, what stands below it, and whose behaviour it is."""
    match node:
        case nodes.Call():
            function = find_function(node.name)
            note = "" if function is None else ORIGINS[function.origin]
            return "function", node.arguments, note
        case nodes.Eval():
            return "function", (node.formula,), ORIGINS["documented"]
        case nodes.Operation():
            return "operation", (node.first, *(step.operand for step in node.steps)), ""
        case nodes.Negative():
            return "operation", (node.operand,), ""
        case nodes.TagNode():
            return "tag", (), ""
        case _:
            return "variable" if isinstance(node, nodes.Variable) else "value", (), ""


def _tags(label: Label, values: TagValues) -> dict[str, Value]:
    named = {tag_key(node.name): node.name for node in nodes.tag_nodes(label.tree)}
    names = {(tag.name if (tag := find_tag(key)) else written): key for key, written in named.items()}
    return {name: values[names[name]] for name in sorted(names)}
