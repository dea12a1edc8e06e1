"""`notes-engine tags`: every name a label may use, what it means, and a sample from real orders."""

from __future__ import annotations

import json as json_module
import sys
from datetime import UTC, date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from notes_engine.cli.cells import one_line
from notes_engine.cli.explain_values import setting_for
from notes_engine.cli.order_settings import FormatOption, known_format
from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.errors import WorkspaceError
from notes_engine.orders import TAGS, Order, OrderSettings, Tag, TagValues, Value, find_tag, read_orders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import tzinfo
    from pathlib import Path

    from notes_engine.notes import Workspace

_LONGEST = 60
"""Characters of a sample in the table."""
_WIDE = 220
Samples = dict[str, str]
"""Key of the tag → a value of it, as text."""


def tags(
    orders: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ORDERS]…", help="Exported orders to take a sample value from.", show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List every tag that a label may use: [{SecondaryReference}], its other names and its meaning.

    With orders, each tag comes with the first value found in them. In a workspace it is shown as the bare tag prints
    it on that order's note, in its market's forms; elsewhere, days are 2024-01-31 and numbers plain.
    Example: notes-engine tags orders.csv
    """
    found = _workspace(workspace)
    settings = found.orders if found else OrderSettings()
    table = (*TAGS, *_extended(settings.extended))
    samples = _samples(orders, settings, known_format(format), found) if orders else None
    if samples is not None:
        known = {tag.key for tag in table}
        table = (*table, *(_undeclared(name) for name in samples if name not in known))
    if json:
        typer.echo(json_module.dumps([_as_dict(tag, samples) for tag in table], ensure_ascii=False, indent=2))
    else:
        _show(table, samples)


def _extended(names: Iterable[str]) -> tuple[Tag, ...]:
    return tuple(Tag(name, "Extended property, declared in the settings.") for name in names if find_tag(name) is None)


def _undeclared(key: str) -> Tag:
    return Tag(key, f'Extended property of these orders: usable with extended = ["{key}"] under [orders].')


def _workspace(folder: Path | None) -> Workspace | None:
    """Return the workspace given or the nearest one; None where there is none."""
    if folder is not None:
        return open_workspace(folder)
    try:
        return open_workspace(None)
    except WorkspaceError:
        return None


def _samples(
    files: list[str | Path] | list[str], settings: OrderSettings, format: str | None, workspace: Workspace | None
) -> Samples:
    """Return the first value of each tag in the orders that can be printed; extended properties by their own names."""
    samples: Samples = {}
    missing = {tag.key: tag for tag in TAGS}
    for order in read_orders(*files, settings=settings, format=format):
        if not isinstance(order, Order):
            continue
        setting = setting_for(order, workspace) if workspace and missing else None
        zone = setting.zone if setting else UTC
        shown = setting.context.format_bare if setting else None
        for tag in [*missing.values()]:
            value = _value(order, tag, zone)
            if value is not None:
                del missing[tag.key]
                samples[tag.key] = _text(tag, value, shown)
        for name, text in order.extended:
            if find_tag(name) is None and name.strip():
                samples.setdefault(name.strip().casefold(), text)
    return samples


def _value(order: Order, tag: Tag, zone: tzinfo) -> Value:
    if tag.scope == "order":
        return TagValues(order, zone=zone)[tag.key]
    lines = [part for line in order.lines for part in (line, *line.parts)]
    values = (TagValues(order, line=line, zone=zone)[tag.key] for line in lines)
    return next((value for value in values if value is not None), None)


def _text(tag: Tag, value: Value, shown: Callable[[Tag, Value], str] | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if shown and isinstance(value, Decimal | date):
        return shown(tag, value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value or ""


def _as_dict(tag: Tag, samples: Samples | None) -> dict[str, object]:
    row: dict[str, object] = {
        "name": tag.name,
        "aliases": list(tag.aliases),
        "kind": tag.kind,
        "scope": tag.scope,
        "meaning": tag.meaning,
    }
    return row if samples is None else {**row, "sample": samples.get(tag.key)}


def _show(table: Iterable[Tag], samples: Samples | None) -> None:
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    shown = Table("tag", "kind", "where", "meaning", box=None, padding=(0, 2, 0, 0))
    if samples is not None:
        shown.add_column("sample")
    shown.add_column("other names")
    for tag in table:
        cells = [f"[{{{tag.name}}}]", tag.kind, tag.scope, tag.meaning]
        if samples is not None:
            sample = samples.get(tag.key, "")
            cells.append(sample if len(sample) <= _LONGEST else sample[: _LONGEST - 1] + "…")
        shown.add_row(*map(one_line, (*cells, ", ".join(tag.aliases))))
    console.print(shown)
