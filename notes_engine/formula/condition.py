"""Printing conditions: `[Source] = 'BACKMARKET' AND [cCountry] <> 'France'`.

Linnworks picks a template by them: tags as `[Name]`, text in single quotes, `=`, `<>`, `AND`, `OR`, exact match,
no functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.errors import FormulaEvaluationError
from notes_engine.formula import nodes
from notes_engine.formula.checker import Checker
from notes_engine.formula.compiled_tags import compile_tag
from notes_engine.formula.condition_lexer import lex_condition
from notes_engine.formula.failures import Failure
from notes_engine.formula.label_parser import check_size
from notes_engine.formula.mistakes import Mistaken
from notes_engine.formula.parser import parse_condition
from notes_engine.formula.source import SourceText, Span
from notes_engine.formula.values import value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notes_engine.formula.nodes import Node
    from notes_engine.orders import TagValues

    Test = Callable[[TagValues], bool]


class Condition:
    """A compiled printing condition."""

    __slots__ = ("_test", "source", "source_text", "tags", "tree")

    def __init__(self, source_text: SourceText, tree: Node, tags: frozenset[str]) -> None:
        """Build the closures; use `compile_condition`, which checks first."""
        self.source_text = source_text
        self.source = source_text.text
        self.tree = tree
        self.tags = tags
        """The keys of the tags it uses, as `TagValues` holds them."""
        self._test = _test(tree)

    def __repr__(self) -> str:
        return f"Condition({self.source!r})"

    def __reduce__(self) -> tuple[object, ...]:
        # Closures do not travel to another process; the source does.
        return (Condition, (self.source_text, self.tree, self.tags))

    def matches(self, values: TagValues) -> bool:
        """Return whether the order meets the condition: values are compared as the text they print, exactly.

        Raises:
            FormulaEvaluationError: a value is none that a formula can hold.
        """
        try:
            return self._test(values)
        except Failure as failure:
            place = self.source_text.place(failure.span)
            raise FormulaEvaluationError(failure.unfit.what, place=place, hint=failure.unfit.hint) from None


def _test(node: Node) -> Test:
    if not isinstance(node, nodes.Operation):
        raise TypeError(node)
    operator = node.steps[0].operator
    operands = [node.first, *(step.operand for step in node.steps)]
    if operator in ("and", "or"):
        tests = [_test(operand) for operand in operands]
        if operator == "and":
            return lambda values: all(test(values) for test in tests)
        return lambda values: any(test(values) for test in tests)
    left, right = (_side(operand) for operand in operands)
    if operator == "=":
        return lambda values: left(values) == right(values)
    return lambda values: left(values) != right(values)


def _side(node: Node) -> Callable[[TagValues], str]:
    if isinstance(node, nodes.TagNode):
        read = compile_tag(node)
        return lambda values: value_text(read(values, []))
    if not isinstance(node, nodes.Text):
        raise TypeError(node)
    text = node.value
    return lambda values: text


def compile_condition(
    source: str, *, name: str = "<condition>", line: int = 1, column: int = 1, extended: Iterable[str] = ()
) -> Condition:
    """Return the printing condition, ready to be asked; the arguments are `compile_label`'s.

    Raises:
        FormulaSyntaxError: the first mistake in it.
    """
    source_text = SourceText(source, name, line, column)
    too_long = check_size(source)
    if too_long:
        raise too_long.as_error(source_text)
    try:
        tree = parse_condition(lex_condition(source), Span(0, len(source)))
    except Mistaken as mistaken:
        raise mistaken.mistake.as_error(source_text) from None
    checker = Checker("order", frozenset(extra.strip().casefold() for extra in extended), tag_form="[{}]")
    checker.kind(tree, {})
    if checker.mistakes:
        raise min(checker.mistakes, key=lambda mistake: mistake.span).as_error(source_text)
    return Condition(source_text, tree, frozenset(checker.tags))
