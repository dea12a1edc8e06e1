"""The static checker: names, argument counts and certain kinds, before any order is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notes_engine.formula import limits, nodes
from notes_engine.formula.argument_kinds import check_arguments
from notes_engine.formula.functions import find_function, suggest_function
from notes_engine.formula.kinds import Kind, kinds_in_words
from notes_engine.formula.mistakes import Mistake, too_deep
from notes_engine.formula.unassigned_names import suggest_for_name
from notes_engine.orders import find_tag, suggest_tag

if TYPE_CHECKING:
    from notes_engine.formula.nodes import Formula, LabelTree, Node

Scope = Literal["order", "line"]

_TAG_KINDS = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "date": Kind.DATE,
    "flag": Kind.BOOLEAN,
}
_LITERAL_KINDS = {
    nodes.Text: Kind.TEXT,
    nodes.Number: Kind.NUMBER,
    nodes.Boolean: Kind.BOOLEAN,
    nodes.Null: Kind.NULL,
}
_ARITHMETIC = nodes.RANKS["+"]
_CONDITION = nodes.RANKS["and"]


class Checker:
    """Walks one label's trees and gathers what is wrong, and which tags and whether `now[]` are used."""

    def __init__(self, scope: Scope, extended: frozenset[str], tag_form: str = "[{{{}}}]") -> None:
        """`extended` are the settings' extended properties, casefolded; `tag_form` is how the dialect writes a tag."""
        self.mistakes: list[Mistake] = []
        self.tags: set[str] = set()
        self.uses_now = False
        self._scope = scope
        self._extended = extended
        self._tag_form = tag_form
        self._steps = 0
        self._depth = 0
        self._too_many = False
        self._too_deep = False

    def label(self, tree: LabelTree) -> None:
        """Check every part of a label."""
        for part in tree.parts:
            if isinstance(part, nodes.Formula):
                self.formula(part)
            elif isinstance(part, nodes.TagNode):
                self.kind(part, {})

    def formula(self, formula: Formula) -> Kind:
        """Check one formula and return the kinds its value can have."""
        variables: dict[str, Kind] = {}
        for assignment in formula.assignments:
            if assignment.name.lower() in ("not", "n"):
                self._wrong(assignment, f"`{assignment.name}` cannot be a variable's name", "choose another name")
            variables[assignment.name.casefold()] = self.kind(assignment.value, variables)
        return self.kind(formula.result, variables)

    def kind(self, node: Node, variables: dict[str, Kind]) -> Kind:
        """Check one node and return the kinds its value can have."""
        self._steps += 1
        if self._steps > limits.STEPS and not self._too_many:
            self._too_many = True
            self._wrong(node, f"this label has more than {limits.STEPS} steps", "make it shorter")
        known = _LITERAL_KINDS.get(type(node))
        if known is not None:
            return known
        if self._depth == limits.DEPTH:
            return self._refuse_depth(node)
        # One frame for each level and one for its handler: this is where the stack is deepest.
        self._depth += 1
        match node:
            case nodes.TagNode():
                kind = self._tag(node)
            case nodes.Call():
                kind = self._call(node, variables)
            case nodes.Operation():
                kind = self._operation(node, variables)
            case nodes.Variable():
                kind = self._variable(node, variables)
            case nodes.Eval():
                kind = self.formula(node.formula)
            case nodes.Negative():
                kind = Kind.NUMBER
                self._want(kind, node.operand, self.kind(node.operand, variables), "a sign stands before numbers")
            case _:
                raise TypeError(node)
        self._depth -= 1
        return kind

    def _refuse_depth(self, node: Node) -> Kind:
        if not self._too_deep:
            self._too_deep = True
            self.mistakes.append(too_deep(node.span))
        return Kind.ANY

    def _wrong(self, node: Node | nodes.Assignment, what: str, hint: str | None) -> None:
        self.mistakes.append(Mistake(node.span, what, hint))

    def _tag(self, node: nodes.TagNode) -> Kind:
        tag = find_tag(node.name)
        if tag is None:
            name = node.name.casefold()
            if name in self._extended:
                self.tags.add(name)
                kind = Kind.TEXT
            else:
                self._unknown_tag(node)
                kind = Kind.ANY
        else:
            if tag.scope == "line" and self._scope == "order":
                self._wrong(
                    node,
                    f"`{tag.name}` belongs to a line of the order",
                    "use it inside the loop over the order's lines; outside it has no meaning",
                )
            self.tags.add(tag.key)
            kind = _TAG_KINDS[tag.kind]
        if not node.as_number:
            return kind | Kind.NULL
        if not kind & (Kind.TEXT | Kind.NUMBER):
            self._wrong(node, f"`{node.name}` is {kinds_in_words(kind)}, never a number", "leave the `N` out")
        return Kind.NUMBER | Kind.NULL

    def _unknown_tag(self, node: nodes.TagNode) -> None:
        if not node.name:
            self._wrong(node, "this tag has no name", f"write `{self._tag_form.format('SecondaryReference')}`")
            return
        near = suggest_tag(node.name, self._extended)
        hint = f"did you mean `{self._tag_form.format(near)}`? " if near else ""
        self._wrong(
            node,
            f"there is no tag `{node.name}`",
            f'{hint}An extended property is declared in notes.toml: [orders] extended = ["{node.name}"]; '
            "`notes-engine tags` lists all others",
        )

    def _variable(self, node: nodes.Variable, variables: dict[str, Kind]) -> Kind:
        kind = variables.get(node.name.casefold())
        if kind is not None:
            return kind
        self._wrong(node, f"`{node.name}` was never assigned", suggest_for_name(node.name, variables, self._extended))
        return Kind.ANY

    def _call(self, node: nodes.Call, variables: dict[str, Kind]) -> Kind:
        # Loops and not comprehensions, here and below: a deep formula needs every frame of the interpreter's stack.
        kinds: list[Kind] = []
        for argument in node.arguments:
            kinds.append(self.kind(argument, variables))
        function = find_function(node.name)
        if function is None:
            self.mistakes.append(
                Mistake(
                    node.name_span,
                    f"there is no function `{node.name}`",
                    suggest_function(node.name) or "`notes-engine explain --functions` lists all of them",
                )
            )
            return Kind.ANY
        count = len(node.arguments)
        if count < function.fewest or (function.most is not None and count > function.most):
            self._wrong(
                node, _count_words(function.name, function.fewest, function.most, count), f"write `{function.usage}`"
            )
            return function.returns
        if function.name == "eval":
            # One whose argument is a text became an Eval node when it was parsed.
            self._wrong(
                node.arguments[0],
                "`eval` takes a text in quotes, never a value",
                "an order's values come from strangers: they are never read as a formula",
            )
            return Kind.ANY
        self.mistakes += check_arguments(function, node.arguments, kinds)
        if function.name == "iif":
            return kinds[1] | kinds[2]
        if function.name == "now":
            self.uses_now = True
        return function.returns

    def _operation(self, node: nodes.Operation, variables: dict[str, Kind]) -> Kind:
        operands = [node.first, *(step.operand for step in node.steps)]
        kinds: list[Kind] = []
        for operand in operands:
            kinds.append(self.kind(operand, variables))
        rank = nodes.RANKS[node.steps[0].operator]
        if rank <= _CONDITION:
            for operand, kind in zip(operands, kinds, strict=True):
                self._want(Kind.BOOLEAN, operand, kind, f"`{node.steps[0].operator}` stands between conditions")
            return Kind.BOOLEAN
        if rank < _ARITHMETIC:
            return Kind.BOOLEAN
        for i, (operand, kind) in enumerate(zip(operands, kinds, strict=True)):
            if kind & Kind.NUMBER:
                continue
            step = node.steps[max(i - 1, 0)]
            if step.operator == "+" and kind & Kind.TEXT:
                self.mistakes.append(Mistake(step.span, "`+` adds numbers, it never joins texts", _plus_hint(operand)))
                return Kind.NUMBER
            self._want(Kind.NUMBER, operand, kind, f"`{step.operator}` computes with numbers")
        return Kind.NUMBER

    def _want(self, wanted: Kind, operand: Node, kind: Kind, why: str) -> None:
        if kind & wanted:
            return
        if wanted is Kind.BOOLEAN:
            hint = 'compare it: `x = "…"`, or ask with `not[isnullorempty[x]]`'
        elif isinstance(operand, nodes.TagNode) and kind & Kind.TEXT:
            hint = f"write `N[{{{operand.name}}}]` for the field as a number"
        else:
            hint = f"it wants {kinds_in_words(wanted)}"
        self._wrong(operand, f"{why}, this is {kinds_in_words(kind)}", hint)


def _plus_hint(operand: Node) -> str:
    hint = "write `concat[a, b]` to join texts"
    if isinstance(operand, nodes.TagNode):
        hint += f", or `N[{{{operand.name}}}]` for the field as a number"
    return hint


def _count_words(name: str, fewest: int, most: int | None, count: int) -> str:
    wanted = f"at least {fewest}" if most is None else str(fewest) if fewest else "no"
    plural = "" if wanted.endswith("1") else "s"
    return f"`{name}` takes {wanted} argument{plural}, not {count}"
