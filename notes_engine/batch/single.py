"""Orders to one PDF, in this process: what a program does with a stream of orders, without journal or manifest."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from notes_engine.batch.disk import writing
from notes_engine.batch.names import batch_title
from notes_engine.batch.reasons import failed, refused
from notes_engine.errors import NotesError
from notes_engine.orders import Reject
from notes_engine.pdf import CHUNK_LIMIT, NoteInfo, Typesetter, numbered, prove, write_notes
from notes_engine.pdf.binding.parts import bind_sections, write_section
from notes_engine.pdf.binding.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notes_engine.notes import Locale, NoteRenderer, RenderedNote
    from notes_engine.orders import Order
    from notes_engine.pdf import TypesetNote


def print_orders(
    renderer: NoteRenderer,
    orders: Iterable[Order | Reject],
    target: Path,
    *,
    made: Callable[[RenderedNote, TypesetNote], object] = lambda *_: None,
) -> list[Reject]:
    """Write the orders' notes to `target`, one after the other; return the rejects among them and those added.

    `made` is called with every note. Memory is bounded by a chunk of notes, not by their number. Without a note no
    file is written.

    Raises:
        TemplateError, TypesetError: no note of a locale can be made; no file is written.
        OutputError: the file cannot be written.
    """
    typesetter = Typesetter(renderer.workspace.asset_roots)
    rejects: list[Reject] = []
    proofs: dict[str, NotesError | None] = {}
    titles: set[str] = set()
    languages: set[str] = set()
    with writing(target.parent), TemporaryDirectory(prefix=".notes-engine-", dir=target.parent) as folder:
        shelf = Shelf(Path(folder))
        parts: list[Path] = []
        chunk: list[tuple[TypesetNote, NoteInfo]] = []

        def finish_chunk() -> None:
            if chunk:
                part = Path(folder) / f"{len(parts):06d}.part"
                write_section(chunk, part, shelf, shelf.faces())
                parts.append(part)
                chunk.clear()

        for item in orders:
            if isinstance(item, Reject):
                rejects.append(item)
                continue
            outcome = _make(renderer, typesetter, item, proofs)
            if isinstance(outcome, Reject):
                rejects.append(outcome)
                continue
            note, pages = outcome
            made(note, pages)
            titles.add(note.title)
            languages.add(note.language)
            chunk.append((pages, NoteInfo(note.title, note.number, note.market, note.language)))
            if len(chunk) == CHUNK_LIMIT:
                finish_chunk()
        company = renderer.workspace.settings.company.name
        title = titles.pop() if len(titles) == 1 else batch_title(company)
        language = languages.pop() if len(languages) == 1 else None
        if len(chunk) == 1 and not parts:
            write_notes(chunk, target, title=title, language=language)
            return rejects
        finish_chunk()
        if parts:
            bind_sections(parts, target, title=title, language=language)
    return rejects


def _make(
    renderer: NoteRenderer, typesetter: Typesetter, order: Order, proofs: dict[str, NotesError | None]
) -> tuple[RenderedNote, TypesetNote] | Reject:
    """Return the order's note, or its reject; the first order of a locale proves it, and raises what is wrong there."""
    locale: Locale | None = None
    with suppress(Exception):  # as its note will say
        locale = renderer.choose(order)[1]
    if locale is not None and locale not in proofs:
        proofs[locale] = prove(renderer, typesetter, locale, [order])
    refusal = None if locale is None else proofs[locale]
    if refusal is not None:
        return refused(order, refusal)
    try:
        note = renderer.render(order)
        return note, numbered(typesetter.typeset(note.html, watermark=note.watermark), note.number)
    except NotesError as error:
        return refused(order, error)
    except Exception as error:  # one bad order never stops a batch
        return failed(order, error)
