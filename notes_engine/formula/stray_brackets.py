"""The bracket too many of `[{SecondaryReference}]]`: found inside a formula, explained, and mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notes_engine.formula.mistakes import Fix, Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notes_engine.formula.lexer import Lexeme
    from notes_engine.formula.source import Span


def stray_after_tag(tag: str, bracket: Span) -> Mistake:
    """Return the mistake for a `]` too many right after `tag` (its source text, such as `[{SecondaryReference}]`)."""
    return Mistake(
        bracket,
        f"a `]` too many after {tag}",
        f"a tag ends with `}}]`: write `{tag}`. A well-known help page prints it with one bracket too many.",
        Fix(bracket, ""),
    )


def explain_stray_bracket(
    lexemes: Sequence[Lexeme], wrong: int, reach: Callable[[Sequence[Lexeme]], int]
) -> Mistake | None:
    """Return the mistake if the formula parses, or parses further, without one `]` that follows a tag.

    `wrong` is where parsing stopped, `reach` tells how far other lexemes parse (their number plus one: to the end).
    The bracket nearest to the place that went wrong is tried first.
    """
    surplus = sum((lexeme.type == "RSQB") - (lexeme.type == "CALL") for lexeme in lexemes)
    if surplus <= 0:
        return None
    further: Mistake | None = None
    for i in range(min(wrong, len(lexemes) - 1), 0, -1):
        tag, bracket = lexemes[i - 1], lexemes[i]
        if bracket.type != "RSQB" or tag.type not in ("TAG", "NUMBER_TAG") or tag.end != bracket.start:
            continue
        rest = [*lexemes[:i], *lexemes[i + 1 :]]
        reached = reach(rest)
        if reached > len(rest):
            return stray_after_tag(tag.text, bracket.span)
        if reached > wrong and further is None:
            further = stray_after_tag(tag.text, bracket.span)
    return further
