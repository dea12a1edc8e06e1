"""How `notes-engine orders` shows what it found: a table, and below it columns, warnings and refusals."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from notes_engine.cli.cells import cell, one_line
from notes_engine.visible import clip
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.errors import NotesError

SHOWN = 1000
"""Orders in the table; --json has them all."""
NAMED, HEADERS = 5, 12
"""Orders that a warning or a reason names, and headers that a line names."""
_WIDE = 220
"""Columns of the table where nobody looks at a screen: a pipe, a file."""


@dataclass(slots=True)
class Found:
    """What the exports hold."""

    tried: bool = False
    """Whether the notes were made, short of their pages; else the orders were only read."""
    obstacle: NotesError | None = None
    """Why `render` would not start."""
    read: int = 0
    """Orders that were read well."""
    orders: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, str]] = field(default_factory=list)
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By file, the headers that are not read."""


def show(found: Found) -> None:
    """Write it to standard output."""
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    if found.orders:
        console.print(_table(found))
    if len(found.orders) > SHOWN:
        console.print(Text(f"… and {len(found.orders) - SHOWN:,} more; --json lists them all"))
    for line in (*_columns(found), *_warnings(found), *_refusals(found)):
        style = "dim" if line.startswith("  ") else ""
        console.print(one_line(line), soft_wrap=True, style=style)
    console.print()
    for line in _end(found):
        console.print(one_line(line), soft_wrap=True)


def _table(found: Found) -> Table:
    table = Table("reference", box=None, padding=(0, 2, 0, 0))
    for name in (*(("number", "note") if found.tried else ()), "date", "country", "market"):
        table.add_column(name)
    for name in ("lines", "total"):
        table.add_column(name, justify="right")
    table.add_column("status")
    for row in found.orders[:SHOWN]:
        market = row["market"] or row["sub_source"]
        total = f"{row['total']} {row['currency']}" if row["total"] is not None else ""
        many = len(row["warnings"])
        status = ("ready" if found.tried else "read") + (f", {counted(many, 'warning')}" if many else "")
        note = (row["number"], row["locale"]) if found.tried else ()
        day = (row["received"] or "")[:10]
        cells = (row["reference"], *note, day, row["country"], market, str(row["lines"]), total)
        table.add_row(*map(cell, cells), status)
    return table


def _columns(found: Found) -> Iterator[str]:
    for file, headers in found.unknown.items():
        if headers:
            more = f" and {len(headers) - HEADERS:,} more" if len(headers) > HEADERS else ""
            named = ", ".join(repr(clip(header)) for header in headers[:HEADERS])
            yield f"columns that are not read, in {file}: {named}{more}"


def _warnings(found: Found) -> Iterator[str]:
    named: dict[tuple[str, str], list[str]] = {}
    for row in found.orders:
        for warned in dict.fromkeys(zip(row["warnings"], row["hints"], strict=True)):
            named.setdefault(warned, []).append(clip(row["reference"]))
    for (what, hint), references in named.items():
        yield f"warning: {what} ({_some(references)})"
        if hint:
            yield f"  {hint}"


def _refusals(found: Found) -> Iterator[str]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for reject in found.rejects:
        name = clip(reject["reference"] or reject["order_id"] or "?")
        reasons.setdefault((reject["reason"], reject["hint"]), []).append(f"{name}  {reject['where']}")
    for (reason, hint), places in reasons.items():
        many = f" ({len(places):,} orders)" if len(places) > 1 else ""
        yield f"refused: {reason}{many}"
        yield f"  {hint}"
        yield from (f"  {place}" for place in places[:NAMED])
        if len(places) > NAMED:
            yield f"  … and {len(places) - NAMED:,} more; --json lists them all"


def _end(found: Found) -> Iterator[str]:
    refused = f"{len(found.rejects):,} refused"
    if found.tried:
        yield f"{len(found.orders):,} ready, {refused}"
    else:
        yield f"{len(found.orders):,} read, {refused}"
    if found.obstacle is not None:
        place = f"{found.obstacle.place}: " if found.obstacle.place else ""
        yield f"render would not start yet: {place}{found.obstacle.what}; run: notes-engine check"
    elif not found.tried:
        yield "whether their notes can be made is known in a workspace: run it in one, or give --workspace"


def _some(references: list[str]) -> str:
    named = ", ".join(references[:NAMED]) + (" …" if len(references) > NAMED else "")
    return f"{len(references):,}: {named}"
