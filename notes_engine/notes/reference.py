"""Notes as Jinja's own code renders them: what `--proof` holds the batch's quicker code against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.compiler import CodeGenerator

from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.locale_notes import LocaleNotes
from notes_engine.notes.renderer import NoteRenderer

if TYPE_CHECKING:
    from notes_engine.notes.settings import Locale


class ReferenceEnvironment(LabelEnvironment):
    """Compiles templates as Jinja does."""

    code_generator_class = CodeGenerator


class ReferenceRenderer(NoteRenderer):
    """Renders notes as its base does, by Jinja's own code."""

    environment: type[LabelEnvironment] = ReferenceEnvironment

    def locale_notes(self, locale: Locale) -> LocaleNotes:
        """Return what is compiled for `locale`; raises as `LocaleNotes`."""
        if locale not in self._locales:
            self._locales[locale] = LocaleNotes(self.workspace, locale, self.environment)
        return self._locales[locale]
