"""`{% label %}` for Jinja: formulas compiled with the template, evaluated with the order, escaped as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import nodes
from jinja2.ext import Extension
from markupsafe import Markup, escape

from notes_engine.errors import FormulaError, Place, TemplateError
from notes_engine.formula import compile_label
from notes_engine.notes.in_progress import note_of
from notes_engine.notes.label_source import LabelSource, file_text, lift_labels, source_line
from notes_engine.notes.trees import every
from notes_engine.notes.typography import clean_text
from notes_engine.notes.view import LineView
from notes_engine.orders import TagValues, find_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2 import Environment
    from jinja2.parser import Parser
    from jinja2.runtime import Context as JinjaContext

    from notes_engine.formula import Label
Scope = Literal["order", "line"]

_LINE_LISTS = frozenset(("lines", "parts"))


@dataclass(frozen=True, slots=True)
class TemplateLabel:
    """A label of one template, compiled."""

    source: LabelSource
    label: Label
    scope: Scope

    @property
    def place(self) -> Place:
        """Where the label's text begins, with its first line."""
        first = self.source.text.split("\n")[0]
        line = source_line(self.source.file, self.source.line)
        return Place(self.source.file, self.source.line, self.source.column, max(len(first), 1), line)


class LabelTag(Extension):
    """The `{% label %}` tag. The environment must be a `LabelEnvironment`, which knows the loops around a tag."""

    tags = {"label"}  # noqa: RUF012  # Jinja declares it so

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Lift the labels' texts out of the source before Jinja reads it."""
        return lift_labels(source, filename or name or "<template>")

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the node that prints the label; the line variable around it is filled in when the tree is whole."""
        line = next(parser.stream).lineno
        word = parser.stream.expect("string").value
        none = nodes.Const(None)
        call = self.call_method("print_label", [nodes.ContextReference(), nodes.Const(word), none, none], lineno=line)
        return nodes.Output([call], lineno=line)

    def print_label(
        self,
        context: JinjaContext,
        word: str,
        scope: Scope,
        line: object,
        may_mark: bool = False,
    ) -> Markup:
        """Return the label's text for the order being rendered, escaped wherever the label stands.

        Raises:
            FormulaEvaluationError: the formula fails with this order's values.
            TemplateError: the loop around it gave it something else than a line of the order.
        """
        note = note_of(context)
        compiled = compiled_label(self.environment, word, scope)
        values = note.values
        if isinstance(line, LineView):
            values = TagValues(values.order, line=note.lines.get(line.key), zone=values.zone)
        elif scope == "line" and any(tag.scope == "line" for tag in map(find_tag, compiled.label.tags) if tag):
            raise TemplateError(
                "this label stands in a loop over something else than the order's lines",
                place=compiled.place,
                hint="write {% for line in order.lines %}…{% endfor %} around it",
            )
        if compiled is note.number_label and values is note.values:
            text = compiled.label.joined(note.number_parts)  # it was evaluated before anything was printed
        else:
            text = compiled.label.evaluate(values, note.context)
        text = clean_text(text, multiline=True)
        note.printed.append(compiled.source)
        if note.marks is None:
            return escape(text)
        if not may_mark:
            note.marks.look_at(text)
        shown = note.marks.mark(text) if may_mark else text
        return escape(text) if shown is text else Markup(shown)  # noqa: S704  a mark


def compiled_label(environment: Environment, word: str, scope: Scope) -> TemplateLabel:
    """Return the compiled label that `word` packs; each is compiled once per environment.

    Raises:
        FormulaSyntaxError: the label is wrong; its place is that in the template.
    """
    cache: dict[tuple[str, Scope], TemplateLabel] = environment.label_cache  # type: ignore[attr-defined]  # ours
    found = cache.get((word, scope))
    if found is None:
        source = LabelSource.unpack(word)
        label = compile_label(
            source.text,
            name=source.file,
            line=source.line,
            column=source.column,
            scope=scope,
            file_text=file_text(source.file),
            extended=environment.extended,  # type: ignore[attr-defined]  # ours
        )
        found = cache[word, scope] = TemplateLabel(source, label, scope)
    return found


def bind_labels(
    tree: nodes.Template,
    compiled: Callable[[str, Scope], TemplateLabel],
    *,
    mistakes: list[FormulaError] | None = None,
) -> list[TemplateLabel]:
    """Compile every label of a template's tree and give those inside a line loop their line.

    A label is inside a line loop where a `for` over `.lines` or `.parts`, or a macro with a `line` argument, stands
    around it. Returns the labels in the template's order. With `mistakes`, wrong labels are collected there.

    Raises:
        FormulaSyntaxError: the first wrong label.
    """
    found: list[TemplateLabel] = []
    for call, variable in _label_calls(tree, None):
        word: str = call.args[1].value  # type: ignore[attr-defined]  # put there by LabelTag.parse
        scope: Scope = "order" if variable is None else "line"
        call.args[2] = nodes.Const(scope)
        call.args[3] = nodes.Const(None) if variable is None else nodes.Name(variable, "load")
        try:
            found.append(compiled(word, scope))
        except FormulaError as error:
            if mistakes is None:
                raise
            mistakes.append(error)
    return found


def _label_calls(node: nodes.Node, variable: str | None) -> Iterator[tuple[nodes.Call, str | None]]:
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.ExtensionAttribute)
        and node.node.name == "print_label"
    ):
        yield node, variable
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name) and _is_over_lines(node.iter, variable):
        for child in node.body:
            yield from _label_calls(child, node.target.name)
        for child in node.else_:
            yield from _label_calls(child, variable)
        return
    if isinstance(node, (nodes.Macro, nodes.CallBlock)):
        variable = next((argument.name for argument in node.args if argument.name in ("line", "part")), variable)
    for child in node.iter_child_nodes():
        yield from _label_calls(child, variable)


def _is_over_lines(iterated: nodes.Node, variable: str | None) -> bool:
    """True when a loop goes over lines: `order.lines`, `line.parts`, a filter of them, or what such a loop gives."""
    while isinstance(iterated, nodes.Filter) and iterated.node is not None:
        iterated = iterated.node
    if isinstance(iterated, nodes.Name):
        return iterated.name in _LINE_LISTS or iterated.name == variable
    candidates: list[Any] = [iterated, *every(iterated, nodes.Getattr)]
    return any(isinstance(node, nodes.Getattr) and node.attr in _LINE_LISTS for node in candidates)
