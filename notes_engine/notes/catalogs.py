"""Message catalogs: the package's texts for one language, overlaid message by message with the workspace's."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import CatalogError, Place, TemplateError
from notes_engine.notes.po_file import placeholders, read_catalog, singular_of, texts_of
from notes_engine.notes.typography import typeset_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

DOMAIN = "notes"

Key = tuple[str | None, str]
"""A message's context (or None) and its singular text."""


@dataclass(frozen=True)
class Catalog:
    """The texts of one language, typeset by its rules. A message that is missing prints itself.

    All are filled in by `%`: TemplateError is raised for one that is missing and holds a % of its own.
    """

    locale: str
    messages: Mapping[Key, tuple[str, ...]]
    plural_index: Callable[[int], int]

    def gettext(self, message: str) -> str:
        """Return the translation of `message`."""
        return self.pgettext(None, message)

    def pgettext(self, context: str | None, message: str) -> str:
        """Return the translation of `message` in `context`."""
        found = self.messages.get((context, message))
        return found[0] if found else self._itself(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the translation for `count` things."""
        return self.npgettext(None, singular, plural, count)

    def npgettext(self, context: str | None, singular: str, plural: str, count: int) -> str:
        """Return the translation for `count` things in `context`."""
        found = self.messages.get((context, singular))
        if found:
            return found[min(self.plural_index(count), len(found) - 1)]
        return self._itself(singular if count == 1 else plural)

    def _itself(self, message: str) -> str:
        if "%" in placeholders(message):
            raise TemplateError(
                "a % that stands for itself is written %% in a text",
                hint="write %% in the template, and in the catalogs",
            )
        return typeset_text(message, self.locale)


def catalog_path(root: Path, locale: str) -> Path:
    """Return where the catalog of `locale` stands under a `locales` folder."""
    return root / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def load_catalog(roots: Sequence[Path], locale: str) -> Catalog:
    """Return the texts of `locale`: for each message the first root's that has it, fuzzy and empty ones left out.

    Raises:
        CatalogError: a catalog that exists cannot be read, or is a link that leads out of its folder.
    """
    messages: dict[Key, tuple[str, ...]] = {}
    plural_expression = "(n != 1)"
    for root in reversed(roots):
        path = catalog_path(root, locale)
        if not path.is_file():
            continue
        if not path.resolve().is_relative_to(root.resolve()):
            raise CatalogError(
                f"the {locale} catalog is a link that leads out of the folder {root.name!r}",
                place=Place(str(path)),
                hint="put a copy of the file into the workspace instead of the link",
            )
        catalog = read_catalog(path, locale)
        plural_expression = catalog.plural_expr
        for message in catalog:
            if not message.id or message.fuzzy:
                continue
            texts = texts_of(message)
            if texts and all(texts):
                messages[message.context, singular_of(message)] = tuple(typeset_text(text, locale) for text in texts)
    try:
        plural_index = gettext.c2py(plural_expression)
    except ValueError:
        raise CatalogError(
            f"the plural rule of the {locale} catalog is not one gettext knows: {plural_expression}",
            hint="copy the Plural-Forms line of the package's catalog",
        ) from None
    return Catalog(locale, messages, plural_index)
