"""Where a template prints an order's values: file, line and expression of each, recorded while a note is rendered.

Only `notes-engine slots` asks for it: it renders in an environment of its own, so that no batch pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jinja2 import nodes, pass_context

from notes_engine.notes.in_progress import NOTE, NoteInProgress
from notes_engine.notes.label_source import LabelSource
from notes_engine.notes.marking import MARK_FILTER, REST_FILTER, is_label
from notes_engine.notes.marks import MARKS, holds_mark, index_of
from notes_engine.notes.reference import ReferenceEnvironment, ReferenceRenderer
from notes_engine.notes.trees import every
from notes_engine.notes.written import written
from notes_engine.visible import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2.runtime import Context

    from notes_engine.notes.rendered import RenderedNote
    from notes_engine.orders import Order

_SITE_FILTER = "a site"
"""The name of the filter that records: not an identifier, so no template can use it."""
_LONGEST = 120
"""Characters shown of an expression."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a template where an order's value is printed."""

    file: str
    line: int
    expression: str
    """As the template writes it; of a label, its tag and text."""
    column: int = 0
    """Of a label: where its text begins, from 1; 0 where it is not known."""
    each_of: str = ""
    """Where the expression is just a loop's variable: what the loop goes over."""
    is_number: bool = False
    """It is the order-number label."""
    is_capture: bool = False
    """It prints what a macro, a loop or a block has printed: the values in that have places of their own."""
    captured_by: str = ""
    """What captures it and is then looked into, such as `the macro row`."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One value that was printed."""

    site: Site
    mark: int | None
    """The number of its mark; None where it was printed as it is."""
    text: str


class SiteEnvironment(ReferenceEnvironment):
    """Renders as its base does, and records every order value that it prints."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  as its base
        """Take what `LabelEnvironment` takes."""
        self.sites: list[Site] = []
        self.printed: list[Printed] = []
        """What was printed since this was last cleared."""
        self.unmarkable = ""
        """The file of a template because of which no value can be marked."""
        super().__init__(*arguments, **options)
        self.filters[_SITE_FILTER] = self._recorder()

    def new_tree(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return the tree of a template's source, every order value in it recorded when it is printed."""
        before, self.is_markable = self.is_markable, True
        tree = super().new_tree(source, name, filename)
        if not self.is_markable and not self.unmarkable:
            self.unmarkable = filename or name or "<template>"
        self.is_markable = self.is_markable and before
        self._record_within(tree, Site(filename or name or "<template>", 1, ""), {})
        if tree.environment is not None:
            tree.set_environment(tree.environment)
        return tree

    def _record_within(self, node: nodes.Node, around: Site, loops: dict[str, str]) -> None:
        """Let the marked expressions in a node go through the filter that records; `loops`: variable → what of."""
        if isinstance(node, nodes.For):
            targets = (node.target, *every(node.target, nodes.Name))
            names = [target.name for target in targets if isinstance(target, nodes.Name)]
            loops = {**loops, **dict.fromkeys(names, written(node.iter))}
        elif capture := _looked_into(node):
            around = replace(around, captured_by=capture)
        for key, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, key, [self._recorded(each, around, loops) for each in value])
            else:
                setattr(node, key, self._recorded(value, around, loops))

    def _recorded(self, node: Any, around: Site, loops: dict[str, str]) -> Any:  # noqa: ANN401  a node's field
        if not isinstance(node, nodes.Node):
            return node
        if isinstance(node, nodes.Filter) and node.name == MARK_FILTER:
            site = self._site(node, around, loops)
        elif is_label(node):
            site = _label_site(node, around)
        else:
            self._record_within(node, around, loops)
            return node
        self._record_within(node, around, loops)  # a loop or a macro may stand in it
        self.sites.append(site)
        number = nodes.Const(len(self.sites) - 1)
        return nodes.Filter(node, _SITE_FILTER, [number], [], None, None, lineno=node.lineno)

    def _site(self, node: nodes.Filter, around: Site, loops: dict[str, str]) -> Site:
        inner = node.node
        is_capture = isinstance(inner, (nodes.Call, nodes.Name))
        while isinstance(inner, nodes.Filter) and inner.node is not None:
            inner = inner.node
        each_of = loops.get(inner.name, "") if isinstance(inner, nodes.Name) else ""
        expression = clip(written(node), _LONGEST)
        return replace(around, line=node.lineno, expression=expression, each_of=each_of, is_capture=is_capture)

    def _recorder(self) -> Callable[..., Any]:
        @pass_context
        def record(context: Context, value: Any, number: int) -> Any:  # noqa: ANN401  what a template prints
            text = str(value) if isinstance(value, (str, int, float)) or hasattr(value, "__html__") else ""
            mark = MARKS.fullmatch(text)
            note = context.resolve(NOTE)
            site = self.sites[number]
            is_html = mark is None and hasattr(value, "__html__")
            if isinstance(note, NoteInProgress) and text and not (is_html and site.is_capture):
                self.printed.append(Printed(site, index_of(text) if mark else None, text))
            return value

        return record


def _label_site(node: Any, around: Site) -> Site:  # noqa: ANN401  a call, as is_label says
    source = LabelSource.unpack(node.args[1].value)
    tag = f"{{% label{' ' + source.name if source.name else ''} %}}"
    text = clip(" ".join(source.text.split()), _LONGEST)
    return replace(
        around,
        file=source.file,
        line=source.line,
        column=source.column,
        expression=tag + text,
        is_number=source.name == "number",
    )


def _looked_into(node: nodes.Node) -> str:
    """Return what to call a capture whose content is rendered with its values; empty for anything else."""
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    if not (isinstance(first, nodes.Output) and first.nodes):
        return ""
    switch = first.nodes[0]
    if not (isinstance(switch, nodes.Filter) and switch.name == REST_FILTER):
        return ""
    if isinstance(node, nodes.Macro):
        return f"the macro {node.name}"
    if isinstance(node, nodes.AssignBlock):
        return f"{{% set {written(node.target)} %}}"
    return "{% filter %}" if isinstance(node, nodes.FilterBlock) else "{% call %}"


@dataclass(frozen=True, slots=True)
class SitedNote:
    """A rendered note, and every order value that it printed."""

    note: RenderedNote
    printed: tuple[Printed, ...]
    unmarked: str
    """Why its values are not marked; empty when they are."""


class SitedRenderer(ReferenceRenderer):
    """Renders notes and records where their values are printed."""

    environment = SiteEnvironment

    def sited(self, order: Order) -> SitedNote:
        """Return the order's note with its values' sites; raises as `render`."""
        environment = self.locale_notes(self.choose(order)[1]).environment
        if not isinstance(environment, SiteEnvironment):
            raise TypeError("the locale was compiled elsewhere")
        environment.printed.clear()
        note = self.render(order)
        printed = tuple(_with_values(environment.printed, note))
        return SitedNote(note, printed, "" if note.marked is not None else _why_unmarked(environment, order))


def _with_values(found: list[Printed], note: RenderedNote) -> Iterator[Printed]:
    for each in found:
        if each.mark is None or note.marked is None:
            yield replace(each, mark=None)
        else:
            yield replace(each, text=note.marked.values[each.mark])


def _why_unmarked(environment: SiteEnvironment, order: Order) -> str:
    if environment.unmarkable:
        return f"{environment.unmarkable} looks into what other templates print: super(), self, caller() or an import"
    if holds_mark(order):
        return "this order holds characters of Unicode's private use area"
    return (
        "a template is included by a name that is put together, or the templates, catalogs or company facts hold "
        "characters of Unicode's private use area"
    )
