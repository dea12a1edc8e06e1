"""Lexemes of a printing condition."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula.lexer import Lexeme
from notes_engine.formula.mistakes import Fix, Mistake, Mistaken
from notes_engine.formula.source import Span
from notes_engine.formula.wrong_characters import explain_wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEXEME = re.compile(
    r"""
      (?P<SPACE>\s+)
    | (?P<STRING>'[^']*')
    | (?P<FIELD>\[[^{}\[\]'"]*\])
    | (?P<COMPARE><>|!=|=(?![=<>]))
    | (?P<WORD>[^\W\d]\w*)
    | (?P<WRONG>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LABEL_TAG = re.compile(r"N?\[\{([^{}\[\]]*)\}\]", re.IGNORECASE)
_DOUBLE_QUOTED = re.compile(r'"([^"]*)"')
_NUMBER = re.compile(r"-?\.?[0-9][0-9.]*")


def lex_condition(text: str) -> list[Lexeme]:
    """Cut a condition into lexemes.

    Raises:
        Mistaken: something that is no part of the dialect.
    """
    lexemes: list[Lexeme] = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "WRONG"
        if kind == "SPACE":
            continue
        if kind == "WORD":
            kind = match.group().upper()
            if kind not in ("AND", "OR"):
                raise Mistaken(_wrong_word(match))
        if kind == "WRONG":
            raise Mistaken(_wrong(text, match.start()))
        lexemes.append(Lexeme(kind, match.group(), match.start(), match.end(), 0))
    return lexemes


def _wrong_word(match: re.Match[str]) -> Mistake:
    word, span = match.group(), Span(*match.span())
    if match.string[match.end() :].lstrip().startswith("[") and word.upper() != "NOT":
        return Mistake(span, "a printing condition knows no functions", "it compares tags with texts: `[Source] = '…'`")
    if word.upper() == "NOT":
        return Mistake(span, "a printing condition knows no `NOT`", "write `<>` instead of `=`")
    return Mistake(span, f"`{word}` cannot stand here", f"a tag is written `[{word}]`, a text `'{word}'`")


def _wrong(text: str, at: int) -> Mistake:
    return _whole(text, at) or _sign(text, at) or explain_wrong(text, at, len(text))


def _whole(text: str, at: int) -> Mistake | None:
    """Recognise what another dialect would write here."""
    tag = _LABEL_TAG.match(text, at)
    if tag:
        name, span = tag.group(1).strip(), Span(*tag.span())
        hint = f"in a condition write `[{name}]`"
        return Mistake(span, "this is how a label writes a tag", hint, Fix(span, f"[{name}]"))
    quoted = _DOUBLE_QUOTED.match(text, at)
    if quoted:
        content, span = quoted.group(1), Span(*quoted.span())
        fix = None if "'" in content else Fix(span, f"'{content}'")
        return Mistake(span, "a condition's text stands in single quotes", "write `'…'`", fix)
    number = _NUMBER.match(text, at)
    if number:
        hint = f"write `'{number.group()}'`: values are compared as they print"
        return Mistake(Span(*number.span()), "a condition compares with texts", hint)
    return None


_SIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys("<>", ("a printing condition knows no `{}`", "it compares with `=` and `<>`")),
        **dict.fromkeys(
            "()", ("a printing condition knows no `{}`", "`AND` binds tighter than `OR`: write `a AND b OR a AND c`")
        ),
        "[": ("this tag is never closed", "a tag is written `[Name]`"),
        "]": ("this `]` closes nothing", "a tag is written `[Name]`"),
        **dict.fromkeys("{}", ("`{}` cannot stand here", "a tag is written `[Name]`")),
    }
)


def _sign(text: str, at: int) -> Mistake | None:
    known = _SIGNS.get(text[at])
    return known and Mistake(Span(at, at + 1), known[0].replace("{}", text[at]), known[1])
