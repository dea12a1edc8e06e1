"""What the tag and the filters need to know of the note they print into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from notes_engine.formula import Context
    from notes_engine.notes.label_source import LabelSource
    from notes_engine.orders import OrderLine, TagValues

NOTE = "the note being rendered"
"""The name of `NoteInProgress` in a template's context: not an identifier, so no template can reach it."""


@dataclass(slots=True)
class NoteInProgress:
    """One note being rendered: how its market writes things, its order's values, and what was printed so far."""

    cldr_locale: str
    zone: tzinfo
    currency: str
    values: TagValues
    context: Context
    lines: Mapping[int, OrderLine]
    """From a line's key in the template's data to the line of the order."""
    printed: list[LabelSource] = field(default_factory=list)
    """Every label printed so far."""
