"""Finding the workspace that a command works in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from notes_engine.notes import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="NOTES_ENGINE_WORKSPACE",
        help="The workspace. Default: the nearest folder upwards with a notes.toml.",
    ),
]


def open_workspace(folder: Path | None) -> Workspace:
    """Return the workspace in `folder`, or the nearest one upwards.

    Raises:
        WorkspaceError: there is none.
        SettingsError: its notes.toml has a mistake.
    """
    from notes_engine.notes.workspace import Workspace  # noqa: PLC0415  keeps --help quick

    return Workspace.open(folder) if folder is not None else Workspace.find()
