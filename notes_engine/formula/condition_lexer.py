"""Lexemes of a printing condition."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from notes_engine.formula.lexer import Lexeme
from notes_engine.formula.mistakes import Fix, Mistake, Mistaken
from notes_engine.formula.quotes import CURLY, DOUBLE_CURLY, SINGLE_CURLY, unclosed_quote
from notes_engine.formula.source import Span
from notes_engine.formula.wrong_characters import explain_wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEXEME = re.compile(
    r"""
      (?P<SPACE>\s+)
    | (?P<STRING>'(?:[^']|'')*+')
    | (?P<FIELD>\[[^{}\[\]'"]*\])
    | (?P<COMPARE><>|!=|=(?![=<>]))
    | (?P<WORD>[^\W\d]\w*)
    | (?P<WRONG>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTE, _QUOTE_INSIDE = "'", "''"
_INSIDE = "written twice: `'it''s'`"
"""How a condition writes a quote inside a text: our decision, Linnworks documents none."""
_STRAIGHT = "write straight single quotes on both sides: `'…'`"
_LABEL_TAG = re.compile(r"N?\[\{([^{}\[\]]*)\}\]", re.IGNORECASE)
# An apostrophe after which the word goes on ends no text.
_CURLY_QUOTED = re.compile("|".join(rf"[{q}]([^{q}]*)[{q}](?!\w)" for q in (DOUBLE_CURLY, SINGLE_CURLY)))
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
        word = match.group()
        if kind == "SPACE":
            continue
        if kind == "WORD":
            kind = word.upper()
            if kind not in ("AND", "OR"):
                raise Mistaken(_after_apostrophe(lexemes, match) or _wrong_word(match))
        if kind == "WRONG":
            raise Mistaken(_wrong(text, match.start()))
        if kind == "STRING":
            word = f"'{word[1:-1].replace(_QUOTE_INSIDE, _QUOTE)}'"
        lexemes.append(Lexeme(kind, word, match.start(), match.end(), 0))
    return lexemes


def _after_apostrophe(lexemes: list[Lexeme], match: re.Match[str]) -> Mistake | None:
    """Recognise a word right after a text's closing quote: `'it's'`."""
    last = lexemes[-1] if lexemes else None
    if last is None or last.type != "STRING" or last.end != match.start():
        return None
    what = f"the text ends at the quote before `{match.group()}`"
    return Mistake(Span(last.end - 1, match.end()), what, f"a quote inside a text is {_INSIDE}")


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
        return _single_quotes("a condition's text stands in single quotes", quoted)
    if text[at] in CURLY:
        what = f"`{text[at]}` is a curly quote, as word processors make them"
        curly = _CURLY_QUOTED.match(text, at)
        return _single_quotes(what, curly) if curly else Mistake(Span(at, at + 1), what, _STRAIGHT)
    if text[at] == _QUOTE:
        return unclosed_quote(text, at, len(text), _INSIDE)
    number = _NUMBER.match(text, at)
    if number:
        hint = f"write `'{number.group()}'`: values are compared as they print"
        return Mistake(Span(*number.span()), "a condition compares with texts", hint)
    return None


def _single_quotes(what: str, quoted: re.Match[str]) -> Mistake:
    span = Span(*quoted.span())
    fix = Fix(span, f"'{quoted[quoted.lastindex or 1].replace(_QUOTE, _QUOTE_INSIDE)}'")
    return Mistake(span, what, _STRAIGHT, fix)


_SIGNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys("<>", ("a printing condition knows no `{}`", "it compares with `=` and `<>`")),
        **dict.fromkeys(
            "()", ("a printing condition knows no `{}`", "`AND` binds tighter than `OR`: write `a AND b OR a AND c`")
        ),
        "[": ("this tag is never closed", "a tag is written `[Name]`"),
        "]": ("this `]` closes nothing", "a tag is written `[Name]`"),
        **dict.fromkeys("&|!+-*/%^,;:.", ("a printing condition knows no `{}`", "it has `=`, `<>`, `AND` and `OR`")),
        "=": ("`=` stands once between a tag and a text", "write `[Source] = '…'`"),
        **dict.fromkeys("{}", ("`{}` cannot stand here", "a tag is written `[Name]`")),
    }
)


def _sign(text: str, at: int) -> Mistake | None:
    known = _SIGNS.get(text[at])
    return known and Mistake(Span(at, at + 1), known[0].replace("{}", text[at]), known[1])
