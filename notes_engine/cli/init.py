"""`notes-engine init`: create a workspace."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from notes_engine.errors import SettingsError, UsageError
from notes_engine.notes.create import checked_facts, create_workspace

_ATTEMPTS = 3
"""How often a mistyped answer is asked for again."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to create, for instance `my-shop`.")],
    company: Annotated[
        str | None,
        typer.Option("--company", metavar="NAME", help="Your company's name, spelled as notes shall print it."),
    ] = None,
    live_since: Annotated[
        str | None,
        typer.Option(
            "--live-since", metavar="YYYY-MM", help="The month you went live on Back Market, such as 2018-12."
        ),
    ] = None,
) -> None:
    """Create a workspace: notes.toml and the five templates FR, DE, IT, ES, EN.

    On a terminal it asks for what is not given; Enter leaves it for later.
    Example: `notes-engine init my-shop --company "Example Shop" --live-since 2018-12`
    """
    if sys.stdin.isatty() and sys.stdout.isatty() and not (folder / "notes.toml").exists():
        if company is None:
            company = typer.prompt(
                "Company name, as notes shall print it (Enter: later)", default="", show_default=False
            )
        if live_since is None:
            live_since = _asked_month()
    try:
        written = create_workspace(folder, company=company, live_since=live_since)
    except SettingsError as error:  # here the settings are options
        raise UsageError(error.what, hint=error.hint) from None
    for path in written:
        typer.echo(f"created {path}")
    facts = {"company.name": company, "company.live_since": live_since}
    named = shlex.quote(str(folder))
    missing = [key for key, value in facts.items() if not (value or "").strip()]
    if missing:
        typer.echo(f"Next: set {' and '.join(missing)} in {written[-1]}, then: notes-engine check --workspace {named}")
    else:
        typer.echo(f"Next: notes-engine check --workspace {named} --orders YOUR-EXPORT.csv")


def _asked_month() -> str:
    """Ask for the month until it is one, at most three times; return an empty text when it is left for later."""
    for _ in range(_ATTEMPTS):
        answer: str = typer.prompt(
            "Live on Back Market since, such as 2018-12 (Enter: later)", default="", show_default=False
        ).strip()
        try:
            return checked_facts(live_since=answer).live_since or ""
        except SettingsError:
            typer.echo(f"  {answer[:40]!r} is not a month. Write the year and the month, such as 2018-12.")
    typer.echo("  Left for later.")
    return ""
