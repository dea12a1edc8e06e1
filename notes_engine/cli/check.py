"""`notes-engine check`: what is wrong with a workspace, before anything is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.wording import counted

if TYPE_CHECKING:
    from notes_engine.check import Finding, Report


def check(
    workspace: WorkspaceOption = None,
    orders: Annotated[
        list[Path] | None,
        typer.Option(
            "--orders", metavar="FILE", help="Compare with these exported orders: prefixes, markets, addresses, fonts."
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Apply the safe fixes: a stray ], curly quotes in formulas, the prefix (with --orders)."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check the workspace's settings, templates, catalogs and company placeholders.

    Exit status: 0 clean, 1 findings, 2 usage. Example: `notes-engine check --orders orders.csv`
    """
    from notes_engine.check import check_workspace  # noqa: PLC0415  it loads WeasyPrint

    report = check_workspace(open_workspace(workspace), orders=orders or (), fix=fix)
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        _show(report, Console(highlight=False, soft_wrap=True, file=sys.stdout))
    raise typer.Exit(0 if report.is_clean else 1)


def _show(report: Report, console: Console) -> None:
    if report.counts:
        table = Table("note", "company name", "live since", box=None, padding=(0, 3, 0, 0))
        by_locale: dict[str, dict[str, str]] = {}
        for count in report.counts:
            mark = (
                "[green]ok[/green]"
                if count.is_clean
                else f"[red]{count.open} open[/red]"
                if count.open
                else "[red]![/red]"
            )
            by_locale.setdefault(count.locale, {})[count.name] = f"{count.found} of {count.expected} {mark}"
        for locale, cells in by_locale.items():
            table.add_row(locale, cells["name"], cells["live_since"])
        console.print(table)
    for finding in report.fixed:
        console.print(f"[green]fixed[/green] {escape(_where(finding))}{escape(finding.what)}")
    for remark in report.remarks:
        console.print(escape(remark))
    for finding in report.findings:
        console.print()
        console.print(f"[bold red]{escape(finding.code)}[/bold red] {escape(_where(finding))}{escape(finding.what)}")
        if finding.place is not None and (drawing := finding.place.drawing()):
            console.print(escape(drawing), style="dim")
        if finding.hint:
            console.print(f"  [cyan]→[/cyan] {escape(finding.hint)}")
    looked = f", {counted(report.orders, 'order')} looked at" if report.orders else ""
    if report.undrawn:
        looked += f", the pages of the {report.drawn:,} likeliest not to fit drawn"
    whose = "its" if report.rejected == 1 else "their"
    looked += f", {report.rejected:,} refused by {whose} own data (notes-engine orders FILE)" if report.rejected else ""
    console.print()
    if report.is_clean:
        console.print(f"[green]clean[/green]{looked}")
    else:
        console.print(f"[red]{counted(len(report.findings), 'finding')}[/red]{looked}")


def _where(finding: Finding) -> str:
    parts = [f"[{finding.locale}]" if finding.locale else "", str(finding.place) + ":" if finding.place else ""]
    return " ".join(part for part in parts if part) + (" " if any(parts) else "")
