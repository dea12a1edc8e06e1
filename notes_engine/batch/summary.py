"""How a batch ended: counts, the reasons for rejects, the kinds of warnings, and the exit status they mean."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from notes_engine.batch.record import EXAMPLES
from notes_engine.visible import LONGEST_TEXT, clip

if TYPE_CHECKING:
    from notes_engine.batch.publish import Assembly
    from notes_engine.orders import Reject

REASONS_LIMIT = 200
"""Distinct reasons kept apart; beyond, rejects are counted by code (an export can hold a new reason in every row)."""


@dataclass(slots=True)
class RejectTally:
    """Rejects counted by reason."""

    reasons: dict[str, list[Any]] = field(default_factory=dict)
    """code or reason → [count, the first one's reason, its hint, a few references or places]."""
    refused: int = 0
    failed: int = 0

    def add(self, reject: Reject) -> None:
        """Count one reject."""
        if reject.kind == "failed":
            self.failed += 1
        else:
            self.refused += 1
        key = clip(f"{reject.code} {reject.reason}", LONGEST_TEXT)
        if key not in self.reasons and len(self.reasons) >= REASONS_LIMIT:
            key = reject.code
        first = [0, clip(reject.reason, LONGEST_TEXT), clip(reject.hint, LONGEST_TEXT), []]
        count, reason, hint, examples = self.reasons.get(key, first)
        shown = reject.reference or reject.order_id or str(reject.source_place)
        self.reasons[key] = [count + 1, reason, hint, [*examples, clip(shown)][:EXAMPLES]]


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished batch."""

    printed: int
    refused: int
    """Orders that are bad."""
    failed: int
    """Orders without a note through our own fault."""
    left_out: int
    """Orders that `--where` left out: neither printed nor rejected."""
    files: int
    """PDF files written."""
    seconds: float
    kept: int = 0
    """Notes kept from the interrupted run that this one resumed."""
    reasons: dict[str, list[Any]] = field(default_factory=dict)
    """As in `RejectTally`."""
    warnings: dict[str, list[Any]] = field(default_factory=dict)
    """As in `WarningTally`."""
    compared: int | None = None
    """Notes that `--proof` compared with the typesetter's, and found the same; None without it."""

    @property
    def exit_status(self) -> int:
        """0 every order has its note, 3 some were refused, 4 some failed."""
        if self.failed:
            return 4
        return 3 if self.refused else 0

    def as_dict(self) -> dict[str, Any]:
        """Return what `--json` prints; seconds to the millisecond."""
        return {
            "printed": self.printed,
            "refused": self.refused,
            "failed": self.failed,
            "files": self.files,
            "seconds": round(self.seconds, 3),
            "compared": self.compared,
        }

    def pack(self) -> dict[str, Any]:
        """Return all of it, for the journal."""
        return asdict(self)


def summary_of(made: Assembly, *, files: int, left_out: int, kept: int) -> Summary:
    """Return the summary of these counts; the seconds are known when the batch returns."""
    return Summary(
        printed=made.printed,
        refused=made.tally.refused,
        failed=made.tally.failed,
        left_out=left_out,
        files=files,
        seconds=0.0,
        kept=kept,
        reasons=made.tally.reasons,
        warnings=made.warnings.kinds,
        compared=made.compared,
    )
