"""What the tag and the filters need to know of the note they print into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notes_engine.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo

    from jinja2.runtime import Context as JinjaContext

    from notes_engine.formula import Context
    from notes_engine.notes.label_source import LabelSource
    from notes_engine.notes.label_tag import TemplateLabel
    from notes_engine.notes.marks import Marks
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
    number_label: TemplateLabel | None = None
    number_parts: Sequence[tuple[bool, str]] = ()
    """The label with the order's number, and what its parts print."""
    printed: list[LabelSource] = field(default_factory=list)
    """Every label printed so far."""
    marks: Marks | None = None
    """The values that stand behind marks; None where values are printed as they are."""
    tools: tuple[Callable[[Any], str], ...] = ()
    """What prints a value, an amount, a day and a number of this note."""
    ready: dict[object, tuple[Any, ...]] = field(default_factory=dict)
    """The tools and the kept texts of each template that printed into this note."""
    kept: dict[object, list[str | None]] = field(default_factory=dict)
    """The texts of each template that are the same for every order of the note's market, as far as they were made."""


def note_of(context: JinjaContext) -> NoteInProgress:
    """Return the note that a template is printing into.

    Raises:
        TemplateError: the template was imported without its importer's context, so it knows no note.
    """
    note = context.resolve(NOTE)
    if not isinstance(note, NoteInProgress):
        raise TemplateError(
            "an imported template uses a label, an amount or a date, but it was imported without the note",
            hint='write {% import "…" as … with context %}, or {% from "…" import … with context %}',
        )
    return note
