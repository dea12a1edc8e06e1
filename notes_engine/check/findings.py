"""What `notes-engine check` finds: findings with a place and a remedy, and how often each note prints each fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notes_engine.errors import shown_path

if TYPE_CHECKING:
    from notes_engine.errors import NotesError, Place
    from notes_engine.notes import FactName, Locale


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    code: str
    """A short name of the kind, for programs: `literal`, `placeholder-count`, `prefix`, `guessed-market`, …"""
    what: str
    hint: str = ""
    locale: Locale | None = None
    """The one note it concerns, or None for all."""
    place: Place | None = None

    @classmethod
    def of_error(cls, code: str, error: NotesError, locale: Locale | None = None) -> Finding:
        """Return the finding that an error amounts to."""
        return cls(code, error.what, error.hint or "", locale, error.place)

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for JSON."""
        place = self.place
        return {
            "code": self.code,
            "locale": self.locale,
            "what": self.what,
            "file": shown_path(place.file) if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "hint": self.hint,
        }


@dataclass(frozen=True, slots=True)
class PlaceholderCount:
    """How often one locale's sample note prints one fact."""

    locale: Locale
    name: FactName
    found: int
    """Places where the sample note prints the fact, filled or not."""
    expected: int
    open: int
    """How many of them print the literal placeholder text."""

    @property
    def is_clean(self) -> bool:
        """True when the fact is filled and printed as often as it should be."""
        return self.found == self.expected and self.open == 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts for JSON."""
        return {"found": self.found, "expected": self.expected, "open": self.open}


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of a check."""

    counts: tuple[PlaceholderCount, ...] = ()
    findings: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = field(default=())
    """What `--fix` mended; not among the findings any more."""
    orders: int = 0
    """How many orders were looked at."""
    rejected: int = 0
    """How many more are refused by their own data: `notes-engine orders FILE` says why. Not a finding."""
    remarks: tuple[str, ...] = ()
    """What `--fix` left as it is, and why."""
    drawn: int = 0
    """Of how many orders the pages were drawn: of all when they are few, else of those likeliest not to fit."""
    undrawn: int = 0
    """How many more could have been drawn."""

    @property
    def is_clean(self) -> bool:
        """True when there is nothing to mend."""
        return not self.findings and all(count.is_clean for count in self.counts)

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON: clean, placeholders by locale and fact, findings, fixes, remarks, orders."""
        placeholders: dict[str, dict[str, dict[str, int]]] = {}
        for count in self.counts:
            placeholders.setdefault(count.locale, {})[count.name] = count.as_dict()
        return {
            "clean": self.is_clean,
            "placeholders": placeholders,
            "findings": [finding.as_dict() for finding in self.findings],
            "fixed": [finding.as_dict() for finding in self.fixed],
            "orders": self.orders,
            "drawn": self.drawn,
            "rejected": self.rejected,
            "remarks": list(self.remarks),
        }
