"""Every error a user can meet, in one tree.

Each carries *what* is wrong, *where* (a `Place`), and *what to do* (the hint), reads well in a terminal
(`str(error)`) and as JSON (`error.as_dict()`), and survives pickling, since workers are processes.

    NotesError
    ├── SettingsError            notes.toml: bad TOML, an unknown key, a value out of range
    ├── WorkspaceError           no workspace found, a folder that cannot become one
    ├── InputError               an orders file that cannot be read at all
    ├── FormulaError             a label or a printing condition
    │   ├── FormulaSyntaxError       found before any order is read: syntax, unknown names, argument counts
    │   └── FormulaEvaluationError   found with one order's values: that order is refused
    ├── TemplateError            a template that does not compile, or an unknown variable in it
    ├── CatalogError             a .po file that cannot be read
    ├── RenderError              one order cannot be rendered: it is refused with this reason
    ├── TypesetError             WeasyPrint could not make pages of a note
    │   └── AssetError               a template asks for a file outside the workspace, or for the network
    ├── ProofError               finished notes are not what the typesetter makes of their orders: exit status 5
    ├── UsageError               an option that cannot be used like this: exit status 2
    └── OutputError              the output folder: not writable, full, or in use
        └── ResumeError              --resume with other inputs than the batch it should continue
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from notes_engine.visible import visible


def shown_path(path: str | os.PathLike[str]) -> str:
    """Return a file's path as messages write it: from the current folder when it is below that, else absolute.

    Names that are no paths, such as `<label>`, come back as they are.
    """
    name = os.fspath(path)
    if not name or name.startswith("<"):
        return name
    try:
        here = os.getcwd()  # noqa: PTH109  Path.cwd() is slower, and there is a place in every message
    except OSError:  # the current folder is gone
        return name
    whole = os.path.normpath(os.path.join(here, name))  # noqa: PTH118  symbolic links stay what they are called
    below = here if here.endswith(os.sep) else here + os.sep
    return whole.removeprefix(below) if whole != here else name


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: lines and columns count from 1; `length` is the number of characters to underline."""

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    source: str | None = None
    """The whole source line, without its newline, to draw under the message."""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (shown_path(self.file), self.line, self.column) if part is not None)

    def drawing(self) -> str:
        """Return the source line with carets under the place, or an empty string when no line is known."""
        if self.source is None or self.column is None:
            return ""
        shown, column = _window(self.source, self.column)
        # A tab keeps its own width in the terminal and a wide letter takes two cells, so the padding copies them.
        before = "".join("\t" if char == "\t" else " " * _cells(char) for char in shown[: column - 1])
        marked = shown[column - 1 : column - 1 + max(self.length, 1)]
        carets = "^" * max(sum(_cells(char) for char in marked), 1)
        gutter = " " * len(str(self.line or ""))
        safe = visible(shown, keep="\t")
        return f"{gutter} |\n{self.line or ''} | {safe}\n{gutter} | {before}{carets}"


def _window(source: str, column: int, width: int = 160) -> tuple[str, int]:
    """Cut a very long source line to the part around `column`; return it with the column inside it."""
    if len(source) <= width:
        return source, column
    start = max(0, min(column - 1 - width // 2, len(source) - width))
    return source[start : start + width], column - start


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class NotesError(Exception):
    """The root of the tree: `what` is wrong, `place` where, `hint` what to do about it."""

    def __init__(self, what: str, *, place: Place | None = None, hint: str | None = None) -> None:
        """Keep the three parts; `str()` of the error draws them."""
        super().__init__(what)
        self.what = what
        self.place = place
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.what, self.place, self.hint))

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        drawing = self.place.drawing() if self.place else ""
        hint = f"hint: {self.hint}" if self.hint else ""
        return "\n".join(part for part in (head, drawing, hint) if part)

    def as_dict(self) -> dict[str, Any]:
        """Return the error for JSON: kind, what, file, line, column, hint."""
        place = self.place
        return {
            "kind": type(self).__name__,
            "what": self.what,
            "file": shown_path(place.file) if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "hint": self.hint,
        }

    def at(self, place: Place) -> NotesError:
        """Return the same error, dressed with a place, unless it already has one."""
        return self if self.place else type(self)(self.what, place=place, hint=self.hint)


def _rebuild(kind: type[NotesError], what: str, place: Place | None, hint: str | None) -> NotesError:
    return kind(what, place=place, hint=hint)


class SettingsError(NotesError):
    """notes.toml is not valid: bad TOML, an unknown key, a value out of range."""


class WorkspaceError(NotesError):
    """No workspace was found, or a folder cannot become one."""


class InputError(NotesError):
    """An orders file cannot be read at all: missing, unreadable, or in no format we know."""


class FormulaError(NotesError):
    """A label or a printing condition is wrong."""


class FormulaSyntaxError(FormulaError):
    """A formula that can be seen to be wrong before any order is read."""


class FormulaEvaluationError(FormulaError):
    """A formula that fails with the values of one order: that order is refused."""


class TemplateError(NotesError):
    """A template does not compile, or uses a variable that does not exist."""


class CatalogError(NotesError):
    """A message catalog (.po) cannot be read."""


class RenderError(NotesError):
    """One order cannot be rendered: it is refused with this reason."""


class TypesetError(NotesError):
    """WeasyPrint could not make pages of a note."""


class AssetError(TypesetError):
    """A template asks for a file outside the workspace and the package, or for the network."""


class ProofError(NotesError):
    """`--proof` found notes that are not what the typesetter makes of their orders: nothing is published."""


class UsageError(NotesError):
    """An option has a value, or stands beside another, that makes no sense: the command line exits with 2."""


class OutputError(NotesError):
    """The output folder is not writable, full, or in use by another batch."""


class ResumeError(OutputError):
    """`--resume` was given other inputs than the batch it should continue."""
