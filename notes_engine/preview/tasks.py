"""What the preview's workers do. Everything goes in and comes out as plain data: it crosses processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.batch.reasons import failed
from notes_engine.errors import NotesError, RenderError
from notes_engine.notes import LOCALES
from notes_engine.notes.company import missing_facts
from notes_engine.orders.packed import unpack_order
from notes_engine.pdf import NoteInfo, numbered
from notes_engine.pdf.outlines import Outline, drawn_facts, value_outlines
from notes_engine.pdf.write import notes_pdf
from notes_engine.preview.desk import Version, desk

if TYPE_CHECKING:
    from notes_engine.notes import FactName, Locale, RenderedNote
    from notes_engine.orders import Order
    from notes_engine.pdf import TypesetNote
    from notes_engine.preview.desk import Desk

_POINTS = 0.75
"""A CSS pixel in points."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a note that is worth a look."""

    code: str
    what: str
    hint: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FactPlace:
    """A place of a note in which a company fact stands, or the placeholder text that stands for it."""

    name: FactName
    outline: Outline
    is_open: bool


@dataclass(frozen=True, slots=True)
class LiteralPlace:
    """A placeholder text typed into a file that the note is made from."""

    name: FactName
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class NotePages:
    """One order's note in one locale, as a PDF and with what is to be known of it."""

    number: str
    title: str
    market: str
    market_guessed: bool
    locale: Locale
    template: str
    language: str
    is_draft: bool
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page in points."""
    remarks: tuple[Remark, ...]
    facts: tuple[FactPlace, ...]
    literals: tuple[LiteralPlace, ...]


def make_note(version: Version, packed: bytes, locale: Locale | None) -> NotePages:
    """Return an order's note in `locale`, or in its own where that is None.

    Raises:
        NotesError: the order gets no note, with the reason, or the workspace is wrong.
    """
    here = desk(version)
    order = unpack_order(packed)
    try:
        return _note(here, order, locale or here.any_locale.choose(order)[1])
    except NotesError:
        raise
    except Exception as error:
        reject = failed(order, error)
        raise RenderError(reject.reason, hint=reject.hint) from None


def _note(here: Desk, order: Order, locale: Locale) -> NotePages:
    note = here.render(order, locale)
    pages = numbered(here.typesetter.typeset(note.html, watermark=note.watermark), note.number)
    info = NoteInfo(note.title, note.number, note.market, note.language)
    pdf = bytes(notes_pdf([(pages, info)], "the note"))
    sizes = tuple((page.width * _POINTS, page.height * _POINTS) for page in pages.document.pages)
    missing = missing_facts(here.workspace.settings.company)
    facts = tuple(
        FactPlace(fact.name, fact.outline, fact.is_literal or fact.name in missing) for fact in drawn_facts(pages)
    )
    literals = tuple(
        LiteralPlace(found.name, found.place.file, found.place.line or 1, found.place.column or 1)
        for found in here.literals(locale)
    )
    return NotePages(
        number=note.number,
        title=note.title,
        market=note.market,
        market_guessed=note.market_guessed,
        locale=locale,
        template=note.template,
        language=note.language,
        is_draft=note.draft,
        pdf=pdf,
        sizes=sizes,
        remarks=_remarks(note, pages),
        facts=facts,
        literals=literals,
    )


def _remarks(note: RenderedNote, pages: TypesetNote) -> tuple[Remark, ...]:
    return (
        *(Remark(each.code, each.what, each.hint) for each in note.warnings),
        *(Remark(each.code, each.what, each.hint, each.page) for each in pages.findings),
    )


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """A value of a note: where it is drawn, and what of which template prints it."""

    outlines: tuple[Outline, ...]
    text: str
    file: str
    line: int
    column: int
    """Of a label, where its text begins; 0 where the value is no label's."""
    expression: str

    @property
    def is_label(self) -> bool:
        """True for a label, which can be edited."""
        return self.column > 0


def printed_places(version: Version, packed: bytes, locale: Locale | None) -> tuple[PrintedPlace, ...]:
    """Return every value of an order's note with its places; without marks in it, none can be found.

    Raises:
        NotesError: as `make_note`.
    """
    here = desk(version)
    order = unpack_order(packed)
    chosen = locale or here.any_locale.choose(order)[1]
    sited = here.sited_in(chosen).sited(order)
    if sited.note.marked is None:
        return ()
    outlines = value_outlines(sited.note.marked, here.typesetter)
    return tuple(
        PrintedPlace(
            tuple(outlines.get(printed.mark, ())),
            printed.text,
            printed.site.file,
            printed.site.line,
            printed.site.column,
            printed.site.expression,
        )
        for printed in sited.printed
        if printed.mark is not None and printed.mark in outlines
    )


def warm_up(version: Version) -> None:
    """Load what the first note needs, so that nobody waits for it; a mistake is met when a note is asked for."""
    try:
        here = desk(version)
        for locale in LOCALES:
            here.renderer(locale)
        here.typesetter.typeset("<p>&nbsp;</p>")
    except NotesError:
        return
