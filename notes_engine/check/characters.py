"""The characters of one language's notes: which orders show them all, and what drawing those says of every order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.pdf import missing_characters
from notes_engine.pdf.fonts import named, prints_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.check.likeliest import Drawable
    from notes_engine.pdf import PageFinding

MOST_KEPT = 60
"""Orders kept, of one language, because one of their characters was new."""
_MOST_SETS = 10_000
"""Different sets of characters that are counted apart."""
_LAST_ASCII = 0x7E


@dataclass(slots=True)
class CharacterProblem:
    """Characters that are not printed as the template's fonts would, and the orders that have them."""

    code: str
    what: str
    hint: str
    orders: int
    at_least: bool
    """More orders than these may have them."""
    examples: tuple[str, ...]
    """References of the first of them."""


@dataclass(slots=True)
class SeenCharacters:
    """What stands in the notes beyond ASCII, counted over all orders; memory does not grow with their number."""

    known: set[str] = field(default_factory=set)
    kept: list[tuple[Drawable, frozenset[str]]] = field(default_factory=list)
    sets: dict[frozenset[str], tuple[int, str]] = field(default_factory=dict)
    """Characters of a note → how many notes have just these, and the reference of the first."""
    at_least: bool = False
    drawn: set[str] = field(default_factory=set)
    problems: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    """(code, what is wrong with them, what to do) → characters."""

    def add(self, drawable: Drawable, html: str) -> None:
        """Look at a note."""
        chars = _unusual(html)
        many, first = self.sets.get(chars, (0, drawable.order.reference))
        if many or len(self.sets) < _MOST_SETS:
            self.sets[chars] = (many + 1, first)
        else:
            self.at_least = True
        if not chars <= self.known:
            self.known |= chars
            if len(self.kept) < MOST_KEPT:
                self.kept.append((drawable, chars))

    def to_draw(self) -> list[Drawable]:
        """Return few orders that have all characters between them; of very many different ones, the first."""
        missing = set().union(*(chars for _, chars in self.kept))
        found = []
        for drawable, chars in reversed(self.kept):  # a later one was kept for a rarer character
            if chars & missing:
                missing -= chars
                found.append(drawable)
        return found

    def tell(self, html: str, findings: tuple[PageFinding, ...]) -> None:
        """Note what drawing a note has shown about its characters."""
        self.drawn |= _unusual(html)
        for finding in findings:
            if finding.chars:
                wrong = finding.what.removeprefix(named(set(finding.chars)))
                self.problems.setdefault((finding.code, wrong, finding.hint), set()).update(finding.chars)

    def found(self, examples: int) -> Iterator[CharacterProblem]:
        """Yield what is wrong with characters, counted over all orders, drawn or not; `examples` orders are named."""
        problems = dict(self.problems)
        if undrawn := missing_characters("".join(self.known - self.drawn)):
            wrong = ": not in the package's fonts, and too many different ones to draw them all"
            problems["fallback-glyph", wrong, "look at a --draft of these orders"] = undrawn
        for (code, wrong, hint), chars in problems.items():
            having = [counted for known, counted in self.sets.items() if known & chars]
            references = tuple(first for _, first in having[:examples])
            many = sum(many for many, _ in having)
            yield CharacterProblem(code, f"{named(chars)}{wrong}", hint, many, self.at_least, references)


def _unusual(html: str) -> frozenset[str]:
    return frozenset(char for char in set(html) if ord(char) > _LAST_ASCII and not prints_nothing(char))
