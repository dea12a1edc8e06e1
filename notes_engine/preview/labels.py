"""A label in a template's file: finding it by its place, and writing another text into it and nothing else."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from notes_engine.errors import NotesError, Place, TemplateError, shown_path
from notes_engine.notes.label_source import lifted_labels
from notes_engine.preview.saves import ConflictError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_engine.notes import Workspace
    from notes_engine.notes.label_source import LabelSource

_BOM = b"\xef\xbb\xbf"
_NEWLINE = re.compile(r"\r\n|\r|\n")


class UnknownTemplateError(NotesError):
    """A request names a template that there is not, or what is no template's name."""


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where a label stands: the name of its template, and line and column of its text's first character, from 1."""

    template: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.template}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as it stands on the disk."""

    name: str
    path: Path
    """The file that is read: the workspace's, else the package's."""
    target: Path
    """The file that is written: always the workspace's."""
    content: bytes

    @property
    def is_packaged(self) -> bool:
        """True where the workspace has no such template yet: saving copies it there."""
        return self.path != self.target

    @property
    def source(self) -> str:
        """The text as Jinja reads it: without a byte order mark, every newline a line feed; raises TemplateError."""
        return _NEWLINE.sub("\n", _decoded(self.content, self.name))


def template_name(file: str, roots: Sequence[Path]) -> str:
    """Return the name of the template that a file in one of the folders is; empty where it is in none of them."""
    path = Path(os.path.normpath(file))
    root = next((root for root in map(os.path.normpath, roots) if path.is_relative_to(root)), None)
    return "" if root is None else path.relative_to(root).as_posix()


def open_template(workspace: Workspace, name: str) -> TemplateFile:
    """Return the template of a name that came from outside.

    Raises:
        UnknownTemplateError: there is none, or the name leads out of the folders of templates.
        TemplateError: it cannot be read.
    """
    parts = PurePosixPath(name).parts
    # A name that is written otherwise than Jinja writes it is none of ours: `..`, `/etc`, `a//b`, `./a`, `a\b`.
    is_name = "/".join(parts) == name and not {"..", ".", "/"}.intersection(parts)
    is_name = is_name and name.isprintable() and "\\" not in name
    try:
        path = workspace.find_template(name) if is_name else None
    except OSError:  # it is too long, or lies in a folder that may not be entered
        path = None
    if path is None:
        raise UnknownTemplateError("there is no such template", hint="look at the note again")
    ours = workspace.template_roots[0]
    target = (ours / name).resolve()  # a link within the folder stays one
    root = next(root for root in workspace.template_roots if path == root / name)
    is_within = target.is_relative_to(ours.resolve()) and path.resolve().is_relative_to(root.resolve())
    # The workspace's folder may itself be a link: anywhere but to the package's.
    if not is_within or any(target.is_relative_to(other.resolve()) for other in workspace.template_roots[1:]):
        raise UnknownTemplateError(
            "this template is a link that leads out of the workspace's folder of templates, or to the package's",
            hint="put a copy into the workspace instead of the link",
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"the template {name} cannot be read: {error.strerror}") from None
    return TemplateFile(name, target if root == ours else path, target, content)


def label_at(file: TemplateFile, place: LabelPlace) -> LabelSource:
    """Return the label that begins at a place, its newlines line feeds.

    Raises:
        ConflictError: there is none any more.
        TemplateError: the template's labels are not well formed.
    """
    return _found(file, place)[1]


def without_label(file: TemplateFile, place: LabelPlace) -> str:
    """Return the template's source with nothing in the label at a place; raises as `label_at`."""
    source = file.source
    first, last, _ = lifted_labels(source, str(file.path))[_found(file, place)[0]]
    return source[:first] + source[last:]


def replaced(file: TemplateFile, place: LabelPlace, was: str, text: str) -> bytes:
    r"""Return the template's file with another text in a label, every other byte as it was.

    Line feeds in the text become what the file has for newlines. White space that the label's tags take off anyway
    (`{% label -%}`) is left out.

    Raises:
        ConflictError: no label begins there any more, or its text is no longer `was`.
        TemplateError: the text would not be one label's.
    """
    number, label = _found(file, place)
    if label.text != was:
        raise ConflictError(f"the label at {place} was changed elsewhere", hint="open it again, and change it anew")
    if text == was:
        return file.content
    name = str(file.path)
    source = _decoded(file.content, file.name)
    before = lifted_labels(source, name)
    first, last, old = before[number]
    if source[:first].rstrip().endswith("-%}"):
        text = text.lstrip()
    if source[last:].lstrip().startswith("{%-"):
        text = text.rstrip()
    newline = _NEWLINE.search(old.text) or _NEWLINE.search(source)
    text = _NEWLINE.sub(newline[0] if newline else "\n", text)
    changed = source[:first] + text + source[last:]
    after = lifted_labels(changed, name)
    wanted = [(each.name, each.text) for _, _, each in before]
    wanted[number] = old.name, text
    if [(each.name, each.text) for _, _, each in after] != wanted:
        raise TemplateError("this text would end the label", hint="leave out {% endlabel %}")
    try:
        encoded = changed.encode("utf-8")
    except UnicodeEncodeError:
        raise TemplateError("this text holds half a character", hint="type it again, or paste it as text") from None
    return (_BOM if file.content.startswith(_BOM) else b"") + encoded


def _found(file: TemplateFile, place: LabelPlace) -> tuple[int, LabelSource]:
    """Return which label of the template begins at a place."""
    for number, (_, _, label) in enumerate(lifted_labels(file.source, str(file.path))):
        if (label.line, label.column) == (place.line, place.column):
            return number, label
    raise ConflictError(
        f"no label begins at {place} any more: {shown_path(file.path)} was changed", hint="look at the note again"
    )


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TemplateError(
            f"the template {name} is not UTF-8 text", place=Place(name, line), hint="save it as UTF-8"
        ) from None
