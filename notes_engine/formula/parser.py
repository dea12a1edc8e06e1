"""Lexemes in, syntax tree out: Lark's LALR parser over grammar.lark, built once when first needed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from notes_engine.formula import limits, nodes
from notes_engine.formula.expected import explain_unexpected
from notes_engine.formula.lexer import Lexeme, lex_formula
from notes_engine.formula.mistakes import Mistake, Mistaken
from notes_engine.formula.precedence import OPERATORS, ranked
from notes_engine.formula.quotes import swallowing_quote
from notes_engine.formula.source import Span
from notes_engine.formula.stray_brackets import explain_stray_bracket

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lark.lexer import Token

    from notes_engine.formula.nodes import Node


class _Ready(Lexer):
    """Hands Lark the lexemes that lexer.py already cut."""

    def __init__(self, lexer_conf: object) -> None:
        """Need nothing: the grammar only declares its terminals."""

    def lex(self, lexemes: Sequence[Lexeme]) -> Iterator[Token]:  # type: ignore[override]  # Lark passes custom input through
        return cast("Iterator[Token]", iter(lexemes))


class _Builder:
    """Makes nodes while Lark reduces: one method per alias of the grammar."""

    def text(self, children: list[Lexeme]) -> nodes.Text:
        word = children[0]
        return nodes.Text(word.text[1:-1], Span(word.start, word.end))

    def number(self, children: list[Lexeme]) -> nodes.Number:
        word = children[0]
        if len(word.text) > limits.WHOLE_DIGITS:
            raise Mistaken(Mistake(word.span, f"this number has more than {limits.WHOLE_DIGITS} digits"))
        return nodes.Number(Decimal(word.text), Span(word.start, word.end))

    def boolean(self, children: list[Lexeme]) -> nodes.Boolean:
        word = children[0]
        return nodes.Boolean(word.type == "TRUE", Span(word.start, word.end))

    def null(self, children: list[Lexeme]) -> nodes.Null:
        word = children[0]
        return nodes.Null(Span(word.start, word.end))

    def tag(self, children: list[Lexeme]) -> nodes.TagNode:
        word = children[0]
        return nodes.TagNode(word.text.strip("[]{}").strip(), Span(word.start, word.end))

    def number_tag(self, children: list[Lexeme]) -> nodes.TagNode:
        word = children[0]
        return nodes.TagNode(word.text[1:].strip().strip("[]{}").strip(), Span(word.start, word.end), as_number=True)

    def variable(self, children: list[Lexeme]) -> nodes.Variable:
        word = children[0]
        return nodes.Variable(word.text, Span(word.start, word.end))

    def group(self, children: list[Any]) -> Node:
        # Brackets only shape the tree; they are no node of it, but they are a part of its place.
        node = _tree(children[1])
        if isinstance(node, nodes.Text):
            # Where a text begins is where `eval` looks for its formula.
            return node
        return replace(node, span=Span(children[0].start, children[2].end))

    def negative(self, children: list[Any]) -> Node:
        sign, operand = children
        span = Span(sign.start, operand.span.end)
        if type(operand) is nodes.Number:
            return nodes.Number(operand.value.copy_negate(), span)
        return nodes.Negative(operand, span)

    def expression(self, children: list[Any]) -> list[Any]:
        """Gather a row; who uses it ranks it."""
        if len(children) == 1:
            return children
        row: list[Any] = children[0]
        row += children[1:]
        return row

    def arguments(self, children: list[Any]) -> list[Node]:
        if len(children) == 1:
            return [_tree(children[0])]
        arguments: list[Node] = children[0]
        arguments.append(_tree(children[2]))
        return arguments

    def call(self, children: list[Any]) -> nodes.Call | nodes.Eval:
        head: Lexeme = children[0]
        name = head.text[:-1].rstrip()
        arguments = tuple(children[1]) if len(children) > len(("CALL", "RSQB")) else ()
        span = Span(head.start, children[-1].end)
        if name.lower() == "eval" and len(arguments) == 1 and isinstance(text := arguments[0], nodes.Text):
            return nodes.Eval(text, self._eval_formula(text, head.depth), span)
        return nodes.Call(name, arguments, span, Span(head.start, head.start + len(name)))

    def _eval_formula(self, text: nodes.Text, depth: int) -> nodes.Formula:
        """Parse `eval`'s text where it stands: it holds no escapes, so its places are the label's own."""
        inside = Span(text.span.start + 1, text.span.end - 1)
        # The padding stands for the source before it, which the parser does not see.
        lexed = lex_formula(text.value.rjust(inside.end), inside.start, inside.end, depth)
        if lexed.end:
            raise Mistaken(Mistake(lexed.end, "`{END}` cannot stand in `eval`'s text", "leave it out"))
        return parse_formula(lexed.lexemes, inside)

    def assignment(self, children: list[Any]) -> nodes.Assignment:
        name: Lexeme = children[0]
        return nodes.Assignment(name.text, _tree(children[2]), Span(name.start, name.end))

    def formula(self, children: list[Any]) -> nodes.Formula:
        parts = children[:-1] if type(children[-1]) is Lexeme else children
        *assignments, row = parts
        result = _tree(row)
        start = assignments[0].span.start if assignments else result.span.start
        end = children[-1].end if type(children[-1]) is Lexeme else result.span.end
        return nodes.Formula(tuple(assignments), result, Span(start, end))

    def condition(self, children: list[Any]) -> list[Any]:
        return self.expression(children)

    def test(self, children: list[Any]) -> Node:
        return _tree(children)


def _tree(row: list[Any]) -> Node:
    """Return the tree of a row: operand, operator, operand and so on."""
    if len(row) == 1:
        return cast("Node", row[0])
    signs = [nodes.Sign(OPERATORS[word.text.lower()], Span(word.start, word.end)) for word in row[1::2]]
    return ranked(row[::2], signs)


@cache
def _parser() -> Lark:
    grammar = files("notes_engine.formula").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer=_Ready,
        start=["formula", "condition"],
        transformer=cast("Any", _Builder()),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


def _parse(lexemes: Sequence[Lexeme], start: str) -> object:
    return _parser().parse(cast("Any", lexemes), start=start)


def parse_formula(lexemes: list[Lexeme], span: Span) -> nodes.Formula:
    """Return the tree of the formula whose lexemes were cut from `span` of its source.

    Raises:
        Mistaken: the lexemes are no formula; the first mistake, in plain words.
    """
    try:
        return cast("nodes.Formula", _parse(lexemes, "formula"))
    except UnexpectedToken as error:
        raise Mistaken(_explain(lexemes, error, span)) from None


def _explain(lexemes: list[Lexeme], error: UnexpectedToken, span: Span) -> Mistake:
    at = _index(lexemes, error)
    mistake = swallowing_quote(lexemes[: at + 1]) or explain_stray_bracket(lexemes, at, _reach)
    return mistake or explain_unexpected(lexemes, at, _accepts(error), span)


def _reach(lexemes: Sequence[Lexeme]) -> int:
    """Return how many lexemes parse before the first wrong one; one more than all of them when all is well."""
    try:
        _parse(lexemes, "formula")
    except UnexpectedToken as error:
        return _index(lexemes, error)
    return len(lexemes) + 1


def _index(lexemes: Sequence[Lexeme], error: UnexpectedToken) -> int:
    token: Any = error.token
    return next((i for i, lexeme in enumerate(lexemes) if lexeme is token), len(lexemes))


def _accepts(error: UnexpectedToken) -> frozenset[str]:
    return frozenset(str(name) for name in error.accepts)


def parse_condition(lexemes: list[Lexeme], span: Span) -> Node:
    """Return the tree of a printing condition.

    Raises:
        Mistaken: the lexemes are no condition.
    """
    try:
        return _tree(cast("list[Any]", _parse(lexemes, "condition")))
    except UnexpectedToken as error:
        raise Mistaken(explain_unexpected(lexemes, _index(lexemes, error), _accepts(error), span)) from None


__all__ = ["lex_formula", "parse_condition", "parse_formula"]
