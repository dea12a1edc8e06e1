"""What a check has seen of exported orders, counted kind by kind; memory does not grow with their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.notes.typography import clean_text

if TYPE_CHECKING:
    from notes_engine.check.characters import SeenCharacters
    from notes_engine.check.references import SeenPrefixes
    from notes_engine.notes import Locale

EXAMPLES = 3
"""Orders that a finding names."""
WORDINGS = 20
"""Findings of one kind that are told apart by their words; further ones count as one."""
MORE = "more of this kind, in other words"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: orders with the same are counted together."""

    code: str
    locale: Locale | None
    what: str
    hint: str


@dataclass(slots=True)
class Seen:
    """What the orders show, gathered order by order."""

    orders: int = 0
    drawn: int = 0
    """Orders whose pages were drawn."""
    undrawn: int = 0
    """Orders that have a note, whose pages were not drawn."""
    rejected: int = 0
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(code, reason) of rejects → how many."""
    prefixes: dict[Locale, SeenPrefixes] = field(default_factory=dict)
    """By language, the prefixes of references as the export has them."""
    made: Counter[Locale] = field(default_factory=Counter)
    """By language, the orders of Back Market's JSON, whose references get the prefix of the settings."""
    guessed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """From SubSource to how often each market (empty: none) was guessed."""
    characters: dict[Locale, SeenCharacters] = field(default_factory=dict)
    problems: dict[Problem, list[str]] = field(default_factory=dict)
    """The references of the first orders with each problem."""
    counts: Counter[Problem] = field(default_factory=Counter)
    wordings: Counter[tuple[str, Locale | None]] = field(default_factory=Counter)

    def problem(self, problem: Problem, reference: str) -> None:
        """Note a problem of one order."""
        if problem not in self.problems:
            kind = (problem.code, problem.locale)
            if self.wordings[kind] >= WORDINGS:
                problem = Problem(problem.code, problem.locale, MORE, "the orders named are some of them")
            else:
                self.wordings[kind] += 1
        self.counts[problem] += 1
        examples = self.problems.setdefault(problem, [])
        if len(examples) < EXAMPLES:
            examples.append(clean_text(reference))

    def reject(self, code: str, reason: str) -> None:
        """Count an order that cannot be read right."""
        self.rejected += 1
        if (code, reason) in self.reasons or len(self.reasons) < WORDINGS:
            self.reasons[code, reason] += 1
