"""A workspace: the seller's folder with notes.toml, laid over the package's templates and catalogs."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from notes_engine.assets import asset_root
from notes_engine.errors import SettingsError, WorkspaceError, shown_path
from notes_engine.notes.catalogs import catalog_path
from notes_engine.notes.settings import LOCALES, TABLES, NotesSettings
from notes_engine.notes.toml import SettingsFile
from notes_engine.orders import OrderSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS_NAME = "notes.toml"
ASSET_SUFFIXES = frozenset(
    (".css", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ttf", ".otf", ".woff", ".woff2")
)
"""Of the files that shape a note wherever they stand in a workspace: pictures, styles, fonts."""


@dataclass(frozen=True)
class Workspace:
    """A seller's folder: its settings, and where its templates, catalogs and assets are found."""

    root: Path
    file: SettingsFile
    settings: NotesSettings
    orders: OrderSettings

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open the workspace in the folder `path`.

        Raises:
            WorkspaceError: there is no notes.toml in it.
            SettingsError: notes.toml has a mistake in a table of the orders or the notes room.
        """
        root = Path(path)
        settings = root / SETTINGS_NAME
        if not os.path.isfile(settings):  # noqa: PTH113  Path.is_file raises where a folder may not be entered
            create = f"create one with: notes-engine init {shlex.quote(shown_path(root))}"
            raise WorkspaceError(
                f"{shown_path(root)} is not a workspace: it has no {SETTINGS_NAME}",
                hint=f"check the name{_near(root)}, or {create}",
            )
        file = SettingsFile(settings)
        for key, value in file.data.items():
            if not isinstance(value, dict):
                raise _homeless(file, key)
        return cls(root, file, file.load(NotesSettings, TABLES), file.load_table("orders", OrderSettings))

    @classmethod
    def find(cls, start: str | Path | None = None) -> Self:
        """Open the workspace in `start` (default: the current folder) or the nearest folder above it.

        Raises:
            WorkspaceError: none of them has a notes.toml.
            SettingsError: as `open`.
        """
        here = Path(start or ".").resolve()
        for folder in (here, *here.parents):
            if os.path.isfile(folder / SETTINGS_NAME):  # noqa: PTH113  as in open
                return cls.open(folder)
        raise WorkspaceError(
            f"no {SETTINGS_NAME} in {here} or any folder above it",
            hint="create a workspace with: notes-engine init my-shop, or name one with --workspace",
        )

    @cached_property
    def template_roots(self) -> tuple[Path, ...]:
        """Folders to look a template up in, the workspace's first."""
        return (self.root / "templates", asset_root("templates"))

    @cached_property
    def locale_roots(self) -> tuple[Path, ...]:
        """Folders of catalogs, the workspace's first."""
        return (self.root / "locales", asset_root("locales"))

    @cached_property
    def asset_roots(self) -> tuple[Path, ...]:
        """Folders that a note's pictures and style sheets may come from, in order."""
        return (self.root / "templates", self.root, asset_root("templates"))

    def find_template(self, name: str) -> Path | None:
        """Return the file of the template `name`: the workspace's, else the package's, else None."""
        return next((root / name for root in self.template_roots if (root / name).is_file()), None)

    def find_asset(self, name: str) -> Path | None:
        """Return the file that the asset `name` (a path with `/`) means, or None."""
        for folder in self.asset_roots:
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        return None

    def fingerprint(self) -> dict[str, str]:
        """Return name → sha256 (hex) of every file that shapes a note: settings, templates, catalogs, assets.

        Of the settings, what counts are the tables that shape a note, not how they are written down. Names are relative
        to the workspace or, for the package's own, begin with `package:`.

        Raises:
            WorkspaceError: one of the files cannot be read.
        """
        tables = {table: self.file.data[table] for table in ("orders", *TABLES) if table in self.file.data}
        written = json.dumps(tables, sort_keys=True, default=str)
        found = {SETTINGS_NAME: hashlib.sha256(written.encode()).hexdigest()}
        for name, path in sorted(self._shaping_files()):
            try:
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                raise WorkspaceError(
                    f"cannot read {shown_path(path)}: {error.strerror}", hint="check that the file may be read"
                ) from None
        return found

    def _shaping_files(self) -> Iterator[tuple[str, Path]]:
        for prefix, base in (("", self.root), ("package:", asset_root("templates").parent)):
            for path in _files_below(base / "templates"):
                yield prefix + path.relative_to(base).as_posix(), path
        for prefix, root in zip(("", "package:"), self.locale_roots, strict=True):
            for path in (catalog_path(root, locale) for locale in LOCALES):
                if path.is_file():
                    yield prefix + path.relative_to(root.parent).as_posix(), path
        # Pictures, styles and fonts may stand anywhere in the workspace.
        for path in _files_below(self.root):
            if path.suffix.lower() in ASSET_SUFFIXES:
                yield path.relative_to(self.root).as_posix(), path


def _near(root: Path) -> str:
    """Return a question with the workspace beside `root` whose name is most like it; empty where there is none."""
    try:
        beside = [folder.name for folder in root.parent.iterdir() if (folder / SETTINGS_NAME).is_file()]
    except OSError:
        return ""
    found = difflib.get_close_matches(root.name, sorted(beside), n=1)
    return f" (did you mean {shlex.quote(shown_path(root.parent / found[0]))}?)" if found else ""


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield every file in a folder and the folders in it, hidden ones left out."""
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(above, name) for name in files if not name.startswith(".") and Path(above, name).is_file())


def _homeless(file: SettingsFile, key: str) -> SettingsError:
    if key == "orders" or key in TABLES:
        hint = f"write [{key}] on a line of its own, its settings below"
        return SettingsError(f"{key!r} is a table", place=file.find([key, 0]), hint=hint)
    homes = {
        "orders": OrderSettings.model_fields,
        **{name: getattr(field.annotation, "model_fields", {}) for name, field in NotesSettings.model_fields.items()},
    }
    home = next((table for table, keys in homes.items() if key in keys), None)
    hint = (
        f"put it under [{home}]" if home else "every setting stands in a table such as [company]; see docs/settings.md"
    )
    return SettingsError(f"the setting {key!r} stands outside any table", place=file.find([key]), hint=hint)
