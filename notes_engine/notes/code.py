"""From a template's tree to Python: Jinja's own code, shorter where it prints an order's values and our own texts.

It prints what Jinja's prints, and fails where that fails: whatever is not known here goes Jinja's way.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, CompilerExit

from notes_engine.notes.direct import DIRECT
from notes_engine.notes.filters import FILTERS
from notes_engine.notes.gathered import MOST_PIECES, is_constant, needs_tools, runs
from notes_engine.notes.marking import MARK_FILTER, is_choice, is_label
from notes_engine.notes.runtime import show
from notes_engine.notes.sameness import TEXTS, is_same
from notes_engine.notes.trees import every

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jinja2.compiler import Frame

_COUNTED = {"first": "({} == 0)", "index": "({} + 1)", "index0": "{}"}
_HIDING = (
    *(nodes.For, nodes.Include, nodes.Import, nodes.FromImport, nodes.Block, nodes.Macro, nodes.CallBlock),
    *(nodes.Scope, nodes.OverlayScope),
)
"""Inside these, the name `loop` may mean another loop, or be handed on."""


_TOOLS = "n_put, n_money, n_day, n_number, n_kept = n_tools(context, n_template, n_texts)"
_MOST_GATHERED = 2 * MOST_PIECES
"""A loop's texts are handed on when there are more of them, constants among them."""


