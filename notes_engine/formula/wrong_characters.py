"""What to say about a character that begins nothing in the language."""

from __future__ import annotations

import re
import unicodedata

from notes_engine.formula.mistakes import Fix, Mistake
from notes_engine.formula.source import Span

_DOUBLE_CURLY = "“”„‟«»″＂"
_SINGLE_CURLY = "‘’‚‛‹›′＇`´"
CURLY = frozenset(_DOUBLE_CURLY + _SINGLE_CURLY)
"""What word processors make of straight quotes."""

_BAD_NUMBER = re.compile(r"\.?[0-9][\w.]*")
_BAD_OPERATORS = {
    "==": "write `=` to compare",
    "=<": "write `<=`",
    "=>": "write `>=`",
    "**": "write `^` for a power",
    "&&": "write `and`",
    "||": "write `or`",
    "&": "join texts with `concat[a, b]`; for a condition write `and`",
    "|": "write `or`",
    "!": "write `not[x]`, or `<>` for different",
    ":": "an assignment is written `name := value;`",
    ".": "a number's point stands between digits, and texts are joined with `concat[a, b]`",
}
_MALFORMED_TAG = re.compile(r"\[\{[^\[\]{}\"',]*[\]}]?")


def explain_wrong(text: str, at: int, stop: int) -> Mistake:
    """Return the mistake at `text[at]`, where no lexeme of a formula begins."""
    char = text[at]
    if text[at : at + 11].upper() == "EVAL{BEGIN}":
        return Mistake(
            Span(at, at + 11),
            "a formula cannot begin inside another one",
            "the formula before it has no `{END}`; put `{END}` where it is complete",
        )
    if char in "\"'":
        return _unclosed_quote(text, at, stop)
    if char in CURLY:
        return _curly_quote(text, at, stop)
    if text.startswith("[{", at):
        return _unclosed_tag(text, at, stop)
    number = _BAD_NUMBER.match(text, at, stop)
    if number:
        return Mistake(
            Span(*number.span()),
            "this is not a number",
            "a number is digits with at most one point between them: no thousands separator, no exponent, no unit",
        )
    if char == "[":
        return Mistake(
            Span(at, at + 1),
            "this `[` belongs to no function",
            "a function's name stands before `[`, a tag is written `[{Name}]`, and `( )` group",
        )
    for length in (2, 1):
        hint = _BAD_OPERATORS.get(text[at : at + length])
        if hint:
            return Mistake(
                Span(at, at + length), f"`{text[at : at + length]}` is not part of the formula language", hint
            )
    if char in "{}":
        return Mistake(
            Span(at, at + 1), f"a single `{char}` belongs to nothing", "a tag is written `[{Name}]`, the end `{END}`"
        )
    return Mistake(
        Span(at, at + 1),
        f"{_name(char)} cannot stand here",
        'text belongs in quotes: "…"',
    )


def _name(char: str) -> str:
    if char.isprintable():
        return f"`{char}`"
    return f"the invisible character U+{ord(char):04X} ({unicodedata.name(char, 'a control character')})"


def _unclosed_quote(text: str, at: int, stop: int) -> Mistake:
    quote = text[at]
    end_marker = re.compile(r"\{END\}", re.IGNORECASE).search(text, at, stop)
    end = end_marker.start() if end_marker else stop
    curly = next((i for i in range(at + 1, end) if text[i] in CURLY), None)
    if curly is not None:
        return Mistake(
            Span(curly, curly + 1),
            f"this text begins with a straight quote and ends with a curly one, `{text[curly]}`",
            f"word processors bend quotes: write `{quote}`",
            Fix(Span(curly, curly + 1), quote),
        )
    return Mistake(
        Span(at, at + 1),
        "this quote is never closed",
        f"put the closing `{quote}` at the end of the text; a quote inside a text is `quote[]`",
    )


def _curly_quote(text: str, at: int, stop: int) -> Mistake:
    """Both quotes of a curly text are straightened together, with a quote its text does not hold."""
    straight = '"' if text[at] in _DOUBLE_CURLY else "'"
    family = (_DOUBLE_CURLY if straight == '"' else _SINGLE_CURLY) + straight
    close = next((i for i in range(at + 1, stop) if text[i] in family), None)
    fix = None
    if close is not None:
        content = text[at + 1 : close]
        fits = next((quote for quote in (straight, '"', "'") if quote not in content), None)
        if fits and "{end}" not in content.lower():
            fix = Fix(Span(at, close + 1), f"{fits}{content}{fits}")
    return Mistake(
        Span(at, at + 1),
        f"`{text[at]}` is a curly quote, as word processors make them",
        f"write the straight quote `{straight}` on both sides of the text",
        fix,
    )


def _unclosed_tag(text: str, at: int, stop: int) -> Mistake:
    malformed = _MALFORMED_TAG.match(text, at, stop)
    end = malformed.end() if malformed else at + 2
    return Mistake(Span(at, end), "this tag is never closed", "a tag is written `[{Name}]`: `[{` before, `}]` after")
