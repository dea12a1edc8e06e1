"""The notes room: an order and a workspace become the HTML of a note."""

from notes_engine.notes.create import create_workspace
from notes_engine.notes.locale_notes import LocaleNotes
from notes_engine.notes.placeholders import EXPECTED, LITERALS, FactName
from notes_engine.notes.rendered import NoteWarning, RenderedNote
from notes_engine.notes.renderer import NoteRenderer
from notes_engine.notes.settings import LOCALES, Locale
from notes_engine.notes.workspace import Workspace

__all__ = [
    "EXPECTED",
    "LITERALS",
    "LOCALES",
    "FactName",
    "Locale",
    "LocaleNotes",
    "NoteRenderer",
    "NoteWarning",
    "RenderedNote",
    "Workspace",
    "create_workspace",
]
