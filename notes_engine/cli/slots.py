"""`notes-engine slots`: what the press can do with a template, value by value."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notes_engine.cli.cells import flat
from notes_engine.cli.order_settings import FormatOption, known_format
from notes_engine.cli.progress import progress_for
from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.errors import UsageError, shown_path
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notes_engine.check.slot_values import PrintedValue, SlotReport
    from notes_engine.notes import Locale

NOT_STAMPED = 3
_EXPRESSION = 56
"""Characters of an expression in a column; below the table it is whole."""
_REPORT_EVERY = 100
"""Orders between two signs of life."""


def slots(
    locale: Annotated[
        str, typer.Argument(metavar="LOCALE", help="Whose template: fr, de, it, es or en.", show_default=False)
    ],
    orders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ORDERS…]",
            help="Exported orders to try it with; without them, the samples that come with notes-engine.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: can_be_stamped, looked_at, values.")
    ] = False,
) -> None:
    """Say for each order value that a template prints whether the press can stamp it, and why not.

    The press (render --engine auto) typesets a layout once and stamps the other notes' values into it. A value is
    **stamped** where it is text on a line that moves nothing else; a **string** is filled in (title, metadata, link);
    one that is **baked** stays in the plate, so that only orders which share it are stamped together; one that is **not
    marked** is part of the layout itself. For the last two it says what to do.

    Of your own orders no value is shown but the order number.
    Exit status: 0 such notes can be stamped, 1 it could not start, 2 wrong usage, 3 they cannot, or none of them was.
    Example: notes-engine slots fr orders.csv
    """
    from notes_engine.batch import starting_instant  # noqa: PLC0415  as below
    from notes_engine.check.slots import slot_report  # noqa: PLC0415  it loads WeasyPrint

    chosen = _known(locale)
    with progress_for(sys.stderr, json=json) as progress:

        def looked(number: int) -> None:
            if number % _REPORT_EVERY == 0:
                progress.reading(number)

        report = slot_report(
            open_workspace(workspace),
            chosen,
            orders or (),
            now=starting_instant(),
            format=known_format(format),
            looked=looked,
        )
    if json:
        typer.echo(json_module.dumps(report.as_dict(), ensure_ascii=True))
    else:
        for line in report_lines(report):
            typer.echo(flat(line) if line else "")
    raise typer.Exit(0 if report.can_be_stamped else NOT_STAMPED)


def _known(locale: str) -> Locale:
    from notes_engine.notes import LOCALES  # noqa: PLC0415  as above

    if locale not in LOCALES:
        near = locale[:2].lower()  # of FR, fr-fr, fr.html
        meant = f"did you mean {near}? " if near in LOCALES else ""
        raise UsageError(f"there is no locale {locale!r}", hint=f"{meant}There are: {', '.join(LOCALES)}")
    return locale


def report_lines(report: SlotReport) -> Iterator[str]:
    """Yield the report: a table of all values, then why some are not stamped, then the verdict."""
    from notes_engine.check.slot_values import described  # noqa: PLC0415  as above

    yield described(report)
    yield ""
    for file in sorted({value.place.file for value in report.values}):
        yield f"{Path(file).name} is {shown_path(file)}"
    yield ""
    yield from _table(report)
    notable = [value for value in report.values if value.kind not in ("stamped", "string")]
    if notable:
        yield ""
        yield "Not stamped, and why:"
    for value in notable:
        yield f"  {_where(value)}  {value.expression}"
        yield f"    {value.kind}: {value.why}"
        if value.hint:
            yield f"    → {value.hint}"
    yield ""
    for layout in report.looked_at:
        who = f"{counted(layout.orders, 'order')} like {layout.example}"
        if layout.is_stamped:
            yield f"{who}: stamped"
            continue
        yield f"{who}: {'this one is typeset' if layout.is_of_value else 'cannot be stamped'}: {layout.why}"
        if layout.hint:
            yield f"  → {layout.hint}"
    yield ""
    yield from _verdict(report)


def _verdict(report: SlotReport) -> Iterator[str]:
    if not report.can_be_stamped:
        some = any(layout.is_stamped for layout in report.looked_at)
        yield (
            "Some of these notes can be stamped; the others are typeset, one by one."
            if some
            else "None of these notes can be stamped: all are typeset, one by one."
        )
        return
    yield "Notes like these can be stamped: render --engine auto does it where five or more of a chunk share a plate."
    baked = [value for value in report.values if value.kind == "baked"]
    if baked:
        yield f"{counted(len(baked), 'value')} above {'is' if len(baked) == 1 else 'are'} baked: the fewer, the better."


def _table(report: SlotReport) -> Iterator[str]:
    rows = [("where", "becomes", "drawn", "printed by", "value")]
    rows += [(_where(value), value.kind, _drawn(value), _printed(value), _values(value)) for value in report.values]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)]
        yield "   ".join((*cells, row[4])).rstrip()


def _where(value: PrintedValue) -> str:
    return f"{Path(value.place.file).name}:{value.place.line}"


def _printed(value: PrintedValue) -> str:
    text = f"{value.expression} of {value.each_of}" if value.each_of else value.expression
    return text if len(text) <= _EXPRESSION else text[: _EXPRESSION - 1] + "…"


def _drawn(value: PrintedValue) -> str:
    if not value.pages:
        return ""
    pages = sorted(set(value.pages))
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}–{pages[-1]}"
    times = f"{len(value.pages)} × on {where}" if len(value.pages) > 1 else where
    return times + (", may break" if value.may_break else "")


def _values(value: PrintedValue) -> str:
    return ", ".join(value.values[:2]) + (", …" if len(value.values) > len(value.values[:2]) else "")
