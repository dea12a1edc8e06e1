"""Single steps of the engine, measured in this process: the formula, reading the samples, one note's HTML and pages."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import formula
from benchmarks.bench_plan import ROOT, WORKSPACE
from notes_engine import NoteRenderer, Order, Workspace, read_orders
from notes_engine.pdf import NoteInfo, Typesetter, write_notes

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTS = ROOT / "samples" / "orders"
USUAL_LINES = 3
"""Orders of more lines are no usual parcel."""


def _median_seconds(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _read_all(file: Path, workspace: Workspace) -> int:
    return sum(1 for _ in read_orders(file, settings=workspace.orders))


def measure(runs: int) -> tuple[tuple[str, str], ...]:
    """Return (what, figure) for each step; medians of `runs` runs."""
    seed = formula.measure()
    rows = [
        ("seed formula: source to syntax tree, once (goal: 200 µs)", f"{seed.parse:.0f} µs"),
        ("seed formula: source to a label ready for use, once", f"{seed.compile:.0f} µs"),
        ("seed formula: one order's text (goal: 1 µs)", f"{seed.evaluate:.2f} µs"),
        ("one order's values for it", f"{seed.values:.2f} µs"),
    ]
    workspace = Workspace.find(WORKSPACE)
    for file in sorted(EXPORTS.glob("linnworks*")):
        seconds = _median_seconds(partial(_read_all, file, workspace), runs)
        rows.append((f"read {file.name}", f"{seconds * 1e3:.1f} ms"))
    orders = [item for item in read_orders(EXPORTS / "linnworks.json") if isinstance(item, Order)]
    orders = [order for order in orders if len(order.lines) <= USUAL_LINES]
    renderer = NoteRenderer(workspace, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    renderer.preflight()

    def told(what: str, work: Callable[[], object]) -> None:
        rows.append((what, f"{_median_seconds(work, runs) / len(orders) * 1e3:.2f} ms"))

    rendered = [renderer.render(order) for order in orders]
    told("one order of the samples to HTML", lambda: [renderer.render(order) for order in orders])
    typesetter = Typesetter(workspace.asset_roots)
    pages = [typesetter.typeset(note.html) for note in rendered]
    told("one note's HTML to pages (WeasyPrint)", lambda: [typesetter.typeset(note.html) for note in rendered])
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "notes.pdf"
        notes = [
            (page, NoteInfo(note.title, note.number, note.market, note.language))
            for page, note in zip(pages, rendered, strict=True)
        ]
        told(
            "one typeset note's pages into a merged PDF (WeasyPrint)",
            lambda: write_notes(notes, target, title=None, language=None, variant=None),
        )
    return tuple(rows)
