"""The company's facts in notes.toml: read for a form, checked, and put back with everything else as it was."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import ValidationError

from notes_engine.errors import NotesError, SettingsError, shown_path
from notes_engine.notes import Workspace
from notes_engine.notes.create import plain_month
from notes_engine.notes.mistakes import plain_message
from notes_engine.notes.placeholders import is_literal
from notes_engine.notes.settings import Company, NotesSettings
from notes_engine.notes.toml import SettingsFile
from notes_engine.notes.workspace import ASSET_SUFFIXES, SETTINGS_NAME
from notes_engine.orders import OrderSettings
from notes_engine.preview.company_toml import with_company
from notes_engine.visible import can_be_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FieldName = Literal[
    "name", "live_since", "address", "country", "email", "phone", "website", "vat_id", "registration", "logo"
]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
ADDRESS_LINES = 6
_PICTURES, _FOLDERS = 200, 2000
"""Of a workspace: pictures to choose from, and folders that are looked through for them."""
_ENDINGS = tuple(ASSET_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with what stands in a field."""

    field: FieldName
    what: str


@dataclass(frozen=True)
class CompanyFile:
    """notes.toml as it was read once, and what `[company]` says in it, right or wrong."""

    root: Path
    content: bytes
    file: SettingsFile
    table: Mapping[str, Any]

    @classmethod
    def read(cls, root: Path) -> CompanyFile:
        """Return the file of the workspace in `root`.

        Raises:
            SettingsError: it is not there, is not TOML, or its `company` is no table.
        """
        path = root / SETTINGS_NAME
        # The content first: where the file changes in between, saving finds that it is another one.
        try:
            content = path.read_bytes()
        except OSError:
            content = b""  # the next line says why
        file = SettingsFile(path)
        table = file.data.get("company", {})
        if not isinstance(table, dict):
            raise SettingsError(
                "'company' is a table",
                place=file.find(["company"]),
                hint="write [company] on a line of its own, its settings below",
            )
        return cls(root, content, file, table)

    @property
    def digest(self) -> str:
        """Names the content: a form that was filled for another one is refused."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def texts(self) -> dict[FieldName, str]:
        """What each field of a form shows; the lines of an address are lines."""
        return {name: _shown(self.table.get(name)) for name in FIELDS}

    @cached_property
    def pictures(self) -> list[str]:
        """Pictures in the workspace that can be the logo, by name, and the one that is now."""
        return sorted({*_pictures_in(self.root), *filter(None, (self.texts["logo"],))})

    def mistakes(self, fields: Mapping[FieldName, str]) -> list[Mistake]:
        """Return what is wrong with a filled form: at most one mistake a field, in the fields' order."""
        found: dict[str, str] = {}
        wanted = _given(fields)
        try:
            Company.model_validate(wanted)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                name, *line = each["loc"]
                where = f"line {int(line[0]) + 1}: " if line else ""
                found.setdefault(str(name), where + plain_message(each))
        for name, value in wanted.items():
            text = "\n".join(value) if isinstance(value, list) else value
            if is_literal(text):
                found[name] = "this is the placeholder's own text; write your company's, or leave it empty"
            elif name in ("name", "live_since") and not can_be_read(text):
                found[name] = "there is nothing in it that can be read"
        if len(wanted.get("address", ())) > ADDRESS_LINES:
            found["address"] = f"an address has at most {ADDRESS_LINES} lines"
        logo = wanted.get("logo")
        if isinstance(logo, str) and "logo" not in found and self._is_missing(logo):
            found["logo"] = f"there is no picture {logo!r} in the workspace"
        return [Mistake(name, found[name]) for name in FIELDS if name in found]

    def _is_missing(self, picture: str) -> bool:
        return Workspace(self.root, self.file, NotesSettings(), OrderSettings()).find_asset(picture) is None

    def written(self, fields: Mapping[FieldName, str]) -> bytes:
        """Return the file's content with the form's facts in it; `fields` has no mistakes.

        A field that means what stands there already is left as it is written; an empty one takes its setting away.

        Raises:
            SettingsError: the file is written in a way that cannot be changed with certainty.
        """
        company = Company.model_validate(_given(fields))
        changes: dict[str, str | list[str] | None] = {}
        for name in fields:
            value = getattr(company, name)
            if _means(self.table, name, value):
                continue
            changes[name] = (list(value) if isinstance(value, tuple) else value) or None
        if not changes:
            return self.content
        text = self.content.decode("utf-8-sig")
        edited = with_company(text, changes, order=FIELDS)
        if edited is None:
            raise SettingsError(
                f"{shown_path(self.file.path)} is written in a way that this form cannot change",
                place=self.file.find(["company"]),
                hint="change it in your editor",
            )
        mark = b"\xef\xbb\xbf" if self.content.startswith(b"\xef\xbb\xbf") else b""
        after = mark + edited.encode("utf-8")
        error = _mistake_in(after)
        if error is not None and _mistake_in(self.content) is None:
            raise SettingsError(f"notes.toml would no longer be right: {error.what}", hint="change it in your editor")
        return after


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(_shown(each) for each in value)
    return "" if value is None else str(value)


def _given(fields: Mapping[FieldName, str]) -> dict[FieldName, str | list[str]]:
    """Return what is not empty, as the settings would hold it."""
    found: dict[FieldName, str | list[str]] = {}
    for name, text in fields.items():
        plain = text.strip()
        if not plain:
            continue
        if name == "address":
            found[name] = [line.strip() for line in plain.split("\n") if line.strip()]
        else:
            found[name] = plain_month(plain) if name == "live_since" else plain
    return found


def _means(table: Mapping[str, Any], name: str, value: object) -> bool:
    """True where the table says so already, in whatever words, or is as silent as an empty field."""
    try:
        stands: object = getattr(Company.model_validate({key: table[key] for key in (name,) if key in table}), name)
    except ValidationError:
        return False
    return stands == value


def _mistake_in(content: bytes) -> NotesError | None:
    """Return what keeps a workspace with these settings from being opened."""
    with TemporaryDirectory(prefix="notes-engine-") as folder:
        (Path(folder) / SETTINGS_NAME).write_bytes(content)
        try:
            Workspace.open(folder)
        except NotesError as error:
            return error
    return None


def _pictures_in(root: Path) -> Iterator[str]:
    """Yield the pictures in a workspace that a note may hold, as the settings name them; hidden ones are left out."""
    number = 0
    for seen, (above, folders, files) in enumerate(os.walk(root)):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(name for name in files if name.lower().endswith(_ENDINGS)):
            name = Path(above, file).relative_to(root).as_posix()
            if not file.startswith(".") and _is_picture(root, name):
                yield name
                number += 1
        if seen >= _FOLDERS or number >= _PICTURES:
            return


def _is_picture(root: Path, name: str) -> bool:
    try:
        Company.model_validate({"logo": name})
    except ValidationError:
        return False
    path = root / name
    return path.is_file() and path.resolve().is_relative_to(root.resolve())
