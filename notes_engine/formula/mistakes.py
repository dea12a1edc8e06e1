"""A mistake that is seen before any order is read: where, what, the hint, and the fix when one is certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import FormulaSyntaxError

if TYPE_CHECKING:
    from notes_engine.formula.source import SourceText, Span


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that mends a mistake without changing what the label means: `span` of the source becomes `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a source."""

    span: Span
    what: str
    hint: str | None = None
    fix: Fix | None = None

    def as_error(self, source: SourceText) -> FormulaSyntaxError:
        """Return the error that shows this mistake at its place in the file."""
        return FormulaSyntaxError(self.what, place=source.place(self.span), hint=self.hint)


class Mistaken(Exception):  # noqa: N818 - it carries a Mistake to the door and never leaves the room
    """Stops lexing or parsing at one mistake."""

    def __init__(self, mistake: Mistake) -> None:
        """Keep the mistake."""
        super().__init__(mistake.what)
        self.mistake = mistake


TOO_DEEP = ("this formula is nested too deep", "compute parts of it first: `name := …;` and then use the name")


def too_deep(span: Span) -> Mistake:
    """Return the mistake of a formula whose tree has too many levels."""
    return Mistake(span, *TOO_DEEP)
