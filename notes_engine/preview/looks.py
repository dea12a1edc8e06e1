"""What the files that are watched look like at one time; two looks tell what has changed between them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes_engine.notes.workspace import ASSET_SUFFIXES, SETTINGS_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Print = tuple[int, int, int, int]
"""What tells one content of a file from another without reading it: device, inode, size, time of the last change."""

_SHAPING = ("templates", "locales")
"""Folders of a workspace in which every file counts."""
PASSING = ("~", ".swp", ".swx", ".part", ".tmp", ".bak", "#")
"""How names end of what editors, and we, leave in a folder for a moment."""
_TEXTS = frozenset((".html", ".po", ".toml"))
"""Of files that are no style sheet, no picture and no font: templates, catalogs, settings."""
_MOST = 50_000
"""Names that one look passes among templates and catalogs, and beside them: beyond, the folder is a disk."""


@dataclass(frozen=True, slots=True)
class Look:
    """The files of a workspace that shape notes, and the exports."""

    files: Mapping[str, Print] = field(default_factory=dict)
    folders: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Where such files are, or would be: with device and inode, so that one that was made anew is another."""
    exports: Mapping[str, Print] = field(default_factory=dict)
    """Those that are there."""
    settings: Print | None = None
    """Of notes.toml."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed between two looks."""

    workspace: bool = False
    assets: bool = False
    """Among the workspace's files, one that may be a style sheet, a picture or a font."""
    orders: bool = False
    """An export, or the settings, in which it stands how orders are read."""

    def __bool__(self) -> bool:
        return self.workspace or self.orders


def changes_between(before: Look, now: Look) -> Changes:
    """Return what has changed."""
    changed = {name for name, _ in before.files.items() ^ now.files.items()}
    return Changes(
        workspace=bool(changed),
        assets=any(_suffix(name) not in _TEXTS for name in changed),
        orders=now.exports != before.exports or now.settings != before.settings,
    )


def look(root: Path, exports: Sequence[str]) -> Look:
    """Return what the files look like now; what may not be read is passed over."""
    files, folders = _shaping(root)
    found = {name: seen for name in exports if (seen := _print(name)) is not None}
    return Look(files, folders, found, files.get(str(root / SETTINGS_NAME)))


def _shaping(root: Path) -> tuple[dict[str, Print], dict[str, tuple[int, int]]]:
    """Return the files that shape notes, and their folders; each is entered once, whatever links lead to it."""
    files: dict[str, Print] = {}
    entered: dict[tuple[int, int], str] = {}
    counting = {str(root)}
    todo = [(str(root), False)]
    left = {True: _MOST, False: _MOST}
    while todo:
        folder, is_shaping = todo.pop()
        # However much lies beside them, a workspace's own templates and catalogs are seen.
        if left[is_shaping] <= 0:
            continue
        is_top = folder == str(root)
        entries = _entries(folder, entered)
        left[is_shaping] -= len(entries)
        for entry in entries:
            name = entry.name
            if name.startswith((".", "#")) or name.endswith(PASSING):
                continue
            leads_in = is_shaping or (is_top and name in _SHAPING)
            if _is_folder(entry, follow=leads_in):
                todo.append((entry.path, leads_in))
                if leads_in:
                    counting.add(entry.path)
            elif leads_in or (is_top and name == SETTINGS_NAME) or _suffix(name) in ASSET_SUFFIXES:
                counting.add(folder)
                if (seen := _print(entry.path)) is not None:
                    files[entry.path] = seen
    return files, {folder: which for which, folder in entered.items() if folder in counting}


def _entries(folder: str, entered: dict[tuple[int, int], str]) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing where it was entered before, is gone meanwhile, or is not ours to read."""
    try:
        status = os.stat(folder)  # noqa: PTH116  ten thousand names must cost milliseconds
        which = (status.st_dev, status.st_ino)
        if which in entered:
            return []
        entered[which] = folder
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str], *, follow: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122  as above


def _print(path: str | Path) -> Print | None:
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
