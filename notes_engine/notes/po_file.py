"""Reading one .po file strictly: what Babel would quietly mend, cut off or drop is an error with its line."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po

from notes_engine.errors import CatalogError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from babel.messages.catalog import Catalog as BabelCatalog
    from babel.messages.catalog import Message

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])[ \t]*)?("(?:[^"\\]|\\.)*")')
_PERCENT = re.compile(r"%%|%\(\w+\)[a-zA-Z]|%")
_BOM = b"\xef\xbb\xbf"


def read_catalog(path: Path, locale: str) -> BabelCatalog:
    """Read one .po file.

    Raises:
        CatalogError: it cannot be read, is not in the encoding it names, is not a valid .po file, has a text twice, or
            has a translation that cannot be filled in; with the line.
    """
    try:
        content = path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise CatalogError(f"cannot read the catalog: {error.strerror}", place=Place(str(path))) from None
    _check_lines(path, content)
    try:
        catalog = read_po(BytesIO(content), locale=locale, abort_invalid=True, charset="utf-8")
    except PoFileError as error:
        # Babel counts these lines from 0, and names the one where the message begins.
        raise _invalid(path, content, int(error.lineno) + 1 if isinstance(error.lineno, int) else 1) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, content.find(error.object)) + 1 if error.object in content else 1
        raise CatalogError(
            f"the catalog is not {error.encoding.upper()} text",
            place=_place(path, content, line),
            hint="save it as UTF-8 in your editor",
        ) from None
    except (ValueError, LookupError):
        raise CatalogError(
            "the catalog's header cannot be read",
            place=Place(str(path)),
            hint="copy the package's header: a charset and a plural rule that gettext knows",
        ) from None
    for message in catalog:
        if message.id and not message.fuzzy:
            _check_placeholders(path, content, message)
    return catalog


def texts_of(message: Message) -> tuple[str, ...]:
    """Return a message's translations: one, or one for each plural form; an empty one is not translated yet."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def singular_of(message: Message) -> str:
    """Return a message's text in the template, in the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def placeholders(text: str) -> frozenset[str]:
    """Return what is filled into a text: `%(company)s`, `%(num)s`."""
    return frozenset(_PERCENT.findall(text)) - {"%%"}


def _check_lines(path: Path, content: bytes) -> None:
    """Raise CatalogError for a line that is none of a .po file, and for a text that stands there a second time."""
    seen: set[tuple[str, str]] = set()
    context = message = previous = ""
    start = 0
    # Read as Latin-1, whatever the encoding is: only the ASCII marks matter here, and no byte is refused.
    for number, raw in enumerate(content.decode("latin-1").split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise _invalid(path, content, number)
        keyword = found[1] or previous
        if found[1] in ("msgctxt", "msgid"):
            if previous != "msgctxt":
                context = ""
            start = number
        if keyword == "msgctxt":
            context = context + found[2] if found[1] is None else found[2]
        elif keyword == "msgid":
            message = message + found[2] if found[1] is None else found[2]
        elif found[1] in ("msgstr", "msgstr[0]"):
            key = (context.replace('""', ""), message.replace('""', ""))
            if key in seen:
                raise CatalogError(
                    "this text stands in the catalog twice",
                    place=_place(path, content, start),
                    hint="keep one of the two",
                )
            seen.add(key)
        previous = keyword


def _check_placeholders(path: Path, content: bytes, message: Message) -> None:
    plural = None if isinstance(message.id, str) else message.id[1]
    known = placeholders(singular_of(message)) | placeholders(plural or "") | ({"%(num)s"} if plural else frozenset())
    for unknown in _unknown(texts_of(message), known):
        if unknown == "%":
            what, hint = "a % that stands for itself is written %%", "write %% there"
        else:
            what = f"nothing is filled in for {unknown}"
            hint = f"there is {', '.join(sorted(known))}" if known else "leave it out"
        raise CatalogError(what, place=_place(path, content, message.lineno or 1), hint=hint)


def _unknown(texts: tuple[str, ...], known: frozenset[str]) -> Iterator[str]:
    for text in texts:
        yield from sorted(placeholders(text) - known)


def _invalid(path: Path, content: bytes, line: int) -> CatalogError:
    return CatalogError(
        "this is not a valid message catalog",
        place=_place(path, content, line),
        hint='each message is a line msgid "…" followed by a line msgstr "…", texts in straight double quotes',
    )


def _place(path: Path, content: bytes, line: int) -> Place:
    lines = content.decode("utf-8", errors="replace").split("\n")
    source = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return Place(str(path), line, 1 if source else None, max(len(source), 1), source or None)
