"""Lexemes of a formula: one regular expression cuts them; what fits nowhere is explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from notes_engine.formula import limits
from notes_engine.formula.mistakes import TOO_DEEP, Mistake, Mistaken
from notes_engine.formula.quotes import swallowing_quote
from notes_engine.formula.source import Span
from notes_engine.formula.wrong_characters import explain_wrong

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Fields(NamedTuple):
    type: str
    text: str
    start: int
    end: int
    depth: int


class Lexeme(_Fields):
    """One word or sign of a formula; `depth` counts the brackets around it."""

    __slots__ = ()

    # Lark asks the last one for its place when it makes the token for the end of the input.
    start_pos = end_pos = line = column = end_line = end_column = None

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


_LEXEME = re.compile(
    r"""
      (?P<SPACE>\s+)
    | (?P<STRING>"[^"]*"|'[^']*')
    | (?P<TAG>\[\{[^{}\[\]]*\}\])
    | (?P<NUMBER_TAG>[Nn]\s*\[\{[^{}\[\]]*\}\])
    | (?P<CALL>[^\W\d]\w*\s*\[(?!\{))
    | (?P<BEGIN>(?i:EVAL\{BEGIN\}))
    | (?P<NAME>[^\W\d]\w*)
    | (?P<NUMBER>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?![\w.]))
    | (?P<SIGN>[\](),;+\-^]|:=|\*(?!\*)|[/%])
    | (?P<OPERATOR><>|!=|<=|>=(?!=)|<|>|=(?![=<>]))
    | (?P<END>(?i:\{END\}))
    | (?P<WRONG>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_SIGNS: Mapping[str, str] = {
    "]": "RSQB",
    "(": "LPAR",
    ")": "RPAR",
    ",": "COMMA",
    ";": "SEMICOLON",
    ":=": "ASSIGN",
    "-": "MINUS",
    **dict.fromkeys("+*/%^", "OPERATOR"),
}
_WORDS: Mapping[str, str] = {"and": "OPERATOR", "or": "OPERATOR", "true": "TRUE", "false": "FALSE", "null": "NULL"}
_DEEPER = frozenset({"CALL", "LPAR"})
_SHALLOWER = frozenset({"RSQB", "RPAR"})


class Lexed(NamedTuple):
    """A formula's lexemes, and where its `{END}` stands (None: the source ended first)."""

    lexemes: list[Lexeme]
    end: Span | None


def lex_formula(text: str, start: int, stop: int, depth: int = 0) -> Lexed:
    """Cut the formula that begins at `start` into lexemes, up to its `{END}` or to `stop`.

    `depth` is how many brackets are already open around it (inside `eval`'s text).

    Raises:
        Mistaken: a character that belongs to nothing, or too many brackets inside one another.
    """
    lexemes: list[Lexeme] = []
    append = lexemes.append
    for match in _LEXEME.finditer(text, start, stop):
        kind = match.lastgroup
        if kind == "SPACE":
            continue
        word = match.group()
        if kind == "SIGN":
            kind = _SIGNS[word]
        elif kind == "NAME":
            kind = _WORDS.get(word.lower(), kind)
        elif kind == "END":
            return Lexed(lexemes, Span(*match.span()))
        elif kind in ("WRONG", "BEGIN") or kind is None:
            raise Mistaken(swallowing_quote(lexemes) or explain_wrong(text, match.start(), stop))
        if kind in _DEEPER:
            depth += 1
            if depth > limits.NESTING:
                raise Mistaken(
                    Mistake(
                        Span(*match.span()),
                        f"this formula is nested more than {limits.NESTING} brackets deep",
                        TOO_DEEP[1],
                    )
                )
        append(Lexeme(kind, word, match.start(), match.end(), depth))
        if kind in _SHALLOWER:
            depth -= 1
    return Lexed(lexemes, None)
