"""What was expected, in plain words: a parser's set of terminals becomes a sentence."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula.known_mistakes import Stop, open_brackets, recognise
from notes_engine.formula.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notes_engine.formula.lexer import Lexeme
    from notes_engine.formula.source import Span

_CLOSING: Mapping[str, str] = MappingProxyType(
    {"COMMA": "a comma", "RSQB": "`]`", "RPAR": "`)`", "SEMICOLON": "`;`", "$END": "the end"}
)
_LONGEST_SHOWN = 24


def explain_unexpected(lexemes: Sequence[Lexeme], at: int, accepts: frozenset[str], span: Span) -> Mistake:
    """Return the mistake at lexeme `at` (past the last: where the source ends too early).

    `accepts` are the terminals that could stand there, `span` is all of the source.
    """
    if at >= len(lexemes):
        return _ended(lexemes, accepts, span)
    stop = Stop(lexemes, at, accepts)
    return recognise(stop) or Mistake(stop.found.span, f"expected {_words(accepts)}, found {_found(stop.found)}")


def _ended(lexemes: Sequence[Lexeme], accepts: frozenset[str], span: Span) -> Mistake:
    if not lexemes:
        if "FIELD" in accepts:
            return Mistake(span, "this condition is empty", "write one such as `[Source] = 'BACKMARKET'`")
        return Mistake(span, "this formula is empty", "write what to compute between `EVAL{BEGIN}` and `{END}`")
    last, opened = lexemes[-1], open_brackets(lexemes)
    if opened and accepts & {"RSQB", "RPAR"}:
        bracket = opened[-1]
        if bracket.type == "LPAR":
            return Mistake(bracket.span, "this `(` is never closed", "put the missing `)` where the group ends")
        name = bracket.text[:-1].rstrip()
        hint = f"put the missing `]` after the last argument of `{name}`"
        return Mistake(bracket.span, f"the `[` of `{name}` is never closed", hint)
    if last.type == "SEMICOLON":
        hint = "end the formula with the value to print: `name := 5; name`"
        return Mistake(last.span, "nothing follows the assignment", hint)
    return Mistake(last.span, f"this ends after {_found(last)}, expected {_words(accepts)}")


def _words(accepts: frozenset[str]) -> str:
    words = []
    if "NUMBER" in accepts:
        words.append("a value (a text in quotes, a number, a tag or a function)")
    elif "FIELD" in accepts:
        words.append("a tag such as `[Source]` or a text in single quotes")
    elif "COMPARE" in accepts:
        words.append("`=` or `<>`")
    elif "AND" in accepts:
        words += ["`AND`", "`OR`"]
    elif not accepts & {"RSQB", "RPAR"}:
        words.append("an operator")
    words += [word for name, word in _CLOSING.items() if name in accepts]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _found(lexeme: Lexeme) -> str:
    if lexeme.type == "STRING":
        return "a text"
    if lexeme.type == "COMMA":
        return "a comma"
    if len(lexeme.text) > _LONGEST_SHOWN:
        return "a number" if lexeme.type == "NUMBER" else "a long name"
    kind = {"NUMBER": "the number ", "TAG": "the tag ", "NUMBER_TAG": "the tag ", "FIELD": "the tag "}
    return f"{kind.get(lexeme.type, '')}`{' '.join(lexeme.text.split())}`"
