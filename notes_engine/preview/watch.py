"""Watching files: a save is seen within some hundredths of a second."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

if TYPE_CHECKING:
    import asyncio

    from watchfiles import Change

    from notes_engine.preview.studio import Studio

_GATHER_MS, _STEP_MS = 60, 15
"""Editors write a file in several steps: changes that follow each other this closely are one."""
_IGNORED_FOLDERS = frozenset((".git", "__pycache__", ".venv", "node_modules", ".notes-engine"))


def _is_shaping(change: Change, path: str) -> bool:
    """Leave out what editors and our own writing leave in a folder for a moment."""
    name = Path(path).name
    is_passing = name.endswith(("~", ".swp", ".swx", ".part", ".tmp")) or name.startswith((".#", "#", "."))
    return not is_passing and not _IGNORED_FOLDERS.intersection(Path(path).parts)


async def watch(studio: Studio, stop: asyncio.Event) -> None:
    """Tell the studio of every change of its workspace and its exports, until `stop` is set."""
    root = studio.root.resolve()
    exports = {Path(name).resolve() for name in studio.files if name != "-"}
    folders = {root, *(export.parent for export in exports)}
    # A folder in a folder that is watched need not be watched again.
    outer = [each for each in folders if not any(each != other and each.is_relative_to(other) for other in folders)]
    async for changes in awatch(
        *outer, watch_filter=_is_shaping, debounce=_GATHER_MS, step=_STEP_MS, stop_event=stop, yield_on_timeout=False
    ):
        paths = [Path(path) for _, path in changes]
        is_orders = any(path in exports for path in paths)
        is_workspace = any(path.is_relative_to(root) and path not in exports for path in paths)
        is_settings = any(path == root / "notes.toml" for path in paths)
        # How orders are read stands in the settings too.
        studio.changed(orders=is_orders or is_settings, workspace=is_workspace)
