"""What a worker does with an upload to the API: reads it, prints its orders, and tells what came of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from notes_engine.batch.job import starting_instant
from notes_engine.batch.reasons import warnings_of
from notes_engine.batch.single import print_orders
from notes_engine.errors import NotesError, Place
from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.orders import Reject, Source, read_orders
from notes_engine.preview.limits import TOLD_REJECTS, UPLOAD_NOTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.batch.reasons import Warned
    from notes_engine.notes import Locale, RenderedNote
    from notes_engine.orders import Order
    from notes_engine.pdf import TypesetNote
    from notes_engine.preview.desk import Version

THE_UPLOAD = "the upload"
"""What the temporary file is called wherever a place in it is told."""


class TooManyOrdersError(NotesError):
    """An upload holds more orders than one request may have printed."""


class NotInUploadError(NotesError):
    """The order that was asked for is not in the upload."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An export that was sent, and what is wanted of it."""

    folder: str
    """A temporary folder; the notes are written into it as well."""
    locale: Locale | None = None
    format: str | None = None
    order: str | None = None
    """Only the order of this id or reference."""
    draft: bool = False

    @property
    def path(self) -> Path:
        """The export."""
        return Path(self.folder) / "upload"

    @property
    def notes(self) -> Path:
        """The PDF with all notes; without one note, no file."""
        return Path(self.folder) / "notes.pdf"


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """An order that got its note, and what is odd about it."""

    order_id: str
    reference: str
    number: str
    market: str
    market_guessed: bool
    locale: Locale
    language: str
    template: str
    is_draft: bool
    pages: int
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of an upload."""

    notes: tuple[PrintedNote, ...]
    rejects: tuple[Reject, ...]
    """The first of them."""
    rejected: int
    """All of them."""


def print_upload(version: Version, upload: Upload) -> Printed:
    """Write the notes of an upload's orders into its folder; return what came of each order.

    Raises:
        InputError: the upload cannot be read.
        TooManyOrdersError: it holds too many orders.
        NotInUploadError: the order that is wanted is not in it.
        SettingsError, TemplateError, TypesetError, FormulaSyntaxError, CatalogError: nothing can be printed with this
            workspace.
    """
    try:
        return _print(version, upload)
    except NotesError as error:
        raise _renamed(error, upload) from None


def _print(version: Version, upload: Upload) -> Printed:
    workspace = Workspace.open(version.root)
    orders: list[Order] = []
    rejects: list[Reject] = []
    rejected = 0
    for item in _wanted(upload, workspace):
        if isinstance(item, Reject):
            rejected += 1
            if rejected <= TOLD_REJECTS:
                rejects.append(item)
        elif len(orders) == UPLOAD_NOTES:
            raise TooManyOrdersError(
                f"the upload holds more than {UPLOAD_NOTES} orders",
                hint="send fewer at a time, or print it with notes-engine render",
            )
        else:
            orders.append(item)
    if upload.order is not None and not orders and not rejected:
        raise NotInUploadError(
            "the order is not in the upload", hint="name its id or its reference, exactly as the export has it"
        )
    notes: list[PrintedNote] = []
    added: list[Reject] = []
    if orders:
        renderer = NoteRenderer(workspace, now=starting_instant(), locale=upload.locale, draft=upload.draft)
        renderer.preflight()
        added = print_orders(renderer, orders, upload.notes, made=lambda *made: notes.append(_told(*made)))
    told = [_told_reject(reject, upload) for reject in (*rejects, *added)]
    return Printed(tuple(notes), tuple(told[:TOLD_REJECTS]), rejected + len(added))


def _wanted(upload: Upload, workspace: Workspace) -> Iterator[Order | Reject]:
    for item in read_orders(upload.path, settings=workspace.orders, format=upload.format):
        names = {item.order_id, item.reference}
        if not isinstance(item, Reject):
            names |= {item.secondary_reference, item.reference_num, item.num_order_id}
        if upload.order is None or upload.order in names:
            yield item


def _told(note: RenderedNote, pages: TypesetNote) -> PrintedNote:
    return PrintedNote(
        order_id=note.order_id,
        reference=note.reference,
        number=note.number,
        market=note.market,
        market_guessed=note.market_guessed,
        locale=note.locale,
        language=note.language,
        template=note.template,
        is_draft=note.draft,
        pages=pages.pages,
        warnings=warnings_of(note, pages),
    )


def _told_reject(reject: Reject, upload: Upload) -> Reject:
    place = Source(_renamed_in(reject.source_place.file, upload), reject.source_place.where)
    return replace(reject, source_place=place, reason=_renamed_in(reject.reason, upload))


def _renamed(error: NotesError, upload: Upload) -> NotesError:
    place = error.place
    if place is not None and place.file.startswith(upload.folder):
        place = replace(place, file=THE_UPLOAD) if place.file == str(upload.path) else Place("the temporary folder")
    hint = None if error.hint is None else _renamed_in(error.hint, upload)
    return type(error)(_renamed_in(error.what, upload), place=place, hint=hint)


def _renamed_in(text: str, upload: Upload) -> str:
    return text.replace(str(upload.path), THE_UPLOAD).replace(upload.folder, "the temporary folder")
