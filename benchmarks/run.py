"""`make bench`: measure on this machine, in one run, and write benchmarks/README.md."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import formula
from notes_engine import NoteRenderer, Order, Workspace, read_orders
from notes_engine.pdf import NoteInfo, Typesetter, write_notes

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
REPEATS = 5


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median of five runs, in seconds."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def read_all(file: Path, workspace: Workspace) -> int:
    """Read a file to its end; return the number of orders and rejects."""
    return sum(1 for _ in read_orders(file, settings=workspace.orders))


def measure() -> list[tuple[str, str]]:
    """Return (what, figure) for each measurement."""
    seed = formula.measure()
    rows = [
        ("seed formula: source to syntax tree, once (goal: 200 µs)", f"{seed.parse:.0f} µs"),
        ("seed formula: source to a label ready for use, once", f"{seed.compile:.0f} µs"),
        ("seed formula: one order's text (goal: 1 µs)", f"{seed.evaluate:.2f} µs"),
        ("one order's values for it", f"{seed.values:.2f} µs"),
    ]
    workspace = Workspace.find(SAMPLES / "workspace")
    for file in sorted((SAMPLES / "orders").glob("linnworks*")):
        seconds = median_seconds(partial(read_all, file, workspace))
        rows.append((f"read {file.name}", f"{seconds * 1e3:.1f} ms"))
    orders = [item for item in read_orders(SAMPLES / "orders" / "linnworks.json") if isinstance(item, Order)]
    orders = [order for order in orders if len(order.lines) <= 3]  # noqa: PLR2004  # the usual parcel
    renderer = NoteRenderer(workspace, now=datetime(2026, 3, 2, 10, tzinfo=UTC))
    renderer.preflight()
    rendered = [renderer.render(order) for order in orders]
    rows.append(
        (
            "one order to HTML",
            f"{median_seconds(lambda: [renderer.render(o) for o in orders]) / len(orders) * 1e3:.2f} ms",
        )
    )
    typesetter = Typesetter(workspace.asset_roots)
    pages = [typesetter.typeset(note.html) for note in rendered]
    seconds = median_seconds(lambda: [typesetter.typeset(note.html) for note in rendered])
    rows.append(("one note's HTML to pages (WeasyPrint)", f"{seconds / len(orders) * 1e3:.1f} ms"))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "notes.pdf"
        notes = [
            (page, NoteInfo(note.title, note.number, note.market, note.language))
            for page, note in zip(pages, rendered, strict=True)
        ]
        seconds = median_seconds(lambda: write_notes(notes, target, title=None, language=None, variant=None))
        rows.append(("one note's pages to a merged PDF", f"{seconds / len(orders) * 1e3:.1f} ms"))
        rows.append(("size of one note in a merged PDF", f"{target.stat().st_size / len(orders) / 1e3:.1f} kB"))
    return rows


def main() -> None:
    """Measure, print, and write the table."""
    rows = measure()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    versions = ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "jinja2", "lark", "babel", "pikepdf"))
    lines = [
        "# Measured",
        "",
        "Written by `make bench`: medians of five runs in one process, one core. Timings on shared machines are noisy;",
        "compare figures of one run only.",
        "",
        f"Machine: {machine}. Versions: {versions}.",
        "",
        "| what | figure |",
        "| --- | --- |",
        *(f"| {what} | {figure} |" for what, figure in rows),
        "",
    ]
    (ROOT / "benchmarks" / "README.md").write_text("\n".join(lines), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
