"""Message catalogs: the package's texts for one language, overlaid message by message with the workspace's."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po

from notes_engine.errors import CatalogError, Place
from notes_engine.notes.typography import typeset_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from babel.messages.catalog import Catalog as BabelCatalog

DOMAIN = "notes"

Key = tuple[str | None, str]
"""A message's context (or None) and its singular text."""


@dataclass(frozen=True)
class Catalog:
    """The texts of one language, typeset by its rules. A message that is missing prints itself."""

    locale: str
    messages: Mapping[Key, tuple[str, ...]]
    plural_index: Callable[[int], int]

    def gettext(self, message: str) -> str:
        """Return the translation of `message`."""
        return self.pgettext(None, message)

    def pgettext(self, context: str | None, message: str) -> str:
        """Return the translation of `message` in `context`."""
        found = self.messages.get((context, message))
        return found[0] if found else typeset_text(message, self.locale)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the translation for `count` things."""
        return self.npgettext(None, singular, plural, count)

    def npgettext(self, context: str | None, singular: str, plural: str, count: int) -> str:
        """Return the translation for `count` things in `context`."""
        found = self.messages.get((context, singular))
        if found:
            return found[min(self.plural_index(count), len(found) - 1)]
        return typeset_text(singular if count == 1 else plural, self.locale)


def catalog_path(root: Path, locale: str) -> Path:
    """Return where the catalog of `locale` stands under a `locales` folder."""
    return root / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalog(path: Path, locale: str) -> BabelCatalog:
    """Read one .po file.

    Raises:
        CatalogError: it cannot be read, is not UTF-8, or is not a valid .po file, with the line.
    """
    try:
        with path.open("rb") as file:
            return read_po(file, locale=locale, abort_invalid=True, charset="utf-8")
    except PoFileError as error:
        line = int(error.lineno) + 1 if isinstance(getattr(error, "lineno", None), int) else None
        source = _line(path, line)
        raise CatalogError(
            "this is not a valid message catalog",
            place=Place(str(path), line, 1 if source else None, len(source or "x"), source),
            hint='each message is a line msgid "…" followed by a line msgstr "…", texts in straight double quotes',
        ) from None
    except OSError as error:
        raise CatalogError(f"cannot read the catalog: {error.strerror}", place=Place(str(path))) from None
    except (UnicodeDecodeError, ValueError, LookupError) as error:
        raise CatalogError(
            f"cannot read the catalog: {type(error).__name__}",
            place=Place(str(path)),
            hint="save it as UTF-8; its header must name a charset and a plural rule gettext knows",
        ) from None


def _line(path: Path, number: int | None) -> str | None:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return lines[number - 1] if number and 0 < number <= len(lines) else None


def load_catalog(roots: Sequence[Path], locale: str) -> Catalog:
    """Return the texts of `locale`: for each message the first root's that has it, fuzzy and empty ones left out.

    Raises:
        CatalogError: a catalog that exists cannot be read.
    """
    messages: dict[Key, tuple[str, ...]] = {}
    plural_expression = "(n != 1)"
    for root in reversed(roots):
        path = catalog_path(root, locale)
        if not path.is_file():
            continue
        catalog = read_catalog(path, locale)
        plural_expression = catalog.plural_expr
        for message in catalog:
            if not message.id or message.fuzzy:
                continue
            single = message.id if isinstance(message.id, str) else message.id[0]
            texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if all(texts) and texts:
                messages[message.context, single] = tuple(typeset_text(text, locale) for text in texts)
    try:
        plural_index = gettext.c2py(plural_expression)
    except ValueError:
        raise CatalogError(
            f"the plural rule of the {locale} catalog is not one gettext knows: {plural_expression}",
            hint="copy the Plural-Forms line of the package's catalog",
        ) from None
    return Catalog(locale, messages, plural_index)
