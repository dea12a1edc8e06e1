"""Where placeholder texts were typed into files: templates, style sheets, catalogs, settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notes_engine.errors import Place
from notes_engine.notes.catalogs import catalog_path
from notes_engine.notes.placeholders import FactName, find_literals

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_PO_COMMENTS = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TypedLiteral:
    """A literal placeholder text in a file that a note is made from."""

    name: FactName
    place: Place


def literals_of_locale(workspace: Workspace, environment: LabelEnvironment, locale: Locale) -> Iterator[TypedLiteral]:
    """Yield the literals in the templates that the locale's note is made of, in the workspace's styles and catalogs."""
    for name in environment.chain(f"{locale}.html"):
        source, filename = environment.source_of(name)
        yield from _typed(filename, _without(_COMMENTS, source))
    for sheet in sorted((workspace.root / "templates").glob("**/*.css")):
        yield from _typed(str(sheet), _without(_CSS_COMMENTS, sheet.read_text("utf-8-sig", errors="replace")))
    for root in workspace.locale_roots:
        path = catalog_path(root, locale)
        if path.is_file():
            yield from _typed(str(path), _without(_PO_COMMENTS, path.read_text("utf-8", errors="replace")))


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
