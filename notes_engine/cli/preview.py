"""`notes-engine preview`: see the notes in the browser while you edit their templates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from notes_engine.cli.order_settings import FormatOption, known_format
from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.errors import UsageError, shown_path

_SHORTEST_TOKEN, _LONGEST_TOKEN = 16, 500
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  asked for by name, and guarded by a token


def preview(
    orders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ORDERS…]",
            help="Exported orders to look at; without them, the samples that come with notes-engine.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", metavar="ADDR", help="Let others in, at this address of the machine: needs --token-file."
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="A file whose first line everyone has to know."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Default: 8420, or the next that is free."),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show everything, and write nothing.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
    format: FormatOption = None,
) -> None:
    """Open the notes in the browser, and see every change of a template as soon as it is saved.

    Double-click a label to edit its text and formula. What you save goes into the workspace; the package's own
    templates are never changed. Only this machine can open the page, unless --host lets others in.

    It runs until you press Ctrl-C. Exit status: 0 stopped by that or by SIGTERM, 1 it could not start, 2 wrong usage,
    an address or a port that cannot be had, a file that is not there.
    Example: notes-engine preview orders.csv --workspace my-shop
    """
    from notes_engine.preview.security import is_loopback, own_names  # noqa: PLC0415  keeps --help quick
    from notes_engine.preview.server import Address, serve  # noqa: PLC0415

    token = _token(token_file)
    where = host or "127.0.0.1"
    if token is None and not is_loopback(where):
        raise UsageError(
            f"--host {where} lets others in: it needs a token", hint="write one into a file: --token-file FILE"
        )
    found = open_workspace(workspace)
    for name in orders or ():
        if name == "-":
            raise UsageError(
                "the preview reads its orders again and again: standard input is gone once read",
                hint="save them to a file, and name that",
            )
        if not os.path.isfile(name):  # noqa: PTH113  Path.is_file raises where a folder may not be entered
            raise UsageError(f"there is no file {name}", hint="name an export, or leave it out to see the samples")

    def ready(url: str) -> None:
        typer.echo(f"notes-engine preview of {shown_path(found.root)} at {url} (Ctrl-C ends it)", err=True)
        if where in _EVERYWHERE:
            names = " or ".join(sorted(own_names())) or "its name"
            typer.echo(f"and, with the same port, at every other address of this machine, and at {names}", err=True)
        if token is not None:
            typer.echo(f"open it as {url}?token=… with the first line of {token_file} in place of …", err=True)

    serve(
        found.root,
        orders or (),
        address=Address(where, port, token),
        format=known_format(format),
        read_only=read_only,
        ready=ready,
        browser=not no_browser,
    )


def _token(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            token = lines.readline(_LONGEST_TOKEN + 2).strip()
    except OSError as error:
        raise UsageError(
            f"--token-file {file}: {error.strerror}", hint="name a file that you may read; its first line is the token"
        ) from None
    if (
        not _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN
        or not token.isascii()
        or not token.isprintable()
        or " " in token
    ):
        raise UsageError(
            f"--token-file {file}: its first line is no token",
            hint=f"write at least {_SHORTEST_TOKEN} letters and digits, such as: openssl rand -hex 16 > FILE",
        )
    return token
