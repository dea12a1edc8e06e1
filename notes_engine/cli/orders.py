"""`notes-engine orders`: what was read from the exports, before anything is printed."""

from __future__ import annotations

import json as json_module
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from notes_engine.cli.order_settings import FormatOption, known_format, workspace_nearby
from notes_engine.cli.orders_table import Found, show
from notes_engine.cli.progress import progress_for
from notes_engine.cli.workspaces import WorkspaceOption
from notes_engine.orders import Order, OrderSettings, Reject, read_orders

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from notes_engine.notes import RenderedNote

SOME_REFUSED = 3
_REPORT_EVERY = 100
"""Orders between two signs of life."""


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

    In a workspace each note is made as render does, short of its pages: the table then shows the number that would be
    printed and the note's language, and orders are refused as there. Columns that are not read are listed.
    Exit status: 0 every order can be printed, 1 a file cannot be read, 2 wrong usage, 3 some orders are refused.
    Example: notes-engine orders orders.csv
    """
    found = _found(files, workspace, known_format(format), json=json)
    if json:
        typer.echo(json_module.dumps(_as_dict(found), ensure_ascii=False))
    else:
        show(found)
    raise typer.Exit(SOME_REFUSED if found.rejects else 0)


def _found(files: list[str], folder: Path | None, format: str | None, *, json: bool) -> Found:
    shop = workspace_nearby(folder)
    found = Found()
    verdicts = None
    if shop is not None:
        from notes_engine.cli.order_verdicts import Verdicts  # noqa: PLC0415  it loads the notes room

        verdicts = Verdicts(shop)
        found.tried = verdicts.are_given
        found.obstacle = verdicts.obstacle
    settings = shop.orders if shop is not None else OrderSettings()
    with progress_for(sys.stderr, json=json) as progress:
        items = read_orders(*files, settings=settings, format=format, unknown_columns=found.unknown.setdefault)
        for number, item in enumerate(items, start=1):
            if number % _REPORT_EVERY == 0:
                progress.reading(number)
            if isinstance(item, Reject):
                _refuse(found, item)
                continue
            found.read += 1
            verdict = verdicts.of(item) if verdicts is not None else None
            if isinstance(verdict, Reject):
                _refuse(found, verdict)
            else:
                found.orders.append(_summary(item, verdict))
    return found


def _refuse(found: Found, reject: Reject) -> None:
    found.rejects.append({**reject.as_dict(), "code": reject.code})


def _summary(order: Order, note: RenderedNote | None) -> dict[str, Any]:
    delivery = order.delivery
    warned = [(remark.what, remark.hint) for remark in order.export_remarks]
    warned += [(warning, "") for warning in order.warnings]
    if note is not None:
        warned = [(warning.what, warning.hint) for warning in note.warnings]
    return {
        "order_id": order.order_id,
        "reference": order.reference,
        "number": note.number if note else None,
        "locale": note.locale if note else None,
        "received": order.received_at.isoformat() if order.received_at else None,
        "country": (delivery.country or delivery.country_code) if delivery else "",
        "market": note.market if note else order.market,
        "source": order.source,
        "sub_source": order.sub_source,
        "lines": len(order.lines),
        "total": _amount(order.total),
        "currency": order.currency,
        "where": str(order.source_place),
        "warnings": [what for what, _ in warned],
        "hints": [hint for _, hint in warned],
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _as_dict(found: Found) -> dict[str, Any]:
    return {
        "read": found.read,
        "ready": len(found.orders) if found.tried else None,
        "refused": len(found.rejects),
        "obstacle": found.obstacle.as_dict() if found.obstacle else None,
        "unknown_columns": {file: list(headers) for file, headers in found.unknown.items() if headers},
        "orders": found.orders,
        "rejects": found.rejects,
    }