class NoteCodeGenerator(CodeGenerator):
    """Writes the Python of one template.

    What it adds to Jinja's: outputs that follow each other, with what is chosen or repeated between them, are one text;
    public data of our own records is read
    directly once the object's class is known; what is the same for every order of one market is made once for each
    (`tools` gives the list it is kept in); a loop that only counts needs no object to do so.
    """

    _texts = 0
    """How many texts are kept so far."""
    _is_keeping = False
    _awaits_tools = False
    """A function was begun, and nothing of what it prints was written yet."""
    _gathering: str | None = None
    """The list in which a function's texts are gathered."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  as Jinja calls it
        """Write the module."""
        self._read: set[str] = set()
        self._counters: set[str] = set()
        self._bodies: set[int] = set()
        names = ("OF_CLASS as n_of_class", "said as n_said", "show as n_show", "tools as n_tools")
        self.writeline(f"from notes_engine.notes.runtime import {', '.join(names)}")
        self.writeline("n_template = object()")
        super().visit_Template(node, frame)
        self.writeline(f"n_texts = {self._texts}")
        for name in sorted(self._read):
            self.writeline(f"n_of_{name} = n_of_class[{name!r}]")

    def write_commons(self) -> None:
        """Write what each function of the module begins with."""
        super().write_commons()
        self._awaits_tools = True

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write statements one after the other."""
        nodes = list(nodes) if not isinstance(nodes, list) else nodes
        if self._awaits_tools:
            self._awaits_tools = False
            if needs_tools(nodes):
                self.writeline(_TOOLS)
        if frame.require_output_check or not _escapes(frame):
            super().blockvisit(nodes, frame)
            return
        self.writeline("pass")
        with suppress(CompilerExit):  # what follows is never reached
            if frame.buffer is None:
                self._gather(nodes, frame)
            else:
                self._statements(_apart(nodes), frame)
        if id(nodes) in self._bodies:
            self.writeline(f"if len({frame.buffer}) > {_MOST_GATHERED}:")
            self.indent()
            self.writeline(f"yield concat({frame.buffer})")
            self.writeline(f"{frame.buffer}.clear()")
            self.outdent()

    def _gather(self, statements: Iterable[nodes.Node], frame: Frame) -> None:
        """Write statements of a function that hands its texts on: as few of them as may be."""
        for is_gathered, run in runs(_apart(statements)):
            if not is_gathered:
                self._statements(run, frame)
                continue
            before, self._gathering = self._gathering, self.temporary_identifier()
            self.writeline(f"{self._gathering} = []")
            frame.buffer = self._gathering
            self._statements(run, frame)
            self.writeline(f"yield concat({self._gathering})")
            frame.buffer, self._gathering = None, before

    def _statements(self, apart: Iterable[nodes.Node], frame: Frame) -> None:
        """Write statements, and expressions that are printed."""
        pieces: list[str | nodes.Expr] = []
        for same, group in groupby(apart, is_same):
            run = list(group)
            if same and not self._is_keeping and not all(map(is_constant, run)):
                self._print(pieces, frame)
                pieces = [self._keep(run, frame)]
                continue
            for node in run:
                if not isinstance(node, nodes.Expr) or len(pieces) == MOST_PIECES:
                    self._print(pieces, frame)
                    pieces = []
                if isinstance(node, nodes.Expr):
                    pieces.append(node)
                else:
                    self.visit(node, frame)
        self._print(pieces, frame)

    def _keep(self, run: Sequence[nodes.Node], frame: Frame) -> str:
        """Write what makes a text once for each market; return the name of the variable that has it."""
        text, buffer, place = self.temporary_identifier(), self.temporary_identifier(), self._texts
        self._texts += 1
        self.writeline(f"{text} = n_kept[{place}]")
        self.writeline(f"if {text} is None:")
        self.indent()
        self.writeline(f"{buffer} = []")
        inner = frame.copy()
        inner.buffer = buffer
        self._is_keeping = True
        self._statements(run, inner)
        self._is_keeping = False
        self.writeline(f"{text} = n_kept[{place}] = concat({buffer})")
        self.outdent()
        return text

    def _print(self, pieces: Sequence[str | nodes.Expr], frame: Frame) -> None:
        """Write what prints pieces: expressions, and variables that hold text."""
        if not pieces:
            return
        sources = list(self._without_constants(pieces, frame))
        if frame.buffer is None:
            self.writeline("yield concat((" if len(sources) > 1 else "yield (")
        else:
            self.writeline(f"{frame.buffer}.extend((" if len(sources) > 1 else f"{frame.buffer}.append(")
        self.indent()
        for source in sources:
            if isinstance(source, str):
                self.writeline(source)
            else:
                self.newline(source)
                self._piece(source, frame)
            self.write("," if len(sources) > 1 else "")
        self.outdent()
        self.writeline("))" if len(sources) > 1 else ")")

    def _without_constants(self, pieces: Sequence[str | nodes.Expr], frame: Frame) -> Iterator[str | nodes.Expr]:
        """Yield the pieces, constants put together and as Python writes them."""
        finalize = self._make_finalize()
        constants: list[str] = []
        for piece in pieces:
            if not isinstance(piece, str):
                # Whatever is wrong with a constant shows when it is printed, as in Jinja.
                with suppress(Exception):
                    constants.append(self._output_child_to_const(piece, frame, finalize))
                    continue
            if constants:
                yield repr("".join(constants))
                constants = []
            yield piece
        if constants:
            yield repr("".join(constants))

    def _piece(self, node: nodes.Expr, frame: Frame) -> None:
        """Write an expression that gives the printed text of another."""
        if isinstance(node, nodes.Filter) and node.name == MARK_FILTER and node.node is not None:
            self.write("n_put(")
            self._choice(node.node, frame)
            self.write(")")
        elif isinstance(node, nodes.Call) and is_label(node):
            self.visit(node.node, frame)  # it escapes what it prints
            for place, argument in enumerate(node.args):
                self.write(", " if place else "(")
                self.visit(argument, frame)
            self.write(")")
        elif is_choice(node):
            self._choice(node, frame, escaped=True)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name not in TEXTS:
            self.write("n_said(environment, context, ")
            self.visit(node.node, frame)
            names = [
                name for name, is_in in (("_loop_vars", frame.loop_frame), ("_block_vars", frame.block_frame)) if is_in
            ]
            self.signature(node, frame, {name: name for name in names} or None)
            self.write(")")
        else:
            self.write("n_show(")
            self._choice(node, frame)
            self.write(")")

    def _choice(self, node: nodes.Expr, frame: Frame, *, escaped: bool = False) -> None:
        """Write a value to print; of a choice without `else`, which prints nothing, an empty text.

        With `escaped`, the texts that are chosen from are written as they print.
        """
        if isinstance(node, nodes.CondExpr):
            inner = frame.soft()
            self.write("(")
            self._choice(node.expr1, inner, escaped=escaped)
            self.write(" if ")
            self.visit(node.test, inner)
            self.write(" else ")
            self._choice(node.expr2 or nodes.Const(""), inner, escaped=escaped)
            self.write(")")
        elif escaped:
            self.write(repr(str(show(node.as_const(frame.eval_ctx)))))
        else:
            self.visit(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  as Jinja calls it
        """Write `object.name`: read directly where the object's class has it as public data."""
        kinds = DIRECT.get(node.attr)
        if isinstance(node.node, nodes.Name) and node.node.ctx == "load":
            found = frame.symbols.ref(node.node.name)
            if node.node.name == "loop" and found in self._counters:
                self.write(_COUNTED[node.attr].format(found))
                return
            known = found
        else:
            found = self.temporary_identifier() if kinds else ""
            known = f"({found} := "
        if kinds is None:
            super().visit_Getattr(node, frame)
            return
        self._read.add(node.attr)
        self.write(f"({found}.{node.attr} if {known}")
        if known != found:
            self.visit(node.node, frame)
            self.write(")")
        is_one = "is" if len(kinds) == 1 else "in"
        self.write(f".__class__ {is_one} n_of_{node.attr} else environment.getattr(")
        if known == found:
            self.visit(node.node, frame)
        else:
            self.write(found)
        self.write(f", {node.attr!r}))")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802  as Jinja calls it
        """Write a filter; ours print for the note at once."""
        is_ours = node.name in FILTERS and self.environment.filters.get(node.name) is FILTERS[node.name]
        if not is_ours or node.node is None or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Filter(node, frame)
            return
        self.write(f"n_{node.name}(")
        self.visit(node.node, frame)
        self.write(")")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802  as Jinja calls it
        """Write a loop; one that asks for its number only is counted by Python."""
        if frame.buffer is not None and frame.buffer == self._gathering and not node.recursive:
            self._bodies.add(id(node.body))
        if not _only_counts(node):
            super().visit_For(node, frame)
            return
        inner = frame.inner()
        inner.loop_frame = True
        counter = inner.symbols.declare_parameter("loop")
        inner.symbols.analyze_node(node, for_branch="body")
        self.writeline(f"for {counter}, ", node)
        self.visit(node.target, inner)
        self.write(" in enumerate(")
        self.visit(node.iter, frame)
        self.write("):")
        self.indent()
        self.enter_frame(inner)
        self.writeline("_loop_vars = {}")
        self._counters.add(counter)
        self.blockvisit(node.body, inner)
        self._counters.discard(counter)
        self.outdent()
        self.leave_frame(inner)
        if self._assign_stack:
            self._assign_stack[-1].difference_update(inner.symbols.stores)


def _escapes(frame: Frame) -> bool:
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def _apart(statements: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield statements, but of outputs the expressions that they print."""
    for statement in statements:
        if isinstance(statement, nodes.Output):
            yield from statement.nodes
        else:
            yield statement


def _only_counts(node: nodes.For) -> bool:
    """Return whether a loop's body asks its `loop` for nothing but how often it went round."""
    if node.recursive or node.test is not None or node.else_ or not isinstance(node.target, (nodes.Name, nodes.Tuple)):
        return False
    body = nodes.Template(node.body)
    if every(body, _HIDING):
        return False
    uses = [name for name in (*every(body, nodes.Name), *every(node.target, nodes.Name)) if name.name == "loop"]
    counted = [found.node for found in every(body, nodes.Getattr) if found.attr in _COUNTED]
    is_target = isinstance(node.target, nodes.Name) and node.target.name == "loop"
    return bool(uses) and not is_target and all(any(use is found for found in counted) for use in uses)
