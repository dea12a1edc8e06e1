"""What a worker of the preview knows: the workspace as it is now, its templates compiled, a typesetter."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notes_engine.errors import RenderError
from notes_engine.notes import NoteRenderer, Workspace
from notes_engine.notes.company import has_all_facts
from notes_engine.notes.literals import literals_of_settings
from notes_engine.notes.sites import SitedRenderer
from notes_engine.pdf import Typesetter

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import Locale, RenderedNote
    from notes_engine.notes.literals import TypedLiteral
    from notes_engine.orders import Order


@dataclass(frozen=True, slots=True)
class Version:
    """A workspace at one time: a number that grows with every change of its files."""

    root: Path
    number: int
    assets: int = 0
    """The number of the last version in which a style sheet, a picture or a font changed."""


@dataclass
class Desk:
    """One version of a workspace, opened; nothing is compiled before a note needs it."""

    workspace: Workspace
    typesetter: Typesetter
    """Lays out the notes; it remembers style sheets, fonts and pictures."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def has_open_facts(self) -> bool:
        """True where every note is a draft: a fact about the company is not set, or a setting holds a placeholder."""
        company = self.workspace.settings.company
        return not has_all_facts(company) or any(literals_of_settings(self.workspace))

    @cached_property
    def _renderer(self) -> NoteRenderer:
        return NoteRenderer(self.workspace, now=self.now, draft=self.has_open_facts)

    @cached_property
    def _draft(self) -> NoteRenderer:
        return self._renderer.as_draft()

    def renderer(self, locale: Locale) -> NoteRenderer:
        """Return what renders the notes of a locale in it, drafts while a placeholder is open there.

        Raises:
            TemplateError, FormulaSyntaxError, CatalogError: the locale's files are wrong.
        """
        self._renderer.check_rules()
        is_open = bool(self._renderer.locale_notes(locale).literals)
        return (self._draft if is_open else self._renderer).for_locale(locale)

    def render(self, order: Order, locale: Locale) -> RenderedNote:
        """Return the order's note in a locale, a draft while a placeholder is open in what this note is made of.

        Raises:
            NotesError: as `renderer`, and as `NoteRenderer.render`.
        """
        renderer = self.renderer(locale)
        try:
            return renderer.render(order)
        except RenderError:
            # A template whose name is put together is only known once a note has included it.
            if not renderer.locale_notes(locale).literals_met():
                raise
            return self._draft.for_locale(locale).render(order)

    def literals(self, locale: Locale) -> tuple[TypedLiteral, ...]:
        """Return the placeholder texts typed into files that the last note in a locale was made from."""
        notes = self._renderer.locale_notes(locale)
        return notes.literals + notes.literals_met()

    @property
    def any_locale(self) -> NoteRenderer:
        """Chooses an order's market and locale."""
        return self._renderer

    @cached_property
    def _sited(self) -> SitedRenderer:
        return SitedRenderer(self.workspace, now=self.now, draft=True, marks=True)

    def sited_in(self, locale: Locale) -> SitedRenderer:
        """Return what renders notes in a locale and records where their values are printed."""
        other = copy(self._sited)
        other.locale = locale
        return other


@lru_cache(maxsize=1)
def desk(version: Version) -> Desk:
    """Return the desk of a version; the one before it is dropped.

    Raises:
        WorkspaceError, SettingsError: notes.toml is gone or wrong.
    """
    workspace = Workspace.open(version.root)
    return Desk(workspace, _typesetter(workspace.asset_roots, version.assets))


@lru_cache(maxsize=1)
def _typesetter(roots: tuple[Path, ...], assets: int) -> Typesetter:  # what it has remembered is of these
    """Return the typesetter of these assets: a new one takes 50 ms, and 1.5 MB that Pango never gives back."""
    return Typesetter(roots)
