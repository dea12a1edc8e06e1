"""Mistakes that people are known to make, recognised where the parser stopped, each with its fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.formula.mistakes import Mistake
from notes_engine.formula.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notes_engine.formula.lexer import Lexeme


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the parser stopped: the lexeme that it could not take, and what could have stood there."""

    lexemes: Sequence[Lexeme]
    at: int
    accepts: frozenset[str]

    @property
    def found(self) -> Lexeme:
        """The lexeme that does not fit."""
        return self.lexemes[self.at]

    @property
    def before(self) -> Lexeme | None:
        """The lexeme before it."""
        return self.lexemes[self.at - 1] if self.at else None

    @property
    def wants_value(self) -> bool:
        """True where a value was expected."""
        return "NUMBER" in self.accepts

    def follows(self, *types: str) -> bool:
        """True if the lexeme before is of one of these types."""
        return self.before is not None and self.before.type in types


def open_brackets(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """Return the calls and groups that `lexemes` leave open, the outermost first."""
    opened: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.type in ("CALL", "LPAR"):
            opened.append(lexeme)
        elif lexeme.type in ("RSQB", "RPAR") and opened:
            opened.pop()
    return opened


def _infix_not(stop: Stop) -> Mistake | None:
    what = "there is no `not` between or before values"
    before = stop.before
    if before and before.type == "NAME" and before.text.lower() == "not" and stop.found.type != "ASSIGN":
        return Mistake(before.span, what, "write `not[x]`")
    if stop.found.type == "NAME" and stop.found.text.lower() == "not" and not stop.wants_value:
        return Mistake(stop.found.span, what, "write `not[…]`, or `<>` for different")
    return None


def _round_brackets(stop: Stop) -> Mistake | None:
    before, found = stop.before, stop.found
    if before and before.type == "NAME" and found.type == "LPAR":
        what = f"the arguments of `{before.text}` stand in round brackets"
        return Mistake(found.span, what, f"write square ones: `{before.text}[…]`")
    if before and before.type == "NAME" and found.type == "TAG":
        what = f"`{before.text}{found.text}` lacks the brackets of `{before.text}` around the tag's own"
        return Mistake(Span(before.start, found.end), what, f"write `{before.text}[{found.text}]`")
    return None


def _signs(stop: Stop) -> Mistake | None:
    found = stop.found
    if not stop.wants_value or found.text not in ("+", "-"):
        return None
    if stop.follows("MINUS"):
        return Mistake(found.span, "two signs stand in a row", "put the inner one in brackets: `-(-x)`")
    return Mistake(found.span, "a number has no leading `+`", "leave the `+` out")


def _assignments(stop: Stop) -> Mistake | None:
    if stop.found.type == "ASSIGN":
        hint = "assignments come first, each as `name := value;`, before the value to print"
        return Mistake(stop.found.span, "an assignment cannot stand here", hint)
    if not stop.follows("SEMICOLON"):
        return None
    equals = next((x for x in stop.lexemes[1:2] if x.text == "="), None)
    if equals and stop.lexemes[0].type == "NAME":
        return Mistake(equals.span, "`=` compares, it does not assign", "write `name := value;`")
    return Mistake(stop.found.span, "something follows the `;`", "a `;` only ends an assignment, `name := value;`")


def _closes_nothing(stop: Stop) -> Mistake | None:
    found = stop.found
    opener = {"RSQB": "CALL", "RPAR": "LPAR"}.get(found.type)
    if opener is None or any(x.type == opener for x in open_brackets(stop.lexemes[: stop.at])):
        return None
    hint = "remove it, or look for the opening one that is missing before it"
    return Mistake(found.span, f"this `{found.text}` closes nothing", hint)


def _missing_argument(stop: Stop) -> Mistake | None:
    if stop.wants_value and stop.found.type in ("COMMA", "RSQB") and stop.follows("COMMA", "CALL"):
        return Mistake(stop.found.span, f"an argument is missing before `{stop.found.text}`", 'an empty text is `""`')
    return None


_RECOGNISED: tuple[Callable[[Stop], Mistake | None], ...] = (
    _infix_not,
    _round_brackets,
    _signs,
    _assignments,
    _closes_nothing,
    _missing_argument,
)


def recognise(stop: Stop) -> Mistake | None:
    """Return the mistake that was made, if it is a known one."""
    return next((mistake for mistake in (explain(stop) for explain in _RECOGNISED) if mistake), None)
