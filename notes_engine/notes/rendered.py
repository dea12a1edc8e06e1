"""What comes out of the notes room: one order's note as HTML, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.orders.quick_init import quick_init

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notes_engine.notes.marks import MarkedHtml
    from notes_engine.notes.placeholders import FactName
    from notes_engine.notes.settings import Locale


@dataclass(frozen=True, slots=True)
class NoteWarning:
    """Something about one note that is odd but printable; `--strict` makes it a refusal."""

    code: str
    what: str
    hint: str


@quick_init
@dataclass(frozen=True, slots=True)
class RenderedNote:
    """One order's note as HTML, and what the batch needs to know of it."""

    order_id: str
    reference: str
    number: str
    """The order number as printed."""
    market: str
    """Empty when the order belongs to no market we know."""
    market_guessed: bool
    locale: Locale
    template: str
    """The template's file name."""
    language: str
    """BCP 47, such as `fr-FR`."""
    title: str
    warnings: tuple[NoteWarning, ...]
    facts: Mapping[FactName, int]
    """How many places of the note print each fact about the company."""
    draft: bool
    """True: it is to look at, and must not be printed without the watermark."""
    watermark: str = ""
    """The word that belongs over every page of a draft, in the note's language. It is not in the HTML, where a template
    could hide it: `Typesetter.typeset` draws it."""
    unmarked: str = ""
    """The HTML of a note that is not marked."""
    marked: MarkedHtml | None = None
    """The HTML with its order values taken out, where the renderer was asked for it and the template allows it."""

    @property
    def html(self) -> str:
        """The note's HTML. A marked note's is put together when it is asked for: who only stamps it never does."""
        return self.unmarked if self.marked is None else self.marked.html()
