"""Where placeholder texts were typed into files: templates, style sheets, catalogs, settings."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from notes_engine.errors import Place
from notes_engine.notes.catalogs import catalog_path
from notes_engine.notes.placeholders import FactName, find_literals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from notes_engine.notes.environment import LabelEnvironment
    from notes_engine.notes.settings import Locale
    from notes_engine.notes.workspace import Workspace

# Comments never print: a literal in one is advice.
_COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TOML_COMMENTS = re.compile(
    r"""\"{3}(?:[^\\]|\\.)*?\"{3} | \'{3}.*?\'{3} | \"(?:[^"\\\n]|\\.)*\" | \'[^'\n]*\' | (?P<comment>\#[^\n]*)""",
    re.DOTALL | re.VERBOSE,
)
_CSS_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_SHEET = re.compile(r"[^\s\"'()<>{}=][^\"'()<>{}=\n]{0,200}\.css\b", re.IGNORECASE)
_PO_COMMENTS = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TypedLiteral:
    """A literal placeholder text in a file that a note is made from."""

    name: FactName
    place: Place


def literals_of_locale(workspace: Workspace, environment: LabelEnvironment, locale: Locale) -> Iterator[TypedLiteral]:
    """Yield the literals in the templates that the locale's note is made of, their style sheets, and its catalogs."""
    chain = environment.chain(f"{locale}.html")
    for name in chain:
        yield from literals_of_template(environment, name)
    for sheet in linked_sheets(workspace, [environment.source_of(name)[0] for name in chain]):
        yield from _literals_of_sheet(sheet)
    for root in workspace.locale_roots:
        path = catalog_path(root, locale)
        if path.is_file():
            yield from _typed(str(path), _without(_PO_COMMENTS, path.read_text("utf-8", errors="replace")))


def literals_of_template(environment: LabelEnvironment, name: str) -> Iterator[TypedLiteral]:
    """Yield the literals in one template's own text."""
    source, filename = environment.source_of(name)
    yield from _typed(filename, _without(_COMMENTS, source))


def literals_of_idle_sheets(workspace: Workspace) -> Iterator[TypedLiteral]:
    """Yield the literals in style sheets beside the templates that no template names."""
    files = [path for root in workspace.template_roots for path in root.glob("**/*.html") if path.is_file()]
    linked = linked_sheets(workspace, [path.read_text("utf-8-sig", errors="replace") for path in files])
    for sheet in sorted(set((workspace.root / "templates").glob("**/*.css")).difference(linked)):
        if sheet.is_file():
            yield from _literals_of_sheet(sheet)


def linked_sheets(workspace: Workspace, sources: Iterable[str]) -> list[Path]:
    """Return the style sheets that templates name, and those that these import, as far as they are there.

    A name that a template puts together is not found here: the proof of a locale draws what it prints.
    """
    found: dict[Path, None] = {}
    waiting = [name for source in sources for name in _sheet_names(_without(_COMMENTS, source), "")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        path = None if name in seen else workspace.find_asset(name)
        seen.add(name)
        if path is not None:
            found[path] = None
            text = path.read_text("utf-8-sig", errors="replace")
            waiting += _sheet_names(_without(_CSS_COMMENTS, text), posixpath.dirname(name))
    return list(found)


def _sheet_names(text: str, folder: str) -> list[str]:
    names = [unquote(found[0]).lstrip("/") for found in _SHEET.finditer(text)]
    return [posixpath.normpath(posixpath.join(folder, name)) for name in names]


def _literals_of_sheet(sheet: Path) -> Iterator[TypedLiteral]:
    yield from _typed(str(sheet), _without(_CSS_COMMENTS, sheet.read_text("utf-8-sig", errors="replace")))


def literals_of_settings(workspace: Workspace) -> Iterator[TypedLiteral]:
    """Yield the literals in notes.toml."""
    yield from _typed(workspace.file.name, _without(_TOML_COMMENTS, workspace.file.text))


def _without(comments: re.Pattern[str], text: str) -> str:
    """Blank the comments out, so that every place stays what it is; a pattern may match what is none, to pass it."""

    def blank(found: re.Match[str]) -> str:
        is_comment = found.groupdict().get("comment", "") is not None
        return re.sub(r"[^\n]", " ", found[0]) if is_comment else found[0]

    return comments.sub(blank, text)


def _typed(file: str, text: str) -> Iterator[TypedLiteral]:
    for found in find_literals(text.replace("\r\n", "\n")):
        yield TypedLiteral(found.name, Place(file, found.line, found.column, found.length, found.source))
