"""Quotes that are never closed, and the curly ones that word processors make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.formula.mistakes import Fix, Mistake
from notes_engine.formula.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notes_engine.formula.lexer import Lexeme

DOUBLE_CURLY = "“”„‟«»″＂"
SINGLE_CURLY = "‘’‚‛‹›′＇`´"
_GUILLEMETS = frozenset("«»‹›")
CURLY = frozenset(DOUBLE_CURLY + SINGLE_CURLY)
"""What word processors make of straight quotes."""

_END = re.compile(r"\{END\}", re.IGNORECASE)


def unclosed_quote(text: str, at: int, stop: int, inside: str = "`quote[]`") -> Mistake:
    """Return the mistake of the straight quote at `at`, which has no partner before `stop`.

    `inside` is how the dialect writes a quote inside a text.
    """
    quote = text[at]
    end = _END.search(text, at, stop)
    curly = next((i for i in range(at + 1, end.start() if end else stop) if text[i] in CURLY), None)
    if curly is not None:
        span = Span(curly, curly + 1)
        what = f"this text begins with a straight quote and ends with a curly one, `{text[curly]}`"
        return Mistake(span, what, f"word processors bend quotes: write `{quote}`", Fix(span, quote))
    hint = f"put the closing `{quote}` at the end of the text; a quote inside a text is {inside}"
    return Mistake(Span(at, at + 1), "this quote is never closed", hint)


def swallowing_quote(lexemes: Iterable[Lexeme]) -> Mistake | None:
    """Return the mistake of a text that runs over a `{END}` to a quote after it: its own closing quote is missing.

    A text may hold `{END}`, so this only explains a formula that went wrong.
    """
    for lexeme in lexemes:
        if lexeme.type == "STRING" and _END.search(lexeme.text):
            return unclosed_quote(lexeme.text[:-1].rjust(lexeme.end - 1), lexeme.start, lexeme.end - 1)
    return None


def curly_quote(text: str, at: int, stop: int) -> Mistake:
    """Return the mistake of the curly quote at `at`; its fix straightens both quotes of the text."""
    straight = '"' if text[at] in DOUBLE_CURLY else "'"
    family = (DOUBLE_CURLY if straight == '"' else SINGLE_CURLY) + straight
    close = next((i for i in range(at + 1, stop) if text[i] in family), None)
    fix = None
    if close is not None:
        content = text[at + 1 : close]
        if text[at] in _GUILLEMETS:
            # French typography puts these spaces inside by itself.
            content = content.strip("\u00a0\u202f")
        fits = next((quote for quote in (straight, '"', "'") if quote not in content), None)
        if fits and not _END.search(content):
            fix = Fix(Span(at, close + 1), f"{fits}{content}{fits}")
    what = f"`{text[at]}` is a curly quote, as word processors make them"
    return Mistake(Span(at, at + 1), what, f"write the straight quote `{straight}` on both sides of the text", fix)
