"""What was expected, in plain words: a parser's set of terminals becomes a sentence and, where known, a fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.formula.mistakes import Mistake
from notes_engine.formula.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.formula.lexer import Lexeme

_OPERANDS = frozenset({"STRING", "NUMBER", "TRUE", "FALSE", "NULL", "TAG", "NUMBER_TAG", "NAME", "CALL", "LPAR"})
_OPERATORS = frozenset({"PLUS", "TIMES", "CARET", "COMPARE", "AND", "OR"})


def explain_unexpected(lexemes: Sequence[Lexeme], at: int, accepts: frozenset[str], span: Span) -> Mistake:
    """Return the mistake at lexeme `at` (the end of the source when there is none), where `accepts` could follow."""
    if at >= len(lexemes):
        return _ended(lexemes, accepts, span)
    found = lexemes[at]
    before = lexemes[at - 1] if at else None
    known = _known(found, before, lexemes, accepts)
    if known:
        return known
    return Mistake(found.span, f"expected {_words(accepts)}, found {_found(found)}", None)


def _ended(lexemes: Sequence[Lexeme], accepts: frozenset[str], span: Span) -> Mistake:
    if not lexemes:
        return Mistake(span, "this formula is empty", "write what to compute between `EVAL{BEGIN}` and `{END}`")
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.type in ("CALL", "LPAR"):
            opened.append(lexeme)
        elif lexeme.type in ("RSQB", "RPAR") and opened:
            opened.pop()
    last = lexemes[-1]
    if opened and ("RSQB" in accepts or "RPAR" in accepts):
        bracket = opened[-1]
        if bracket.type == "LPAR":
            return Mistake(bracket.span, "this `(` is never closed", "put the missing `)` where the group ends")
        name = bracket.text[:-1].rstrip()
        return Mistake(
            Span(bracket.start, bracket.end),
            f"the `[` of `{name}` is never closed",
            f"put the missing `]` after the last argument of `{name}`",
        )
    if last.type == "SEMICOLON":
        return Mistake(
            last.span,
            "nothing follows the assignment",
            "end the formula with the value to print: `name := 5; name`",
        )
    return Mistake(last.span, f"the formula ends after {_found(last)}, expected {_words(accepts)}", None)


def _known(found: Lexeme, before: Lexeme | None, lexemes: Sequence[Lexeme], accepts: frozenset[str]) -> Mistake | None:
    """Return the explanation of a mistake that people are known to make."""
    wants_operand = "STRING" in accepts
    if before and before.type == "NAME" and before.text.lower() == "not" and found.type != "ASSIGN":
        return Mistake(before.span, "there is no `not` between or before values", "write `not[x]`")
    if found.type == "NAME" and found.text.lower() == "not" and not wants_operand:
        return Mistake(
            found.span, "there is no `not` between or before values", "write `not[…]`, or `<>` for different"
        )
    if before and before.type == "NAME" and found.type == "LPAR":
        return Mistake(
            Span(found.start, found.end),
            f"the arguments of `{before.text}` stand in round brackets",
            f"write square ones: `{before.text}[…]`",
        )
    if before and before.type == "NAME" and found.type == "TAG":
        return Mistake(
            Span(before.start, found.end),
            f"`{before.text}{found.text}` lacks the brackets of `{before.text}` around the tag's own",
            f"write `{before.text}[{found.text}]`",
        )
    if found.type == "PLUS" and wants_operand:
        return Mistake(found.span, "a number has no leading `+`", "leave the `+` out")
    if found.type == "MINUS" and wants_operand:
        return Mistake(found.span, "two signs stand in a row", "put the inner one in brackets: `-(-x)`")
    if found.type == "ASSIGN":
        return Mistake(
            found.span,
            "an assignment cannot stand here",
            "assignments come first, each as `name := value;`, before the value to print",
        )
    if found.type == "RSQB" and not any(_open_calls(lexemes, found)):
        return Mistake(
            found.span, "this `]` closes nothing", "remove it, or look for the `[` that is missing before it"
        )
    if found.type in ("COMMA", "RSQB") and before and before.type in ("COMMA", "CALL") and wants_operand:
        return Mistake(found.span, f"an argument is missing before {_found(found)}", 'an empty text is `""`')
    return None


def _open_calls(lexemes: Sequence[Lexeme], until: Lexeme) -> list[Lexeme]:
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme is until:
            break
        if lexeme.type in ("CALL", "LPAR"):
            opened.append(lexeme)
        elif lexeme.type in ("RSQB", "RPAR") and opened:
            opened.pop()
    return [lexeme for lexeme in opened if lexeme.type == "CALL"]


def _words(accepts: frozenset[str]) -> str:
    words = []
    if accepts >= {"STRING", "NUMBER"}:
        words.append("a value (a text in quotes, a number, a tag or a function)")
    elif "FIELD" in accepts:
        words.append("a tag such as `[Source]` or a text in single quotes")
    closing = [word for name, word in _CLOSING.items() if name in accepts]
    if not closing and "COMPARE" in accepts and not accepts & {"AND"}:
        words.append("`=` or `<>`")
    elif accepts & _OPERATORS and "RSQB" not in accepts and "RPAR" not in accepts:
        words.append("`AND`, `OR`" if "PLUS" not in accepts else "an operator")
    words += closing
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing more"


_CLOSING = {
    "COMMA": "a comma",
    "RSQB": "`]`",
    "RPAR": "`)`",
    "SEMICOLON": "`;`",
    "ASSIGN": "`:=`",
    "$END": "the end",
}


def _found(lexeme: Lexeme) -> str:
    match lexeme.type:
        case "STRING":
            return "a text"
        case "NUMBER":
            return f"the number {lexeme.text}" if len(lexeme.text) <= 20 else "a number"  # noqa: PLR2004 - fits a line
        case "TAG" | "NUMBER_TAG":
            return f"the tag `{lexeme.text}`"
        case "FIELD":
            return f"the tag `{lexeme.text}`"
        case "COMMA":
            return "a comma"
        case "CALL":
            return f"`{lexeme.text[:-1].rstrip()}[`"
        case _:
            return f"`{lexeme.text}`"
