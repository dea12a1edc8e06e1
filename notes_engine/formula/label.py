"""Labels: compiled once, before any order is read, and evaluated with each order's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import FormulaEvaluationError
from notes_engine.formula import nodes
from notes_engine.formula.checked import check_source
from notes_engine.formula.compiled_tags import compile_tag
from notes_engine.formula.compiler import Compiler
from notes_engine.formula.failures import Failure, Unfit
from notes_engine.formula.mistakes import TOO_DEEP, too_deep
from notes_engine.formula.source import SourceText
from notes_engine.formula.values import fits_text, value_text
from notes_engine.orders import find_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from notes_engine.errors import FormulaSyntaxError
    from notes_engine.formula.checked import Checked
    from notes_engine.formula.checker import Scope
    from notes_engine.formula.compiler import Observe
    from notes_engine.formula.mistakes import Mistake
    from notes_engine.orders import Tag, TagValues, Value

    Part = Callable[[TagValues, "Context"], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What an evaluation needs besides the order's values."""

    now: date
    """The day the batch started, in the market's time zone: what `now[]` is."""
    format_bare: Callable[[Tag, Value], str] | None = None
    """Prints a tag that stands outside any formula, where it is a date, an amount or a number, for the note's market.

    Without it such a tag prints as inside a formula.
    """


class Label:
    """A compiled label. It holds no order's values; one label may be evaluated by several threads."""

    __slots__ = (
        "_kinds_and_parts",
        "_only_part",
        "_parts",
        "checked",
        "source",
        "source_text",
        "tags",
        "tree",
        "uses_now",
    )

    def __init__(self, source_text: SourceText, checked: Checked, observe: Observe | None = None) -> None:
        """Build the closures, of which `observe` sees each; use `compile_label`, which refuses mistakes."""
        self.source_text = source_text
        self.source = source_text.text
        self.checked = checked
        self.tree = checked.tree
        self.tags = checked.tags
        """The keys of the tags it uses, as `TagValues` holds them."""
        self.uses_now = checked.uses_now
        self._parts = [_part(part, observe) for part in self.tree.parts]
        kinds = [not isinstance(node, nodes.PlainText) for node in self.tree.parts]
        self._kinds_and_parts = list(zip(kinds, self._parts, strict=True))
        self._only_part = self._parts[0] if len(self._parts) == 1 else None

    def __repr__(self) -> str:
        return f"Label({self.source!r})"

    def __reduce__(self) -> tuple[object, ...]:
        # Closures do not travel to another process; the source does.
        return (_compile, (self.source_text, self.checked.scope, self.checked.extended))

    def evaluate(self, values: TagValues, context: Context) -> str:
        """Return the text that the label prints for one order.

        Raises:
            FormulaEvaluationError: the values do not fit the formula; it tells where and what to do.
        """
        only_part = self._only_part
        try:
            if only_part is not None:
                return only_part(values, context)
            return fits_text("".join([part(values, context) for part in self._parts]))
        except (Failure, Unfit, RecursionError) as failure:
            raise self._error(failure) from None

    def evaluate_parts(self, values: TagValues, context: Context) -> list[tuple[bool, str]]:
        """Return the text of each part with whether a tag or formula gave it (False: the label's own words).

        Raises:
            FormulaEvaluationError: as `evaluate`.
        """
        try:
            return [(is_computed, part(values, context)) for is_computed, part in self._kinds_and_parts]
        except (Failure, RecursionError) as failure:
            raise self._error(failure) from None

    def joined(self, parts: Sequence[tuple[bool, str]]) -> str:
        """Return what `evaluate` returns, of what `evaluate_parts` returned.

        Raises:
            FormulaEvaluationError: as `evaluate`.
        """
        if len(parts) == 1:
            return parts[0][1]
        try:
            return fits_text("".join([text for _, text in parts]))
        except Unfit as failure:
            raise self._error(failure) from None

    def each_part(self, values: TagValues, context: Context) -> Iterator[tuple[bool, str]]:
        """Yield what `evaluate_parts` returns, part by part, as far as it goes.

        Raises:
            FormulaEvaluationError: as `evaluate`.
        """
        try:
            for is_computed, part in self._kinds_and_parts:
                yield is_computed, part(values, context)
        except (Failure, RecursionError) as failure:
            raise self._error(failure) from None

    def _error(self, failure: Failure | Unfit | RecursionError) -> FormulaEvaluationError:
        """Return the error that shows a failure at its place, or at the whole label."""
        if isinstance(failure, RecursionError):
            failure = Unfit(*TOO_DEEP)
        span, unfit = (failure.span, failure.unfit) if isinstance(failure, Failure) else (self.tree.span, failure)
        return FormulaEvaluationError(unfit.what, place=self.source_text.place(span), hint=unfit.hint)


def _part(part: nodes.LabelPart, observe: Observe | None) -> Part:
    if isinstance(part, nodes.PlainText):
        text = part.text
        return lambda values, context: text
    if isinstance(part, nodes.TagNode):
        return _bare_tag(part)
    compute = Compiler(observe).formula(part)

    def formula(values: TagValues, context: Context) -> str:
        value = compute(values, [context.now])
        return value if isinstance(value, str) else value_text(value)

    return formula


def _bare_tag(node: nodes.TagNode) -> Part:
    """Return what prints a tag outside any formula: an amount, a number or a date for the note's market."""
    read = compile_tag(node)
    tag = find_tag(node.name)
    formats = tag is not None and tag.kind in ("date", "money", "number")

    def bare(values: TagValues, context: Context) -> str:
        value = read(values, [])
        if formats and tag and value is not None and context.format_bare is not None:
            return context.format_bare(tag, value)
        return value_text(value)

    return bare


def compile_label(
    source: str,
    *,
    name: str = "<label>",
    line: int = 1,
    column: int = 1,
    scope: Scope = "order",
    extended: Iterable[str] = (),
    file_text: str | None = None,
) -> Label:
    """Return the label, ready to be evaluated.

    `name`, `line` and `column` are the place of the label's first character in its file, `file_text` that whole file
    if it is known, so that errors show the true line. `scope` is `line` inside the loop over an order's lines.
    `extended` are the extended properties declared in the settings.

    Raises:
        FormulaSyntaxError: the first mistake in it.
    """
    source_text = SourceText(source, name, line, column, file_text)
    return _compile(source_text, scope, extended)


def _compile(source_text: SourceText, scope: Scope, extended: Iterable[str]) -> Label:
    checked = check_source(source_text.text, scope, extended)
    if checked.mistakes:
        raise checked.mistakes[0].as_error(source_text)
    try:
        return Label(source_text, checked)
    except RecursionError:
        raise too_deep(checked.tree.span).as_error(source_text) from None


def check_label(
    source: str,
    *,
    name: str = "<label>",
    line: int = 1,
    column: int = 1,
    scope: Scope = "order",
    extended: Iterable[str] = (),
    file_text: str | None = None,
) -> list[FormulaSyntaxError]:
    """Return every mistake of a label, in the order they stand; the arguments are `compile_label`'s."""
    source_text = SourceText(source, name, line, column, file_text)
    return [mistake.as_error(source_text) for mistake in find_mistakes(source, scope=scope, extended=extended)]


def find_mistakes(source: str, *, scope: Scope = "order", extended: Iterable[str] = ()) -> list[Mistake]:
    """Return every mistake of a label as spans of its source, with the fixes that are certain."""
    return list(check_source(source, scope, extended).mistakes)
