"""`notes-engine doctor`: is this machine able to print?"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.errors import WorkspaceError

if TYPE_CHECKING:
    from notes_engine.notes import Workspace


def doctor(
    workspace: WorkspaceOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check libraries, fonts, catalogs and settings, and say how to mend each.

    Exit status: 0 all well, 1 something to mend, 2 usage.
    """
    from notes_engine.check.doctor import examine  # noqa: PLC0415  it loads fonts

    def found() -> Workspace | None:
        try:
            return open_workspace(workspace)
        except WorkspaceError:
            if workspace is not None:
                raise
            return None  # the doctor looks at the machine; no workspace is no illness

    diagnoses = list(examine(found))
    well = all(diagnosis.well for diagnosis in diagnoses)
    if as_json:
        typer.echo(
            json.dumps(
                {"ok": well, "checks": [diagnosis.as_dict() for diagnosis in diagnoses]}, ensure_ascii=False, indent=2
            )
        )
        raise typer.Exit(0 if well else 1)
    console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
    for diagnosis in diagnoses:
        mark = "[green]ok  [/green]" if diagnosis.well else "[red]mend[/red]"
        console.print(f"{mark} {escape(diagnosis.name)}: {escape(diagnosis.what)}")
        if not diagnosis.well and diagnosis.mend:
            console.print(f"     [cyan]→[/cyan] {escape(diagnosis.mend)}")
    raise typer.Exit(0 if well else 1)
