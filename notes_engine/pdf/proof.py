"""The proof of a locale: its sample note is drawn before any order's, to find what would be wrong with every note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notes_engine.errors import AssetError, FormulaError, NotesError, Place, RenderError, TemplateError, TypesetError
from notes_engine.notes.literals import linked_sheets
from notes_engine.notes.placeholders import LITERALS, drawn_literals
from notes_engine.notes.sample import sample_note
from notes_engine.pdf.marked import drawn_text
from notes_engine.pdf.numbered import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notes_engine.notes import Locale, NoteRenderer
    from notes_engine.orders import Order
    from notes_engine.pdf.typeset import Typesetter

_LINES = 3
"""Lines of the sample note: more than one, as for what stands between two of them."""


def prove(
    renderer: NoteRenderer, typesetter: Typesetter, locale: Locale, orders: Sequence[Order]
) -> RenderError | None:
    """Draw the sample note of `locale`, and return why its notes are refused, or None when they can be printed.

    They are refused when a placeholder text is drawn although the sample's company has all facts: it then stands in a
    template, a catalog, a style sheet or a picture. A draft is not refused. `orders` are some of the locale's own.

    Raises:
        TemplateError, TypesetError: the template fails, with the sample and with the orders alike: no note of this
            locale could be made. What only some orders bring about is not raised.
    """
    references = [reference for order in orders if (reference := order.secondary_reference)]
    proof = renderer.for_proof()
    try:
        note = sample_note(proof, locale, lines=_LINES, references=references)
        drawn = drawn_literals(drawn_text(numbered(typesetter.typeset(note.html), note.number)))
    except (TemplateError, TypesetError) as error:
        if _hits_all(error, proof.for_locale(locale), typesetter, orders):
            if error.place:
                raise
            raise error.at(_place(error, renderer, locale)) from error
        return None
    except Exception:  # the sample's own values are refused, or a fault of ours: each order says for itself
        return None
    if renderer.draft or not drawn:
        return None
    return RenderError(
        f"the {locale} note still holds a placeholder text: {LITERALS[next(iter(drawn))][:40]!r} is drawn on its pages",
        hint="look for it in templates, style sheets, catalogs and pictures, or print it with --draft to look at it",
    )


def _hits_all(error: NotesError, renderer: NoteRenderer, typesetter: Typesetter, orders: Sequence[Order]) -> bool:
    """True when no order has a note, and those that their own values do not refuse fail as the sample does."""
    for order in orders:
        try:
            note = renderer.render(order)
            numbered(typesetter.typeset(note.html), note.number)
        except (RenderError, FormulaError):
            continue  # it says nothing of the template
        except NotesError as other:
            if other.what != error.what:
                return False
        else:
            return False
    return True


def _place(error: NotesError, renderer: NoteRenderer, locale: Locale) -> Place:
    """Return where the locale's files name what the error names; its template as a whole where they do not."""
    files = list(_files(renderer, locale))
    quoted = re.search(r"(?<!\w)'([^']+)'", error.what)
    name = quoted[1].removesuffix("…") if quoted else ""
    asked = [name, name.rpartition("/")[2]] if isinstance(error, AssetError) else []
    asked += ["attachment"] if "rel=attachment" in error.what else []
    for text in filter(None, asked):
        for file, source in files:
            before, found, after = source.partition(text)
            if found:
                line = before.rpartition("\n")[2] + text + after.partition("\n")[0]
                column = len(before.rpartition("\n")[2]) + 1
                return Place(file, before.count("\n") + 1, column, len(text), line)
    return Place(files[0][0])


def _files(renderer: NoteRenderer, locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield the files that the locale's note is made of, with their texts, its own template first."""
    compiled = renderer.locale_notes(locale)
    sources = []
    for name in compiled.environment.chain(compiled.template_name):
        source, file = compiled.environment.source_of(name)
        sources.append(source)
        yield file, source.replace("\r\n", "\n")
    for sheet in linked_sheets(renderer.workspace, sources):
        yield str(sheet), sheet.read_text("utf-8-sig", errors="replace")
