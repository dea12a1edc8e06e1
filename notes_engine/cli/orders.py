"""`notes-engine orders`: what was read from the exports, before anything is printed."""

from __future__ import annotations

import json as json_module
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from notes_engine.cli.cells import cell, one_line
from notes_engine.cli.order_settings import FormatOption, known_format, order_settings
from notes_engine.cli.workspaces import WorkspaceOption
from notes_engine.orders import Order, Reject, read_orders
from notes_engine.visible import clip

if TYPE_CHECKING:
    from decimal import Decimal

SOME_REFUSED = 3
SHOWN = 1000
"""Orders in the table; --json has them all."""
_WIDE = 220
"""Columns of the table where nobody looks at a screen: a pipe, a file."""


def orders(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="ORDERS…",
            help="Exported orders: Linnworks JSON, CSV or Excel, Parquet, Back Market JSON; - reads standard input.",
            show_default=False,
        ),
    ],
    workspace: WorkspaceOption = None,
    format: FormatOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object: orders, rejects, and how many.")] = False,
) -> None:
    """Show what is read from the exports, and which orders would be refused and why. Nothing is printed.

    Exit status: 0 every order can be printed, 1 a file cannot be read, 2 wrong usage, 3 some orders are refused.
    Example: notes-engine orders orders.csv
    """
    ready: list[dict[str, Any]] = []
    rejects: list[dict[str, str]] = []
    for item in read_orders(*files, settings=order_settings(workspace), format=known_format(format)):
        if isinstance(item, Reject):
            rejects.append({**item.as_dict(), "code": item.code})
        else:
            ready.append(_summary(item))
    if json:
        found = {"ready": len(ready), "refused": len(rejects), "orders": ready, "rejects": rejects}
        typer.echo(json_module.dumps(found, ensure_ascii=False))
    else:
        _show(ready, rejects)
    raise typer.Exit(SOME_REFUSED if rejects else 0)


def _summary(order: Order) -> dict[str, Any]:
    delivery = order.delivery
    return {
        "order_id": order.order_id,
        "reference": order.reference,
        "received": order.received_at.isoformat() if order.received_at else None,
        "country": (delivery.country or delivery.country_code) if delivery else "",
        "market": order.market,
        "source": order.source,
        "sub_source": order.sub_source,
        "lines": len(order.lines),
        "total": _amount(order.total),
        "currency": order.currency,
        "where": str(order.source_place),
        "warnings": [*(remark.what for remark in order.export_remarks), *order.warnings],
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _show(ready: list[dict[str, Any]], rejects: list[dict[str, str]]) -> None:
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    if ready:
        table = Table("reference", "date", "country", "market", box=None, padding=(0, 2, 0, 0))
        table.add_column("lines", justify="right")
        table.add_column("total", justify="right")
        table.add_column("status")
        for row in ready[:SHOWN]:
            market = row["market"] or row["sub_source"]
            total = f"{row['total']} {row['currency']}" if row["total"] is not None else ""
            status = f"ready, {len(row['warnings'])} warning(s)" if row["warnings"] else "ready"
            cells = (row["reference"], (row["received"] or "")[:10], row["country"], market, str(row["lines"]), total)
            table.add_row(*map(cell, cells), status)
        console.print(table)
    if len(ready) > SHOWN:
        console.print(Text(f"… and {len(ready) - SHOWN} more; --json lists them all"))
    _show_warnings(ready, console)
    for reject in rejects[:SHOWN]:
        name = clip(reject["reference"] or reject["order_id"] or "?")
        console.print(one_line(f"refused: {name}  {reject['where']}"), soft_wrap=True)
        console.print(one_line(f"  {reject['reason']}"), soft_wrap=True)
        console.print(one_line(f"  {reject['hint']}"), soft_wrap=True, style="dim")
    console.print(Text(f"\n{len(ready)} ready, {len(rejects)} refused"))


def _show_warnings(ready: list[dict[str, Any]], console: Console) -> None:
    by_text: dict[str, list[str]] = {}
    for row in ready:
        for warning in row["warnings"]:
            by_text.setdefault(warning, []).append(row["reference"])
    for warning, references in by_text.items():
        named = ", ".join(map(clip, references[:5])) + (" …" if len(references) > 5 else "")  # noqa: PLR2004  a line's worth
        console.print(one_line(f"warning: {warning} ({len(references)}: {named})"), soft_wrap=True)
