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
from rich.text import Text

from notes_engine.cli.cells import flat
from notes_engine.cli.explain_values import setting_for
from notes_engine.cli.order_settings import FormatOption, known_format, workspace_nearby
from notes_engine.cli.workspaces import WorkspaceOption
from notes_engine.orders import TAGS, Order, OrderSettings, Tag, TagValues, Value, find_tag, read_orders
from notes_engine.orders.tags import extended_tags
from notes_engine.visible import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import tzinfo
    from pathlib import Path

    from notes_engine.notes import Workspace

_LONGEST = 60
"""Characters of a sample in the table."""
ENOUGH = 1000
"""Orders that are looked at for samples: an export of a whole year takes a minute, and hardly tells more."""
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
    The first thousand orders that get a note are looked at. On a terminal it is a table; in a pipe or a file, a line
    for each tag with a tab between the columns, for cut and grep.
    Example: notes-engine tags orders.csv
    """
    found = workspace_nearby(workspace)
    settings = found.orders if found else OrderSettings()
    table = (*TAGS, *extended_tags(settings.extended))
    samples = _samples(orders, settings, known_format(format), found) if orders else None
    if samples is not None:
        known = {tag.key for tag in table}
        table = (*table, *(_undeclared(name) for name in samples if name not in known))
    if json:
        typer.echo(json_module.dumps([_as_dict(tag, samples) for tag in table], ensure_ascii=False, indent=2))
    else:
        _show(table, samples)


def _undeclared(key: str) -> Tag:
    return Tag(key, f'Extended property of these orders: usable with extended = ["{key}"] under [orders].')


def _samples(
    files: list[str | Path] | list[str], settings: OrderSettings, format: str | None, workspace: Workspace | None
) -> Samples:
    """Return the first value of each tag in the orders that can be printed; extended properties by their own names."""
    samples: Samples = {}
    missing = {tag.key: tag for tag in TAGS}
    found = (item for item in read_orders(*files, settings=settings, format=format) if isinstance(item, Order))
    for number, order in enumerate(found):
        if number == ENOUGH:
            hint = "a tag without a sample may have a value in a later one"
            typer.echo(f"samples come from the first {ENOUGH:,} orders: {hint}", err=True)
            break
        _take_samples(order, workspace, missing, samples)
        for name, text in order.extended:
            if find_tag(name) is None and name.strip():
                samples.setdefault(name.strip().casefold(), text)
    return samples


def _take_samples(order: Order, workspace: Workspace | None, missing: dict[str, Tag], samples: Samples) -> None:
    """Move each missing tag of which the order has a value to the samples, as its note prints it."""
    found = [tag for tag in missing.values() if _value(order, tag, UTC) is not None]
    if not found:
        return
    # The market is asked for last: it takes longer than all values together.
    setting = setting_for(order, workspace) if workspace else None
    zone = setting.zone if setting else UTC
    shown = setting.context.format_bare if setting else None
    for tag in found:
        del missing[tag.key]
        samples[tag.key] = _text(tag, _value(order, tag, zone), shown)


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
    heads = ("tag", "kind", "where", "meaning", *(() if samples is None else ("sample",)), "other names")
    rows = [[flat(text) for text in _row(tag, samples)] for tag in table]
    if not sys.stdout.isatty():
        typer.echo("\n".join("\t".join(row) for row in (heads, *rows)))
        return
    shown = Table(*heads, box=None, padding=(0, 2, 0, 0))
    for row in rows:
        shown.add_row(*map(Text, row))
    Console(file=sys.stdout, highlight=False).print(shown)


def _row(tag: Tag, samples: Samples | None) -> Iterator[str]:
    yield from (f"[{{{tag.name}}}]", tag.kind, tag.scope, tag.meaning)
    if samples is not None:
        yield clip(samples.get(tag.key, ""), _LONGEST)
    yield ", ".join(tag.aliases)
