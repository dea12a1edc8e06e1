"""Everything that is compiled once for the notes of one locale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notes_engine.notes.catalogs import load_catalog
from notes_engine.notes.environment import LabelEnvironment
from notes_engine.notes.literals import literals_of_locale, literals_of_template
from notes_engine.notes.marks import holds_mark
from notes_engine.notes.numbers import number_label
from notes_engine.notes.variables import unknown_variables

if TYPE_CHECKING:
    from jinja2 import Template

    from notes_engine.notes.label_tag import TemplateLabel
    from notes_engine.notes.literals import TypedLiteral
    from notes_engine.notes.settings import Locale, NotesSettings
    from notes_engine.notes.workspace import Workspace


class LocaleNotes:
    """Everything compiled for one locale's notes: environment, template, number label, literals left in its files."""

    def __init__(
        self, workspace: Workspace, locale: Locale, environment: type[LabelEnvironment] = LabelEnvironment
    ) -> None:
        """Compile the locale's template and all it extends, in an environment of that kind.

        Raises:
            TemplateError: a template is missing or wrong, or prints no order number.
            FormulaSyntaxError: a label is wrong.
            CatalogError: a catalog cannot be read.
        """
        self.locale = locale
        self.template_name = f"{locale}.html"
        self.catalog = load_catalog(workspace.locale_roots, locale)
        self.environment = environment(workspace.template_roots, self.catalog, extended=workspace.orders.extended)
        self.chain = frozenset(self.environment.chain(self.template_name))
        for name in self.environment.chain(self.template_name):
            self.environment.compile_template(name)  # those it extends too: Jinja itself would wait for the first order
        self.template: Template = self.environment.compile_template(self.template_name)
        self.globals: dict[str, Any] = dict(self.template.globals)
        """What every template knows besides the order."""
        self.number: TemplateLabel = number_label(self.environment, self.template_name)
        for error in unknown_variables(self.environment, self.template_name):
            raise error
        self._sources_hold_marks = holds_mark(
            (*(self.environment.source_of(name)[0] for name in self.chain), tuple(self.catalog.messages.values()))
        )
        self._met: dict[str, tuple[TypedLiteral, ...]] = {}
        self.literals = tuple(literals_of_locale(workspace, self.environment, locale))

    def is_markable(self, settings: NotesSettings) -> bool:
        """Return whether order values can be marked in this locale's notes: nothing else in them looks like a mark."""
        return self.environment.is_markable and not self._sources_hold_marks and not holds_mark(settings.company)

    def literals_met(self) -> tuple[TypedLiteral, ...]:
        """Return the literals in templates that the note being rendered included by a name it put together."""
        if self.environment.asked_for <= self.chain:
            return ()
        met = sorted(self.environment.asked_for - self.chain)
        for name in met:
            if name not in self._met:
                self._met[name] = tuple(literals_of_template(self.environment, name))
        return tuple(found for name in met for found in self._met[name])
