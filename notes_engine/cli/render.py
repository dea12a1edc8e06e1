"""`notes-engine render`: exported orders in, delivery notes out."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from notes_engine.batch import Engine, Job, Split, Summary, resumable, run_batch
from notes_engine.cli.cells import flat
from notes_engine.cli.interrupts import STOPPED_BY_CTRL_C, STOPPED_BY_SIGTERM, Terminated, ending_cleanly
from notes_engine.cli.order_settings import FormatOption, known_format
from notes_engine.cli.progress import progress_for
from notes_engine.cli.workspaces import WorkspaceOption, open_workspace
from notes_engine.visible import LONGEST_TEXT
from notes_engine.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 10
"""Reasons listed on the screen; rejects.jsonl has them all."""


def render(  # noqa: PLR0913, PLR0917  typer's way: an option is an argument
    orders: Annotated[
        list[str],
        typer.Argument(
            metavar="ORDERS",
            help="Exported orders: Linnworks JSON, CSV or Excel, Parquet, Back Market JSON; - reads standard input.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="The folder that gets the files.")] = Path(
        "out"
    ),
    workspace: WorkspaceOption = None,
    split: Annotated[
        Split,
        typer.Option(
            help="One file (notes.pdf), one by market (notes-fr-fr.pdf …), or one by order (fr/bm-123.pdf …)."
        ),
    ] = "none",
    locale: Annotated[
        str | None, typer.Option(metavar="L", help="Print every note in this language: fr, de, it, es or en.")
    ] = None,
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="Print only these orders: --where \"[Source] = 'BACKMARKET'\""),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="KEYS",
            help="Order the notes by tags, A2 before A10, - for descending: --sort singles-first,SKU,-ReceivedDate. "
            "singles-first: orders of one item first. reverse: the last note first, for printers that stack face up.",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Worker processes; without it, as many as help."),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print with a watermark, company facts still unset or not: to look at.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a batch that was interrupted: finished notes are kept.")
    ] = False,
    pdf_variant: Annotated[
        str | None, typer.Option(metavar="V", help="A PDF variant of WeasyPrint's, such as pdf/a-3b or pdf/ua-1.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse what would print with a warning, such as a guessed market.")
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            help="Who makes the pages: auto, the press stamps notes that share a layout, many times faster, and "
            "WeasyPrint makes the rest; typeset, WeasyPrint makes all; press, as auto, and tells what it did not stamp."
        ),
    ] = "auto",
    proof: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Before anything is published, compare N of the finished notes, drawn by lot, with what WeasyPrint "
            "makes of their orders: characters, pictures, links, bookmarks. A difference stops the batch.",
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: printed, refused, failed, files, seconds, compared.")
    ] = False,
    format: FormatOption = None,
) -> None:
    """Print a delivery note for every exported order.

    Example: notes-engine render orders.csv -o today --split market --sort singles-first,BinRack

    Exit status: 0 every order has its note; 1 it could not start, nothing is written; 2 wrong usage; 3 finished, some
    orders were refused; 4 finished, some failed through our fault; 5 --proof found a difference, nothing is written.
    OUT/manifest.jsonl has a line for every note,
    OUT/rejects.jsonl one for every order without.
    """
    job = Job(
        workspace=open_workspace(workspace).root,
        inputs=tuple(orders),
        out=out,
        split=split,
        locale=locale,
        where=where,
        sort=sort,
        jobs=jobs,
        draft=draft,
        resume=resume,
        pdf_variant=pdf_variant,
        strict=strict,
        format=known_format(format),
        engine=engine,
        proof=proof,
    )
    # The batch would import WeasyPrint itself; done here, Ctrl-C in the middle of it has nothing to clear away.
    import notes_engine.batch.notes_bench  # noqa: F401, PLC0415

    try:
        with ending_cleanly(), progress_for(sys.stderr, json=json) as progress:
            summary = run_batch(job, progress=progress)
    except KeyboardInterrupt as error:
        kept = "; finished notes are kept, and the same command with --resume goes on" if resumable(out) else ""
        typer.echo(f"notes-engine: stopped{kept}", err=True)
        status = STOPPED_BY_SIGTERM if isinstance(error, Terminated) else STOPPED_BY_CTRL_C
        raise typer.Exit(status) from None
    _report(summary, out, json=json)
    if not summary.printed + summary.refused + summary.failed:
        file = "the file has no orders" if len(orders) == 1 else "the files have no orders"
        typer.echo(f"notes-engine: {'no order matches --where' if summary.left_out else file}", err=True)
    raise typer.Exit(summary.exit_status)


def _report(summary: Summary, out: Path, *, json: bool) -> None:
    for line in report_lines(summary, out):
        typer.echo(flat(line, 2 * LONGEST_TEXT), err=json)
    if json:
        typer.echo(json_module.dumps(summary.as_dict()))


def report_lines(summary: Summary, out: Path) -> Iterator[str]:
    """Yield what the user reads at the end: what was printed, what was odd, and which orders have no note."""
    rate = f", {summary.printed / summary.seconds:.0f} a second" if summary.seconds >= 1 and summary.printed else ""
    where = f" → {out}" if summary.files else ""
    what = f"{counted(summary.printed, 'note')} in {counted(summary.files, 'file')}"
    yield f"{what}{where} ({summary.seconds:.1f} s{rate})"
    if summary.compared is not None:
        compared = f"{summary.compared:,} of {counted(summary.printed, 'note')} compared with the typesetter"
        yield f"proof: {compared}: no difference"
    if summary.left_out:
        yield f"{counted(summary.left_out, 'order')} left out by --where"
    for _, (many, what, hint, references, code) in sorted(summary.warnings.items()):
        yield f"warning, {counted(many, 'note')}: {what} [{code}] ({_some(references, many)})"
        if hint:
            yield f"  hint: {hint}"
    without = summary.refused + summary.failed
    if not without:
        return
    yield f"{counted(without, 'order')} without a note:"
    reasons = sorted(summary.reasons.values(), key=lambda reason: -reason[0])
    for many, reason, hint, references in reasons[:SHOWN]:
        yield f"  {many:,} × {reason} ({_some(references, many)})"
        if hint:
            yield f"      {hint}"
    more = f", {len(reasons) - SHOWN} more reasons there" if len(reasons) > SHOWN else ""
    yield f"all of them: {out / 'rejects.jsonl'}{more}"


def _some(references: list[str], count: int) -> str:
    return ", ".join(references) + (", …" if count > len(references) else "")
