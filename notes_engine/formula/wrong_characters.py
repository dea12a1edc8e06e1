"""What to say about a character that begins nothing in the language."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula.mistakes import Mistake
from notes_engine.formula.quotes import CURLY, curly_quote, unclosed_quote
from notes_engine.formula.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BAD_NUMBER = re.compile(r"\.?[0-9][\w.]*")
_MALFORMED_TAG = re.compile(r"\[\{[^\[\]{}\"',]*[\]}]?")
_BEGIN = re.compile(r"EVAL\{BEGIN\}", re.IGNORECASE)
_HINTS: Mapping[str, str] = MappingProxyType(
    {
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
)


def _quote(text: str, at: int, stop: int) -> Mistake | None:
    if text[at] in "\"'":
        return unclosed_quote(text, at, stop)
    return curly_quote(text, at, stop) if text[at] in CURLY else None


def _inner_formula(text: str, at: int, stop: int) -> Mistake | None:
    begin = _BEGIN.match(text, at, stop)
    if not begin:
        return None
    hint = "the formula before it has no `{END}`; put `{END}` where it is complete"
    return Mistake(Span(*begin.span()), "a formula cannot begin inside another one", hint)


def _bracket(text: str, at: int, stop: int) -> Mistake | None:
    tag = _MALFORMED_TAG.match(text, at, stop)
    if tag:
        hint = "a tag is written `[{Name}]`: `[{` before, `}]` after"
        return Mistake(Span(*tag.span()), "this tag is never closed", hint)
    if text[at] == "[":
        hint = "a function's name stands before `[`, a tag is written `[{Name}]`, and `( )` group"
        return Mistake(Span(at, at + 1), "this `[` belongs to no function", hint)
    if text[at] in "{}":
        hint = "a tag is written `[{Name}]`, the end of a formula `{END}`"
        return Mistake(Span(at, at + 1), f"a single `{text[at]}` belongs to nothing", hint)
    return None


def _number(text: str, at: int, stop: int) -> Mistake | None:
    number = _BAD_NUMBER.match(text, at, stop)
    if not number:
        return None
    hint = "a number is digits with at most one point between them: no thousands separator, no exponent, no unit"
    return Mistake(Span(*number.span()), "this is not a number", hint)


def _operator(text: str, at: int, stop: int) -> Mistake | None:
    sign = next((text[at : at + n] for n in (2, 1) if at + n <= stop and text[at : at + n] in _HINTS), None)
    if sign is None:
        return None
    return Mistake(Span(at, at + len(sign)), f"`{sign}` is not part of the formula language", _HINTS[sign])


_EXPLANATIONS: tuple[Callable[[str, int, int], Mistake | None], ...] = (
    _quote,
    _inner_formula,
    _bracket,
    _number,
    _operator,
)


def explain_wrong(text: str, at: int, stop: int) -> Mistake:
    """Return the mistake at `text[at]`, where no lexeme of a formula begins; the formula ends before `stop`."""
    for explain in _EXPLANATIONS:
        mistake = explain(text, at, stop)
        if mistake:
            return mistake
    return Mistake(Span(at, at + 1), f"{_name(text[at])} cannot stand here", 'text belongs in quotes: "…"')


def _name(char: str) -> str:
    if char.isprintable():
        return f"`{char}`"
    return f"the invisible character U+{ord(char):04X} ({unicodedata.name(char, 'a control character')})"
