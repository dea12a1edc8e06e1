"""The workspace whose settings a command reads orders with, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from notes_engine.cli.workspaces import open_workspace
from notes_engine.errors import UsageError, WorkspaceError
from notes_engine.orders import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from notes_engine.notes import Workspace


FormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help=f"The orders' format, where it is not recognised by itself: {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.",
    ),
]


def workspace_nearby(folder: Path | None) -> Workspace | None:
    """Return the workspace in `folder`, or the nearest one upwards; None where there is none.

    Raises WorkspaceError when a folder is given that is no workspace, SettingsError when its settings are wrong.
    """
    if folder is not None:
        return open_workspace(folder)
    try:
        return open_workspace(None)
    except WorkspaceError:
        return None


def known_format(name: str | None) -> str | None:
    """Return the format's name as it is; raises UsageError when there is no such format."""
    if name is not None and name not in FORMATS:
        raise UsageError(f"{name!r} is no format of orders", hint=f"The formats are {', '.join(FORMATS)}.")
    return name
