"""A stamped note: what the batch asks of a note's pages, read off its plate and its values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.pdf.findings import PageFinding
    from notes_engine.pdf.press.stamping import StampedPages


@dataclass(frozen=True)
class StampedNote:
    """A note from the press."""

    stamped: StampedPages
    findings: tuple[PageFinding, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.stamped.contents)

    @property
    def is_heavy(self) -> bool:
        """It is its values' text alone."""
        return False

    @property
    def facts(self) -> Mapping[str, int]:
        """The company's facts that the pages draw, and how often."""
        return dict(self.stamped.cast.facts)

    @cached_property
    def text(self) -> str:
        """All text that the pages draw: the plate's, and what was stamped, text after text."""
        stamped = "\n".join(text.text for _, text in self.stamped.texts)
        return f"{self.stamped.cast.text}{stamped}"
